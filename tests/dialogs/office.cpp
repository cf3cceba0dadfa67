#include "office.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dialogs {

office::office() : now(december(14, 10)) {
    working.clock = locale::zone::find("Europe/Moscow").value();
    rules.usual.mode = guard_mode::reason;
    rules.administrators = {olga};
    rules.usual.categories = default_categories();
    people.add(department{1, "Компания", 0, anna});
    people.add(department{5, "Отдел продаж", 1, boris});
    people.add(person{olga, "Ольга Админова", "Ольга", "F", true, true, "", {1}});
    people.add(person{anna, "Анна Соколова", "Анна", "F", true, true, "", {1}});
    people.add(person{boris, "Борис Орлов", "Борис", "M", true, true, "", {5}});
    people.add(person{maria, "Мария Иванова", "Мария", "F", true, true, "Europe/Moscow", {5}});
    people.add(person{ivan, "Иван Петров", "Иван", "M", true, true, "Asia/Yekaterinburg", {5}});
    people.add(person{service, "Служба сроков", "Служба", "", true, true, "", {1}});
    people.add(person{bot, "", "", "", true, false, "", {}});
    known.since = december(1, 9);
    for (const user_id who : {maria, ivan, boris, olga})
        known.told[{who, ""}] = {guard_mode::reason, december(1, 9)};
    add_task(measure, "Согласовать замер с ООО \"Ромашка\"", maria, boris, december(18));
    add_task(offer, "Выслать КП: Завод \"Прогресс\"", maria, maria, december(21));
    add_task(call, "Перезвонить: Сидоров", ivan, boris, december(17));
}

void office::works_in(guard_mode mode) {
    rules.usual.mode = mode;
    for (auto& [whom, word] : known.told)
        word.mode = mode;
}

instant office::december(unsigned day, int hour, int minute) {
    const std::chrono::sys_days date =
        std::chrono::year(2026) / std::chrono::December / std::chrono::day(day);
    return instant(date) + std::chrono::hours(hour - 3) + std::chrono::minutes(minute);
}

void office::add_task(task_id id, std::string title, user_id responsible, user_id creator, deadline due) {
    task made;
    made.id = id;
    made.title = std::move(title);
    made.responsible = responsible;
    made.creator = creator;
    made.due = due;
    portal[id].present = made;
}

history_row& office::add_row(task_id id, user_id who, history_row::field what) {
    history_row row;
    row.id = next_row_++;
    row.at = now;
    row.author = who;
    row.what = what;
    portal.at(id).history.push_back(row);
    return portal.at(id).history.back();
}

void office::puts(user_id who, task_id id, deadline due) {
    auto& row = add_row(id, who, history_row::field::deadline);
    row.due_from = portal.at(id).present->due;
    row.due_to = due;
    portal.at(id).present->due = due;
}

void office::writes(user_id who, task_id id, std::string text) {
    portal.at(id).discussion.push_back({"c" + std::to_string(next_row_++), who, now, std::move(text)});
}

void office::closes(user_id who, task_id id) {
    auto& row = add_row(id, who, history_row::field::status);
    row.from = portal.at(id).present->status;
    row.to = 5;
    portal.at(id).present->status = 5;
}

void office::hands_over(user_id who, task_id id, user_id to) {
    auto& row = add_row(id, who, history_row::field::responsible);
    row.from = portal.at(id).present->responsible;
    row.to = to;
    portal.at(id).present->responsible = to;
}

void office::puts_into(user_id who, task_id id, std::int64_t group) {
    auto& row = add_row(id, who, history_row::field::group);
    row.from = portal.at(id).present->group;
    row.to = group;
    portal.at(id).present->group = group;
}

facts office::read(const needs& wanted) const {
    facts found;
    for (const task_id id : wanted.tasks) {
        const auto here = portal.find(id);
        found.tasks[id] = here == portal.end() ? task_facts{} : here->second;
    }
    for (const user_id who : wanted.people) {
        const person* here = people.find(who);
        person stranger;  // T100: user.get does not show everybody
        stranger.id = who;
        stranger.employee = false;
        found.who.add(here ? *here : stranger);
    }
    for (const user_id who : wanted.tasks_of) {
        auto& own = found.tasks_of[who];
        for (const auto& [id, each] : portal)
            if (each.present && each.present->responsible == who && !is_closed(each.present->status))
                own.push_back(*each.present);
        std::stable_sort(own.begin(), own.end(), [](const task& a, const task& b) {
            return a.due.value_or(instant::max()) < b.due.value_or(instant::max());
        });
    }
    for (const task_id id : wanted.options)
        found.options[id] = options;
    for (const user_id who : wanted.away)
        found.away[who] = away.contains(who) ? away.at(who) : std::nullopt;
    for (const std::int64_t group : wanted.guests)
        found.guests[group] = !among_ourselves.contains(group);
    found.awaited = awaited;
    found.departments_known = wanted.departments;
    if (wanted.departments)
        for (const auto& [id, each] : people.departments())
            found.who.add(each);
    return found;
}

context office::make_context() {
    return {now,
            rules,
            working,
            tongue,
            working.clock,
            bot,
            service,
            "https://acme.bitrix24.ru",
            [this] { return "token" + std::to_string(next_token_++); },
            true,
            heard};
}

void office::handle(const item& happened) {
    const context ctx = make_context();
    needs wanted = what_to_read(known, happened, ctx);
    wanted.tasks.insert(together.begin(), together.end());
    for (rounds = 1; rounds <= 7; ++rounds) {
        const decision made = decide(known, happened, read(wanted), ctx);
        if (made.more.empty()) {
            known.apply(made.steps, now);
            return;
        }
        wanted.merge(made.more);
    }
    throw std::logic_error("it never has enough to read");
}

