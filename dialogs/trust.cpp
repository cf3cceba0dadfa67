#include "dialogs/trust.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "dialogs/after_revert.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/markup.hpp"

namespace dialogs {
namespace {

// The end of work on the last working day of this week; on that day, and after it, of the next one.
instant end_of_week(const locale::calendar& working, instant now) {
    const auto today = working.clock.to_local(now).day;
    const auto monday = [](std::chrono::year_month_day day) {
        const std::chrono::weekday weekday{std::chrono::sys_days(day)};
        return std::chrono::sys_days(day) - (weekday - std::chrono::Monday);
    };
    auto week = monday(today);
    for (int weeks = 0; weeks < 5; ++weeks, week += std::chrono::days(7))
        for (int day = 6; day >= 0; --day) {
            const std::chrono::year_month_day last{week + std::chrono::days(day)};
            if (!working.is_working_day(last))
                continue;
            if (std::chrono::sys_days(last) > std::chrono::sys_days(today))
                return working.clock.to_instant({last, working.day_end});
            break;
        }
    return now + std::chrono::days(7);  // five weeks without a working day
}

void note(turn& t, std::string kind, user_id approver, user_id person, const deadline& until) {
    journal row;
    row.kind = std::move(kind);
    row.person = approver;
    row.other = person;
    row.to = until;
    t.then(std::move(row));
}

std::vector<trust> present_trusts(const turn& t, user_id approver) {
    auto all = t.known.trusted_by(approver);
    std::erase_if(all, [&](const trust& each) { return each.until <= t.ctx.now; });
    return all;
}

}  // namespace

int days_asked_for(turn& t, const request& of, deadline due) {
    if (!due)
        return small_request_days + 1;
    const voice his = t.speak_to(of.requester);
    return std::max(1, t.ctx.working.working_days_between(*due, date_at_stake(of), his.reader().clock));
}

std::string approved_at_once(turn& t, const request& draft, const approver& decides,
                             const guarded_task& record) {
    const rules& held_to = t.rules_of(record);
    const int days = days_asked_for(t, draft, record.accepted);
    if (!within_limits(held_to, record, draft.wanted) || t.has_pending_write(record.id))
        return {};
    if (days <= held_to.auto_approve)
        return "auto_approve";
    return days <= small_request_days && t.trusts(decides.who, draft.requester) ? "trust" : "";
}

std::optional<button> trust_button(turn& t, const request& of, const voice& reader) {
    if (reader.to() != of.approver || t.trusts(of.approver, of.requester) ||
        days_asked_for(t, of, of.due) > small_request_days)
        return std::nullopt;
    const instant until = end_of_week(t.ctx.working, t.ctx.now);
    return t.make_button(
        of.approver, reader.say("button.trust", {{"date", locale::weekday_alone(until, reader.reader())}}),
        action::trust, {of.task, of.id, of.card_version, std::to_string(until.time_since_epoch().count())});
}

button trust_end_button(turn& t, user_id approver, user_id person) {
    const voice reader = t.speak_to(approver);
    const dialogs::person* known = t.find_person(person);
    return t.make_button(
        approver, reader.say("button.trust_no_more", {{"who", known ? shown_label(known->name, 40) : ""}}),
        action::trust_no_more, {0, 0, 0, std::to_string(person)});
}

void press_trust(turn& t, user_id who, const request& of, const button_binding& what) {
    const auto until = date_of(what.argument);
    const voice reader = t.speak_to(who);
    const target card{of.task, of.id, of.card_version, std::string(action::from_afar)};
    if (!until || *until <= t.ctx.now)
        return t.tell(who, "press.unknown", "button.pending", action::show_pending);
    t.then(save_trust{{who, of.requester, t.ctx.now, *until}});
    note(t, "trusted", who, of.requester, *until);
    t.tell(
        who,
        message{
            reader.say("trust.begun", {{"who", t.name(of.requester, reader)}, {"date", reader.date(*until)}}),
            {{t.make_button(who, reader.say("button.approve"), action::approve, card, button_colour::primary),
              trust_end_button(t, who, of.requester)}}});
}

void press_trust_no_more(turn& t, user_id who, const button_binding& what) {
    user_id person = 0;
    std::from_chars(what.argument.data(), what.argument.data() + what.argument.size(), person);
    const voice reader = t.speak_to(who);
    const locale::arguments with{{"who", t.name(person, reader)}};
    auto all = present_trusts(t, who);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const trust& each) { return each.person == person; });
    if (found == all.end())
        return t.tell(who, reader.say("trust.is_none", with));
    found->until = t.ctx.now;
    t.then(save_trust{*found});
    note(t, "trust_over", who, person, {});
    t.tell(who, reader.say("trust.ended", with));
}

std::string trusted_people(turn& t, user_id approver, std::vector<std::vector<button>>& rows) {
    const voice reader = t.speak_to(approver);
    std::string text;
    for (const auto& each : present_trusts(t, approver)) {
        const std::string name = t.name(each.person, reader);
        text += "\n" + reader.say("trust.line", {{"who", name}, {"date", reader.date(each.until)}});
        rows.push_back({trust_end_button(t, approver, each.person)});
    }
    return text;
}

}  // namespace dialogs
