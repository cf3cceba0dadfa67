#include "dialogs/approval.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogs/answered_question.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/task_watch.hpp"
#include "dialogs/trust.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

std::string about(const voice& reader, const request& of, const guarded_task& record) {
    return reader.task(of.task, record.title);
}

guarded_task record_of(turn& t, const request& of) {
    return t.find_task(of.task).value_or(guarded_task{});
}

// A request as one of those who may decide it sees it.
struct faced_request : request {
    faced_request(request of, user_id who) : request(std::move(of)), decider(who) {}
    user_id decider;
};

}  // namespace

void end_question_about(turn& t, user_id who, request_id id) {
    const auto open = t.conversation_with(who);
    if (is_approval(open.awaiting) && open.request == id)
        t.end_conversation(who);
}

void tell_decided_already(turn& t, user_id who, const request& of) {
    const voice reader = t.speak_to(who);
    end_question_about(t, who, of.id);
    if (waits_for_decision(of))
        return t.tell(who, reader.say("press.passed_on", {{"task", about(reader, of, record_of(t, of))},
                                                          {"who", t.name(of.approver, reader)}}));
    t.tell(who, reader.say("press.decided_already", {{"task", about(reader, of, record_of(t, of))},
                                                     {"outcome", outcome(t, of, reader)}}));
}

conversation begin_question(turn& t, user_id who, question what, const request& of) {
    conversation open;
    open.who = who;
    open.awaiting = what;
    open.task = of.task;
    open.request = of.id;
    open.step = next_step(t.conversation_with(who), t.ctx.now);
    open.since = t.ctx.now;
    t.keep(open);
    return open;
}

void ask_approver(turn& t, question what, const request& of, user_id who, message asked) {
    if (is_draft(t.conversation_with(who).awaiting))
        asked.text += "\n\n" + t.speak_to(who).say("approval.draft_set_aside");
    t.tell(who, std::move(asked), question_slot(begin_question(t, who, what, of)));
}

