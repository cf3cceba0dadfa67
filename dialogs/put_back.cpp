#include "dialogs/put_back.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "dialogs/announcement.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/mass_move.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/trust.hpp"

namespace dialogs {
namespace {

journal row(std::string kind, const guarded_task& record, const task& present) {
    journal made;
    made.kind = std::move(kind);
    made.task = record.id;
    made.person = record.attempted_by;
    made.other = present.responsible;
    made.from = record.accepted;
    made.to = present.due;
    return made;
}

// Whom the message about a revert reaches: the author, else the responsible person, else nobody.
user_id addressee(turn& t, user_id author, user_id responsible) {
    if (t.is_reachable(author))
        return author;
    return t.is_reachable(responsible) ? responsible : 0;
}

// The change stays: it becomes what the task is held to.
guarded_task stands(turn& t, const task& present, const verdict& instead_of, std::string kind,
                    std::string ground) {
    journal note = row(std::move(kind), instead_of.record, present);
    note.ground = std::move(ground);
    if (instead_of.offence)
        note.words = instead_of.offence->words;
    t.then(std::move(note));
    task_facts now;
    now.present = present;
    return let_stand(instead_of, now);
}

// It goes on, with breaks: once a day is enough.
bool was_told_of_fight(const turn& t, task_id task) {
    const auto rows = t.told_of(task);
    return std::any_of(rows.begin(), rows.end(), [&](const journal_row& each) {
        return each.what.kind == "fight" && each.what.ground != "again" &&
               each.at > t.ctx.now - std::chrono::hours(24);
    });
}

instant fight_is_over_at(turn& t, const guarded_task& record) {
    const auto limit = static_cast<std::size_t>(t.rules_of(record).loop_limit);
    const auto counted = std::min(limit, record.reverts.size());
    const instant oldest =
        counted == 0 ? t.ctx.now : *(record.reverts.end() - static_cast<std::ptrdiff_t>(counted));
    return oldest + std::chrono::hours(1);
}

guarded_task give_up_fighting(turn& t, const task& present, guarded_task record) {
    if (record.fighting)
        return record;
    record.fighting = true;
    const bool told = was_told_of_fight(t, record.id);
    journal fight = row("fight", record, present);
    fight.ground = told ? "again" : "";
    t.then(std::move(fight));
    // Nothing may happen to the task any more, and it stands where the fight has left it.
    t.then(look_later{record.id, fight_is_over_at(t, record)});
    if (!told)
        tell_fight(t, record);
    return record;
}

// Nobody was told yet that his deadlines are guarded: this move stands, and he is told now.
bool comes_before_the_word(turn& t, const verdict& found, user_id to) {
    return found.offence && to != 0 && !was_told(t, to, *found.offence);
}

// The move was made with a reason, and somebody has to agree: what it wanted becomes a request at once. What
// cannot be asked for (no deadline at all, a date that is over) is put back alone.
guarded_task asked_for(turn& t, const judged_change& move, guarded_task record) {
    const auto decides = t.approver_for(turn::task_of(record), move.row.author);
    const auto open = t.open_request(record.id);
    const bool others = open && open->requester != move.row.author;
    const bool being_applied = open && open->state == request_state::applying;
    if (!decides || others || being_applied || !attempted_date(record, t.ctx.now) ||
        !t.is_reachable(move.row.author))
        return record;
    request made;
    made.requester = move.row.author;
    made.wanted = *record.attempted;
    made.category = move.category.empty() ? "other" : move.category;
    made.words = move.words;
    send_request(t, std::move(made), *decides, record);
    return record;
}

// Nobody has to agree to a move with a reason this small: "auto_approve", "trust", or "".
std::string needs_no_answer(turn& t, const verdict& found, const approver& decides) {
    const auto& move = found.offence;
    if (!move || move->ground != "asked" || !found.record.attempted ||
        !attempted_date(found.record, t.ctx.now))
        return {};
    request wish;
    wish.requester = move->row.author;
    wish.wanted = *found.record.attempted;
    return approved_at_once(t, wish, decides, found.record);
}

void tell_trusted(turn& t, const verdict& found, user_id approver) {
    const voice reader = t.speak_to(approver);
    const auto& move = *found.offence;
    const auto& record = found.record;
    t.tell(approver,
           message{reader.say("trust.used",
                              {{"who", t.name(move.row.author, reader)},
                               {"task", reader.task(record.id, record.title)},
                               {"old", reader.date(record.accepted)},
                               {"new", reader.date(record.attempted)},
                               {"move", reader.move(record.accepted, record.attempted, record.moves + 1)},
                               {"reason", reader.reason(move.category, move.words)}}),
                   {{trust_end_button(t, approver, move.row.author)}}});
}

guarded_task put_back(turn& t, const task& present, verdict found, bool may_write) {
    const user_id to = addressee(t, found.record.attempted_by, present.responsible);
    if (to == 0)
        return stands(t, present, found, "accepted", "nobody_to_tell");
    if (comes_before_the_word(t, found, to)) {
        task as_moved = present;
        as_moved.responsible = found.offence->responsible;
        as_moved.group = found.offence->group;
        announce_rules_of(t, to, as_moved);
        return stands(t, present, found, "accepted", "not_told");
    }
    const auto decides = t.approver_for(present, to);
    if (!decides) {
        if (t.more.empty())
            tell_unapprovable(t, found.record);
        guarded_task record = stands(t, present, found, "unapprovable", "nobody_to_ask");
        record.last_verdict = "unapprovable";
        return record;
    }
    if (const auto ground = needs_no_answer(t, found, *decides); !ground.empty()) {
        if (ground == "trust")
            tell_trusted(t, found, decides->who);
        ++tally_of(found.record.used, found.record.responsible, found.record.accepted).reasoned;
        return stands(t, present, found, "accepted", ground);
    }
    if (t.is_paused()) {
        note_move(t, found, move_fate::waits);
        return std::move(found.record);
    }
    if (found.offence && found.offence->ground == "asked")
        found.record = asked_for(t, *found.offence, std::move(found.record));
    // What is under way is answered first, and falls on this move as well.
    if (!may_write || t.has_pending_write(present.id))
        return std::move(found.record);
    if (found.offence && hold_if_mass(t, found, *decides))
        return std::move(found.record);
    note_move(t, found, move_fate::put_back);
    return write_back(t, present, std::move(found.record), write_purpose::revert);
}

// Of the policy in force now, for the person and the workgroup the move was made under.
guard_mode mode_for(turn& t, const verdict& found) {
    const auto& move = found.offence;
    return (move ? t.rules_for(move->responsible, move->group) : t.rules_of(found.record)).mode;
}

}  // namespace

guarded_task write_back(turn& t, const task& present, guarded_task record, write_purpose purpose) {
    if (loop_limit_reached(record, t.rules_of(record), t.ctx.now))
        return give_up_fighting(t, present, std::move(record));
    std::erase_if(record.reverts, [&](instant at) { return at <= t.ctx.now - std::chrono::hours(1); });
    record.fighting = false;
    record.reverts.push_back(t.ctx.now);
    write_accepted(t, present.due, record, purpose);
    return record;
}

void write_accepted(turn& t, const deadline& from, const guarded_task& record, write_purpose purpose) {
    expected_write write;
    write.task = record.id;
    write.from = from;
    write.to = record.accepted;
    write.purpose = purpose;
    write.judged_row = record.settled_row;
    write.decided_at = t.ctx.now;
    t.write(write);
}

guarded_task follow(turn& t, const task& present, verdict found, bool may_write) {
    // What the bot itself has overwritten it mends in every mode.
    if (mode_for(t, found) == guard_mode::observe && found.what != verdict::kind::mend)
        return std::move(found.record);
    switch (found.what) {
        case verdict::kind::put_back:
            return put_back(t, present, std::move(found), may_write);
        case verdict::kind::mend:
            if (!may_write || t.has_pending_write(present.id))
                return std::move(found.record);
            write_accepted(t, present.due, found.record, write_purpose::mend);
            return std::move(found.record);
        case verdict::kind::stands:
            found.record.fighting = found.record.fighting && present.due != found.record.accepted;
            return std::move(found.record);
        case verdict::kind::wait:
            break;
    }
    return std::move(found.record);
}

}  // namespace dialogs
