#include "dialogs/asking.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/announcement.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/draft_question.hpp"
#include "dialogs/limits.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/notices.hpp"

namespace dialogs {
namespace {

using keyboard = std::vector<std::vector<button>>;

constexpr std::size_t lines_max = 15;

bool is_open(const guarded_task& record) {
    return record.asked && record.asked->outcome.empty();
}

// It will be weighed at once.
bool has_answer(const guarded_task& record) {
    return std::any_of(record.answers.begin(), record.answers.end(),
                       [&](const remark& each) { return each.key == answer_key(*record.asked); });
}

bool waits_for_answer(const guarded_task& record) {
    return is_open(record) && !has_answer(record);
}

locale::arguments words_of(const guarded_task& record, const voice& reader) {
    const auto& asked = *record.asked;
    return {{"task", reader.task(record.id, record.title)},
            {"old", reader.date(record.accepted)},
            {"new", reader.date(asked.to)},
            {"move", reader.move(record.accepted, asked.to, record.moves + 1)},
            {"until", reader.date(asked.until)}};
}

std::string how_to_answer(turn& t, const std::vector<guarded_task>& open, const voice& reader) {
    const auto first = std::min_element(open.begin(), open.end(), [](const auto& one, const auto& other) {
        return one.asked->until < other.asked->until;
    });
    const rules& held_to = t.rules_of(*first);
    const bool approval =
        held_to.mode == guard_mode::approval || !limit_beyond(held_to, *first, first->asked->to).empty();
    const bool many = open.size() > 1;
    return reader.say(many ? (approval ? "grace.how_many_approval" : "grace.how_many")
                           : (approval ? "grace.how_approval" : "grace.how"),
                      words_of(*first, reader));
}

keyboard buttons_for(turn& t, user_id who, const std::string& slot, const std::vector<guarded_task>& open,
                     const voice& reader) {
    conversation about;
    about.who = who;
    about.task = open.front().id;
    const auto categories = categories_for(t, about);
    keyboard rows = reason_buttons(categories, reader, [&](const std::string& key, std::string label) {
        return t.make_button(who, std::move(label), action::give_reason,
                             {about.task, 0, 0, question_argument(slot, key)});
    });
    const auto& due = open.front().accepted;
    const std::string label = open.size() == 1 && due
                                  ? reader.say("button.take_back", {{"date", reader.short_date(*due)}})
                                  : reader.say("button.take_back_all");
    rows.push_back({t.make_button(who, label, action::take_back, {about.task, 0, 0, question_argument(slot)},
                                  button_colour::secondary)});
    return rows;
}

std::string line(const guarded_task& record, const voice& reader) {
    const std::string outcome = is_open(record) && has_answer(record) ? "reason" : record.asked->outcome;
    const bool answered = outcome == "reason" || outcome == "asked";
    return reader.say(outcome.empty()           ? "grace.line"
                      : answered                ? "grace.line_answered"
                      : outcome == "silent"     ? "grace.line_silent"
                      : outcome == "taken_back" ? "grace.line_taken_back"
                                                : "grace.line_moot",
                      words_of(record, reader));
}

message about_many(turn& t, user_id who, const std::string& slot, const std::vector<guarded_task>& records,
                   const std::vector<guarded_task>& open, const voice& reader) {
    message made{reader.count("grace.ask_many", static_cast<long>(records.size())), {}};
    const std::size_t shown = std::min(records.size(), lines_max);
    for (std::size_t i = 0; i < shown; ++i)
        made.text += "\n" + line(records[i], reader);
    if (shown < records.size())
        made.text += "\n" + reader.count("desk.more_tasks", static_cast<long>(records.size() - shown));
    if (open.empty())
        return made;
    made.text += "\n" + how_to_answer(t, open, reader);
    made.rows = buttons_for(t, who, slot, open, reader);
    return made;
}

std::string reason_in(const verdict& found, const asked_move& closed, const voice& reader) {
    const auto given = std::find_if(found.changes.rbegin(), found.changes.rend(), [&](const auto& each) {
        return each.row.author == closed.author && !each.remark.empty();
    });
    return given == found.changes.rend() ? std::string() : reader.reason(given->category, given->words);
}

void tell_outcome(turn& t, const asked_move& closed, const verdict& found, const guarded_task& record) {
    const auto asked = t.asked_in(closed.slot);
    if (asked.size() > 1 || !t.is_reachable(closed.author))
        return t.amend(closed.author, closed.slot, question_in(t, closed.author, closed.slot));
    const voice reader = t.speak_to(closed.author);
    t.amend(closed.author, closed.slot,
            {outcome_of_question(closed, record, reader, reason_in(found, closed, reader)), {}});
}

}  // namespace

message question_in(turn& t, user_id who, const std::string& slot) {
    const voice reader = t.speak_to(who);
    const auto records = t.asked_in(slot);
    std::vector<guarded_task> open;
    std::copy_if(records.begin(), records.end(), std::back_inserter(open), waits_for_answer);
    if (records.size() != 1)
        return about_many(t, who, slot, records, open, reader);
    const auto& record = records.front();
    if (open.empty())
        return {outcome_of_question(*record.asked, record, reader), {}};
    const bool removed = !record.asked->to;
    return {reader.say(removed ? "grace.ask_removed" : "grace.ask", words_of(record, reader)) + "\n" +
                how_to_answer(t, open, reader),
            buttons_for(t, who, slot, open, reader)};
}

std::string answer_key(const asked_move& asked) {
    return "b" + std::to_string(asked.row);
}

bool may_be_asked(turn& t, const task& present, const verdict& found) {
    const history_row& change = found.offence->row;
    return t.is_reachable(change.author) && was_told(t, change.author, *found.offence) &&
           t.rules_of(found.record).mode != guard_mode::observe &&
           t.approver_for(present, change.author).has_value();
}

void follow_question(turn& t, const guarded_task& before, const verdict& found) {
    const auto record = t.find_task(before.id);
    if (!record)
        return;
    if (found.closed && !found.closed->slot.empty()) {
        asked_move closed = *found.closed;
        if (record->asked && record->asked->row == closed.row)
            closed.outcome = record->asked->outcome;
        tell_outcome(t, closed, found, *record);
    }
    if (!found.until || !is_open(*record))
        return;
    const auto& asked = *record->asked;
    const bool is_new = !before.asked || before.asked->row != asked.row;
    if (is_new)
        t.then(look_later{record->id, asked.until});
    if (asked.slot.empty())
        return notify_asked(t, *record);
    if (before.asked->to != asked.to)
        t.amend(asked.author, asked.slot, question_in(t, asked.author, asked.slot));
}

void drop_question(turn& t, guarded_task record) {
    if (!is_open(record))
        return;
    record.asked->outcome = "moot";
    t.keep(record);
    if (record.asked->slot.empty())
        return;
    if (t.asked_in(record.asked->slot).size() > 1)
        return t.amend(record.asked->author, record.asked->slot,
                       question_in(t, record.asked->author, record.asked->slot));
    const voice reader = t.speak_to(record.asked->author);
    t.amend(record.asked->author, record.asked->slot,
            {reader.say("grace.no_task", {{"task", reader.task(record.id, record.title)}}), {}});
}

bool is_open_question(const guarded_task& record, instant now) {
    return is_open(record) && now <= record.asked->until;
}

void ask_author(turn& t, user_id who, const std::vector<guarded_task>& records) {
    if (records.empty())
        return;
    const auto& first = records.front();
    const std::string slot = "asked:" + std::to_string(first.id) + ":" + std::to_string(first.asked->row);
    for (guarded_task record : records) {
        record.asked->slot = slot;
        t.keep(record);
    }
    t.tell(who, question_in(t, who, slot), slot);
}

std::string outcome_of_question(const asked_move& closed, const guarded_task& record, const voice& reader,
                                const std::string& reason) {
    const bool answered = closed.outcome == "reason" || closed.outcome == "asked";
    const bool is_told = closed.outcome.empty() || (answered && reason.empty());
    const std::string key = is_told ? "answered" : closed.outcome;
    return reader.say("grace." + key, {{"task", reader.task(record.id, record.title)},
                                       {"date", reader.date(record.accepted)},
                                       {"reason", reason}});
}

std::string question_argument(std::string_view slot, std::string_view category) {
    return std::string(slot) + " " + std::string(category);
}

std::pair<std::string, std::string> read_question_argument(std::string_view argument) {
    const auto end = std::min(argument.find(' '), argument.size());
    return {std::string(argument.substr(0, end)),
            std::string(argument.substr(std::min(end + 1, argument.size())))};
}

}  // namespace dialogs
