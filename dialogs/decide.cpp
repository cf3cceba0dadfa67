#include "dialogs/decide.hpp"

#include <algorithm>
#include <variant>

#include "dialogs/announcement.hpp"
#include "dialogs/answered_question.hpp"
#include "dialogs/approve_together.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/desk.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/notices.hpp"
#include "dialogs/pause.hpp"
#include "dialogs/pending_list.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/task_watch.hpp"
#include "dialogs/wave_card.hpp"

namespace dialogs {
namespace {

template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

void add_person(needs& read, user_id who) {
    if (who != 0)
        read.people.insert(who);
}

// A task, and those its request and its message may be about.
void add_task(needs& read, const memory& known, task_id task) {
    if (task == 0)
        return;
    read.tasks.insert(task);
    read.departments = true;
    if (const auto record = known.find_task(task)) {
        add_person(read, record->responsible);
        add_person(read, record->creator);
    }
    if (const auto open = known.open_request(task)) {
        add_person(read, open->requester);
        add_person(read, open->approver);
        read.away.insert(open->approver);
        if (open->instead_of != 0)
            read.away.insert(open->instead_of);
        add_person(read, open->above);
        if (open->above != 0)
            read.away.insert(open->above);
    }
}

// What follows from these needs no look at the task.
bool needs_no_look(std::string_view does) {
    return does == action::withdraw || does == action::decide_later || does == action::pick_date ||
           does == action::pick_reason || does == action::change || does == action::change_date ||
           does == action::change_reason || does == action::change_task || does == action::discard ||
           does == action::give_reason || does == action::answer_for || does == action::answer_inquiry;
}

// The moment the portal tells, unless that cannot be.
instant moment_of(instant told, instant now) {
    return told == instant{} || told > now ? now : told;
}

// The tasks of what this approver has agreed to together.
void add_agreed(needs& read, const memory& known, user_id who) {
    add_person(read, who);
    for (const auto& each : known.desk_of(who).agreed)
        if (const auto of = known.find_request(each.id))
            add_task(read, known, of->task);
}

needs of_press(const memory& known, const pressed& happened) {
    needs read;
    add_person(read, happened.by);
    const auto what = known.binding(happened.token);
    if (!what || what->recipient != happened.by || needs_no_look(what->action))
        return read;
    add_task(read, known, what->task);
    if (what->action == action::apply_now)
        add_agreed(read, known, happened.by);
    if (what->action == action::show_desk || what->action == action::start_request ||
        what->action == action::turn_page)
        read.tasks_of.insert(happened.by);
    return read;
}

// Those who may decide it, and all who have asked them: more than one may be told of together. The task is
// looked at when something is due.
needs of_waiting(const memory& known, request_id id) {
    needs read;
    const auto of = known.find_request(id);
    if (!of || !waits_for_decision(of->state))
        return read;
    read.departments = true;
    for (const user_id who : {of->approver, of->above, of->instead_of}) {
        if (who == 0)
            continue;
        read.people.insert(who);
        read.away.insert(who);
        for (const auto& each : known.open_requests_for(who))
            read.people.insert(each.requester);
    }
    return read;
}

// The supervisor's answer to a refusal: a card that cannot reach him is said to those who wait for it.
void on_message_refused(turn& t, const message_refused& happened) {
    journal note;
    note.kind = "undeliverable";
    note.person = happened.to;
    note.ground = happened.because;
    wave_is_refused(t, happened.to, happened.slot);
    t.then(forget_told{happened.slot});
    for (const auto& open : t.known.open_requests_for(happened.to)) {
        if (card_slot(open.id) != happened.slot)
            continue;
        note.task = open.task;
        note.request = open.id;
        const voice reader = t.speak_to(open.requester);
        const auto record = t.find_task(open.task);
        t.tell(open.requester, reader.say("undeliverable.text",
                                          {{"task", reader.task(open.task, record ? record->title : "")},
                                           {"who", t.name(open.approver, reader)}}));
    }
    t.then(std::move(note));
}

}  // namespace

void needs::merge(const needs& other) {
    tasks.insert(other.tasks.begin(), other.tasks.end());
    glances.insert(other.glances.begin(), other.glances.end());
    options.insert(other.options.begin(), other.options.end());
    people.insert(other.people.begin(), other.people.end());
    away.insert(other.away.begin(), other.away.end());
    guests.insert(other.guests.begin(), other.guests.end());
    tasks_of.insert(other.tasks_of.begin(), other.tasks_of.end());
    departments = departments || other.departments;
}

bool needs::has_some_of(const needs& other) const {
    const auto meets = [](const auto& ours, const auto& theirs) {
        return std::any_of(ours.begin(), ours.end(), [&](const auto id) { return theirs.contains(id); });
    };
    return meets(tasks, other.tasks) || meets(glances, other.glances) || meets(options, other.options) ||
           meets(people, other.people) || meets(away, other.away) || meets(guests, other.guests) ||
           meets(tasks_of, other.tasks_of) || (departments && other.departments);
}

needs what_to_read(const memory& known, const item& happened, const context&) {
    needs read;
    const auto by = [&](const auto& each) { add_person(read, each.by); };
    std::visit(overloaded{[&](const task_touched& each) { add_task(read, known, each.task); },
                          [&](const task_deleted& each) {
                              add_task(read, known, each.task);
                              read.tasks.clear();
                          },
                          [&](const said& each) { by(each); },
                          [&](const pressed& each) { read = of_press(known, each); },
                          [&](const commanded& each) {
                              by(each);
                              if (each.command == "my" || each.command == "extend")
                                  read.tasks_of.insert(each.by);
                          },
                          [&](const joined& each) { by(each); },
                          [&](const deadline_written& each) { add_task(read, known, each.task); },
                          [&](const message_refused& each) { add_person(read, each.to); },
                          [&](const guard_started& each) {
                              for (const user_id who : each.people)
                                  add_person(read, who);
                              read.departments = true;
                          },
                          [&](const notices_due& each) { add_person(read, each.who); },
                          [&](const presses_lost& each) { add_person(read, each.who); },
                          [&](const look_due& each) { add_task(read, known, each.task); },
                          [&](const wave_due& each) {
                              add_person(read, each.author);
                              if (const auto open = known.open_wave(each.author))
                                  add_person(read, open->approver);
                          },
                          [&](const pause_over&) {},
                          [&](const request_due& each) { read = of_waiting(known, each.request); },
                          [&](const desk_due& each) { add_agreed(read, known, each.who); }},
               happened);
    return read;
}

decision decide(const memory& known, const item& happened, const facts& read, const context& ctx) {
    turn t(known, read, ctx);
    std::visit(overloaded{[&](const task_touched& each) { on_task_touched(t, each); },
                          [&](const task_deleted& each) { on_task_deleted(t, each); },
                          [&](const said& each) {
                              t.said_at = moment_of(each.at, ctx.now);
                              on_said(t, each);
                          },
                          [&](const pressed& each) {
                              t.said_at = moment_of(each.at, ctx.now);
                              on_pressed(t, each);
                          },
                          [&](const commanded& each) { on_commanded(t, each); },
                          [&](const joined& each) { on_joined(t, each); },
                          [&](const deadline_written& each) { on_deadline_written(t, each); },
                          [&](const message_refused& each) { on_message_refused(t, each); },
                          [&](const guard_started& each) { on_guard_started(t, each); },
                          [&](const notices_due& each) { on_notices_due(t, each); },
                          [&](const presses_lost& each) {
                              on_presses_lost(t, each);
                              renew_waves(t, each.who);
                              renew_agreed(t, each.who);
                          },
                          [&](const look_due& each) { look_at(t, each.task); },
                          [&](const wave_due& each) { on_wave_due(t, each); },
                          [&](const pause_over&) { on_pause_over(t); },
                          [&](const request_due& each) { on_request_due(t, each); },
                          [&](const desk_due& each) { on_desk_due(t, each); }},
               happened);
    redraw_lists(t);
    close_answered_questions(t);
    set_hours(t);
    return std::move(t).finish();
}

}  // namespace dialogs
