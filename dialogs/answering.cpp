#include "dialogs/answering.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "dialogs/answered_question.hpp"
#include "dialogs/asking.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/draft_question.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/task_choice.hpp"
#include "dialogs/task_watch.hpp"

namespace dialogs {
namespace {

using tasks = std::vector<guarded_task>;

constexpr std::chrono::hours answers_kept{48};

// By its own time, however late it is heard. What was said before the move is no answer to it yet.
instant answered_at(const turn& t, const guarded_task& record) {
    return record.asked && t.said_at >= record.asked->at ? t.said_at : t.ctx.now;
}

tasks still_open(const turn& t, tasks all, user_id who) {
    std::erase_if(all, [&](const guarded_task& each) {
        return !is_open_question(each, answered_at(t, each)) || each.asked->author != who ||
               each.asked->slot.empty();
    });
    return all;
}

void end_answering(turn& t, user_id who) {
    if (t.conversation_with(who).awaiting == question::answer)
        t.end_conversation(who);
}

// One answer a question: a newer one takes the place of an older.
void take_answer(turn& t, user_id who, const tasks& about, const std::string& category,
                 const std::string& words) {
    for (guarded_task record : about) {
        const remark given{answer_key(*record.asked), who, answered_at(t, record), words, category};
        std::erase_if(record.answers, [&](const remark& old) {
            return old.key == given.key || t.ctx.now - old.at > answers_kept;
        });
        record.answers.push_back(given);
        t.keep(record);
        journal row;
        row.kind = "answered";
        row.task = record.id;
        row.person = who;
        row.from = record.accepted;
        row.to = record.asked->to;
        row.row = record.asked->row;
        row.ground = category;
        row.words = words;
        t.then(std::move(row));
        t.then(look_later{record.id, t.ctx.now});
    }
    std::set<std::string> slots;
    for (const guarded_task& record : about)
        slots.insert(record.asked->slot);
    for (const auto& slot : slots)
        t.amend(who, slot, question_in(t, who, slot));
    end_answering(t, who);
}

conversation answering(turn& t, user_id who) {
    conversation open;
    open.who = who;
    open.awaiting = question::answer;
    open.step = next_step(t.conversation_with(who), t.ctx.now);
    open.since = t.ctx.now;
    return open;
}

void ask_for_words(turn& t, user_id who, task_id about) {
    conversation open = answering(t, who);
    open.task = about;
    t.keep(open);
    const auto record = t.find_task(about);
    const voice reader = t.speak_to(who);
    t.tell(who, {reader.say("grace.words", {{"task", reader.task(about, record ? record->title : "")}}), {}},
           question_slot(open));
}

void ask_which(turn& t, user_id who, const tasks& open, std::string_view words) {
    constexpr std::size_t tasks_max = 8;
    conversation asked = answering(t, who);
    asked.words = std::string(words);
    const voice reader = t.speak_to(who);
    message made{reader.say("grace.which", {{"words", shown(words)}}), {}};
    const target about{0, 0, asked.step};
    for (const auto& each : open) {
        if (made.rows.size() == tasks_max)
            break;
        target one = about;
        one.task = each.id;
        made.rows.push_back({t.make_button(who, shown_label(each.title, 40), action::answer_for, one)});
    }
    made.rows.push_back({t.make_button(who, reader.say("button.for_all"), action::answer_for, about)});
    t.keep(asked);
    t.tell(who, std::move(made), question_slot(asked));
}

// A category typed instead of pressed; "": words of his own.
std::string category_typed(turn& t, const guarded_task& record, std::string_view text) {
    const voice reader = t.speak_to(record.asked->author);
    conversation about;
    about.who = record.asked->author;
    about.task = record.id;
    auto offered = categories_for(t, about);
    std::erase(offered, "other");
    return category_in(offered, text, reader);
}

bool take_text(turn& t, user_id who, const tasks& about, std::string_view text) {
    if (about.empty())
        return false;
    const std::string category = category_typed(t, about.front(), text);
    if (!category.empty()) {
        take_answer(t, who, about, category, {});
        return true;
    }
    if (!are_words(text, t.rules_of(about.front()), about.front().title))
        return false;
    take_answer(t, who, about, "other", std::string(text));
    return true;
}

std::vector<task> as_tasks(const tasks& records) {
    std::vector<task> all;
    for (const auto& each : records)
        all.push_back(turn::task_of(each));
    return all;
}

// Which of them a text names, if it names any.
const guarded_task* named_in(std::string_view text, const tasks& open) {
    const auto named = find_task_in(text, as_tasks(open));
    const auto found = std::find_if(open.begin(), open.end(), [&](const guarded_task& each) {
        return named.found && named.found->id == each.id;
    });
    return found == open.end() ? nullptr : &*found;
}

// Something newer than all of these was asked of him; or what he says is about another task, or a date alone.
bool is_about_something_else(turn& t, const conversation& open, std::string_view text, const tasks& asked) {
    const auto newest = std::max_element(asked.begin(), asked.end(), [](const auto& one, const auto& other) {
        return one.asked->at < other.asked->at;
    });
    if (open.awaiting != question::nothing && open.since >= newest->asked->at)
        return true;
    return find_task_in(text, as_tasks(asked)).unknown != 0 ||
           is_only_a_date(read_date(text, t.speak_to(open.who)), t.rules_of(*newest));
}

bool take_free_text(turn& t, user_id who, const tasks& open, std::string_view text) {
    const bool one = open.size() == 1;
    if (const auto* named = one ? &open.front() : named_in(text, open))
        return take_text(t, who, {*named}, text);
    if (!are_words(text, t.rules_of(open.front()), open.front().title))
        return false;
    ask_which(t, who, open, text);
    return true;
}

void text_in_answer(turn& t, const conversation& asked, const tasks& open, std::string_view text) {
    if (asked.task == 0) {
        if (const auto* named = named_in(text, open)) {
            take_text(t, asked.who, {*named}, asked.words);
            return;
        }
        return ask_which(t, asked.who, open, text);
    }
    const auto record = t.find_task(asked.task);
    const auto about =
        still_open(t, record && record->asked ? t.asked_in(record->asked->slot) : tasks{}, asked.who);
    if (!take_text(t, asked.who, about.empty() ? open : about, text))
        ask_for_words(t, asked.who, asked.task);
}

// Too late: what came of it; and when it was put back, he may still ask.
void tell_it_is_over(turn& t, user_id who, task_id about, const std::string& category) {
    const auto record = t.find_task(about);
    const voice reader = t.speak_to(who);
    if (!record || !record->asked || record->asked->author != who)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    asked_move closed = *record->asked;
    if (closed.outcome.empty())
        closed.outcome = "silent";
    t.tell(who, reader.say("grace.too_late", {{"outcome", outcome_of_question(closed, *record, reader)}}));
    if (category.empty() || closed.outcome != "silent" || !attempted_date(*record, t.ctx.now))
        return;
    conversation draft;
    draft.who = who;
    draft.task = about;
    draft.step = t.conversation_with(who).step;
    draft.wanted = attempted_date(*record, t.ctx.now);
    draft.category = category;
    start_draft(t, std::move(draft));
}

void take_back(turn& t, const tasks& open) {
    for (const auto& each : open)
        t.waived.insert(each.id);
    for (const auto& each : open)
        look_at(t, each.id);
}

void choose_task(turn& t, user_id who, const button_binding& what) {
    const conversation asked = t.conversation_with(who);
    auto open = still_open(t, t.questions_to(who), who);
    if (what.task != 0)
        std::erase_if(open, [&](const guarded_task& each) { return each.id != what.task; });
    if (asked.awaiting != question::answer || asked.step != what.card_version)
        return t.tell(who, "press.question_is_over", "button.start_request", action::start_request);
    if (!take_text(t, who, open, asked.words)) {
        end_answering(t, who);
        tell_it_is_over(t, who, what.task, {});
    }
}

}  // namespace

bool answers_question(turn& t, const said& happened, std::string_view text) {
    const user_id who = happened.by;
    const auto open = still_open(t, t.questions_to(who), who);
    if (open.empty()) {
        end_answering(t, who);
        return false;
    }
    const std::string slot = happened.reply_to == 0 ? "" : t.known.slot_of(happened.reply_to);
    if (const auto replied = still_open(t, t.asked_in(slot), who); !replied.empty())
        return take_text(t, who, replied, text);
    const conversation asked = t.conversation_with(who);
    if (asked.awaiting == question::answer) {
        text_in_answer(t, asked, open, text);
        return true;
    }
    return !is_about_something_else(t, asked, text, open) && take_free_text(t, who, open, text);
}

bool press_on_question(turn& t, user_id who, const button_binding& what) {
    if (what.action == action::answer_for) {
        choose_task(t, who, what);
        return true;
    }
    if (what.action != action::give_reason && what.action != action::take_back)
        return false;
    const auto [slot, category] = read_question_argument(what.argument);
    const auto open = still_open(t, t.asked_in(slot), who);
    if (open.empty())
        tell_it_is_over(t, who, what.task, category);
    else if (what.action == action::take_back)
        take_back(t, open);
    else if (t.rules_of(open.front()).words_for.contains(category))
        ask_for_words(t, who, open.front().id);
    else
        take_answer(t, who, open, category, {});
    return true;
}

}  // namespace dialogs