namespace {

// The request as the approver saw it: open, the same task, the same card. Else he is told what is so now.
std::optional<faced_request> as_seen(turn& t, user_id who, const button_binding& what) {
    const auto before = t.find_request(what.request);
    if (!before) {
        t.tell(who, "press.unknown", "button.my", action::show_desk);
        return std::nullopt;
    }
    if (!waits_for_decision(*before)) {
        tell_decided_already(t, who, *before);
        return std::nullopt;
    }
    const auto record = look_at(t, before->task);
    if (!t.more.empty())
        return std::nullopt;
    const auto now = t.find_request(what.request);
    if (!waits_for_decision(*now))
        return std::nullopt;  // it became obsolete just now, which was told
    const voice reader = t.speak_to(who);
    if (!may_decide(*now, who)) {
        tell_decided_already(t, who, *now);
        return std::nullopt;
    }
    if (!record) {
        t.tell(who, reader.say("press.task_not_shown", {{"task", about(reader, *now, record_of(t, *now))}}));
        return std::nullopt;
    }
    if (now->card_version != what.card_version) {
        send_card_below(t, *now, *record, who, reader.say("card.moved"),
                        reader.say("press.card_is_newer", {{"task", about(reader, *now, *record)}}));
        return std::nullopt;
    }
    return faced_request(*now, who);
}

constexpr std::array<std::string_view, 3> ready_answers{"firm", "hand_over", "call_me"};

// As the one it is said to reads it.
std::string ready_answer(std::string_view which, const voice& reader) {
    for (const auto each : ready_answers)
        if (each == which)
            return reader.say("reject.ready." + std::string(which));
    return {};
}

void ask_for_words(turn& t, const faced_request& of, const std::string& remark = {}) {
    const voice reader = t.speak_to(of.decider);
    const target card{of.task, of.id, of.card_version};
    message asked{reader.say("reject.ask_words", {{"task", about(reader, of, record_of(t, of))},
                                                  {"who", t.name(of.requester, reader)}}),
                  {}};
    for (const auto which : ready_answers) {
        target one = card;
        one.argument = std::string(which);
        asked.rows.push_back(
            {t.make_button(of.decider, ready_answer(which, reader), action::reject_with, one)});
    }
    asked.rows.push_back(
        {t.make_button(of.decider, reader.say("button.reject_silently"), action::reject_silently, card,
                       button_colour::alert),
         t.make_button(of.decider, reader.say("button.decide_later"), action::decide_later, card)});
    if (!remark.empty())
        asked.text = remark + "\n" + asked.text;
    ask_approver(t, question::rejection_words, of, of.decider, std::move(asked));
}

void offer_dates(turn& t, const faced_request& of, std::string text, const std::vector<instant>& dates) {
    const voice reader = t.speak_to(of.decider);
    const target card{of.task, of.id, of.card_version};
    message asked{std::move(text), {}};
    for (const instant date : dates) {
        target one = card;
        one.argument = std::to_string(date.time_since_epoch().count());
        if (asked.rows.empty() || asked.rows.back().size() == 2)
            asked.rows.emplace_back();
        asked.rows.back().push_back(t.make_button(
            of.decider, reader.say("button.grant", {{"date", reader.date(date)}}), action::grant, one));
    }
    asked.rows.push_back(
        {t.make_button(of.decider, reader.say("button.decide_later"), action::decide_later, card)});
    ask_approver(t, question::other_date, of, of.decider, std::move(asked));
}

void ask_for_date(turn& t, const faced_request& of, const std::string& remark = {}) {
    const voice reader = t.speak_to(of.decider);
    auto dates = likely_dates(of.due, reader);
    std::erase(dates, of.wanted);
    std::string text = reader.say("other_date.ask", {{"task", about(reader, of, record_of(t, of))},
                                                     {"old", reader.date(of.due)},
                                                     {"new", reader.date(of.wanted)}});
    if (!remark.empty())
        text = remark + "\n" + text;
    offer_dates(t, of, std::move(text), dates);
}

void grant(turn& t, const faced_request& of, instant date) {
    const auto objection = objection_to(date, of.due, t.ctx.now);
    if (!objection.empty()) {
        const voice reader = t.speak_to(of.decider);
        return ask_for_date(t, of,
                            reader.say("objection." + std::string(objection),
                                       {{"date", reader.date(date)}, {"due", reader.date(of.due)}}));
    }
    end_question_about(t, of.decider, of.id);
    approve_request(t, of, record_of(t, of), date, of.decider);
}

void reject(turn& t, const faced_request& of, std::string words) {
    end_question_about(t, of.decider, of.id);
    reject_request(t, of, record_of(t, of), std::move(words), of.decider);
    const voice reader = t.speak_to(of.decider);
    t.tell(of.decider, reader.say("reject.done", {{"task", about(reader, of, record_of(t, of))},
                                                  {"who", t.name(of.requester, reader)}}));
}

void date_typed(turn& t, const faced_request& of, std::string_view text) {
    const voice reader = t.speak_to(of.decider);
    const auto read = read_date(text, reader, of.due);
    if (read.readings.empty())
        return ask_for_date(t, of, reader.say("ask.date_not_read"));
    std::vector<instant> possible;
    std::copy_if(read.readings.begin(), read.readings.end(), std::back_inserter(possible),
                 [&](instant each) { return objection_to(each, of.due, t.ctx.now).empty(); });
    if (possible.empty())
        return grant(t, of, read.readings.front());  // says what is wrong with it
    const std::string_view key = possible.size() == 1 ? "other_date.understood" : "ask.which_date";
    offer_dates(t, of,
                reader.say(key, {{"date", reader.date(possible.front())},
                                 {"move", reader.move(of.due, possible.front(), of.move_number)}}),
                possible);
}

void decide_later(turn& t, user_id who, request_id id) {
    end_question_about(t, who, id);
    t.tell(who, t.speak_to(who).say("decide_later.done"));
}

}  // namespace

