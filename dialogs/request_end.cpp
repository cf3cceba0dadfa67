#include "dialogs/request_end.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "dialogs/approval.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/request_list.hpp"
#include "dialogs/task_watch.hpp"

namespace dialogs {
namespace {

guarded_task record_of(turn& t, const request& of) {
    return t.find_task(of.task).value_or(guarded_task{});
}

// The same date, unless it is over.
button ask_again(turn& t, const request& of, const voice& reader, const std::string& number) {
    const bool can_be = objection_to(of.wanted, record_of(t, of).accepted, t.ctx.now).empty();
    target about{of.task};
    if (can_be)
        about.argument = std::to_string(of.wanted.time_since_epoch().count());
    const std::string_view key = can_be ? "button.ask_for" : "button.other_date";
    const std::string label = reader.say(key, {{"date", reader.short_date(of.wanted)}});
    return t.make_button(of.requester, number.empty() ? label : number + ". " + label,
                         can_be ? action::ask_for : action::ask_other, std::move(about));
}

button look_again_button(turn& t, const request& of, const voice& reader, const std::string& number) {
    const std::string label = reader.say("button.look_again");
    return t.make_button(reader.to(), number.empty() ? label : number + ". " + label, action::look_again,
                         {of.task, of.id});
}

void tell(turn& t, user_id who, const std::vector<request>& ended, bool asked) {
    if (!t.is_reachable(who))
        return;
    const voice reader = t.speak_to(who);
    const auto next = [&](const request& of, const std::string& number) {
        return std::vector{asked ? ask_again(t, of, reader, number)
                                 : look_again_button(t, of, reader, number)};
    };
    if (ended.size() > 1)
        return t.tell(who,
                      list_of(t,
                              reader.count(asked ? "expired.many_to_requester" : "expired.many_to_approver",
                                           static_cast<long>(ended.size())),
                              ended, reader, next));
    const request& of = ended.front();
    const auto record = record_of(t, of);
    t.tell(who, message{reader.say(asked ? "expired.to_requester" : "expired.to_approver",
                                   {{"task", reader.task(of.task, record.title)},
                                    {"who", t.name(of.requester, reader)},
                                    {"why", reader.say("expired." + of.decision_words)},
                                    {"new", reader.date(of.wanted)},
                                    {"due", reader.date(record.accepted)}}),
                        {next(of, "")}});
}

void expire(turn& t, request& of) {
    of.decision_words = of.state == request_state::failed ? "not_written"
                        : waits_for_answer(of)            ? "not_explained"
                                                          : "unanswered";
    of.state = request_state::expired;
    of.decided_at = t.ctx.now;
    of.decided_by = 0;
    of.remind_soon = false;
    t.keep(of);
    t.then(journal_about("expired", of));
    rewrite_request(t, of, record_of(t, of));
}

// Why there is nothing to look at again; "" when there is.
std::string_view obstacle(turn& t, const request& of, const guarded_task& record) {
    if (t.open_request(of.task))
        return "look_again.asked_already";
    const bool is_passed = !record.accepted || *record.accepted >= of.wanted;
    if (is_closed(record.status) || record.responsible != of.responsible || is_passed)
        return "look_again.is_over";
    return {};
}

}  // namespace

void expire_requests(turn& t, const request& of) {
    auto all = waiting_for(t, of.approver);
    std::erase_if(all, [&](const request& each) {
        const auto end = expiry_due(t, each);
        return each.approver != of.approver || !end || *end > t.ctx.now;
    });
    std::map<user_id, std::vector<request>> by_requester, by_approver;
    for (auto& each : all) {
        expire(t, each);
        by_requester[each.requester].push_back(each);
        by_approver[each.approver].push_back(each);
        if (each.above != 0)
            by_approver[each.above].push_back(each);
    }
    for (const auto& [who, his] : by_requester)
        tell(t, who, his, true);
    for (const auto& [who, his] : by_approver)
        tell(t, who, his, false);
}

void press_look_again(turn& t, user_id who, const button_binding& what) {
    const auto of = t.find_request(what.request);
    if (!of || of->state != request_state::expired || !may_decide(*of, who))
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    const auto record = look_at(t, of->task);
    if (!t.more.empty())
        return;
    const voice reader = t.speak_to(who);
    const std::string title = reader.task(of->task, record_of(t, *of).title);
    if (!record)
        return t.tell(who, reader.say("press.task_not_shown", {{"task", title}}));
    const auto decides = t.approver_for(turn::task_of(*record), of->requester);
    if (!t.more.empty())
        return;
    const bool entitled = (decides && decides->who == who) || t.read.who.is_above(who, record->responsible);
    if (!entitled || !t.is_reachable(of->requester))
        return t.tell(
            who, reader.say(entitled ? "look_again.is_over" : "look_again.not_yours", {{"task", title}}));
    if (const auto why = obstacle(t, *of, *record); !why.empty())
        return t.tell(who, reader.say(why, {{"task", title}}));
    request draft;
    draft.requester = of->requester;
    draft.wanted = of->wanted;
    draft.category = of->category;
    draft.words = of->words;
    if (t.is_reachable(of->requester)) {
        const voice his = t.speak_to(of->requester);
        t.tell(of->requester, his.say("look_again.told", {{"task", his.task(of->task, record->title)},
                                                          {"who", t.name(who, his)}}));
    }
    const bool is_above = who == of->above;
    send_request(t, std::move(draft),
                 approver{who, is_above ? "above" : of->approver_ground, is_above ? 0 : of->instead_of},
                 *record, true);
}

}  // namespace dialogs
