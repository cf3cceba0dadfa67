#include "dialogs/reminder.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "dialogs/approval.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/request_list.hpp"
#include "dialogs/task_watch.hpp"

namespace dialogs {
namespace {

// What will be due so soon is told with what is due.
constexpr std::chrono::hours soon{1};

message about_one(turn& t, const request& of, const voice& reader, std::string_view key) {
    message made{reader.say(key, {{"who", t.name(of.requester, reader)},
                                  {"task", t.title(of.task, reader)},
                                  {"old", reader.date(of.due)},
                                  {"new", reader.date(date_at_stake(of))},
                                  {"move", reader.move(of.due, date_at_stake(of), of.move_number)},
                                  {"since", reader.date(of.asked_at)}}),
                 decision_buttons(t, of, reader)};
    made.rows.front().front().binding.argument = std::string(action::from_afar);
    made.rows.push_back({card_button(t, of, reader)});
    return made;
}

// `by`: who asked for it; 0 = the hour came.
void note_reminder(turn& t, request of, user_id who, user_id by) {
    (who == of.above ? of.reminded_above : of.reminded) = t.ctx.now;
    of.remind_soon = false;
    t.keep(of);
    journal note = journal_about("reminded", of);
    note.person = by;
    note.other = who;
    note.words.clear();
    t.then(std::move(note));
}

bool is_due(turn& t, const request& of, user_id who) {
    const auto end = expiry_due(t, of);
    const auto due = reminder_due(t, of, who);
    return due && *due <= t.ctx.now + soon && (!end || *end > t.ctx.now);
}

// Whoever of those it waits for is at work is reminded now; else when the first of them is. The hour of that;
// nothing: there is nobody to remind.
std::optional<instant> remind_at_once(turn& t, request of) {
    of.remind_soon = true;
    std::optional<instant> later;
    bool reminded = false;
    for (const user_id who : deciders_of(of)) {
        const auto due = reminder_due(t, of, who);
        if (due && *due > t.ctx.now)
            later = later ? std::min(*later, *due) : *due;
        if (!due || *due > t.ctx.now)
            continue;
        t.tell(who, about_one(t, of, t.speak_to(who), "reminder.asked_for"));
        note_reminder(t, *t.find_request(of.id), who, of.requester);
        reminded = true;
    }
    if (reminded || !later)
        return reminded ? std::optional(t.ctx.now) : std::nullopt;
    t.keep(of);
    return later;
}

}  // namespace

void remind_of_all(turn& t, user_id who) {
    auto due = waiting_for(t, who);
    std::erase_if(due, [&](const request& each) { return !is_due(t, each, who); });
    if (due.empty())
        return;
    const voice reader = t.speak_to(who);
    auto told =
        due.size() == 1
            ? about_one(t, due.front(), reader, "reminder.one")
            : list_to_decide(t, reader.count("reminder.many", static_cast<long>(due.size())), due, reader);
    t.tell(who, std::move(told));
    for (const auto& each : due)
        note_reminder(t, each, who, 0);
}

void press_remind(turn& t, user_id who, const button_binding& what) {
    const auto before = t.find_request(what.request);
    if (!before || before->requester != who)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    if (!waits_for_decision(before->state))
        return tell_decided_already(t, who, *before);
    look_at(t, before->task);
    const auto of = t.find_request(before->id);
    const bool told = !waits_for_decision(of->state) || of->approver != before->approver;
    if (!t.more.empty() || told)
        return;
    if (waits_for_answer(*of))
        return press_answer_inquiry(t, who, what);  // it waits for him
    const voice reader = t.speak_to(who);
    const auto again = reminded_today_until(t, *of);
    if (again)
        return t.tell(who, reader.say("remind.already",
                                      {{"task", t.title(of->task, reader)},
                                       {"at", reader.date(std::max(of->reminded, of->reminded_above))},
                                       {"next", reader.date(again)}}));
    const auto at = remind_at_once(t, *of);
    t.tell(who, reader.say(!at               ? "remind.nobody"
                           : *at > t.ctx.now ? "remind.later"
                                             : "remind.done",
                           {{"task", t.title(of->task, reader)},
                            {"who", t.name(of->approver, reader)},
                            {"at", reader.date(at)}}));
}

button remind_button(turn& t, const request& of, std::string label) {
    return t.make_button(of.requester, std::move(label), action::remind, {of.task, of.id});
}

std::string who_holds(turn& t, const request& of, const voice& reader) {
    std::string text = reader.say(
        "desk.held_by", {{"who", t.name(of.approver, reader)}, {"since", reader.date(of.held_since)}});
    if (of.above != 0)
        text += " " + reader.say("desk.went_up",
                                 {{"who", t.name(of.above, reader)}, {"at", reader.date(of.went_up)}});
    if (const auto last = std::max(of.reminded, of.reminded_above))
        text += " " + reader.say("desk.reminded", {{"at", reader.date(last)}});
    return text;
}

void press_show_card(turn& t, user_id who, const button_binding& what) {
    const auto before = t.find_request(what.request);
    if (!before)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    if (waits_for_decision(before->state))
        look_at(t, before->task);
    if (!t.more.empty())
        return;
    const auto of = t.find_request(before->id);
    const bool his = may_decide(*of, who);
    if (!waits_for_decision(of->state) && of->state != before->state && his)
        return;  // it became obsolete just now, which was told
    const auto record = t.find_task(of->task);
    if (!waits_for_decision(of->state) || !his || !record)
        return tell_decided_already(t, who, *of);
    send_card_below(t, *of, *record, who, t.speak_to(who).say("card.moved"));
}

}  // namespace dialogs
