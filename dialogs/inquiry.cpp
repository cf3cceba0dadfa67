#include "dialogs/inquiry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "dialogs/approval.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/request_card.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

constexpr std::array<std::string_view, 3> ready{"why_then", "what_hinders", "client_knows"};
constexpr std::string_view slot_begin = "inquiry:";

std::string inquiry_slot(request_id id) {
    return std::string(slot_begin) + std::to_string(id);
}

request_id request_of_slot(std::string_view slot) {
    request_id id = 0;
    if (slot.starts_with(slot_begin))
        std::from_chars(slot.data() + slot_begin.size(), slot.data() + slot.size(), id);
    return id;
}

bool waits(const request& of) {
    return waits_for_decision(of) && waits_for_answer(of);
}

void note(turn& t, std::string kind, const request& of, user_id by, user_id to, std::string words) {
    journal row;
    row.kind = std::move(kind);
    row.task = of.task;
    row.person = by;
    row.other = to;
    row.request = of.id;
    row.words = std::move(words);
    t.then(std::move(row));
}

void await_answer(turn& t, const request& of) {
    begin_question(t, of.requester, question::inquiry_answer, of);
}

std::string question_text(turn& t, const request& of, const guarded_task& record, const voice& reader) {
    return reader.say("inquiry.asked", {{"who", t.name(of.asked_by, reader)},
                                        {"task", reader.task(of.task, record.title)},
                                        {"words", shown(of.question)}});
}

// To whom asked, or who decides instead of him now.
void send_card_anew(turn& t, request of, const guarded_task& record) {
    const user_id who = may_decide(of, of.asked_by) ? of.asked_by : of.approver;
    const voice reader = t.speak_to(who);
    ++of.card_version;
    t.keep(of);
    rewrite_request(t, of, record);
    send_card_below(t, of, record, who,
                    reader.say("inquiry.card_below", {{"task", reader.task(of.task, record.title)}}));
}

void take_answer(turn& t, request of, std::string_view words) {
    const auto record = t.find_task(of.task).value_or(guarded_task{});
    of.answer = std::string(words);
    // It lies before him again: whoever waited for an answer has not kept anybody waiting.
    (of.asked_by == of.above ? of.went_up.emplace() : of.held_since) = t.ctx.now;
    note(t, "inquiry_answered", of, of.requester, of.asked_by, of.answer);
    send_card_anew(t, of, record);
    const voice reader = t.speak_to(of.requester);
    t.amend(of.requester, inquiry_slot(of.id),
            {question_text(t, of, record, reader) + "\n" +
                 reader.say("inquiry.you_answered", {{"words", shown(of.answer)}}),
             {}});
    t.tell(of.requester, reader.say("inquiry.passed_on", {{"who", t.name(of.asked_by, reader)}}));
}

// Small talk, or a move that was asked about or put back since: what he writes is likely about that.
bool is_about_something_newer(turn& t, const conversation& open, std::string_view text) {
    constexpr std::array<std::string_view, 2> small_talk{"phrase.thanks", "phrase.greeting"};
    if (after_phrase(text, "phrase.why") ||
        std::any_of(small_talk.begin(), small_talk.end(),
                    [&](const auto& key) { return is_phrase(text, key); }))
        return true;
    const auto questions = t.questions_to(open.who);
    const auto own = t.known.tasks_of(open.who);
    return std::any_of(questions.begin(), questions.end(),
                       [&](const guarded_task& each) { return each.asked->at > open.since; }) ||
           std::any_of(own.begin(), own.end(), [&](const guarded_task& each) {
               return each.attempted_by == open.who && each.attempted && !each.reverts.empty() &&
                      each.reverts.back() > open.since;
           });
}

void tell_it_is_over(turn& t, user_id who, const std::optional<request>& of) {
    if (!of)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    const auto record = t.find_task(of->task).value_or(guarded_task{});
    const voice reader = t.speak_to(who);
    const std::string end = outcome(t, *of, reader);
    t.tell(who, reader.say(end.empty() ? "inquiry.answered_already" : "inquiry.over",
                           {{"task", reader.task(of->task, record.title)}, {"outcome", end}}));
}

}  // namespace

void ask_what_to_inquire(turn& t, const request& of, user_id who) {
    const voice reader = t.speak_to(who);
    const auto record = t.find_task(of.task).value_or(guarded_task{});
    const target about{of.task, of.id, of.card_version};
    message asked{reader.say("inquiry.ask_words", {{"who", t.name(of.requester, reader)},
                                                   {"task", reader.task(of.task, record.title)}}),
                  {}};
    for (const auto which : ready) {
        target one = about;
        one.argument = std::string(which);
        asked.rows.push_back({t.make_button(who, ready_question(which, reader), action::inquire_with, one)});
    }
    asked.rows.push_back(
        {t.make_button(who, reader.say("button.decide_later"), action::decide_later, about)});
    ask_approver(t, question::inquiry, of, who, std::move(asked));
}