bool is_approval(question awaiting) {
    return awaiting == question::rejection_words || awaiting == question::other_date ||
           awaiting == question::inquiry;
}

void press_on_card(turn& t, user_id who, const button_binding& what) {
    if (what.action == action::decide_later)
        return decide_later(t, who, what.request);
    const auto of = as_seen(t, who, what);
    if (!of)
        return;
    if (what.action == action::approve)
        grant(t, *of, date_at_stake(*of));
    else if (what.action == action::grant)
        grant(t, *of, date_of(what.argument).value_or(of->wanted));
    else if (what.action == action::reject)
        ask_for_words(t, *of);
    else if (what.action == action::reject_silently)
        reject(t, *of, {});
    else if (what.action == action::reject_with)
        reject(t, *of, ready_answer(what.argument, t.speak_to(of->requester)));
    else if (what.action == action::inquire)
        ask_what_to_inquire(t, *of, who);
    else if (what.action == action::inquire_with)
        inquire(t, *of, who, ready_question(what.argument, t.speak_to(of->requester)));
    else if (what.action == action::trust)
        press_trust(t, who, *of, what);
    else
        ask_for_date(t, *of);
    // The card may be far above, or was never sent: what became of the tap is said here.
    const auto now = t.find_request(of->id);
    if (what.argument == action::from_afar && now->state == request_state::applying) {
        const voice reader = t.speak_to(who);
        t.tell(who, reader.say("approved.from_afar", {{"task", about(reader, *now, record_of(t, *now))},
                                                      {"outcome", outcome(t, *now, reader)}}));
    }
}

void press_withdraw(turn& t, user_id who, const button_binding& what) {
    const auto of = t.find_request(what.request);
    if (of && of->requester == who && waits_for_decision(*of))
        return withdraw_request(t, *of, record_of(t, *of));
    if (of && of->requester == who)
        return tell_decided_already(t, who, *of);
    t.tell(who, "press.unknown", "button.my", action::show_desk);
}

void press_change_request(turn& t, user_id who, const button_binding& what) {
    const auto of = t.find_request(what.request);
    if (!of || of->requester != who)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    if (!waits_for_decision(*of))
        return tell_decided_already(t, who, *of);
    conversation draft = t.conversation_with(who);
    draft.task = of->task;
    draft.wanted = of->wanted;
    draft.category = of->category;
    draft.words = of->words;
    draft.request = 0;
    start_draft(t, std::move(draft));
}

void text_in_approval(turn& t, const conversation& open, std::string_view text) {
    const auto asked = t.find_request(open.request);
    if (!asked || !waits_for_decision(*asked) || !may_decide(*asked, open.who)) {
        t.end_conversation(open.who);
        if (asked)
            tell_decided_already(t, open.who, *asked);
        else
            t.tell(open.who, "press.unknown", "button.my", action::show_desk);
        return;
    }
    const faced_request of(*asked, open.who);
    if (open.awaiting == question::other_date)
        return date_typed(t, of, text);
    const bool small_talk = is_phrase(text, "phrase.thanks") || is_phrase(text, "phrase.greeting");
    const bool says_nothing = locale::letters(text) < 2 || small_talk;
    if (open.awaiting == question::inquiry)
        return says_nothing ? ask_what_to_inquire(t, of, open.who)
                            : inquire(t, of, open.who, std::string(text));
    if (says_nothing)
        return ask_for_words(t, of, t.speak_to(open.who).say("ask.words_too_short"));
    reject(t, of, std::string(text));
}

void ask_approver_again(turn& t, const conversation& open) {
    const auto asked = t.find_request(open.request);
    if (!asked || !waits_for_decision(*asked))
        return t.end_conversation(open.who);
    const faced_request of(*asked, open.who);
    if (open.awaiting == question::rejection_words)
        ask_for_words(t, of);
    else if (open.awaiting == question::inquiry)
        ask_what_to_inquire(t, of, open.who);
    else
        ask_for_date(t, of);
}

}  // namespace dialogs
