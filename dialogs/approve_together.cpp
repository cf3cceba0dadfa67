#include "dialogs/approve_together.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "dialogs/answered_question.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/pending_list.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/task_watch.hpp"
#include "dialogs/trust.hpp"

namespace dialogs {
namespace {

constexpr std::array<int, 3> usual_days{1, 2, 5};
constexpr std::size_t together_max = 20;  // a list that can still be read
constexpr std::chrono::minutes time_to_think{2};
constexpr std::chrono::hours time_to_hear{1};  // what could not be done for so long is done no more

// The list, and what became of it, are one message.
std::string together_slot(user_id who, int step) {
    return "together:" + std::to_string(who) + ":" + std::to_string(step);
}

std::vector<request> up_to(turn& t, std::vector<request> waiting, int days) {
    std::erase_if(waiting, [&](const request& each) { return days_asked_for(t, each, each.due) > days; });
    return waiting;
}

int number_in(const std::string& text) {
    int read = 0;
    std::from_chars(text.data(), text.data() + text.size(), read);
    return read;
}

// "17:1,18:3": requests with the versions of their cards.
std::string argument_of(const std::vector<request>& chosen) {
    std::string text;
    for (const auto& each : chosen)
        text += (text.empty() ? "" : ",") + std::to_string(each.id) + ":" + std::to_string(each.card_version);
    return text;
}

// Those of an argument that are still as they were listed.
std::vector<request> as_listed(turn& t, user_id who, const std::string& argument) {
    std::vector<request> same;
    for (const auto& each : waiting_for(t, who)) {
        const std::string one = std::to_string(each.id) + ":" + std::to_string(each.card_version);
        const std::string all = "," + argument + ",";
        if (all.find("," + one + ",") != std::string::npos)
            same.push_back(each);
    }
    return same;
}

std::string lines(turn& t, const std::vector<request>& of, const voice& reader) {
    std::string text;
    for (std::size_t at = 0; at < of.size(); ++at)
        text += "\n" + pending_line(t, of[at], at + 1, reader);
    return text;
}

// What was agreed to waits two minutes from now on.
void let_wait(turn& t, approver_desk desk, const std::string& remark) {
    const voice reader = t.speak_to(desk.who);
    desk.agreed_until = t.ctx.now + time_to_think;
    t.keep(desk);
    t.then(desk_later{desk.who, *desk.agreed_until});
    std::vector<request> chosen;
    for (const auto& each : desk.agreed)
        if (const auto of = t.find_request(each.id))
            chosen.push_back(*of);
    const target about{0, 0, desk.step};
    message told{
        reader.count("together.agreed", static_cast<long>(chosen.size())) + lines(t, chosen, reader) + remark,
        {{t.make_button(desk.who, reader.say("button.think_again"), action::think_again, about,
                        button_colour::alert),
          t.make_button(desk.who, reader.say("button.apply_now"), action::apply_now, about)}}};
    t.amend(desk.who, together_slot(desk.who, desk.step), std::move(told));
}

void agree(turn& t, user_id who, const button_binding& what) {
    const auto chosen = as_listed(t, who, what.argument);
    const voice reader = t.speak_to(who);
    const auto listed =
        static_cast<std::size_t>(std::count(what.argument.begin(), what.argument.end(), ',')) + 1;
    approver_desk desk = t.desk_of(who);
    const bool another = desk.agreed_until && *desk.agreed_until > t.ctx.now - time_to_hear;
    if (another)
        return t.tell(who, reader.say("together.another_waits",
                                      {{"time", locale::time_of_day(*desk.agreed_until, reader.reader())}}));
    if (chosen.size() < listed) {
        t.tell(who, reader.say("together.list_is_newer"));
        return show_pending(t, who);
    }
    desk.agreed.clear();
    for (const auto& each : chosen)
        desk.agreed.push_back({each.id, each.due, date_at_stake(each), each.status});
    desk.step = what.card_version;
    let_wait(t, desk, {});
}

void clear(turn& t, approver_desk desk) {
    desk.agreed.clear();
    desk.agreed_until.reset();
    t.keep(desk);
}

// Why it is not approved after all; "" when it was.
std::string approve_one(turn& t, user_id who, const seen_request& seen, const voice& reader) {
    const auto before = t.find_request(seen.id);
    if (!before || !waits_for_decision(*before))
        return reader.say("together.decided");
    const auto record = look_at(t, before->task);
    const auto now = t.find_request(seen.id);
    if (!t.more.empty())
        return {};
    if (!now || !waits_for_decision(*now))
        return reader.say("together.decided");
    if (!may_decide(*now, who))
        return reader.say("together.passed_on", {{"who", t.name(now->approver, reader)}});
    const bool same =
        now->due == seen.due && date_at_stake(*now) == seen.wanted && now->status == seen.status;
    if (!record || !same || t.has_pending_write(now->task))
        return reader.say("together.changed");
    if (!objection_to(date_at_stake(*now), now->due, t.ctx.now).empty())
        return reader.say("together.past");
    approve_request(t, *now, *record, date_at_stake(*now), who);
    return {};
}

void apply(turn& t, const approver_desk& desk) {
    const voice reader = t.speak_to(desk.who);
    std::string approved, left;
    long done = 0;
    for (const auto& each : desk.agreed) {
        const std::string why_not = approve_one(t, desk.who, each, reader);
        const auto of = t.find_request(each.id);
        const auto record = of ? t.find_task(of->task) : std::nullopt;
        const std::string task = record ? reader.task(record->id, record->title) : std::to_string(each.id);
        if (why_not.empty())
            approved +=
                "\n" + reader.say("together.line", {{"task", task}, {"date", reader.date(each.wanted)}});
        else
            left += "\n" + reader.say("together.line_left", {{"task", task}, {"why", why_not}});
        done += why_not.empty() ? 1 : 0;
    }
    if (!t.more.empty())
        return;
    clear(t, desk);
    message told{
        (done > 0 ? reader.count("together.done", done) : reader.say("together.done_none")) + approved, {}};
    if (!left.empty())
        told.text += "\n" + reader.say("together.left") + left;
    t.amend(desk.who, together_slot(desk.who, desk.step), told);
    if (left.empty())
        return;
    told.rows = {{t.make_button(desk.who, reader.say("button.pending"), action::show_pending)}};
    t.tell(desk.who, std::move(told));  // what was left out must not be missed
}

}  // namespace

void add_together_buttons(turn& t, user_id who, const std::vector<request>& waiting,
                          std::vector<std::vector<button>>& rows) {
    const voice reader = t.speak_to(who);
    std::size_t before = 1;  // one alone is approved on its card
    for (const int days : usual_days) {
        const auto count = up_to(t, waiting, days).size();
        if (count <= before)
            continue;
        before = count;
        rows.push_back(
            {t.make_button(who,
                           reader.count("button.list_together", days,
                                        {{"number", std::to_string(std::min(count, together_max))}}),
                           action::list_together, {0, 0, 0, std::to_string(days)})});
    }
}

void list_together(turn& t, user_id who, int days_most) {
    const voice reader = t.speak_to(who);
    auto chosen = up_to(t, waiting_for(t, who), days_most);
    if (chosen.empty())
        return t.tell(who,
                      message{reader.count("together.none", days_most),
                              {{t.make_button(who, reader.say("button.pending"), action::show_pending)}}});
    const bool more = chosen.size() > together_max;
    chosen.resize(std::min(chosen.size(), together_max));
    message list{reader.count("together.ask", static_cast<long>(chosen.size())) + lines(t, chosen, reader),
                 {}};
    if (more)
        list.text += "\n" + reader.say("together.first_ones");
    const int number = next_step({}, t.ctx.now);  // of this list: its buttons are about no other
    list.rows = {
        {t.make_button(who, reader.count("button.agree_together", static_cast<long>(chosen.size())),
                       action::agree_together, {0, 0, number, argument_of(chosen)}, button_colour::primary),
         t.make_button(who, reader.say("button.not_now"), action::not_now, {0, 0, number})}};
    t.tell(who, std::move(list), together_slot(who, number));
}

void press_together(turn& t, user_id who, const button_binding& what) {
    if (what.action == action::list_together)
        return list_together(t, who, number_in(what.argument));
    if (what.action == action::agree_together)
        return agree(t, who, what);
    const approver_desk desk = t.desk_of(who);
    const voice reader = t.speak_to(who);
    if (what.action == action::not_now)
        return t.amend(who, together_slot(who, what.card_version), {reader.say("together.taken_back"), {}});
    if (!desk.agreed_until || desk.step != what.card_version)
        return t.tell(who, reader.say("together.is_over"));
    if (what.action == action::apply_now)
        return apply(t, desk);
    clear(t, desk);
    t.amend(who, together_slot(who, desk.step),
            {reader.say("together.taken_back"),
             {{t.make_button(who, reader.say("button.pending"), action::show_pending)}}});
}

void on_desk_due(turn& t, const desk_due& happened) {
    const approver_desk desk = t.desk_of(happened.who);
    if (!desk.agreed_until || *desk.agreed_until > t.ctx.now)
        return;
    // He may have thought again and not been heard yet.
    if (t.ctx.heard.value_or(t.ctx.now) < *desk.agreed_until)
        return t.then(desk_later{desk.who, t.ctx.now + std::chrono::minutes(1)});
    apply(t, desk);
}

void renew_agreed(turn& t, user_id who) {
    const approver_desk desk = t.desk_of(who);
    if (desk.agreed_until)
        let_wait(t, desk, "\n\n" + t.speak_to(who).say("card.was_away"));
}

deadline agreed_until(const turn& t, const request& of) {
    for (const user_id who : deciders_of(of)) {
        const auto desk = t.desk_of(who);
        const bool his = std::any_of(desk.agreed.begin(), desk.agreed.end(),
                                     [&](const seen_request& each) { return each.id == of.id; });
        if (his)
            return desk.agreed_until;
    }
    return std::nullopt;
}

}  // namespace dialogs
