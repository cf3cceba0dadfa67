#include "dialogs/task_watch.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "dialogs/asking.hpp"
#include "dialogs/glance.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/mass_move.hpp"
#include "dialogs/matter.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/notes.hpp"
#include "dialogs/notices.hpp"
#include "dialogs/put_back.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/rule.hpp"

namespace dialogs {
namespace {

// A write that was called back, if it was sent at all.
constexpr std::chrono::hours lands_within{1};

// What a judged row is called in the journal; "" for rows that say nothing new.
std::string journal_kind(const judged_change& change) {
    const std::string& ground = change.ground;
    if (ground == "own_write" || ground == "own_write_late" || ground == "before_guard" ||
        ground == "no_change")
        return {};
    if (ground == "observed" || ground == "unguarded")
        return "observed";
    if (ground == "paused")
        return ground;
    return change.accepted ? "accepted" : "silent";
}

void note(turn& t, const judged_change& change, task_id task) {
    journal row;
    row.kind = journal_kind(change);
    if (row.kind.empty())
        return;
    row.task = task;
    row.person = change.row.author;
    row.other = change.responsible;
    row.from = change.row.due_from;
    row.to = change.row.due_to;
    row.row = change.row.id;
    row.ground = change.would_be.empty() ? change.ground : change.would_be;
    if (!change.limit.empty())
        row.ground = change.limit;
    row.words = change.words;
    t.then(std::move(row));
}

// The guard only watches: whom the move would have been put back for, and who would have been asked.
void note_would_ask(turn& t, const judged_change& change, const task& present) {
    const auto decides = t.approver_for(present, change.row.author);
    journal row;
    row.kind = "would_ask";
    row.task = present.id;
    row.person = decides ? decides->who : 0;
    row.other = decides ? decides->instead_of : 0;
    row.row = change.row.id;
    row.ground = decides ? decides->ground : "nobody";
    t.then(std::move(row));
}

// Kept apart from the silent move itself: its author may have been quicker to move back.
void note_put_back(turn& t, const expected_write& write, const guarded_task& record) {
    journal row;
    row.kind = record.last_verdict == "taken_back" ? "taken_back" : "put_back";
    row.task = record.id;
    row.person = record.attempted_by;
    row.other = record.responsible;
    row.from = write.to;
    row.to = write.from;
    row.ground = record.used.limit.empty() ? record.last_verdict : record.used.limit;
    t.then(std::move(row));
}

// Called back too late: the move is put back.
void was_on_the_wire(turn& t, const expected_write& write) {
    auto move = t.find_move(write.task);
    if (!move || move->fate == move_fate::put_back || move->from != write.to)
        return;
    move->fate = move_fate::put_back;
    t.keep(*move);
}

// The move became a request, which is still open: its date is not offered once more.
bool was_asked_for(const turn& t, const guarded_task& record) {
    const auto open = t.open_request(record.id);
    return record.last_verdict == "asked" && open && open->requester == record.attempted_by;
}

// What the bot had written is there. An approval's date becomes what the task is held to.
void came_true(turn& t, const expected_write& write, const task& present, guarded_task& record) {
    t.settle(write.id);
    if (write.purpose == write_purpose::revert && write.to == record.accepted) {
        note_put_back(t, write, record);
        if (write.called_back)
            was_on_the_wire(t, write);
        note_revert(t, present, write, record);
    }
    const bool is_back = write.purpose == write_purpose::revert && present.due == record.accepted;
    if (is_back && record.last_verdict == "taken_back")
        tell_taken_back(t, record);
    else if (is_back)
        notify_put_back(t, record);
    if (is_back && was_asked_for(t, record))
        record.attempted.reset();
    if (write.purpose != write_purpose::apply)
        return;
    record.attempted.reset();
    const auto of = t.find_request(write.request);
    if (!of || of->state != request_state::applying)
        return;
    if (was_by_policy(*of))
        ++tally_of(record.used, record.responsible, record.accepted).reasoned;
    request_applied(t, *of, record);
    note_applied(t, present, *of);
}

// Nothing was left to put back: a person's own row brought the deadline there.
bool moved_back_himself(const expected_write& write, const task_facts& now, user_id integration_user) {
    const auto moments = deadline_moments(now);
    return write.purpose == write_purpose::revert && !moments.empty() &&
           moments.back().row.due_to == write.to && moments.back().row.author != integration_user;
}

void hold_to(verdict& found, const expected_write& write) {
    if (write.purpose == write_purpose::apply && found.record.accepted != write.to) {
        found.record.accepted = write.to;
        ++found.record.moves;
        found.record.used.last.reset();
    }
    found.record.attempted.reset();
    found.what = verdict::kind::stands;
}

guarded_task seen_first(turn& t, const task_facts& seen) {
    guarded_task record = first_sight(seen, t.known.guarded_since());
    journal row;
    row.kind = "seen";
    row.task = record.id;
    row.person = record.responsible;
    row.to = record.accepted;
    t.then(std::move(row));
    return record;
}

std::optional<guarded_task> not_shown(turn& t, task_id id) {
    auto record = t.find_task(id);
    if (!record)
        return std::nullopt;
    ++record->missing_looks;
    t.keep(*record);
    if (record->missing_looks >= 2)
        forget_moves_of(t, id);
    const auto open = t.open_request(id);
    if (open && record->missing_looks >= 2 && open->state != request_state::applying)
        request_obsolete(t, *open, *record, "deleted", 0);
    if (record->missing_looks >= 2)
        drop_question(t, *record);
    return std::nullopt;
}

bool everybody_is_known(turn& t, const guarded_task& record, const task_facts& now) {
    if (!t.read.departments_known)
        t.more.departments = true;
    read_people_of(t, record, now);
    return t.more.empty();
}

verdict verdict_of(turn& t, const task_facts& now, const guarded_task& record,
                   const std::vector<expected_write>& expected) {
    matter of = matter_of(t, now, record, expected, notes_seen(t, now));
    of.without_grace = t.waived.contains(record.id);
    of.heard = t.ctx.heard;
    verdict found = judge(of);
    if (!found.until || found.lacks_discussion)
        return found;
    if (may_be_asked(t, *now.present, found) && !is_mass(t, found))
        return found;
    of.without_grace = true;
    return judge(of);
}

// Nobody answered: that he wanted it himself, or that nothing is put back after all, is another outcome.
void name_outcome(turn& t, const task& present, guarded_task& record) {
    if (record.asked && record.asked->outcome == "asked" && present.due == record.accepted)
        record.asked->outcome = "reason";  // a move this small needs no approval
    if (!record.asked || record.asked->outcome != "silent")
        return;
    if (is_put_aside(t, present)) {
        record.asked->outcome = "set_aside";
    } else if (present.due == record.accepted || t.rules_of(record).mode == guard_mode::observe) {
        record.asked->outcome = "moot";
    } else if (t.waived.contains(record.id)) {
        record.asked->outcome = "taken_back";
        record.last_verdict = "taken_back";
    }
}

std::optional<guarded_task> judged(turn& t, const task_facts& now, guarded_task record, bool may_write) {
    const task& present = *now.present;
    std::vector<expected_write> expected;
    for (const auto& write : t.known.expected_writes(present.id))
        if (t.find_write(present.id, write.id))
            expected.push_back(write);
    verdict found = verdict_of(t, now, record, expected);
    if (found.lacks_discussion) {
        t.more.tasks.insert(present.id);
        return record;
    }
    if (found.lacks_options && t.ctx.has_options) {
        t.more.options.insert(present.id);
        return record;
    }
    found.record.missing_looks = 0;
    for (const auto& change : found.changes) {
        note(t, change, present.id);
        if (!change.would_be.empty())
            note_would_ask(t, change, present);
    }
    for (const auto& write : expected) {
        const auto& rows = found.recognised;
        const bool by_row = std::find(rows.begin(), rows.end(), write.id) != rows.end();
        // Taken, and the task holds it, though no row tells of it: there was nothing left to change.
        const bool without_row = !by_row && write.id == t.answered && present.due == write.to;
        if (without_row && moved_back_himself(write, now, t.ctx.integration_user))
            t.settle(write.id);
        else if (by_row || without_row)
            came_true(t, write, present, found.record);
        else if (write.called_back && t.ctx.now - write.decided_at > lands_within)
            t.settle(write.id);  // it never left
        if (without_row)
            hold_to(found, write);
    }
    check_open_request(t, present, found);
    guarded_task after = follow(t, present, found, may_write);
    after = follow_up(t, present, std::move(after), may_write);
    if (found.closed)
        name_outcome(t, present, after);
    if (after != record || !t.known.find_task(present.id))
        t.keep(after);
    follow_question(t, record, found);
    return t.find_task(present.id).value_or(after);
}

// Moved once more while the write was under way, and silently: that move was left to the write, which came to
// nothing. `left`: what the write was to leave the task at.
void put_back_what_was_left(turn& t, const expected_write& write, const guarded_task& record) {
    const auto seen = t.read.tasks.find(write.task);
    if (seen == t.read.tasks.end() || !seen->second.present)
        return;
    const task& present = *seen->second.present;
    const bool elsewhere = present.due != record.accepted && !is_closed(present.status);
    const bool left_to_it = record.accepted == write.to || record.attempted == whole_minutes(present.due);
    const bool is_free = !t.is_paused() && !is_put_aside(t, present) && !t.has_pending_write(write.task);
    if (elsewhere && left_to_it && is_free)
        t.keep(write_back(t, present, record, write_purpose::revert));
}

// The portal said no for good, or said yes and does not hold it.
void write_went_under(turn& t, const expected_write& write, const std::string& because) {
    const guarded_task record = t.find_task(write.task).value_or(guarded_task{});
    if (write.purpose == write_purpose::apply) {
        const auto of = t.find_request(write.request);
        if (of && of->state == request_state::applying)
            request_failed(t, *of, record, because);
        return put_back_what_was_left(t, write, record);
    }
    journal row;
    row.kind = "failed";
    row.task = write.task;
    row.from = write.from;
    row.to = write.to;
    row.ground = because;
    t.then(std::move(row));
    if (because != "not_applied")
        return tell_write_refused(t, record, because);
    put_back_what_was_left(t, write, record);
}

}  // namespace

std::optional<guarded_task> look_at(turn& t, task_id id, bool may_write) {
    const auto found = t.read.tasks.find(id);
    if (found == t.read.tasks.end()) {
        t.more.tasks.insert(id);
        return std::nullopt;
    }
    const task_facts& now = found->second;
    if (t.looked.contains(id))
        return now.present ? t.find_task(id) : std::nullopt;
    const auto record = t.find_task(id);
    const bool known_enough = !now.present || everybody_is_known(t, record.value_or(guarded_task{}), now);
    if (!known_enough)
        return std::nullopt;
    t.looked.insert(id);
    if (!now.present)
        return not_shown(t, id);
    return judged(t, now, record ? *record : seen_first(t, now), may_write);
}

void on_task_touched(turn& t, const task_touched& happened) {
    if (!t.read.tasks.contains(happened.task) && glance_is_enough(t, happened.task))
        return;
    look_at(t, happened.task);
}

void on_task_deleted(turn& t, const task_deleted& happened) {
    const auto record = t.find_task(happened.task);
    if (!record)
        return;
    if (const auto open = t.open_request(happened.task))
        request_obsolete(t, *open, *record, "deleted", 0);
    drop_question(t, *record);
    for (const auto& write : t.known.expected_writes(happened.task))
        t.settle(write.id);
    forget_moves_of(t, happened.task);
    t.then(forget_task{happened.task});
}

void on_deadline_written(turn& t, const deadline_written& happened) {
    const auto write = t.find_write(happened.task, happened.write);
    const bool refused = !happened.refused_because.empty();
    t.answered = happened.write;
    if (write && refused)
        t.settle(write->id);
    look_at(t, happened.task, !refused);
    if (write && write->called_back)
        return t.settle(write->id);
    if (!write || (!refused && !t.find_write(happened.task, write->id)))
        return;  // its row was seen
    t.settle(write->id);
    const std::string because = refused ? happened.refused_because : "not_applied";
    write_went_under(t, *write, because);
}

}  // namespace dialogs
