#include "dialogs/desk.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <string>
#include <utility>

#include "dialogs/answering.hpp"
#include "dialogs/approval.hpp"
#include "dialogs/approve_together.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/draft_question.hpp"
#include "dialogs/edited_message.hpp"
#include "dialogs/inquiry.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/pause.hpp"
#include "dialogs/pending_list.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/reminder.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_end.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/trust.hpp"
#include "dialogs/undo.hpp"
#include "dialogs/wave_card.hpp"
#include "dialogs/why.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

std::string request_line(turn& t, const request& of, const voice& reader) {
    return reader.say("desk.request", {{"task", t.title(of.task, reader)},
                                       {"old", reader.date(of.due)},
                                       {"new", reader.date(of.wanted)},
                                       {"difference", reader.difference(of.due, of.wanted)}}) +
           " " + who_holds(t, of, reader);
}

// Open requests with a button each to withdraw, and the deadlines that are next.
void show_desk(turn& t, user_id who) {
    constexpr std::size_t lines_max = 8;
    const voice reader = t.speak_to(who);
    const auto tasks = due_tasks_of(t, who);
    message desk;
    const auto requests = t.known.open_requests_by(who);
    desk.text = reader.say(requests.empty() ? "desk.no_requests" : "desk.requests");
    for (const auto& each : requests) {
        desk.text += "\n" + request_line(t, each, reader);
        const target about{each.task, each.id, each.card_version};
        const auto label = [&](const std::string& key) {
            return requests.size() == 1
                       ? reader.say(key)
                       : reader.say(key + "_one", {{"date", reader.short_date(each.wanted)}});
        };
        if (desk.rows.size() < lines_max && each.state != request_state::applying)
            desk.rows.push_back({remind_button(t, each, label("button.remind")),
                                 t.make_button(who, label("button.change"), action::change_request, about),
                                 t.make_button(who, label("button.withdraw"), action::withdraw, about)});
    }
    desk.text += "\n\n" + reader.say(tasks.empty() ? "desk.no_tasks" : "desk.tasks");
    for (std::size_t at = 0; at < tasks.size() && at < lines_max; ++at)
        desk.text += "\n" + reader.say("desk.task", {{"task", reader.task(tasks[at].id, tasks[at].title)},
                                                     {"date", reader.date(tasks[at].due)}});
    if (tasks.size() > lines_max)
        desk.text += "\n" + reader.count("desk.more_tasks", static_cast<long>(tasks.size() - lines_max));
    if (!tasks.empty())
        desk.rows.push_back({t.make_button(who, reader.say("button.start_request"), action::start_request)});
    t.tell(who, std::move(desk));
}

// As far as the tree is known.
bool leads_somebody(const turn& t, user_id who) {
    const auto& tree = t.read.who.departments();
    return std::any_of(tree.begin(), tree.end(),
                       [&](const auto& each) { return is_head_of(each.second, who); });
}

// Help that fits: what is open now comes first, then what one can write.
void show_help(turn& t, user_id who) {
    const voice reader = t.speak_to(who);
    std::string text;
    const auto waiting = waiting_for(t, who).size();
    if (waiting > 0)
        text += reader.count("help.waiting_for_you", static_cast<long>(waiting)) + "\n\n";
    if (const auto own = t.known.open_requests_by(who).size(); own > 0)
        text += reader.count("help.your_requests", static_cast<long>(own)) + "\n\n";
    const bool observes = t.rules_for(who).mode == guard_mode::observe;
    text += reader.say(observes ? "help.observing" : "help.text");
    if (waiting > 0 || leads_somebody(t, who))
        text += "\n" + reader.say("help.pending");
    text += help_on_pause(t, reader);
    message help{std::move(text), {{t.make_button(who, reader.say("button.my"), action::show_desk)}}};
    if (waiting > 0)
        help.rows.insert(help.rows.begin(),
                         {t.make_button(who, reader.say("button.pending"), action::show_pending, {},
                                        button_colour::primary)});
    if (!observes)
        help.rows.front().push_back(
            t.make_button(who, reader.say("button.start_request"), action::start_request));
    t.tell(who, std::move(help));
}

