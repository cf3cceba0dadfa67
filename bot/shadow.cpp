#include "bot/shadow.hpp"

#include <optional>

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
    const bool would_be = ground == "silent" || dialogs::is_limit(ground);
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

}  // namespace

void each_shadow_move(const storage::transaction& tx, locale::instant from, locale::instant to,
                      const std::function<void(const shadow_move&)>& take) {
    std::optional<shadow_move> move;  // the row that says who would have been asked may follow
    storage::journal::each_between(tx, from, to, [&](const storage::journal::row& row) {
        if (row.what.kind == "would_ask" && move && move->task == row.what.task)
            add_approver(*move, row.what);
        if (!tells_of_a_move(row.what))
            return;
        if (move)
            take(*move);
        move = move_of(tx, row);
    });
    if (move)
        take(*move);
}

}  // namespace bot
