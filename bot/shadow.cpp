#include "bot/shadow.hpp"

#include <map>
#include <vector>

#include "dialogs/limits.hpp"
#include "storage/journal.hpp"

namespace bot {

namespace {

bool tells_of_a_move(const dialogs::journal& row) {
    return row.row != 0 &&
           (row.kind == "observed" || row.kind == "paused" || row.kind == "accepted" || row.kind == "silent");
}

shadow_move move_of(const storage::transaction& tx, const storage::journal::row& row) {
    shadow_move made;
    made.at = row.at;
    made.task = row.what.task;
    if (const auto known = tx.find_task(row.what.task))
        made.title = known->title;
    made.author = row.what.person;
    made.responsible = row.what.other;
    made.from = row.what.from;
    made.to = row.what.to;
    made.because = row.what.ground;
    made.words = row.what.words;
    const auto& ground = row.what.ground;
    const bool would_be = ground == "silent" || ground == "asked" || dialogs::is_limit(ground);
    const bool let_be = row.what.kind == "observed" || row.what.kind == "paused";
    made.put_back = row.what.kind == "silent" || (let_be && would_be);
    return made;
}

void add_approver(shadow_move& to, const dialogs::journal& row) {
    to.approver = row.person;
    to.instead_of = row.other;
    to.approver_ground = row.ground;
    if (row.person != 0)
        return;
    to.put_back = false;  // nobody is trapped: what nobody could approve stands
    to.because = "nobody_to_ask";
}

// The bot was to put it back and could not, or was told to leave it.
bool stood_after_all(const dialogs::journal& row) {
    return row.row == 0 && (row.kind == "accepted" || row.kind == "unapprovable");
}

void let_stand(shadow_move& move, const dialogs::journal& row) {
    move.put_back = false;
    move.because = row.ground;
}

void ask_of_reasons(shadow_move& move) {
    if (move.because != "reason" && !dialogs::is_limit(move.because))
        return;
    move.put_back = true;
    move.because = "asked";
}

}  // namespace

void each_shadow_move(const storage::transaction& tx, locale::instant from, locale::instant to,
                      dialogs::guard_mode mode, const std::function<void(const shadow_move&)>& take) {
    // What is said of a move may come later: who would have been asked, that it stood after all.
    std::vector<shadow_move> moves;
    std::map<dialogs::task_id, std::vector<std::size_t>> unsettled;  // silent ones of a task
    storage::journal::each_between(tx, from, to, [&](const storage::journal::row& row) {
        const auto& what = row.what;
        if (what.kind == "would_ask" && !moves.empty() && moves.back().task == what.task)
            add_approver(moves.back(), what);
        if (stood_after_all(what))
            for (const auto each : unsettled[what.task])
                let_stand(moves[each], what);
        if (stood_after_all(what) || what.kind == "put_back" || what.kind == "taken_back")
            unsettled.erase(what.task);
        if (!tells_of_a_move(what))
            return;
        if (what.kind == "silent")
            unsettled[what.task].push_back(moves.size());
        moves.push_back(move_of(tx, row));
    });
    for (auto& each : moves) {
        if (mode == dialogs::guard_mode::approval)
            ask_of_reasons(each);
        take(each);
    }
}

}  // namespace bot
