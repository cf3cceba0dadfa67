#include "oracle.hpp"

#include <algorithm>
#include <set>

#include "oracle_facts.hpp"
#include "sandbox/params.hpp"

namespace simulation {
namespace {

using namespace std::chrono_literals;

constexpr auto window = 10min;       // of a reason, and of taking a move back
constexpr auto slip = 2min;          // a move may be put right on the words that let it stand
constexpr id_number an_answer = -1;  // to the bot, in place of a remark in the discussion
constexpr int reverts_max = 3;       // of one task within an hour

// ---- The fold.

struct own_move {
    id_number row;
    id_number author;
    instant at;
    due before;
    auto operator<=>(const own_move&) const = default;
};

// The last move that stands for a reason, and nobody else has moved the deadline since.
struct reasoned_move {
    id_number author = 0;
    instant at;
    id_number remark = 0;
    auto operator<=>(const reasoned_move&) const = default;
};

// The date whoever was given the task set, and nobody else has moved the deadline since.
struct own_date {
    id_number author = 0;
    instant at;
    due before;
    auto operator<=>(const own_date&) const = default;
};

// One way the bot may rightly see the task.
struct view {
    due accepted;
    std::vector<own_move> moves;
    std::set<id_number> spent;
    reasoned_move reasoned;
    own_date own;
    std::set<id_number> have_set_theirs;
    bool left_alone = false;  // something fights: wherever it stands is right
    due silent;               // the last silent move
    auto operator<=>(const view&) const = default;
};

struct fold {
    const knowledge& known;
    const std::vector<row>& rows;
    const std::vector<remark>& remarks;
    id_number task;

