#include "dialogs/rule.hpp"

#include <algorithm>

#include "dialogs/fold.hpp"
#include "dialogs/grace.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/moments.hpp"

namespace dialogs {
namespace {

using kind = verdict::kind;

deadline present_deadline(const task_facts& now) {
    return whole_minutes(now.present->due);
}

// How many deadline rows the present already shows. A look reads the history after the task: rows made in
// between show a deadline the task did not have yet, and their own news leads to another look.
std::size_t rows_shown(const std::vector<moment>& moments, const deadline& here, std::int64_t settled_row) {
    if (moments.empty() || moments.back().row.due_to == here)
        return moments.size();
    for (std::size_t end = moments.size(); end-- > 0 && moments[end].row.id > settled_row;) {
        const deadline& before = end == 0 ? moments[end].row.due_from : moments[end - 1].row.due_to;
        if (before == here)
            return end;
    }
    return moments.size();
}

// A look that began before one that was judged already.
bool is_outdated(const task_facts& now, std::int64_t settled_row) {
    return std::none_of(now.history.begin(), now.history.end(),
                        [&](const history_row& row) { return row.id >= settled_row; }) &&
           settled_row != 0;
}

bool is_explained(const std::vector<moment>& moments, std::size_t shown, const deadline& here) {
    const bool behind = shown < moments.size();
    return behind || (!moments.empty() && moments.back().row.due_to == here);
}

bool awaits(const fold& changes, const deadline& to) {
    const auto& writes = changes.awaited();
    return std::any_of(writes.begin(), writes.end(),
                       [&](const expected_write& write) { return write.to == to && !write.called_back; });
}

judged_change silent_again(const moment& at, const deadline& accepted) {
    judged_change change;
    change.row = at.row;
    change.responsible = at.held.responsible;
    change.group = at.held.group;
    change.postponed = is_later(at.row.due_to, accepted);
    change.ground = "silent";
    return change;
}

kind put_back(verdict& result, judged_change offence, const deadline& here) {
    blame(result.record, offence, here);
    result.offence = std::move(offence);
    return kind::put_back;
}

// The fold is done; the task stands elsewhere than it is held to, and no row of now is to blame.
kind left_over(verdict& result, const matter& of, const fold& changes, bool explained) {
    const guarded_task& record = result.record;
    if (awaits(changes, record.accepted) || rules_of(record, of.rules, of.who).mode == guard_mode::observe)
        return kind::stands;
    if (!explained)
        return is_closed(record.status) ? kind::wait : kind::stands;
    const bool fight_is_over =
        record.fighting && !loop_limit_reached(record, rules_of(record, of.rules, of.who), of.looked_at);
    if (!fight_is_over || changes.moments().empty() || is_closed(record.status))
        return kind::stands;
    return put_back(result, silent_again(changes.moments().back(), record.accepted),
                    present_deadline(of.now));
}

}  // namespace

guarded_task first_sight(const task_facts& seen, instant guarded_since) {
    guarded_task record;
    if (!seen.present)
        return record;
    record.id = seen.present->id;
    record.title = seen.present->title;
    record.responsible = seen.present->responsible;
    record.creator = seen.present->creator;
    record.status = seen.present->status;
    record.group = seen.present->group;
    record.accepted = present_deadline(seen);
    for (const moment& at : deadline_moments(seen)) {
        if (at.row.at >= guarded_since) {
            record.accepted = at.row.due_from;
            break;
        }
        record.settled_row = at.row.id;
    }
    record.original = record.accepted;
    return record;
}

verdict judge(const matter& of) {
    if (!of.now.present || is_outdated(of.now, of.record.settled_row)) {
        verdict untouched;
        untouched.record = of.record;
        return untouched;
    }
    fold changes(of);
    const deadline here = present_deadline(of.now);
    const std::size_t shown = rows_shown(changes.moments(), here, of.record.settled_row);
    changes.take_rows(shown);
    const bool explained = is_explained(changes.moments(), shown, here);
    const bool ours = awaits(changes, here) || awaits(changes, changes.record().accepted);
    const bool closed = is_closed(of.now.present->status);
    if (here != changes.record().accepted && !explained && !ours && !closed)
        changes.take_rowless();

    verdict result = changes.outcome();
    if (changes.keeps_rows())
        result.what = kind::wait;
    else if (here == result.record.accepted)
        result.what = kind::stands;
    else if (changes.offence())
        result.what = put_back(result, *changes.offence(), here);
    else if (changes.wrote_late())
        result.what = kind::mend;
    else
        result.what = left_over(result, of, changes, explained);
    return with_grace(of, changes, std::move(result));
}

std::set<user_id> concerned(const guarded_task* record, const task_facts& now) {
    std::set<user_id> people;
    if (now.present)
        people.insert({now.present->responsible, now.present->creator});
    for (const moment& at : deadline_moments(now)) {
        if (record != nullptr && at.row.id <= record->settled_row)
            continue;
        people.insert({at.row.author, at.held.responsible, at.held.creator});
        if (at.given)
            people.insert({at.given->by, at.given->before.responsible});
    }
    people.erase(0);
    return people;
}

const rules& rules_of(const guarded_task& record, const policy& of, const directory& who) {
    return rules_for(of, who, record.responsible, record.group);
}

bool loop_limit_reached(const guarded_task& record, const rules& held_to, instant now) {
    const auto within_hour = [&](instant at) { return at > now - std::chrono::hours(1); };
    return std::count_if(record.reverts.begin(), record.reverts.end(), within_hour) >= held_to.loop_limit;
}

guarded_task let_stand(const verdict& instead_of, const task_facts& now) {
    return now.present ? held_to(instead_of.record, present_deadline(now)) : instead_of.record;
}

guarded_task held_to(guarded_task record, const deadline& agreed) {
    record.moves += is_later(agreed, record.accepted) ? 1 : 0;
    record.accepted = agreed;
    if (!record.original)
        record.original = agreed;
    if (tally& his = tally_of(record.used, record.responsible, agreed); !his.from)
        his.from = agreed;
    record.attempted.reset();
    record.attempted_by = 0;
    record.last_move.reset();
    record.earlier_moves.clear();
    record.used.last.reset();
    return record;
}

}  // namespace dialogs
