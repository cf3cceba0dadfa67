#include "dialogs/request_life.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/conversation.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/pending_list.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_list.hpp"
#include "dialogs/trust.hpp"

namespace dialogs {
namespace {

// Grounds of requests nobody was asked about: a reason was enough, or the policy leaves small ones to
// themselves.
constexpr std::string_view by_reason = "after_revert";
constexpr std::string_view by_size = "auto_approve";

journal row(std::string kind, const request& of) {
    journal made;
    made.kind = std::move(kind);
    made.task = of.task;
    made.person = of.requester;
    made.other = was_by_policy(of) ? 0 : of.approver;
    made.request = of.id;
    made.from = of.due;
    made.to = date_at_stake(of);
    made.ground = of.category;
    made.words = of.words;
    return made;
}

void decided(turn& t, request& of, request_state state, std::string words, user_id by) {
    of.state = state;
    of.decided_at = t.ctx.now;
    of.decided_by = by;
    of.decision_words = std::move(words);
}

// The task's responsible person when the request was another's.
void tell_responsible(turn& t, const request& of, const guarded_task& record) {
    if (record.responsible == of.requester || record.responsible == of.approver ||
        !t.is_reachable(record.responsible))
        return;
    const voice reader = t.speak_to(record.responsible);
    t.tell(record.responsible, reader.say("applied.to_responsible",
                                          {{"task", reader.task(of.task, record.title)},
                                           {"date", reader.date(date_at_stake(of))},
                                           {"move", reader.move(of.due, date_at_stake(of), of.move_number)},
                                           {"who", t.name(of.decided_by, reader)}}));
}

void tell_end(turn& t, user_id who, std::string_view key, const request& of, const guarded_task& record,
              std::vector<std::vector<button>> rows = {}) {
    if (!t.is_reachable(who))
        return;
    const voice reader = t.speak_to(who);
    const locale::arguments with{{"task", reader.task(of.task, record.title)},
                                 {"outcome", outcome(t, of, reader)},
                                 {"why", refusal_in_words(of.decision_words, reader)},
                                 {"due", reader.date(record.accepted)}};
    t.tell(who, message{reader.say(key, with), std::move(rows)});
}

// Why it is he who decides.
void note_approver(turn& t, const request& of) {
    journal note = row("approver", of);
    note.person = of.approver;
    note.other = of.instead_of;
    note.ground = of.approver_ground;
    note.words.clear();
    t.then(std::move(note));
}

// To him who was asked until now.
void tell_it_is_passed_on(turn& t, user_id who, const request& of, const guarded_task& record) {
    if (!t.is_reachable(who))
        return;
    const voice reader = t.speak_to(who);
    t.tell(who, reader.say("request.passed_on_from_you", {{"task", reader.task(of.task, record.title)},
                                                          {"who", t.name(of.approver, reader)}}));
}

void address_to(const approver& decides, request& of) {
    of.approver = decides.who;
    of.approver_ground = decides.ground;
    of.instead_of = decides.instead_of;
}

// The approver has it from now on; whom it went up to already keeps it.
void begin_to_wait(turn& t, request& of) {
    of.held_since = t.ctx.now;
    of.reminded.reset();
    if (of.above != of.approver)
        return;
    of.above = 0;
    of.went_up.reset();
    of.reminded_above.reset();
}

bool passed_on(turn& t, request of, const guarded_task& record) {
    if (!needs_another_approver(t, of.approver, of.instead_of))
        return false;
    const auto other = t.approver_for(turn::task_of(record), of.requester);
    if (!other || other->who == of.approver)
        return false;
    const user_id before = of.approver;
    if (other->who == of.above)
        t.amend(of.above, card_slot(of, of.above), message{t.speak_to(of.above).say("card.moved"), {}});
    address_to(*other, of);
    if (of.asked_by == before)
        of.asked_by = of.approver;  // the answer will be his to weigh
    begin_to_wait(t, of);
    take_from(record, of);
    ++of.card_version;
    t.keep(of);
    t.then(row("passed_on", of));
    note_approver(t, of);
    tell_it_is_passed_on(t, before, of, record);
    bring_before(t, of, record);
    if (of.above != 0)
        t.amend(of.above, card_slot(of, of.above), card(t, of, record, of.above));
    t.amend(of.requester, receipt_slot(of.id), receipt(t, of, record));
    const voice reader = t.speak_to(of.requester);
    t.tell(of.requester, reader.say("request.passed_on", {{"task", reader.task(of.task, record.title)},
                                                          {"who", t.name(of.approver, reader)}}));
    return true;
}

// All but what the draft says and who decides. An open one is replaced.
void fill_in(turn& t, request& draft, const guarded_task& record) {
    draft.task = record.id;
    draft.responsible = record.responsible;
    take_from(record, draft);
    if (const auto old = t.open_request(draft.task))
        request_obsolete(t, *old, record, "replaced", draft.requester);
    draft.id = t.next_request_id();
    draft.state = request_state::pending;
    draft.card_version = 1;
    draft.asked_at = draft.held_since = t.ctx.now;
}

// What was reverted is asked for now: typed words are no longer a reason for it.
void was_asked_for(turn& t, guarded_task& record) {
    record.attempted.reset();
    record.attempted_by = 0;
    t.keep(record);
}

// The reason was enough: nobody else is concerned.
void tell_returned(turn& t, const request& of, const guarded_task& record, std::string_view moment) {
    const voice reader = t.speak_to(of.requester);
    const std::string key =
        (of.approver_ground == by_size ? "auto_approved." : "returned.") + std::string(moment);
    message told{reader.say(key, {{"task", reader.task(of.task, record.title)},
                                  {"date", reader.date(of.granted)},
                                  {"move", reader.move(of.due, of.granted, of.move_number)},
                                  {"reason", reader.reason(of.category, of.words)}}),
                 {}};
    if (of.state == request_state::applying)
        t.tell(of.requester, std::move(told), receipt_slot(of.id));
    else
        t.amend(of.requester, receipt_slot(of.id), std::move(told));
}

// There is no card to try again on: it is over, and he may ask once more.
void not_returned(turn& t, request of, const guarded_task& record, std::string_view because) {
    of.state = request_state::obsolete;
    of.decision_words = "not_returned";
    t.keep(of);
    journal note = row("failed", of);
    note.ground = std::string(because);
    t.then(std::move(note));
    if (!t.is_reachable(of.requester))
        return;
    const voice reader = t.speak_to(of.requester);
    t.amend(of.requester, receipt_slot(of.id), {outcome(t, of, reader), {}});
    t.tell(of.requester,
           message{reader.say("returned.failed", {{"task", reader.task(of.task, record.title)},
                                                  {"why", refusal_in_words(because, reader)},
                                                  {"due", reader.date(record.accepted)}}),
                   {{t.make_button(of.requester,
                                   reader.say("button.ask_for", {{"date", reader.short_date(of.wanted)}}),
                                   action::ask_for,
                                   {of.task, 0, 0, std::to_string(of.wanted.time_since_epoch().count())})}}});
}

// A little later, within the tolerance, is no answer to what was asked: then the card shows the new date.
bool is_entitled(const judged_change& change, user_id requester) {
    return change.accepted && change.row.author != requester &&
           (change.ground == "exempt" || change.ground == "robot" || change.ground == "earlier" ||
            change.ground == "first_deadline" || change.ground == "reason" || change.ground == "handover" ||
            change.ground == "unguarded");
}

// Decided: now it is the portal's turn.
void begin_to_apply(turn& t, request& of, const guarded_task& record, instant granted, user_id by) {
    decided(t, of, request_state::applying, {}, by);
    of.granted = granted;
    t.keep(of);
    journal note = row("approved", of);
    note.other = by;
    if (by == 0 || of.approver_ground == "trust")
        note.ground = of.approver_ground;
    t.then(std::move(note));
    expected_write write;
    write.task = of.task;
    write.from = record.accepted;
    write.to = granted;
    write.purpose = write_purpose::apply;
    write.request = of.id;
    write.judged_row = record.settled_row;
    write.decided_at = t.ctx.now;
    t.write(write);
}

}  // namespace

journal journal_about(std::string kind, const request& of) {
    return row(std::move(kind), of);
}

bool was_by_policy(const request& of) {
    return of.approver_ground == by_reason || of.approver_ground == by_size;
}

bool needs_another_approver(turn& t, user_id approver, user_id instead_of) {
    const person* known = t.find_person(approver);
    if (known != nullptr && (!known->active || !known->employee))
        return true;
    const auto is_away = [&](user_id who) { return t.absence_of(who).has_value(); };
    return is_away(approver) || (instead_of != 0 && !is_away(instead_of));
}

namespace {

// In the approver's name: he trusts the requester with requests this small.
void grant_by_trust(turn& t, request draft, const guarded_task& record) {
    draft.approver_ground = "trust";
    begin_to_apply(t, draft, record, draft.wanted, draft.approver);
    t.tell(draft.approver, card(t, draft, record), card_slot(draft.id));
    t.tell(draft.requester, receipt(t, draft, record), receipt_slot(draft.id));
}

void grant_by_policy(turn& t, request draft, const approver& instead_of, guarded_task record,
                     std::string_view ground) {
    draft.approver = instead_of.who;
    draft.approver_ground = std::string(ground);
    fill_in(t, draft, record);
    t.then(row("requested", draft));
    was_asked_for(t, record);
    begin_to_apply(t, draft, record, draft.wanted, 0);
    tell_returned(t, draft, record, "soon");
}

}  // namespace

void send_request(turn& t, request draft, const approver& decides, guarded_task record, bool to_be_seen) {
    const std::string at_once = to_be_seen ? "" : approved_at_once(t, draft, decides, record);
    if (at_once == by_size)
        return grant_by_policy(t, std::move(draft), decides, std::move(record), by_size);
    address_to(decides, draft);
    fill_in(t, draft, record);
    t.then(row("requested", draft));
    was_asked_for(t, record);
    if (at_once == "trust")
        return grant_by_trust(t, std::move(draft), record);
    t.keep(draft);
    note_approver(t, draft);
    bring_before(t, draft, record);
    t.tell(draft.requester, receipt(t, draft, record), receipt_slot(draft.id));
}

void grant_by_reason(turn& t, request draft, const approver& instead_of, guarded_task record) {
    grant_by_policy(t, std::move(draft), instead_of, std::move(record), by_reason);
}

void approve_request(turn& t, request of, const guarded_task& record, instant granted, user_id by) {
    begin_to_apply(t, of, record, granted, by);
    rewrite_cards(t, of, record);
}

void accept_move(turn& t, request draft, user_id by, guarded_task record) {
    draft.id = t.next_request_id();
    draft.task = record.id;
    draft.responsible = record.responsible;
    draft.approver = by;
    draft.approver_ground = draft.category = "undone";
    draft.asked_at = draft.held_since = t.ctx.now;
    take_from(record, draft);
    begin_to_apply(t, draft, record, draft.wanted, by);
    record.attempted.reset();
    record.attempted_by = 0;
    t.keep(record);
    t.tell(by, card(t, draft, record), card_slot(draft.id));
}

void reject_request(turn& t, request of, const guarded_task& record, std::string words, user_id by) {
    decided(t, of, request_state::rejected, std::move(words), by);
    t.keep(of);
    journal note = row("rejected", of);
    note.other = by;
    note.words = of.decision_words;
    t.then(std::move(note));
    rewrite_request(t, of, record);
    const voice reader = t.speak_to(of.requester);
    tell_end(t, of.requester, "rejected.to_requester", of, record,
             {{t.make_button(of.requester, reader.say("button.other_date"), action::ask_other, {of.task})}});
}

void withdraw_request(turn& t, request of, const guarded_task& record) {
    of.state = request_state::withdrawn;
    of.decided_at = t.ctx.now;
    of.decided_by = of.requester;
    t.keep(of);
    t.then(row("withdrawn", of));
    rewrite_request(t, of, record);
    const voice reader = t.speak_to(of.requester);
    t.tell(of.requester, reader.say("withdrawn.done", {{"task", reader.task(of.task, record.title)},
                                                       {"due", reader.date(record.accepted)}}));
}

void request_applied(turn& t, request of, const guarded_task& record) {
    of.state = request_state::applied;
    t.keep(of);
    t.then(row("applied", of));
    if (was_by_policy(of))
        return tell_returned(t, of, record, "text");
    rewrite_request(t, of, record);
    const voice reader = t.speak_to(of.requester);
    const deadline granted = date_at_stake(of);
    const bool as_asked = granted == deadline(of.wanted);
    t.tell(of.requester, reader.say(as_asked ? "applied.to_requester" : "applied.other_date",
                                    {{"task", reader.task(of.task, record.title)},
                                     {"date", reader.date(granted)},
                                     {"wanted", reader.date(of.wanted)},
                                     {"move", reader.move(of.due, granted, of.move_number)},
                                     {"who", t.name(of.decided_by, reader)}}));
    tell_responsible(t, of, record);
}

void request_failed(turn& t, request of, const guarded_task& record, std::string_view because) {
    if (was_by_policy(of))
        return not_returned(t, std::move(of), record, because);
    of.state = request_state::failed;
    of.decision_words = std::string(because);
    ++of.card_version;
    t.keep(of);
    journal note = row("failed", of);
    note.ground = of.decision_words;
    t.then(std::move(note));
    rewrite_request(t, of, record);
    const voice decided = t.speak_to(of.decided_by);
    tell_end(t, of.decided_by, "failed.to_approver", of, record, {{card_button(t, of, decided)}});
    tell_end(t, of.requester, "failed.to_requester", of, record);
}

void request_obsolete(turn& t, request of, const guarded_task& record, std::string_view ground, user_id by) {
    of.state = request_state::obsolete;
    of.decided_at = t.ctx.now;
    of.decided_by = by;
    of.decision_words = std::string(ground);
    t.keep(of);
    journal note = row("obsolete", of);
    note.ground = of.decision_words;
    t.then(std::move(note));
    rewrite_request(t, of, record);
    if (ground == "replaced")
        return;  // the new card and the new receipt say it
    for (const user_id who : {of.requester, of.approver, of.above})
        if (who != by)
            tell_end(t, who, "obsolete.told", of, record);
}

void check_open_request(turn& t, const task& present, const verdict& judged) {
    const auto open = t.open_request(present.id);
    if (!open || open->state == request_state::applying)
        return;
    const guarded_task& record = judged.record;
    if (is_closed(present.status))
        return request_obsolete(t, *open, record, "closed", 0);
    if (present.responsible != open->responsible)
        return request_obsolete(t, *open, record, "other_responsible", present.responsible);
    if (record.accepted != open->due) {
        const auto by = std::find_if(judged.changes.rbegin(), judged.changes.rend(), [&](const auto& change) {
            return is_entitled(change, open->requester);
        });
        if (by != judged.changes.rend())
            return request_obsolete(t, *open, record, "entitled", by->row.author);
        if (!record.accepted || *record.accepted >= open->wanted)
            return request_obsolete(t, *open, record, "reached", 0);
    }
    if (passed_on(t, *open, record))
        return;
    if (record.accepted != open->due || present.status != open->status)
        refreshed(t, *open, record);
}

}  // namespace dialogs