void office::moves(user_id who, task_id id, deadline due) {
    puts(who, id, due);
    looks(id);
}

void office::says(user_id who, std::string text, std::string dialog) {
    said words;
    words.by = who;
    words.dialog = dialog.empty() ? std::to_string(who) : std::move(dialog);
    words.message = next_message_++;
    words.text = std::move(text);
    handle(words);
}

void office::said_at(instant at, user_id who, std::string text) {
    handle(said{who, std::to_string(who), next_message_++, 0, std::move(text), false, at});
}

void office::pressed_at(instant at, user_id who, std::string_view label) {
    handle(pressed{who, std::to_string(who), next_message_++, token(who, label), at});
}

void office::replies(user_id who, std::string_view slot, std::string text) {
    said words;
    words.by = who;
    words.dialog = std::to_string(who);
    words.message = next_message_++;
    for (std::size_t at = 0; at < known.messages.size(); ++at)
        if (known.messages[at].slot.starts_with(slot))
            words.reply_to = static_cast<std::int64_t>(at) + 1;
    words.text = std::move(text);
    handle(words);
}

void office::due_looks() {
    for (;;) {
        auto& looks = known.looks_due;
        const auto look = std::min_element(looks.begin(), looks.end());
        if (look != looks.end() && look->first <= now) {
            const task_id task = look->second;
            looks.erase(look);
            handle(look_due{task});
            continue;
        }
        auto& desks = known.desks_due;
        const auto desk = std::min_element(desks.begin(), desks.end());
        if (desk == desks.end() || desk->first > now)
            return;
        const user_id who = desk->second;
        desks.erase(desk);
        handle(desk_due{who});
    }
}

void office::due_requests() {
    auto& waiting = known.requests_due;
    while (!waiting.empty() && waiting.begin()->first <= now) {
        const request_id id = waiting.begin()->second;
        waiting.erase(waiting.begin());
        handle(request_due{id});
    }
}

void office::comes(instant until) {
    while (now < until) {
        instant next = until;
        if (!known.requests_due.empty())
            next = std::min(next, known.requests_due.begin()->first);
        for (const auto& [at, task] : known.looks_due)
            next = std::min(next, at);
        for (const auto& [at, who] : known.desks_due)
            next = std::min(next, at);
        now = std::max(now, next);
        due_looks();
        due_requests();
    }
}

void office::commands(user_id who, std::string command, std::string words) {
    handle(commanded{who, std::to_string(who), next_message_++, std::move(command), std::move(words)});
}

std::string office::token(user_id who, std::string_view label) const {
    const auto all = told(who);
    for (auto sent = all.rbegin(); sent != all.rend(); ++sent)
        for (const auto& row : sent->what.rows)
            for (const auto& each : row)
                if (each.label.starts_with(label))
                    return each.token;
    throw std::logic_error("no button " + std::string(label) + " after: " + last(who));
}

void office::presses(user_id who, std::string_view label) {
    presses_token(who, token(who, label));
}

void office::presses_token(user_id who, std::string pressed_token) {
    handle(pressed{who, std::to_string(who), next_message_++, std::move(pressed_token)});
}

void office::portal_writes() {
    for (const auto& write : std::exchange(known.to_send, {})) {
        passes(std::chrono::minutes(1));
        if (portal.at(write.task).present->due != write.to)
            puts(service, write.task, write.to);
        handle(deadline_written{write.task, write.id, ""});
        looks(write.task);
    }
}

void office::portal_refuses(std::string code) {
    for (const auto& write : std::exchange(known.to_send, {}))
        handle(deadline_written{write.task, write.id, code});
}

void office::portal_shows_notes() {
    for (; notes_shown_ < known.notes.size(); ++notes_shown_)
        writes(service, known.notes[notes_shown_].task, known.notes[notes_shown_].text);
}

void office::slips(user_id who, task_id id, deadline due) {
    moves(who, id, due);
    portal_writes();
}

std::vector<sent_message> office::told(user_id who) const {
    std::vector<sent_message> own;
    std::copy_if(known.messages.begin(), known.messages.end(), std::back_inserter(own),
                 [&](const sent_message& each) { return each.dialog == std::to_string(who); });
    return own;
}

std::string office::last(user_id who) const {
    const auto all = told(who);
    return all.empty() ? "" : all.back().what.text;
}

std::string office::everything(user_id who) const {
    std::string all;
    for (const auto& each : told(who))
        all += each.what.text + "\n";
    return all;
}

std::vector<std::string> office::labels(const message& what) const {
    std::vector<std::string> all;
    for (const auto& row : what.rows)
        for (const auto& each : row)
            all.push_back(each.label);
    return all;
}

std::vector<std::string> office::buttons(user_id who) const {
    const auto all = told(who);
    return all.empty() ? std::vector<std::string>{} : labels(all.back().what);
}

std::vector<journal> office::noted(const std::string& kind) const {
    std::vector<journal> found;
    std::copy_if(known.rows.begin(), known.rows.end(), std::back_inserter(found),
                 [&](const journal& row) { return row.kind == kind; });
    return found;
}

const sent_message& office::in_slot(const std::string& slot) const {
    const auto found = std::find_if(known.messages.rbegin(), known.messages.rend(),
                                    [&](const sent_message& each) { return each.slot == slot; });
    if (found == known.messages.rend())
        throw std::logic_error("nothing in " + slot);
    return *found;
}

}  // namespace dialogs
