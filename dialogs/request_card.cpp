#include "dialogs/request_card.hpp"

#include <utility>

#include "dialogs/conversation.hpp"
#include "dialogs/going_up.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/limit_words.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/native_options.hpp"
#include "dialogs/trust.hpp"

namespace dialogs {
namespace {

using locale::arguments;

// "вт 22.12, 18:00", with the requester's own clock beside it when it shows another hour.
std::string date_for_both(turn& t, instant moment, user_id author, const voice& reader) {
    const std::string date = reader.date(moment);
    const voice theirs = t.speak_to(author);
    if (theirs.reader().clock.offset(moment) == reader.reader().clock.offset(moment))
        return date;
    return reader.say("card.two_clocks",
                      {{"date", date}, {"theirs", locale::time_of_day(moment, theirs.reader())}});
}

// What else is due that day, as the responsible person's own day goes.
std::string other_deadlines_line(turn& t, const request& of, const voice& reader) {
    const auto clock = t.speak_to(of.responsible).reader().clock;
    const auto day = clock.to_local(date_at_stake(of)).day;
    auto others = t.known.tasks_of(of.responsible);
    std::erase_if(others, [&](const guarded_task& each) {
        return each.id == of.task || !each.accepted || clock.to_local(*each.accepted).day != day;
    });
    if (others.empty())
        return {};
    return reader.count("card.other_deadlines", static_cast<long>(others.size()),
                        {{"task", reader.task(others.front().id, others.front().title)}});
}

std::string figures_line(turn& t, user_id who, const voice& reader) {
    const figures last = t.known.figures_of(who, t.ctx.now - std::chrono::days(30));
    return reader.say("card.figures", {{"moved", std::to_string(last.moved)},
                                       {"put_back", std::to_string(last.put_back)},
                                       {"requests", std::to_string(last.requests)},
                                       {"approved", std::to_string(last.approved)}});
}

// "Борис Орлов, он в отпуске до 14.12"
std::string absent_person(turn& t, user_id who, const voice& reader) {
    const std::string name = t.name(who, reader);
    const auto away = t.absence_of(who);
    const person* known = t.find_person(who);
    if (!away || known == nullptr)
        return name;
    const locale::reader on_portals_clock{reader.reader().tongue, t.ctx.clock, t.ctx.now};
    const std::string last_day = locale::day_alone(away->until - std::chrono::minutes(1), on_portals_clock);
    return reader.say(known->gender == "F"   ? "absent.she"
                      : known->gender == "M" ? "absent.he"
                                             : "absent.somebody",
                      {{"who", name}, {"date", last_day}});
}

std::string card_text(turn& t, const request& of, const guarded_task& record, const voice& reader) {
    const bool undone = of.category == "undone";
    std::string text =
        reader.say(undone ? "card.undone" : "card.asks",
                   {{"who", t.name(of.requester, reader)}, {"task", reader.task(of.task, record.title)}});
    text += "\n" + reader.say("card.dates", {{"old", reader.date(of.due)},
                                             {"new", date_for_both(t, of.wanted, of.requester, reader)},
                                             {"move", reader.move(of.due, of.wanted, of.move_number)}});
    if (!undone || !of.words.empty())
        text += "\n" + reader.say("card.reason",
                                  {{"reason", reader.reason(undone ? "other" : of.category, of.words)}});
    if (of.responsible != of.requester)
        text += "\n" + reader.say("card.responsible", {{"who", t.name(of.responsible, reader)}});
    if (record.original && record.original != of.due)
        text += "\n" + reader.say("card.drift", {{"drift", reader.difference(record.original, of.wanted)}});
    if (of.approver_ground == "trust")
        text += "\n" + reader.say("card.ground.trust");
    if (undone || !waits_for_decision(of))
        return text;
    const rules& held_to = t.rules_of(record);
    const auto limit = limit_in_words(limit_beyond(held_to, record, of.wanted), held_to, record, reader);
    if (!limit.empty())
        text += "\n" + limit;
    const auto beyond = beyond_portals_date(t, record, of.wanted, reader);
    if (!beyond.empty())
        text += "\n" + beyond;
    const auto others = other_deadlines_line(t, of, reader);
    if (!others.empty())
        text += "\n" + others;
    text += "\n" + figures_line(t, of.requester, reader);
    text += inquiry_on_card(t, of, reader);
    text += who_else_decides(t, of, reader);
    if (reader.to() != of.approver)
        return text;
    text += why_this_approver(t, of.instead_of, reader, "card");
    if (of.instead_of != 0)
        return text;
    static const std::set<std::string> told_grounds{"above", "deputy", "creator", "default"};
    if (told_grounds.contains(of.approver_ground))
        text += "\n" + reader.say("card.ground." + of.approver_ground);
    return text;
}

std::string outcome_of_rejection(turn& t, const request& of, const voice& reader) {
    const arguments who{{"who", t.name(of.decided_by, reader)}, {"words", shown(of.decision_words)}};
    return reader.say(of.decision_words.empty() ? "outcome.rejected" : "outcome.rejected_with_words", who);
}

std::string outcome_of_obsolescence(turn& t, const request& of, const voice& reader) {
    return reader.say("outcome.obsolete." + of.decision_words, {{"who", t.name(of.decided_by, reader)}});
}

}  // namespace

std::string card_slot(request_id id) {
    return "request:" + std::to_string(id) + ":card";
}
std::string card_slot(const request& of, user_id who) {
    return card_slot(of.id) + (who == of.above ? ":above" : "");
}
std::string receipt_slot(request_id id) {
    return "request:" + std::to_string(id) + ":mine";
}

std::string outcome(turn& t, const request& of, const voice& reader) {
    const auto granted = [&] {
        return arguments{{"who", t.name(of.decided_by, reader)},
                         {"date", reader.date(date_at_stake(of))},
                         {"move", reader.move(of.due, date_at_stake(of), of.move_number)}};
    };
    switch (of.state) {
        case request_state::pending:
            return {};
        case request_state::applying:
            return reader.say("outcome.applying", granted());
        case request_state::applied:
            return date_at_stake(of) == of.wanted ? reader.say("outcome.applied", granted())
                                                  : reader.say("outcome.applied_other", granted());
        case request_state::failed:
            return reader.say("outcome.failed", {{"why", refusal_in_words(of.decision_words, reader)}});
        case request_state::rejected:
            return outcome_of_rejection(t, of, reader);
        case request_state::withdrawn:
            return reader.say("outcome.withdrawn");
        case request_state::obsolete:
            return outcome_of_obsolescence(t, of, reader);
        case request_state::expired:
            return reader.say("outcome.expired", {{"why", reader.say("expired." + of.decision_words)}});
    }
    return {};
}

std::vector<std::vector<button>> decision_buttons(turn& t, const request& of, const voice& reader) {
    const target about{of.task, of.id, of.card_version};
    const auto one = [&](std::string_view label, std::string_view does, button_colour colour) {
        return t.make_button(reader.to(), reader.say(label), does, about, colour);
    };
    std::vector<std::vector<button>> rows{{one("button.approve", action::approve, button_colour::primary),
                                           one("button.reject", action::reject, button_colour::alert)},
                                          {one("button.other_date", action::other_date, button_colour::base),
                                           one("button.inquire", action::inquire, button_colour::base)}};
    if (auto trust = trust_button(t, of, reader))
        rows.push_back({std::move(*trust)});
    return rows;
}

message card(turn& t, const request& of, const guarded_task& record) {
    return card(t, of, record, of.approver);
}

message card(turn& t, const request& of, const guarded_task& record, user_id who) {
    const voice reader = t.speak_to(who);
    message made{card_text(t, of, record, reader), {}};
    if (const std::string end = outcome(t, of, reader); !end.empty())
        made.text += "\n\n" + end;
    if (of.state == request_state::failed)
        made.text += "\n" + reader.say("card.try_again");
    if (waits_for_decision(of.state))
        made.rows = decision_buttons(t, of, reader);
    else if (of.approver_ground == "trust" && who == of.approver)
        made.rows = {{trust_end_button(t, of.approver, of.requester)}};
    return made;
}

message receipt(turn& t, const request& of, const guarded_task& record) {
    const voice reader = t.speak_to(of.requester);
    message made{reader.say("receipt.sent", {{"who", t.name(of.approver, reader)},
                                             {"task", reader.task(of.task, record.title)},
                                             {"old", reader.date(of.due)},
                                             {"new", reader.date(of.wanted)},
                                             {"move", reader.move(of.due, of.wanted, of.move_number)},
                                             {"reason", reader.reason(of.category, of.words)}}),
                 {}};
    if (waits_for_decision(of))
        made.text += why_this_approver(t, of.instead_of, reader, "receipt") +
                     who_else_decides(t, of, reader) + inquiry_on_receipt(t, of, reader);
    if (const std::string end = outcome(t, of, reader); !end.empty())
        made.text += "\n\n" + end;
    if (waits_for_decision(of.state))
        made.rows = {{t.make_button(of.requester, reader.say("button.change"), action::change_request,
                                    {of.task, of.id, of.card_version}),
                      t.make_button(of.requester, reader.say("button.withdraw"), action::withdraw,
                                    {of.task, of.id, of.card_version})}};
    return made;
}

void rewrite_cards(turn& t, const request& of, const guarded_task& record) {
    for (const user_id who : deciders_of(of))
        t.amend(who, card_slot(of, who), card(t, of, record, who));
}

void send_card_below(turn& t, const request& of, const guarded_task& record, user_id who,
                     std::string old_text, const std::string& remark) {
    message anew = card(t, of, record, who);
    if (!remark.empty())
        anew.text = remark + "\n\n" + anew.text;
    t.amend(who, card_slot(of, who), message{std::move(old_text), {}});
    t.tell(who, std::move(anew), card_slot(of, who));
}

void rewrite_request(turn& t, const request& of, const guarded_task& record) {
    rewrite_cards(t, of, record);
    t.amend(of.requester, receipt_slot(of.id), receipt(t, of, record));
}

void take_from(const guarded_task& record, request& of) {
    of.due = record.accepted;
    of.status = record.status;
    of.move_number = record.moves + 1;
}

request refreshed(turn& t, request of, const guarded_task& record) {
    ++of.card_version;
    take_from(record, of);
    t.keep(of);
    rewrite_cards(t, of, record);
    return of;
}

void on_presses_lost(turn& t, const presses_lost& happened) {
    for (auto open : t.known.open_requests_for(happened.who)) {
        const auto record = t.find_task(open.task);
        if (open.state == request_state::applying || !record)
            continue;
        ++open.card_version;
        t.keep(open);
        for (const user_id who : deciders_of(open)) {  // the other's buttons are stale as well
            message anew = card(t, open, *record, who);
            anew.text += "\n\n" + t.speak_to(who).say("card.was_away");
            t.amend(who, card_slot(open, who), std::move(anew));
        }
    }
}

std::string why_this_approver(turn& t, user_id absent, const voice& reader, const std::string& place) {
    if (absent == 0)
        return {};
    return "\n" + reader.say(place + ".instead_of", {{"absent", absent_person(t, absent, reader)}});
}

std::string refusal_in_words(std::string_view code, const voice& reader) {
    if (code == "not_applied")
        return reader.say("refusal.not_applied");
    if (code == "ACCESS_DENIED" || code.find("DENIED") != std::string_view::npos)
        return reader.say("refusal.denied");
    return reader.say("refusal.code", {{"code", shown_title(without_html(code), 200)}});
}

}  // namespace dialogs