std::string ready_question(std::string_view which, const voice& reader) {
    for (const auto each : ready)
        if (each == which)
            return reader.say("inquiry.ready." + std::string(which));
    return {};
}

void inquire(turn& t, request of, user_id who, std::string words) {
    if (!t.is_reachable(of.requester)) {
        end_question_about(t, who, of.id);
        const voice reader = t.speak_to(who);
        return t.tell(who, reader.say("inquiry.unreachable", {{"who", t.name(of.requester, reader)}}));
    }
    const auto record = t.find_task(of.task).value_or(guarded_task{});
    of.asked_by = who;
    of.question = std::move(words);
    of.answer.clear();
    t.keep(of);
    note(t, "inquired", of, who, of.requester, of.question);
    end_question_about(t, who, of.id);
    rewrite_request(t, of, record);
    const voice asks = t.speak_to(who);
    t.tell(who, asks.say("inquiry.sent", {{"who", t.name(of.requester, asks)}}));
    const voice reader = t.speak_to(of.requester);
    // Somebody in the middle of another request is not interrupted: he presses when he is ready.
    const bool busy = t.conversation_with(of.requester).awaiting != question::nothing;
    message asked{question_text(t, of, record, reader) + "\n" +
                      reader.say(busy ? "inquiry.how_to_answer_later" : "inquiry.how_to_answer"),
                  {{t.make_button(of.requester, reader.say("button.answer"), action::answer_inquiry,
                                  {of.task, of.id, 0}, button_colour::primary),
                    t.make_button(of.requester, reader.say("button.withdraw"), action::withdraw,
                                  {of.task, of.id, of.card_version})}}};
    t.tell(of.requester, std::move(asked), inquiry_slot(of.id));
    if (!busy)
        await_answer(t, of);
}

bool answers_inquiry(turn& t, const said& happened, std::string_view text) {
    const user_id who = happened.by;
    const conversation open = t.conversation_with(who);
    const std::string slot = happened.reply_to == 0 ? "" : t.known.slot_of(happened.reply_to);
    request_id about = request_of_slot(slot);
    if (about == 0 && !slot.empty())
        return false;  // in reply to something else
    if (about == 0 && open.awaiting == question::inquiry_answer && !is_about_something_newer(t, open, text))
        about = open.request;
    if (about == 0)
        return false;
    const auto of = t.find_request(about);
    if (open.awaiting == question::inquiry_answer && open.request == about)
        t.end_conversation(who);
    const bool his = of && of->requester == who;
    if (happened.reply_to == 0 && (!his || !waits(*of)))
        return false;  // decided meanwhile: what he writes now is about something else
    if (!his || !waits(*of)) {
        tell_it_is_over(t, who, his ? of : std::nullopt);
        return true;
    }
    if (text.empty() ||
        (locale::letters(text) < 2 && text.find_first_of("0123456789") == std::string_view::npos)) {
        await_answer(t, *of);
        t.tell(who, t.speak_to(who).say("ask.words_too_short"));
        return true;
    }
    take_answer(t, *of, text);
    return true;
}

void press_answer_inquiry(turn& t, user_id who, const button_binding& what) {
    const auto of = t.find_request(what.request);
    if (!of || !waits(*of))
        return tell_it_is_over(t, who, of);
    const voice reader = t.speak_to(who);
    const bool draft = t.conversation_with(who).awaiting != question::nothing &&
                       t.conversation_with(who).awaiting != question::inquiry_answer;
    await_answer(t, *of);
    std::string text = reader.say("inquiry.write", {{"words", shown(of->question)}});
    if (draft)
        text += "\n\n" + reader.say("approval.draft_set_aside");
    t.tell(who, std::move(text));
}

std::string inquiry_on_card(turn& t, const request& of, const voice& reader) {
    if (of.question.empty())
        return {};
    const bool own = reader.to() == of.asked_by;
    const std::string asked =
        "\n" + reader.say(own ? "inquiry.on_card" : "inquiry.on_receipt",
                          {{"who", t.name(of.asked_by, reader)}, {"words", shown(of.question)}});
    return asked + "\n" +
           (of.answer.empty() ? reader.say("inquiry.no_answer_yet")
                              : reader.say("inquiry.answer", {{"words", shown(of.answer)}}));
}

std::string inquiry_on_receipt(turn& t, const request& of, const voice& reader) {
    if (!waits_for_answer(of))
        return {};
    return "\n" + reader.say("inquiry.on_receipt",
                             {{"who", t.name(of.asked_by, reader)}, {"words", shown(of.question)}});
}

}  // namespace dialogs