void cancel(turn& t, user_id who) {
    const auto open = t.conversation_with(who);
    const bool nothing = open.awaiting == question::nothing;
    t.end_conversation(who);
    t.tell(who, t.speak_to(who).say(nothing                                     ? "cancel.nothing"
                                    : is_approval(open.awaiting)                ? "decide_later.done"
                                    : open.awaiting == question::inquiry_answer ? "inquiry.later"
                                                                                : "draft.discarded"));
}

void choose_language(turn& t, user_id who, std::string_view words) {
    const auto chosen = locale::language_of(locale::trimmed(words));
    if (!chosen || words.empty())
        return t.tell(who, t.speak_to(who).say("language.which"));
    t.then(save_language{who, std::string(locale::code_of(*chosen))});
    t.tell(who, locale::say(*chosen, "language.chosen"));
}

// "/pending 3": those up to three working days, to be approved together.
void obey_pending(turn& t, user_id who, std::string_view words) {
    int days = 0;
    const auto read = std::from_chars(words.data(), words.data() + words.size(), days);
    if (read.ec == std::errc() && days > 0 && days <= 60)
        return list_together(t, who, days);
    show_pending(t, who);
}

void obey(turn& t, user_id who, std::string_view command, std::string_view words) {
    if (command == "my")
        show_desk(t, who);
    else if (command == "pending")
        obey_pending(t, who, words);
    else if (command == "extend")
        start_from_text(t, who, words, false);
    else if (command == "why")
        answer_why(t, who, words);
    else if (command == "lang")
        choose_language(t, who, words);
    else if (command == "cancel")
        cancel(t, who);
    else if (command == "pause")
        pause_guard(t, who, words);
    else if (command == "resume")
        resume_guard(t, who);
    else
        show_help(t, who);
}

// Words that work like commands at any moment; false when the text is none of them.
bool obeyed(turn& t, user_id who, std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> commands{
        {{"phrase.cancel", "cancel"},
         {"phrase.help", "help"},
         {"phrase.my", "my"},
         {"phrase.pending", "pending"},
         {"phrase.extend", "extend"}}};
    for (const auto& [key, command] : commands) {
        if (!is_phrase(text, key))
            continue;
        obey(t, who, command, {});
        return true;
    }
    return false;
}

void small_talk(turn& t, user_id who, std::string_view text) {
    const voice reader = t.speak_to(who);
    if (is_phrase(text, "phrase.thanks"))
        return t.tell(who, reader.say("talk.welcome"));
    if (const auto words = after_phrase(text, "phrase.why"))
        return answer_why(t, who, *words);
    if (is_phrase(text, "phrase.greeting") || !start_from_text(t, who, text, true))
        show_help(t, who);
}

void listen(turn& t, const said& happened, const std::string& text) {
    const user_id who = happened.by;
    const bool has_file = happened.has_file;
    const auto open = t.conversation_with(who);
    const bool blank = locale::letters(text) == 0 && text.find_first_of("0123456789") == std::string::npos;
    if (blank && has_file)
        t.tell(who, t.speak_to(who).say("talk.file"));
    if (blank && (is_draft(open.awaiting) || is_approval(open.awaiting)))
        return is_draft(open.awaiting) ? ask(t, open, open.awaiting) : ask_approver_again(t, open);
    if (blank && open.awaiting == question::inquiry_answer && answers_inquiry(t, happened, text))
        return;
    if (blank && has_file)
        return;
    if (blank)
        return show_help(t, who);
    if (obeyed(t, who, text) || obeyed_pause(t, who, text) || answers_inquiry(t, happened, text) ||
        (!after_phrase(text, "phrase.why") && answers_question(t, happened, text)))
        return;
    if (const auto words = after_phrase(text, "phrase.why");
        is_draft(open.awaiting) && words && (words->empty() || name_a_task(*words))) {
        answer_why(t, who, *words);
        return ask(t, open, open.awaiting);
    }
    if (is_draft(open.awaiting))
        return text_in_draft(t, open, text);
    if (is_approval(open.awaiting))
        return text_in_approval(t, open, text);
    small_talk(t, who, text);
}

