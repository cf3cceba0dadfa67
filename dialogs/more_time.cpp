#include "dialogs/more_time.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogs/after_revert.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/draft_question.hpp"
#include "dialogs/evidence.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/task_choice.hpp"
#include "dialogs/task_watch.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

void refuse(turn& t, user_id who, std::string_view key, const locale::arguments& with = {}) {
    t.end_conversation(who);
    t.tell(who, t.speak_to(who).say(key, with));
}

// Why nobody can ask for more time for this task now; "" when one can.
std::string_view obstacle(turn& t, user_id who, const std::optional<guarded_task>& record, bool vouched) {
    if (!record)
        return t.rules_for(who).mode == guard_mode::observe ? "request.observing" : "request.no_such_task";
    if (t.rules_of(*record).mode == guard_mode::observe)
        return "request.observing";
    if (!vouched && record->responsible != who && record->attempted_by != who)
        return "request.not_yours";
    if (is_closed(record->status))
        return "request.closed";
    if (!record->accepted)
        return "request.no_deadline";
    const auto open = t.open_request(record->id);
    if (open && open->requester != who)
        return "request.asked_already";
    if (open && open->state == request_state::applying)
        return "request.being_applied";
    return {};
}

// The task as it is now, when this person may ask about it; else he is told why not and the draft is over.
// `vouched`: the bot itself had offered him this task.
std::optional<guarded_task> admitted(turn& t, user_id who, task_id task, bool vouched) {
    const auto record = look_at(t, task);
    if (!t.more.empty())
        return std::nullopt;
    const std::string_view why_not = obstacle(t, who, record, vouched);
    if (why_not.empty())
        return record;
    const voice reader = t.speak_to(who);
    locale::arguments with{{"number", std::to_string(task)}};
    const bool may_see = record && why_not != "request.not_yours";
    with.emplace_back("task", may_see ? reader.task(task, record->title) : std::to_string(task));
    if (const auto open = t.open_request(task); open && may_see) {
        with.emplace_back("who", t.name(open->requester, reader));
        with.emplace_back("approver", t.name(open->approver, reader));
        with.emplace_back("date", reader.date(open->wanted));
    }
    refuse(t, who, why_not, with);
    return std::nullopt;
}

deadline due_of(turn& t, const conversation& draft) {
    const auto record = t.find_task(draft.task);
    return record ? record->accepted : std::nullopt;
}

// As it is remembered, or as the portal lists it.
deadline due_of(turn& t, task_id of, const std::vector<task>& listed) {
    if (const auto record = t.find_task(of))
        return record->accepted;
    const auto found =
        std::find_if(listed.begin(), listed.end(), [&](const task& each) { return each.id == of; });
    return found == listed.end() ? std::nullopt : found->due;
}

std::string title_of(turn& t, const conversation& draft) {
    const auto record = t.find_task(draft.task);
    return record ? record->title : std::string();
}

std::string objection_text(turn& t, const conversation& draft, instant wanted, std::string_view objection) {
    const voice reader = t.speak_to(draft.who);
    return reader.say("objection." + std::string(objection),
                      {{"date", reader.date(wanted)}, {"due", reader.date(due_of(t, draft))}});
}

// Fills in the date, or asks again and says what is wrong with it: false.
bool takes_date(turn& t, conversation& draft, const std::vector<instant>& readings) {
    std::vector<instant> possible;
    const deadline due = due_of(t, draft);
    std::copy_if(readings.begin(), readings.end(), std::back_inserter(possible),
                 [&](instant each) { return objection_to(each, due, t.ctx.now).empty(); });
    if (possible.size() == 1) {
        draft.wanted = possible.front();
        return true;
    }
    draft.wanted.reset();
    if (possible.empty())
        ask(t, draft, draft.task == 0 ? question::task : question::date,
            objection_text(t, draft, readings.front(), objection_to(readings.front(), due, t.ctx.now)));
    else
        ask_date_among(t, draft, possible, t.speak_to(draft.who).say("ask.which_date"));
    return false;
}

void take_words(turn& t, conversation& draft, std::string_view words) {
    if (!are_words(words, rules_of(t, draft), title_of(t, draft)))
        return;
    draft.words = std::string(words);
    if (draft.category.empty())
        draft.category = "other";
}

task_id likely_task(const task_words& named, const std::optional<guarded_task>& fresh,
                    const std::vector<task>& open) {
    constexpr int sure = 2;
    if (named.found && named.certainty >= sure)
        return named.found->id;
    if (fresh)
        return fresh->id;
    if (named.found)
        return named.found->id;
    return open.size() == 1 ? open.front().id : 0;
}

// It was his when the draft began and is somebody else's now.
bool was_handed_over(const turn& t, user_id who, const guarded_task& record) {
    constexpr std::chrono::hours a_draft_lives{24};
    const auto seen = t.read.tasks.find(record.id);
    if (record.responsible == who || record.attempted_by == who || seen == t.read.tasks.end())
        return false;
    const auto& rows = seen->second.history;
    return std::any_of(rows.begin(), rows.end(), [&](const history_row& row) {
        return row.what == history_row::field::responsible && row.from == who &&
               row.at > t.ctx.now - a_draft_lives;
    });
}

