#include "bot/wire/look.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "bot/wire/people.hpp"
#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

constexpr std::size_t calls_of_task = 4;
constexpr std::size_t pages_at_once = 10;        // of departments, once the first page was full
constexpr std::int64_t departments_max = 10000;  // beyond: what was read is the tree

void add_group(look_plan& plan, std::vector<call> calls) {
    plan.group_sizes.push_back(calls.size());
    std::move(calls.begin(), calls.end(), std::back_inserter(plan.calls));
}

// No refusal that a repeat or a person could mend: the answer is no, and stays so.
bool for_good(const refusal& why) {
    return remedy_for(why, false) == remedy::give_up;
}

bool no_such_task(const refusal& why) {
    return for_good(why) && (why.code == "0" || why.code == "ERROR_CORE" || why.code == "ACCESS_DENIED");
}

// Both kinds of discussion in one; false when it cannot be told what was said.
bool fold_discussion(const reply& messages, const reply& comments, dialogs::task_facts& into) {
    const auto passing = [](const reply& answer) { return answer.has_error() && !for_good(answer.error()); };
    if (passing(messages) || passing(comments))
        return false;
    if (messages.has_error() && comments.has_error() && into.present->chat != 0)
        return false;
    if (comments.has_value())
        into.discussion = read_comments(*comments);
    if (messages.has_value()) {
        auto said = read_messages(*messages);
        std::move(said.begin(), said.end(), std::back_inserter(into.discussion));
    }
    std::stable_sort(into.discussion.begin(), into.discussion.end(),
                     [](const auto& one, const auto& other) { return one.at < other.at; });
    return true;
}

bool fold_task(dialogs::task_id id, std::span<const reply> answers, dialogs::facts& into) {
    dialogs::task_facts seen;
    const auto& got = answers[0];
    if (got.has_error()) {
        if (!no_such_task(got.error()))
            return false;
        into.tasks[id] = seen;
        return true;
    }
    seen.present = read_task(at(*got, "task"));
    const bool nonsense = seen.present ? seen.present->id != id : to_bool(at(*got, "task"));
    if (nonsense)
        return false;
    if (seen.present) {
        if (answers[1].has_error() || !fold_discussion(answers[2], answers[3], seen))
            return false;
        seen.history = read_history(*answers[1]);
    }
    into.tasks[id] = std::move(seen);
    return true;
}

bool fold_people(const std::set<dialogs::user_id>& asked, std::span<const reply> answers,
                 dialogs::facts& into) {
    std::set<dialogs::user_id> missing = asked;
    for (const auto& answer : answers) {
        if (answer.has_error())
            return false;
        for (auto& who : read_people(*answer)) {
            missing.erase(who.id);
            into.who.add(std::move(who));
        }
    }
    for (const auto id : missing)
        into.who.add(unknown_person(id));
    return true;
}

bool fold_tasks_of(dialogs::user_id who, const reply& answer, dialogs::facts& into) {
    if (answer.has_error())
        return false;
    auto tasks = read_tasks(*answer);
    std::erase_if(tasks, [&](const dialogs::task& each) {
        return each.responsible != who || !each.due || dialogs::is_closed(each.status);
    });
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const auto& one, const auto& other) { return *one.due < *other.due; });
    into.tasks_of[who] = std::move(tasks);
    return true;
}

std::size_t people_calls(const look_plan& plan) {
    return (plan.asked.people.size() + page_size - 1) / page_size;
}

// Department pages are the last calls of a plan.
std::size_t first_department_call(const look_plan& plan) {
    return plan.asked.tasks.size() * calls_of_task + people_calls(plan) + plan.asked.tasks_of.size();
}

// A full page that brings nothing new is the portal's answer to a start beyond the end.
bool is_last_page(const look_plan& plan, std::span<const reply> pages) {
    const auto last = read_departments(*pages.back());
    if (last.size() < page_size || to_int_or(at(plan.calls.back().params, "start"), 0) >= departments_max)
        return true;
    std::set<std::int64_t> seen;
    for (const auto& page : pages.first(pages.size() - 1))
        for (const auto& each : read_departments(*page))
            seen.insert(each.id);
    return std::all_of(last.begin(), last.end(), [&](const auto& each) { return seen.contains(each.id); });
}

bool fold_departments(const look_plan& plan, std::span<const reply> pages, dialogs::facts& into) {
    for (const auto& page : pages) {
        if (page.has_error())
            return false;
        for (auto& each : read_departments(*page))
            into.who.add(std::move(each));
    }
    into.departments_known = is_last_page(plan, pages);
    return true;
}

}  // namespace

look_plan plan_look(const dialogs::needs& what) {
    look_plan plan;
    plan.asked = what;
    for (const auto id : what.tasks)
        add_group(plan, {get_task(id), get_history(id),
                         get_messages(reference("$result[c-2][task][chatId]", "chat")), get_comments(id)});
    for (auto& each : people_by_id(what.people))
        add_group(plan, {std::move(each)});
    for (const auto id : what.tasks_of)
        add_group(plan, {list_open_tasks(id)});
    if (what.departments)
        add_group(plan, {departments(0)});
    return plan;
}

std::vector<std::size_t> batch_sizes(const look_plan& plan) {
    std::vector<std::size_t> sizes;
    for (const auto group : plan.group_sizes) {
        if (sizes.empty() || sizes.back() + group > batch_calls_max)
            sizes.push_back(0);
        sizes.back() += group;
    }
    return sizes;
}

bool fold_look(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into) {
    if (answers.size() != plan.calls.size())
        throw std::logic_error("a look needs one answer a call");
    std::span<const reply> rest(answers);
    const auto take = [&](std::size_t count) {
        const auto some = rest.first(count);
        rest = rest.subspan(count);
        return some;
    };
    bool whole = true;
    for (const auto id : plan.asked.tasks)
        whole = fold_task(id, take(calls_of_task), into) && whole;
    whole = fold_people(plan.asked.people, take(people_calls(plan)), into) && whole;
    for (const auto id : plan.asked.tasks_of)
        whole = fold_tasks_of(id, take(1).front(), into) && whole;
    if (plan.asked.departments)
        whole = fold_departments(plan, rest, into) && whole;
    return whole;
}

look_plan more_departments(const look_plan& plan, const std::vector<reply>& answers) {
    look_plan more;
    if (!plan.asked.departments || answers.size() != plan.calls.size())
        return more;
    const auto pages = std::span<const reply>(answers).subspan(first_department_call(plan));
    const bool refused =
        std::any_of(pages.begin(), pages.end(), [](const reply& page) { return page.has_error(); });
    if (refused || is_last_page(plan, pages))
        return more;
    more.asked.departments = true;
    auto start = static_cast<std::size_t>(to_int_or(at(plan.calls.back().params, "start"), 0));
    for (std::size_t i = 0; i < pages_at_once; ++i)
        add_group(more, {departments(start += page_size)});
    return more;
}

}  // namespace bot::wire