// In a group the bot answers in one line and goes on in private.
void answer_group(turn& t, user_id who, const std::string& dialog) {
    if (!dialog.starts_with("chat"))
        return;
    const voice reader = t.speak_to(who);
    const std::string link = t.ctx.portal + "/online/?IM_DIALOG=" + std::to_string(t.ctx.bot);
    t.then(say{dialog, "", message{reader.say("chat.go_on_in_private", {{"link", link}}), {}}});
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void press(turn& t, user_id who, const button_binding& what) {
    const std::string_view does = what.action;
    if (press_on_question(t, who, what))
        return;
    conversation draft;
    draft.who = who;
    draft.task = what.task;
    draft.step = t.conversation_with(who).step;
    if (does == action::ask_for || does == action::ask_other) {
        if (does == action::ask_for)
            draft.wanted = date_of(what.argument);
        return start_draft(t, std::move(draft));
    }
    if (does == action::ask_why)
        return tell_why(t, who, what.task);
    if (does == action::accept_move)
        return press_accept(t, who, what);
    if (does == action::show_desk)
        return show_desk(t, who);
    if (does == action::start_request)
        return obey(t, who, "extend", {});
    if (does == action::withdraw)
        return press_withdraw(t, who, what);
    if (does == action::change_request)
        return press_change_request(t, who, what);
    if (does == action::remind)
        return press_remind(t, who, what);
    if (does == action::look_again)
        return press_look_again(t, who, what);
    if (is_one_of(does, {action::approve, action::reject, action::reject_silently, action::reject_with,
                         action::other_date, action::grant, action::decide_later, action::inquire,
                         action::inquire_with, action::trust}))
        return press_on_card(t, who, what);
    if (does == action::show_card)
        return press_show_card(t, who, what);
    if (does == action::show_pending)
        return press_show_pending(t, who, what);
    if (does == action::trust_no_more)
        return press_trust_no_more(t, who, what);
    if (does == action::answer_inquiry)
        return press_answer_inquiry(t, who, what);
    if (is_one_of(does, {action::list_together, action::agree_together, action::not_now, action::think_again,
                         action::apply_now}))
        return press_together(t, who, what);
    if (is_one_of(does, {action::mass_accept, action::mass_put_back, action::mass_show}))
        return press_on_wave(t, who, what);
    press_in_draft(t, who, what);
}

}  // namespace

void on_said(turn& t, const said& happened) {
    if (happened.edited)
        return on_edited(t, happened.by, without_markup(happened.text));
    answer_group(t, happened.by, happened.dialog);
    std::string text = without_markup(happened.text);
    if (!text.starts_with('/'))
        return listen(t, happened, text);
    const auto end = text.find_first_of(" \n");
    const std::string command = locale::lowered(text.substr(1, end == std::string::npos ? end : end - 1));
    obey(t, happened.by, command, end == std::string::npos ? "" : locale::trimmed(text.substr(end)));
}

void on_commanded(turn& t, const commanded& happened) {
    answer_group(t, happened.by, happened.dialog);
    obey(t, happened.by, happened.command, without_markup(happened.words));
}

void on_pressed(turn& t, const pressed& happened) {
    const auto what = t.known.binding(happened.token);
    if (!what)
        return t.tell(happened.by, "press.unknown", "button.my", action::show_desk);
    if (what->recipient != happened.by)
        return t.tell(happened.by, t.speak_to(happened.by).say("press.not_yours"));
    press(t, happened.by, *what);
}

}  // namespace dialogs