// `confirmed`: he saw the summary. Else only what needs nobody's decision is done, and the summary shown.
void send(turn& t, const conversation& draft, bool confirmed) {
    const bool complete = draft.task != 0 && draft.wanted && !draft.category.empty();
    if (!complete)
        return ask_next(t, draft);
    const auto record = admitted(t, draft.who, draft.task, true);
    if (!record)
        return;
    if (was_handed_over(t, draft.who, *record))
        return refuse(t, draft.who, "request.not_yours", {{"number", std::to_string(draft.task)}});
    conversation checked = draft;
    if (!takes_date(t, checked, {*draft.wanted}))
        return;
    const bool at_once = reason_suffices(t, draft.who, *record, *draft.wanted);
    if (!at_once && !confirmed)
        return ask(t, std::move(checked), question::confirm);
    const auto decides = t.approver_for(turn::task_of(*record), draft.who);
    t.end_conversation(draft.who);
    if (!decides) {
        journal note;
        note.kind = "unapprovable";
        note.task = draft.task;
        note.person = draft.who;
        t.then(std::move(note));
        tell_unapprovable(t, *record);
        return refuse(t, draft.who, "request.nobody_to_ask",
                      {{"task", t.speak_to(draft.who).task(draft.task, record->title)}});
    }
    request made;
    made.requester = draft.who;
    made.wanted = *draft.wanted;
    made.category = draft.category;
    made.words = draft.words;
    if (at_once)
        grant_by_reason(t, std::move(made), *decides, *record);
    else
        send_request(t, std::move(made), *decides, *record);
}

// Words said beside a task or a date: what only names the task is no reason.
void take_words_beside(turn& t, conversation& draft, std::string_view words, bool named_by_title) {
    const auto record = t.find_task(draft.task);
    take_words(t, draft,
               without_title(words, record && named_by_title ? std::string_view(record->title) : ""));
}

void start(turn& t, conversation draft, bool vouched) {
    if (draft.task != 0 && !admitted(t, draft.who, draft.task, vouched))
        return;
    if (draft.wanted && !takes_date(t, draft, {*draft.wanted}))
        return;
    ask_next(t, std::move(draft));
}

void task_named(turn& t, conversation draft, std::string_view text) {
    const auto named = find_task_in(text, open_tasks_of(t, draft.who));
    if (!named.found)
        return ask(t, std::move(draft), question::task, t.speak_to(draft.who).say("ask.task_not_found"));
    draft.task = named.found->id;
    if (!admitted(t, draft.who, draft.task, false))
        return;
    // The date and the reason may come along.
    const auto read = read_date(named.rest, t.speak_to(draft.who), due_of(t, draft));
    take_words_beside(t, draft, read.rest, named.certainty < by_number);
    auto dates = read.readings;
    if (dates.empty() && draft.wanted)
        dates.push_back(*draft.wanted);
    if (dates.empty() || takes_date(t, draft, dates))
        ask_next(t, std::move(draft));
}

void reason_named(turn& t, conversation draft, std::string_view text) {
    const voice reader = t.speak_to(draft.who);
    const auto read = read_date(text, reader, due_of(t, draft));
    if (is_only_a_date(read, rules_of(t, draft))) {
        if (takes_date(t, draft, read.readings))
            ask_next(t, std::move(draft));
        return;
    }
    if (const auto category = category_in(categories_for(t, draft), text, reader); !category.empty())
        draft.category = category;
    else if (are_words(text, rules_of(t, draft), title_of(t, draft)))
        take_words(t, draft, text);
    else
        return ask(t, draft, draft.awaiting, reader.say("ask.words_too_short"));
    ask_next(t, std::move(draft));
}

void answer_to_summary(turn& t, conversation draft, std::string_view text) {
    const voice reader = t.speak_to(draft.who);
    if (is_phrase(text, "phrase.send"))
        return send(t, draft, true);
    if (is_phrase(text, "phrase.change"))
        return ask_what_to_change(t, std::move(draft));
    const bool says_something = are_words(text, rules_of(t, draft), title_of(t, draft)) ||
                                !read_date(text, reader, due_of(t, draft)).readings.empty();
    if (says_something)
        return reason_named(t, std::move(draft), text);
    ask_next(t, std::move(draft), reader.say("summary.press_a_button"));
}

void pressed_in_question(turn& t, conversation draft, const button_binding& what) {
    if (what.action == action::turn_page)
        return turn_page(t, draft, what.argument);
    if (what.action == action::pick_task) {
        draft.task = what.task;
        return start(t, std::move(draft), true);
    }
    if (what.action == action::pick_date) {
        if (const auto date = date_of(what.argument); date && !takes_date(t, draft, {*date}))
            return;
    } else if (what.action == action::pick_reason) {
        draft.category = what.argument;
    } else if (what.action == action::change_date) {
        return ask(t, std::move(draft), question::date);
    } else if (what.action == action::change_reason) {
        draft.category.clear();
        draft.words.clear();
        return ask(t, std::move(draft), question::reason);
    } else if (what.action == action::change_task) {
        return ask(t, std::move(draft), question::task);
    }
    ask_next(t, std::move(draft));
}

}  // namespace

