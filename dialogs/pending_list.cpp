#include "dialogs/pending_list.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/approve_together.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/trust.hpp"

namespace dialogs {
namespace {

constexpr std::size_t lines_max = 6;  // on a page
constexpr std::size_t buttons_in_row = 3;

std::string list_slot(user_id who) {
    return "pending:" + std::to_string(who);
}

void add_card_buttons(turn& t, user_id who, const std::vector<request>& waiting, std::size_t from,
                      std::size_t to, message& list) {
    const voice reader = t.speak_to(who);
    for (std::size_t at = from; at < to; ++at) {
        if ((at - from) % buttons_in_row == 0)
            list.rows.emplace_back();
        const request& of = waiting[at];
        list.rows.back().push_back(t.make_button(
            who,
            reader.say("button.open_one",
                       {{"number", std::to_string(at + 1)}, {"date", reader.short_date(date_at_stake(of))}}),
            action::show_card, {of.task, of.id}));
    }
}

message pending_list_of(turn& t, user_id who, std::size_t shown) {
    const voice reader = t.speak_to(who);
    const auto waiting = waiting_for(t, who);
    const std::size_t from = shown < waiting.size() ? shown : 0;
    const std::size_t to = std::min(waiting.size(), from + lines_max);
    message list{waiting.empty() ? reader.say("pending.none")
                                 : reader.count("pending.heading", static_cast<long>(waiting.size())),
                 {}};
    for (std::size_t at = from; at < to; ++at)
        list.text += "\n" + pending_line(t, waiting[at], at + 1, reader);
    add_card_buttons(t, who, waiting, from, to, list);
    add_together_buttons(t, who, waiting, list.rows);
    if (to < waiting.size())
        list.rows.push_back(
            {t.make_button(who, reader.count("button.pending_more", static_cast<long>(waiting.size() - to)),
                           action::show_pending, {0, 0, static_cast<int>(to)})});
    const std::string trusted = trusted_people(t, who, list.rows);
    if (!trusted.empty())
        list.text += "\n" + trusted;
    return list;
}

// Sent today, where he works.
bool is_todays(turn& t, user_id who, const deadline& sent_at) {
    const auto day = [&](instant at) { return t.speak_to(who).reader().clock.to_local(at).day; };
    return sent_at && day(*sent_at) == day(t.ctx.now);
}

void send_list(turn& t, user_id who) {
    approver_desk desk = t.desk_of(who);
    desk.listed_at = t.ctx.now;
    t.keep(desk);
    t.tell(who, pending_list_of(t, who, 0), list_slot(who));
}

}  // namespace

std::string pending_line(turn& t, const request& of, std::size_t number, const voice& reader) {
    return reader.say("pending.line", {{"number", std::to_string(number)},
                                       {"who", t.name(of.requester, reader)},
                                       {"task", t.title(of.task, reader)},
                                       {"old", reader.date(of.due)},
                                       {"new", reader.date(date_at_stake(of))},
                                       {"move", reader.move(of.due, date_at_stake(of), of.move_number)},
                                       {"reason", reader.reason(of.category, of.words)}});
}

void show_pending(turn& t, user_id who, std::size_t shown) {
    if (shown > 0)
        return t.tell(who,
                      pending_list_of(t, who, shown));  // a further page: what is open below stays the first
    send_list(t, who);
}

void press_show_pending(turn& t, user_id who, const button_binding& what) {
    show_pending(t, who, static_cast<std::size_t>(std::max(what.card_version, 0)));
}

void bring_before(turn& t, const request& of, const guarded_task& record) {
    const user_id who = of.approver;
    if (t.open_requests_for(who).size() <= cards_open_max)
        return t.tell(who, card(t, of, record), card_slot(of.id));
    if (!is_todays(t, who, t.desk_of(who).listed_at))
        send_list(t, who);  // else it is drawn anew with all that this turn changes
}

void redraw_lists(turn& t) {
    std::set<user_id> approvers;
    for (const auto& [id, changed] : t.requests()) {
        const auto before = t.known.find_request(id).value_or(request{});
        approvers.insert({changed.approver, changed.above, before.approver, before.above});
    }
    approvers.erase(0);
    for (const user_id who : approvers) {
        approver_desk desk = t.desk_of(who);
        const bool just_sent = desk.listed_at != t.known.desk_of(who).listed_at;
        if (!desk.listed_at || just_sent)
            continue;
        t.amend(who, list_slot(who), pending_list_of(t, who, 0));
        if (!waiting_for(t, who).empty())
            continue;
        desk.listed_at.reset();
        t.keep(desk);
    }
}

}  // namespace dialogs
