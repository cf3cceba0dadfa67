#include "dialogs/draft_question.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "dialogs/answered_question.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/phrases.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

using keyboard = std::vector<std::vector<button>>;

button discard_button(turn& t, const conversation& draft, const voice& reader) {
    return t.make_button(draft.who, reader.say("button.discard"), action::discard, {0, 0, draft.step});
}

std::string title_of(turn& t, const conversation& draft) {
    const auto record = t.find_task(draft.task);
    return record ? record->title : std::string();
}

constexpr std::size_t page_size = 6;

button page_button(turn& t, const conversation& draft, std::string label, std::size_t before) {
    return t.make_button(draft.who, std::move(label), action::turn_page,
                         {0, 0, draft.step, std::to_string(before)});
}

// A page of his tasks, nearest deadline first; `before`: how many stand on the pages before it.
message page_of_tasks(turn& t, const conversation& draft, std::size_t before, const voice& reader) {
    const auto all = due_tasks_of(t, draft.who);
    // Some may be gone since the page was turned: then it is the last one.
    const std::size_t last = all.empty() ? 0 : (all.size() - 1) / page_size * page_size;
    const std::size_t from = std::min(before / page_size * page_size, last);
    const std::size_t to = std::min(from + page_size, all.size());
    message asked{reader.say("ask.task"), {}};
    for (std::size_t at = from; at < to; ++at) {
        const task& each = all[at];
        const std::string label = reader.say("button.task", {{"title", shown_label(each.title, 40)},
                                                             {"date", reader.short_date(each.due.value())}});
        asked.rows.push_back({t.make_button(draft.who, label, action::pick_task, {each.id, 0, draft.step})});
    }
    if (all.size() <= page_size)
        return asked;
    asked.text += "\n" + reader.say("ask.task_page", {{"page", std::to_string(from / page_size + 1)},
                                                      {"pages", std::to_string(last / page_size + 1)}});
    asked.rows.emplace_back();
    if (from > 0)
        asked.rows.back().push_back(page_button(t, draft, reader.say("button.back"), from - page_size));
    if (to < all.size())
        asked.rows.back().push_back(page_button(t, draft, reader.say("button.more"), to));
    return asked;
}

// Asked again, the date is asked for in fewer words.
message question_about(turn& t, const conversation& draft, question what, bool again, const voice& reader) {
    const auto record = t.find_task(draft.task);
    const std::string task = reader.task(draft.task, title_of(t, draft));
    const deadline due = record ? record->accepted : std::nullopt;
    switch (what) {
        case question::task:
            return page_of_tasks(t, draft, 0, reader);
        case question::date: {
            auto dates = likely_dates(due, reader);
            const auto attempted = record ? record->attempted : std::nullopt;
            if (attempted && objection_to(*attempted, due, t.ctx.now).empty() &&
                std::find(dates.begin(), dates.end(), *attempted) == dates.end())
                dates.insert(dates.begin(), *attempted);
            return {reader.say(again ? "ask.date_again" : "ask.date",
                               {{"task", task}, {"date", reader.date(due)}}),
                    date_buttons(t, dates, reader, action::pick_date, {draft.task, 0, draft.step})};
        }
        case question::reason:
            return {reader.say("ask.reason", {{"task", task},
                                              {"date", reader.date(draft.wanted)},
                                              {"difference", reader.difference(due, draft.wanted)}}),
                    reason_buttons(categories_for(t, draft), reader,
                                   [&](const std::string& key, std::string label) {
                                       return t.make_button(draft.who, std::move(label), action::pick_reason,
                                                            {0, 0, draft.step, key});
                                   })};
        default:
            return {reader.say("ask.words"), {}};
    }
}

std::string summary_text(turn& t, const conversation& draft, const guarded_task& record,
                         const approver& decides, const voice& reader) {
    std::string text =
        reader.say("summary.text", {{"task", reader.task(draft.task, record.title)},
                                    {"old", reader.date(record.accepted)},
                                    {"new", reader.date(draft.wanted)},
                                    {"move", reader.move(record.accepted, draft.wanted, record.moves + 1)},
                                    {"reason", reader.reason(draft.category, draft.words)},
                                    {"who", t.name(decides.who, reader)}});
    if (const auto old = t.open_request(draft.task))
        text += "\n" + reader.say("summary.replaces", {{"date", reader.date(old->wanted)}});
    if (working_day_instead(*draft.wanted, reader))
        text += "\n" + reader.say("summary.day_off");
    if (draft.words.empty())
        text += "\n" + reader.say("summary.words_welcome");
    return text;
}

void show_summary(turn& t, conversation draft, const std::string& remark) {
    const voice reader = t.speak_to(draft.who);
    const auto record = t.find_task(draft.task);
    if (!record)
        return ask(t, std::move(draft), question::task, remark);
    const auto decides = t.approver_for(turn::task_of(*record), draft.who);
    if (!decides) {
        t.end_conversation(draft.who);
        t.tell(draft.who,
               reader.say("request.nobody_to_ask", {{"task", reader.task(draft.task, record->title)}}));
        return;
    }
    draft.awaiting = question::confirm;
    draft.step = next_step(draft, t.ctx.now);
    draft.since = t.ctx.now;
    message shown{summary_text(t, draft, *record, *decides, reader), {}};
    if (!remark.empty())
        shown.text = remark + "\n\n" + shown.text;
    const target about{draft.task, 0, draft.step};
    shown.rows = {
        {t.make_button(draft.who, reader.say("button.send"), action::send, about, button_colour::primary),
         t.make_button(draft.who, reader.say("button.change"), action::change, about),
         discard_button(t, draft, reader)}};
    if (const auto instead = working_day_instead(*draft.wanted, reader))
        shown.rows.push_back(date_buttons(t, {*instead}, reader, action::pick_date, about).front());
    t.keep(draft);
    t.tell(draft.who, std::move(shown), question_slot(draft));
}