void date_in_draft(turn& t, conversation draft, std::string_view text) {
    const voice reader = t.speak_to(draft.who);
    const auto read = read_date(text, reader, due_of(t, draft));
    if (read.readings.empty())
        return ask(t, std::move(draft), question::date, reader.say("ask.date_not_read"));
    take_words_beside(t, draft, read.rest, false);  // the newest reason counts
    if (takes_date(t, draft, read.readings))
        ask_next(t, std::move(draft));
}

bool are_words(std::string_view text, const rules& held_to, const std::string& title) {
    constexpr std::array<std::string_view, 4> small_talk{"phrase.thanks", "phrase.greeting", "phrase.send",
                                                         "phrase.change"};
    return are_own(own_words(text), {title}, held_to) &&
           std::none_of(small_talk.begin(), small_talk.end(),
                        [&](std::string_view key) { return is_phrase(text, key); });
}

bool is_draft(question awaiting) {
    return awaiting == question::task || awaiting == question::date || awaiting == question::reason ||
           awaiting == question::words || awaiting == question::confirm;
}

std::vector<task> open_tasks_of(turn& t, user_id who) {
    const auto found = t.read.tasks_of.find(who);
    if (found == t.read.tasks_of.end()) {
        t.more.tasks_of.insert(who);
        return {};
    }
    std::vector<task> open;
    std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(open),
                 [&](const task& each) { return !is_closed(each.status) && each.responsible == who; });
    return open;
}

std::vector<task> due_tasks_of(turn& t, user_id who) {
    auto open = open_tasks_of(t, who);
    std::erase_if(open, [](const task& each) { return !each.due; });
    return open;
}

void finish_draft(turn& t, conversation draft, const std::string& remark) {
    const auto record = t.find_task(draft.task);
    const bool at_once = record && draft.wanted && reason_suffices(t, draft.who, *record, *draft.wanted);
    if (!at_once)
        return ask(t, std::move(draft), question::confirm, remark);
    send(t, draft, false);
}

void start_draft(turn& t, conversation draft) {
    start(t, std::move(draft), true);
}

bool start_from_text(turn& t, user_id who, std::string_view text, bool only_if_clear) {
    const auto open = open_tasks_of(t, who);
    const auto fresh = fresh_revert(t, who);
    if (!t.more.tasks_of.empty()) {
        if (fresh)
            t.more.tasks.insert(fresh->id);  // it will be looked at next: one reading instead of two
        return true;
    }
    const auto named = find_task_in(text, open, [&](task_id number) {
        const auto record = t.find_task(number);
        return record && (record->responsible == who || record->attempted_by == who);
    });
    const auto due = due_tasks_of(t, who);
    const task_id likely = named.unknown != 0 ? named.unknown : likely_task(named, fresh, due);
    const auto read = read_date(named.rest, t.speak_to(who), due_of(t, likely, due));
    const bool reason_alone =
        read.readings.empty() && fresh && are_words(read.rest, t.rules_of(*fresh), fresh->title);
    if (only_if_clear && read.readings.empty() && named.certainty < by_number && !reason_alone)
        return false;
    conversation draft;
    draft.who = who;
    draft.step = t.conversation_with(who).step;
    draft.task = likely;
    if (reason_alone && draft.task == fresh->id)
        draft.wanted = fresh->attempted;
    const bool vouched = fresh && fresh->id == draft.task;
    if (draft.task != 0 && !admitted(t, who, draft.task, vouched))
        return true;
    take_words_beside(t, draft, read.rest, named.certainty < by_number);
    const auto dates = draft.wanted ? std::vector<instant>{*draft.wanted} : read.readings;
    if (dates.empty() || takes_date(t, draft, dates))
        ask_next(t, std::move(draft));
    return true;
}

void text_in_draft(turn& t, conversation draft, std::string_view text) {
    switch (draft.awaiting) {
        case question::task:
            return task_named(t, std::move(draft), text);
        case question::date:
            return date_in_draft(t, std::move(draft), text);
        case question::confirm:
            return answer_to_summary(t, std::move(draft), text);
        default:
            return reason_named(t, std::move(draft), text);
    }
}

void press_in_draft(turn& t, user_id who, const button_binding& what) {
    conversation draft = t.conversation_with(who);
    const voice reader = t.speak_to(who);
    if (!is_draft(draft.awaiting))
        return t.tell(who, "press.question_is_over", "button.start_request", action::start_request);
    if (draft.step != what.card_version)
        return ask(t, draft, draft.awaiting, reader.say("press.answered_below"));
    if (what.action == action::send)
        return send(t, draft, true);
    if (what.action == action::change)
        return ask_what_to_change(t, std::move(draft));
    if (what.action != action::discard)
        return pressed_in_question(t, std::move(draft), what);
    t.end_conversation(who);
    t.tell(who, reader.say("draft.discarded"));
}

}  // namespace dialogs
