#include "dialogs/request_later.hpp"

#include <algorithm>
#include <initializer_list>

#include "dialogs/approve_together.hpp"
#include "dialogs/going_up.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/reminder.hpp"
#include "dialogs/request_end.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/task_watch.hpp"

namespace dialogs {
namespace {

using std::chrono::minutes;

constexpr minutes at_least{1};              // an hour that is set is not this very moment
constexpr std::chrono::hours not_shown{1};  // until the next look at a task the portal does not show

// Not before now, nor while it waits among others that were agreed to.
std::optional<instant> in_hours(turn& t, const request& of, const locale::calendar& hours,
                                std::optional<instant> at) {
    if (!at)
        return std::nullopt;
    const auto agreed = agreed_until(t, of);
    const instant earliest = agreed ? std::max(t.ctx.now, *agreed + at_least) : t.ctx.now;
    return within_hours(hours, std::max(*at, earliest));
}

std::optional<instant> after(const locale::calendar& hours, instant since, const locale::working_span& span) {
    return span.empty() ? std::nullopt : std::optional(hours.add_working_time(since, span));
}

// Midnight before it, so many days later.
instant day_of(const locale::calendar& hours, instant at, std::chrono::days later = {}) {
    const std::chrono::sys_days day = std::chrono::sys_days(hours.clock.to_local(at).day) + later;
    return hours.clock.to_instant({day, minutes(0)});
}

instant next_day(const locale::calendar& hours, instant at) {
    return day_of(hours, at, std::chrono::days(1));
}

// At half of the working time that is left until the deadline, if that is sooner.
std::optional<instant> first_reminder(const turn& t, const locale::calendar& hours, instant since,
                                      const deadline& due) {
    auto first = after(hours, since, t.ctx.rules.waits.remind_after);
    if (!first || !due)
        return first;
    const minutes half = hours.working_time_between(since, *due) / 2;
    return half.count() == 0 ? first : std::min(*first, hours.add_working_time(since, half));
}

// Further ones come when the day begins, so that one message tells of all.
std::optional<instant> next_reminder(const turn& t, const locale::calendar& hours, instant last) {
    const auto next = after(hours, last, t.ctx.rules.waits.remind_after);
    return next ? std::optional(std::max(day_of(hours, *next), next_day(hours, last))) : std::nullopt;
}

// The hours themselves, whether or not they are over.

std::optional<instant> hour_of_reminder(turn& t, const request& of, user_id who) {
    const person* known = t.find_person(who);
    if (known == nullptr || !known->active || !known->employee)
        return std::nullopt;
    if (waits_for_answer(of))
        return std::nullopt;
    const auto hours = hours_of(t, who);
    const bool above = who == of.above;
    const auto& last = above ? of.reminded_above : of.reminded;
    const instant since = above ? of.went_up.value_or(of.held_since) : of.held_since;
    std::optional<instant> due =
        last ? next_reminder(t, hours, *last) : first_reminder(t, hours, since, of.due);
    if (due && last && since > *last)  // it came before him again
        due = std::max(*due, after(hours, since, t.ctx.rules.waits.remind_after).value_or(*due));
    if (of.remind_soon)
        due = since;
    if (const auto away = t.absence_of(who); due && away)
        due = std::max(*due, away->until);
    return due;
}

std::optional<instant> hour_of_going_up(turn& t, const request& of) {
    // What could not be written was answered.
    return of.went_up || of.state != request_state::pending || waits_for_answer(of)
               ? std::nullopt
               : after(hours_of(t, of.approver), of.held_since, t.ctx.rules.waits.escalate_after);
}

std::optional<instant> hour_of_expiry(turn& t, const request& of) {
    return after(hours_of(t, of.approver), of.asked_at, t.ctx.rules.waits.expire_after);
}

std::optional<instant> earliest(std::initializer_list<std::optional<instant>> all) {
    std::optional<instant> first;
    for (const auto& each : all)
        if (each && (!first || *each < *first))
            first = each;
    return first;
}

std::optional<instant> next_due(turn& t, const request& of) {
    return earliest({expiry_due(t, of), going_up_due(t, of), reminder_due(t, of, of.approver),
                     of.above != 0 ? reminder_due(t, of, of.above) : std::nullopt});
}

// Nobody's time is over before all that was said until then was decided on: his answer may lie there.
bool was_heard_until(turn& t, const request& of) {
    const auto hour =
        earliest({hour_of_expiry(t, of), hour_of_going_up(t, of), hour_of_reminder(t, of, of.approver),
                  of.above != 0 ? hour_of_reminder(t, of, of.above) : std::nullopt});
    return !hour || *hour <= t.ctx.heard.value_or(t.ctx.now);
}

bool has_come(const turn& t, const std::optional<instant>& due) {
    return due && *due <= t.ctx.now;
}

void do_what_is_due(turn& t, const request& of) {
    if (has_come(t, expiry_due(t, of)))
        return expire_requests(t, of);
    if (has_come(t, going_up_due(t, of)))
        go_up(t, of);
    if (!t.more.empty())
        return;
    const request now = *t.find_request(of.id);
    for (const user_id who : deciders_of(now))
        if (has_come(t, reminder_due(t, now, who)))
            remind_of_all(t, who);
}

}  // namespace

locale::calendar hours_of(turn& t, user_id who) {
    locale::calendar hours = t.ctx.working;
    hours.clock = t.speak_to(who).reader().clock;
    return hours;
}

instant within_hours(const locale::calendar& hours, instant at) {
    return hours.is_working_time(at) ? at : hours.add_working_time(at, minutes(1)) - minutes(1);
}

std::optional<instant> reminder_due(turn& t, const request& of, user_id who) {
    return in_hours(t, of, hours_of(t, who), hour_of_reminder(t, of, who));
}

std::optional<instant> going_up_due(turn& t, const request& of) {
    return in_hours(t, of, hours_of(t, of.approver), hour_of_going_up(t, of));
}

std::optional<instant> expiry_due(turn& t, const request& of) {
    return in_hours(t, of, hours_of(t, of.approver), hour_of_expiry(t, of));
}

std::optional<instant> reminded_today_until(turn& t, const request& of) {
    const auto last = std::max(of.reminded, of.reminded_above);
    if (!last)
        return std::nullopt;
    const auto hours = hours_of(t, of.approver);
    const instant again = next_day(hours, *last);
    return t.ctx.now < again ? std::optional(within_hours(hours, again)) : std::nullopt;
}

std::vector<request> waiting_for(turn& t, user_id who) {
    auto open = t.open_requests_for(who);
    std::erase_if(open, [](const request& each) { return !waits_for_decision(each); });
    std::stable_sort(open.begin(), open.end(), [](const request& one, const request& other) {
        return one.due.value_or(one.wanted) < other.due.value_or(other.wanted);
    });
    return open;
}

void on_request_due(turn& t, const request_due& happened) {
    auto of = t.find_request(happened.request);
    if (!of || !waits_for_decision(of->state))
        return;
    const auto due = next_due(t, *of);
    const bool passed_on = needs_another_approver(t, of->approver, of->instead_of);
    if (!due || !t.more.empty())
        return;
    if (*due > t.ctx.now && !passed_on)
        return t.then(request_later{of->id, *due});
    if (*due <= t.ctx.now && !was_heard_until(t, *of))
        return t.then(request_later{of->id, t.ctx.now + at_least});
    const auto record = look_at(t, of->task);
    if (!t.more.empty())
        return;
    of = t.find_request(of->id);
    if (record && waits_for_decision(of->state))
        do_what_is_due(t, *of);
    if (!t.requests().contains(of->id))
        t.then(request_later{of->id, std::max(*due, t.ctx.now + not_shown)});
}

void set_hours(turn& t) {
    for (const auto& [id, each] : t.requests())
        if (waits_for_decision(each.state))
            if (const auto due = next_due(t, each))
                t.then(request_later{id, std::max(*due, t.ctx.now + at_least)});
}

}  // namespace dialogs
