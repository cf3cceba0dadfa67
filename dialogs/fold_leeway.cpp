// What may move without asking anybody, and what of it is used up.
#include <algorithm>
#include <utility>

#include "dialogs/evidence.hpp"
#include "dialogs/fold.hpp"
#include "dialogs/grace.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/standing.hpp"

namespace dialogs {
namespace {

bool is_postponement(const judged_change& change) {
    const auto& ground = change.ground;
    return change.postponed && ground != "before_guard" && ground != "taken_back";
}

}  // namespace

// All deadline rows before this one are judged: whoever took the task since then took it with what it is held
// to now.
void fold::open_tallies(const moment& at) {
    for (const user_id each : at.holders)
        tally_of(record_.used, each, record_.accepted);
}

tally& fold::tally_at(const moment& at) {
    return tally_of(record_.used, at.held.responsible, record_.accepted);
}

bool fold::tolerate(judged_change& change, const moment& at) {
    const allowed_move* slip = slip_before(at);
    const bool tolerated = slip != nullptr && slip->ground == "tolerance";
    const bool same_slip = tolerated
                               ? is_near(slip->before, at)
                               : slip != nullptr && slip->ground != "asked" && is_near(record_.accepted, at);
    if (!same_slip && (!is_near(record_.accepted, at) || tolerance_is_used_up(at)))
        return false;
    change.ground = "tolerance";
    if (!same_slip)
        begin_move(change, at, record_.accepted);
    return true;
}

bool fold::tolerance_is_used_up(const moment& at) {
    const rules& held_to = rules_at(at);
    const auto in_task = static_cast<int>(tally_at(at).tolerated.size());
    if (in_task >= held_to.tolerance_moves)
        return true;
    if (held_to.tolerance_moves_week == 0)
        return false;
    const user_id whose = at.held.responsible;
    const auto [begin, end] = week_of(at.row.at, of_.clock);
    const int elsewhere = of_.tolerated_elsewhere ? of_.tolerated_elsewhere(whose, begin, end) : 0;
    return tolerated_within(record_.used, whose, begin, end) + elsewhere >= held_to.tolerance_moves_week;
}

// A little later than `from`, and that has not passed.
bool fold::is_near(const deadline& from, const moment& at) {
    const history_row& row = at.row;
    if (row.author == 0 || !from || !row.due_to || row.at > *from)
        return false;
    const rules& held_to = rules_at(at);
    if (is_beyond_shift(held_to, tally_at(at).from, row.due_to))
        return false;
    if (!held_to.tolerance_same_day)
        return *row.due_to - *from <= held_to.tolerance;
    const person* responsible = of_.who.find(at.held.responsible);
    const auto own = responsible ? locale::zone::find(responsible->time_zone) : std::nullopt;
    const locale::zone clock = own.value_or(of_.clock);
    return clock.to_local(*row.due_to).day <= clock.to_local(*from).day;
}

// The one date whoever was given the task by somebody entitled may set.
bool fold::sets_own_date(judged_change& change, const moment& at) {
    const history_row& row = at.row;
    const bool his = at.given && row.author != 0 && row.author == at.held.responsible;
    const rules& held_to = rules_at(at);
    if (!his || !row.due_to || is_beyond_shift(held_to, tally_at(at).from, row.due_to))
        return false;
    const allowed_move* slip = slip_before(at);
    const bool same_slip = slip != nullptr && slip->ground == "handover";
    if (!same_slip && (tally_at(at).handed || !is_just_given(at)))
        return false;
    change.ground = "handover";
    if (!same_slip)
        begin_move(change, at, record_.accepted);
    return true;
}

bool fold::is_just_given(const moment& at) const {
    const rules& held_to = rules_at(at);
    const instant given = at.given->at;
    return !held_to.handover.empty() && at.row.at <= of_.working.add_working_time(given, held_to.handover) &&
           may_hand_over(*at.given, of_.who, in_force(of_.rules, given), of_.rules.administrators);
}

// The move of his that he may be putting right with this one.
const allowed_move* fold::slip_before(const moment& at) const {
    const auto& last = record_.used.last;
    const history_row& row = at.row;
    const bool his =
        last && row.author != 0 && last->author == row.author && last->responsible == at.held.responsible;
    return his && row.at >= last->at && row.at - last->at <= slips_within ? &*last : nullptr;
}

// Words that were evidence already are it once more for a slip put right.
const remark* fold::reason_of(const moment& at, const rules& held_to) const {
    const instant until = answered_until(at.row, held_to);
    if (const allowed_move* slip = slip_before(at); slip != nullptr && !slip->remark.empty()) {
        auto spent = record_.spent_remarks;
        std::erase(spent, slip->remark);
        return reason_for(at.row, talk_, spent, held_to, until);
    }
    return reason_for(at.row, talk_, record_.spent_remarks, held_to, until);
}

// What is said after his next change is about that one.
instant fold::answered_until(const history_row& row, const rules& held_to) const {
    constexpr std::chrono::seconds clock_step{1};
    const auto next = std::find_if(moments_.begin(), moments_.end(), [&](const moment& other) {
        return other.row.id > row.id && other.row.author == row.author;
    });
    const instant until = dialogs::answered_until(row, held_to, of_);
    return next == moments_.end() ? until : std::max(row.at, std::min(until, next->row.at - clock_step));
}

// The reason the portal itself asked him for. It asks nobody who may edit the task, as its creator may.
const remark* fold::reason_portal_asked_for(const moment& at, const rules& held_to) {
    if (at.row.author == at.held.creator || of_.asks_reason == false)
        return nullptr;
    const auto* found = portals_words(at.row, talk_, record_.spent_remarks, held_to);
    lacks_options_ = lacks_options_ || (found != nullptr && !of_.asks_reason);
    return of_.asks_reason ? found : nullptr;
}

// A change its author had to give a reason for.
void fold::weigh(judged_change& change, const moment& at) {
    const rules& held_to = rules_at(at);
    lacks_discussion_ = lacks_discussion_ || !of_.now.discussion_known;
    change.ground = "silent";
    const auto* reason = reason_of(at, held_to);
    if (reason == nullptr)
        reason = reason_portal_asked_for(at, held_to);
    if (reason != nullptr) {
        if (held_to.mode != guard_mode::approval)
            change.limit = limit_passed(at);
        const bool is_enough = held_to.mode != guard_mode::approval && change.limit.empty();
        change.ground = is_enough ? "reason" : "asked";
        change.remark = reason->key;
        change.words = reason_in(*reason);
        change.category = reason->category;
    }
    const bool observed = held_to.mode == guard_mode::observe;
    change.accepted = change.ground == "reason" || observed || is_paused(of_.pauses, at.row.at);
    if (change.accepted && change.ground != "reason") {
        change.would_be = change.limit.empty() ? change.ground : change.limit;
        change.ground = observed ? "observed" : "paused";
    }
    if (!change.remark.empty())
        spend(change, at);
    else if (change.accepted && slip_before(at) == nullptr)
        begin_move(change, at, record_.accepted);
}

std::string fold::limit_passed(const moment& at) {
    const tally& his = tally_at(at);
    const allowed_move* slip = slip_before(at);
    const bool counted =
        slip != nullptr && slip->ground == "reason" && is_later(record_.accepted, slip->before);
    return limit_beyond(rules_at(at), his.reasoned - (counted ? 1 : 0), his.from, at.row.due_to);
}

void fold::spend(const judged_change& change, const moment& at) {
    const allowed_move* slip = slip_before(at);
    const bool same_words = slip != nullptr && slip->remark == change.remark;
    if (same_words && (slip->ground == change.ground || slip->ground != "asked"))
        return;
    const bool is_one_move = slip != nullptr && slip->ground != "asked";
    const deadline before = is_one_move ? slip->before : record_.accepted;
    if (change.accepted && is_one_move && is_later(record_.accepted, before)) {
        // It stands by these words from now on.
        book(slip->ground, at, slip->at, -1);
        book(change.ground, at, at.row.at, 1);
    }
    if (!same_words)
        record_.spent_remarks.push_back(change.remark);
    begin_move(change, at, before);
}

void fold::begin_move(const judged_change& change, const moment& at, const deadline& before) {
    record_.used.last =
        allowed_move{at.row.author, at.row.at, before, change.ground, change.remark, at.held.responsible};
}

// Of a move and the slips put right after it only where they end counts.
void fold::count(const judged_change& change, const moment& at, const deadline& was) {
    const allowed_move* last = slip_before(at);
    if (last == nullptr || last->ground == "asked") {
        record_.moves += is_postponement(change) ? 1 : 0;
        return;
    }
    const int more =
        (is_later(record_.accepted, last->before) ? 1 : 0) - (is_later(was, last->before) ? 1 : 0);
    record_.moves = std::max(0, record_.moves + more);
    book(last->ground, at, last->at, more);
}

void fold::book(const std::string& ground, const moment& at, instant moved_at, int more) {
    tally& his = tally_at(at);
    if (ground == "reason")
        his.reasoned = std::max(0, his.reasoned + more);
    if (ground == "handover" && more != 0)
        his.handed = more > 0;
    if (ground != "tolerance" || more == 0)
        return;
    if (more > 0)
        his.tolerated.push_back(moved_at);
    else if (const auto found = std::find(his.tolerated.begin(), his.tolerated.end(), moved_at);
             found != his.tolerated.end())
        his.tolerated.erase(found);
}

}  // namespace dialogs