void put(turn& t, const conversation& draft, message asked, const std::string& remark, const voice& reader) {
    if (!remark.empty())
        asked.text = remark + "\n" + asked.text;
    asked.rows.push_back({discard_button(t, draft, reader)});
    t.keep(draft);
    t.tell(draft.who, std::move(asked), question_slot(draft));
}

}  // namespace

keyboard reason_buttons(const std::vector<std::string>& categories, const voice& reader,
                        const std::function<button(const std::string& key, std::string label)>& make) {
    constexpr std::size_t short_label = 18;
    keyboard rows;
    bool room = false;
    for (const auto& key : categories) {
        button each = make(key, shown_label(reader.category(key)));
        const bool is_short = locale::letters(each.label) <= short_label;
        if (room && is_short)
            rows.back().push_back(std::move(each));
        else
            rows.push_back({std::move(each)});
        room = is_short && rows.back().size() == 1;
    }
    return rows;
}

void ask(turn& t, conversation draft, question what, const std::string& remark) {
    if (what == question::confirm)
        return show_summary(t, std::move(draft), remark);
    const voice reader = t.speak_to(draft.who);
    if (what == question::task && due_tasks_of(t, draft.who).empty()) {
        t.end_conversation(draft.who);
        t.tell(draft.who, reader.say("ask.no_tasks"));
        return;
    }
    draft.awaiting = what;
    draft.step = next_step(draft, t.ctx.now);
    draft.since = t.ctx.now;
    put(t, draft, question_about(t, draft, what, !remark.empty(), reader), remark, reader);
}

void turn_page(turn& t, const conversation& draft, std::string_view before) {
    std::size_t tasks_before = 0;
    std::from_chars(before.data(), before.data() + before.size(), tasks_before);
    if (draft.awaiting != question::task || due_tasks_of(t, draft.who).empty())
        return ask(t, draft, draft.awaiting);
    const voice reader = t.speak_to(draft.who);
    message page = page_of_tasks(t, draft, tasks_before, reader);
    page.rows.push_back({discard_button(t, draft, reader)});
    t.amend(draft.who, question_slot(draft), std::move(page));
}

void ask_next(turn& t, conversation draft, const std::string& remark) {
    question missing = question::confirm;
    if (draft.task == 0)
        missing = question::task;
    else if (!draft.wanted)
        missing = question::date;
    else if (draft.category.empty())
        missing = question::reason;
    else if (draft.words.empty() && rules_of(t, draft).words_for.contains(draft.category))
        missing = question::words;
    if (missing == question::confirm)
        return finish_draft(t, std::move(draft), remark);
    ask(t, std::move(draft), missing, remark);
}

void ask_date_among(turn& t, conversation draft, const std::vector<instant>& dates,
                    const std::string& remark) {
    const voice reader = t.speak_to(draft.who);
    draft.awaiting = question::date;
    draft.step = next_step(draft, t.ctx.now);
    draft.since = t.ctx.now;
    put(t, draft, {remark, date_buttons(t, dates, reader, action::pick_date, {draft.task, 0, draft.step})},
        {}, reader);
}

void ask_what_to_change(turn& t, conversation draft) {
    const voice reader = t.speak_to(draft.who);
    draft.step = next_step(draft, t.ctx.now);
    draft.since = t.ctx.now;
    const target about{draft.task, 0, draft.step};
    const auto choice = [&](std::string_view key, std::string_view does) {
        return t.make_button(draft.who, reader.say(key), does, about);
    };
    put(t, draft,
        {reader.say("ask.what_to_change"),
         {{choice("button.change_date", action::change_date),
           choice("button.change_reason", action::change_reason),
           choice("button.change_task", action::change_task)}}},
        {}, reader);
}

const rules& rules_of(turn& t, const conversation& draft) {
    const auto record = t.find_task(draft.task);
    return record ? t.rules_of(*record) : t.rules_for(draft.who);
}

std::vector<std::string> categories_for(turn& t, const conversation& draft) {
    auto offered = rules_of(t, draft).categories;
    if (offered.empty())
        offered = default_categories();
    const std::string last = t.known.last_category_of(draft.who);
    const auto used = std::find(offered.begin(), offered.end(), last);
    if (used != offered.end() && last != "other")
        std::rotate(offered.begin(), used, used + 1);
    return offered;
}

std::string category_in(const std::vector<std::string>& offered, std::string_view text, const voice& reader) {
    const auto found = std::find_if(offered.begin(), offered.end(), [&](const std::string& key) {
        return normalised(reader.category(key)) == normalised(text);
    });
    return found == offered.end() ? std::string() : *found;
}

}  // namespace dialogs