    [[nodiscard]] answer was_told(const row& at) const;
    [[nodiscard]] answer is_right(const view& seen, const row& at) const;
    [[nodiscard]] const granted_date* grant_of(const row& at) const;
    [[nodiscard]] bool fights(const row& at) const;
    [[nodiscard]] answer sets_own_date(const view& seen, const row& at) const;
    [[nodiscard]] id_number reason_for(const view& seen, const row& at) const;
    [[nodiscard]] bool may_be_answered(const row& at) const;
    [[nodiscard]] const remark* late_reason_for(const view& seen, const row& at) const;
    void take(view seen, const row& at, std::vector<view>& next) const;
    void take_own(const view& seen, const row& at, std::vector<view>& next) const;
    [[nodiscard]] std::vector<view> all() const;
};

answer fold::was_told(const row& at) const {
    const auto told = known.told_at(at.author);
    const auto heard = known.heard_at(at.author);
    if (!told || at.at < *told)
        return answer::no;
    return heard && at.at >= *heard ? answer::yes : answer::either;
}

// A revert that came too late to change anything was one too, and left no row.
bool fold::fights(const row& at) const {
    return std::count_if(rows.begin(), rows.end(), [&](const row& each) {
               return each.author == known.writer && each.id < at.id && each.at > at.at - 1h;
           }) >= reverts_max - 1;
}

bool puts_own_date_right(const view& seen, const row& at) {
    return seen.own.author == at.author && at.author != 0 && at.at >= seen.own.at &&
           at.at - seen.own.at <= slip;
}

answer fold::sets_own_date(const view& seen, const row& at) const {
    if (!at.given || at.author == 0 || at.author != at.held.responsible || !at.to)
        return answer::no;
    if (puts_own_date_right(seen, at))
        return answer::yes;
    if (seen.have_set_theirs.contains(at.author) || at.given->by == at.given->before.responsible)
        return answer::no;
    const row giving{0, at.given->at, at.given->by, {}, {}, at.given->before};
    const auto entitled =
        giving.author == 0
            ? answer::yes
            : in_all_companies(known, at, [&](const auto& each) { return is_exempt(each, giving, known); });
    return std::min(entitled, is_in_time(at));
}

id_number fold::reason_for(const view& seen, const row& at) const {
    const auto& last = seen.reasoned;
    const bool puts_right = last.author == at.author && at.at >= last.at && at.at - last.at <= slip;
    id_number best = 0;
    for (const auto& each : remarks) {
        const bool free = !seen.spent.contains(each.id) || (puts_right && each.id == last.remark);
        if (each.author == at.author && each.at <= at.at && each.at >= at.at - window && free)
            best = each.id;
    }
    return best;
}

// Until when its author may answer the question about it: the bot did not write, and what is asked again and
// again is asked once. When the bot first saw the move is not known here.
instant answerable_until(const fold& of, const row& at) {
    for (const auto& each : of.rows)
        if (each.author == of.known.writer && each.id > at.id)
            return each.at;
    return instant::max();
}

// He told the bot something after it; what, and which move he meant, is not asked here.
bool fold::may_be_answered(const row& at) const {
    return known.grace > 0s && known.spoke(at.author, at.at, answerable_until(*this, at));
}

// His comment after the move.
const remark* fold::late_reason_for(const view& seen, const row& at) const {
    if (known.grace <= 0s)
        return nullptr;
    for (const auto& each : remarks)
        if (each.author == at.author && each.at >= at.at && each.at <= answerable_until(*this, at) &&
            !seen.spent.contains(each.id))
            return &each;
    return nullptr;
}

// Whether the change is right whatever was said about it.
answer fold::is_right(const view& seen, const row& at) const {
    if (at.at < known.guarded_since || at.to == seen.accepted || !seen.accepted ||
        is_later(seen.accepted, at.to) || at.author == 0)
        return answer::yes;
    answer best = in_all_companies(known, at, [&](const auto& each) { return is_exempt(each, at, known); });
    for (const auto& move : seen.moves)
        if (move.author == at.author && at.at - move.at <= window && !is_later(at.to, move.before))
            best = at.to == move.before ? answer::yes : std::max(best, answer::either);
    const bool came_back_unseen = std::any_of(seen.moves.begin(), seen.moves.end(), [&](const auto& move) {
        return move.before == at.to && !known.judged_rows.contains(move.row);
    });
    return came_back_unseen ? std::max(best, answer::either) : best;
}

const granted_date* fold::grant_of(const row& at) const {
    const granted_date* found = nullptr;
    for (const auto& each : known.granted)
        if (each.task == task && due(each.date) == at.to && each.decided_at <= at.at)
            found = &each;
    return found;
}

void fold::take_own(const view& seen, const row& at, std::vector<view>& next) const {
    const auto* grant = grant_of(at);
    view after = seen;
    if (at.to == seen.accepted) {
        after.left_alone = false;
        return next.push_back(after);
    }
    if (grant == nullptr)
        return next.push_back(seen);  // it fell on something rightful, and is to be mended
    // Somebody entitled was quicker: his date wins. Who that was in the bot's eyes is not asked here.
    const bool overtaken = std::any_of(rows.begin(), rows.end(), [&](const row& each) {
        return each.id < at.id && each.at >= grant->decided_at && each.to == seen.accepted;
    });
    if (overtaken)
        next.push_back(seen);
    after.accepted = at.to;
    after.moves.clear();
    next.push_back(after);
}

void fold::take(view seen, const row& at, std::vector<view>& next) const {
    if (seen.reasoned.author != at.author)
        seen.reasoned = {};
    if (seen.own.author != at.author)
        seen.own = {};
    if (at.author == known.writer)
        return take_own(seen, at, next);
    const auto right = is_right(seen, at);
    const auto exempt =
        in_all_companies(known, at, [&](const auto& each) { return is_exempt(each, at, known); });
    view accepted = seen;
    accepted.accepted = at.to;
    accepted.left_alone = false;
    if (at.to != seen.accepted && (at.author == 0 || exempt == answer::yes))
        accepted.moves.clear();
    if (at.to != seen.accepted && at.author != 0 && at.at >= known.guarded_since)
        accepted.moves.push_back({at.id, at.author, at.at, seen.accepted});
    // Moved back at once, his date is not set yet.
    if (puts_own_date_right(seen, at) && !is_later(accepted.accepted, seen.own.before))
        accepted.have_set_theirs.erase(at.author);
    if (right != answer::no)
        next.push_back(accepted);
    if (right == answer::yes)
        return;
    if (const auto own = sets_own_date(seen, at); own != answer::no) {
        view set = accepted;
        set.have_set_theirs.insert(at.author);
        if (!puts_own_date_right(seen, at))
            set.own = {at.author, at.at, seen.accepted};
        next.push_back(set);
        if (own == answer::yes)
            return;
    }
    if (const auto reason = reason_for(seen, at)) {
        if (accepted.spent.insert(reason).second)
            accepted.reasoned = {at.author, at.at, reason};
        if (puts_own_date_right(seen, at))
            accepted.have_set_theirs.erase(at.author);  // it stands by the words from now on
        return next.push_back(accepted);
    }
    // So does a slip by what the bot was told.
    if (const auto& last = seen.reasoned;
        last.remark == an_answer && last.author == at.author && at.at >= last.at && at.at - last.at <= slip)
        next.push_back(accepted);
    const auto told = was_told(at);
    const auto ordinary =
        in_all_companies(known, at, [&](const auto& each) { return is_ordinary(each, at); });
    if (told != answer::yes || ordinary != answer::yes)
        next.push_back(accepted);
    if (told == answer::no)
        return;
    if (may_be_answered(at)) {
        next.push_back(accepted);
        view answered = accepted;
        answered.reasoned = {at.author, at.at, an_answer};
        next.push_back(answered);
    }
    if (const auto* late = late_reason_for(seen, at)) {
        view explained = accepted;
        explained.spent.insert(late->id);
        explained.reasoned = {at.author, at.at, late->id};
        next.push_back(explained);
    }
    view silent = seen;
    silent.silent = at.to;
    silent.left_alone = silent.left_alone || fights(at);
    next.push_back(silent);
}

std::vector<view> fold::all() const {
    std::vector<view> views(1);
    views.front().accepted = rows.front().from;
    for (const auto& each : rows) {
        std::vector<view> next;
        for (const auto& seen : views)
            take(seen, each, next);
        const std::set<view> distinct(next.begin(), next.end());
        views.assign(distinct.begin(), distinct.end());
    }
    return views;
}

std::string shown(const due& date) {
    return date ? sandbox::iso_in("", *date) : "none";
}

}  // namespace

judgement judged(const sandbox::portal& portal, const sandbox::task& what, const knowledge& known) {
    const auto rows = deadline_rows(what);
    const auto remarks = remarks_of(portal, what);
    judgement said;
    if (rows.empty())
        return said;
    const auto views = fold{known, rows, remarks, what.id}.all();
    said.right = std::any_of(views.begin(), views.end(), [&](const view& each) {
        return each.left_alone || each.accepted == what.deadline;
    });
    said.silent = std::any_of(views.begin(), views.end(),
                              [&](const view& each) { return each.silent && each.silent == what.deadline; });
    said.why = "task " + std::to_string(what.id) + " stands at " + shown(what.deadline) + ", should at";
    for (const auto& each : views)
        said.why += " " + shown(each.accepted);
    for (const auto& each : rows)
        said.why += "\n  row " + std::to_string(each.id) + " " + sandbox::iso_in("", each.at) + " by " +
                    std::to_string(each.author) + ": " + shown(each.from) + " -> " + shown(each.to) +
                    " (responsible " + std::to_string(each.held.responsible) + ", creator " +
                    std::to_string(each.held.creator) + ")";
    for (const auto& each : remarks)
        said.why += "\n  remark " + sandbox::iso_in("", each.at) + " by " + std::to_string(each.author);
    return said;
}

}  // namespace simulation
