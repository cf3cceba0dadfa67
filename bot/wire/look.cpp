#include "bot/wire/look.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <stdexcept>
#include <utility>

#include "bot/wire/outgoing.hpp"
#include "bot/wire/people.hpp"
#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

constexpr std::size_t pages_at_once = 10;        // of departments, once the first page was full
constexpr std::int64_t departments_max = 10000;  // beyond: what was read is the tree

using kind = look_group::kind;

void add_group(look_plan& plan, kind what, std::vector<std::int64_t> ids, std::vector<call> calls) {
    plan.groups.push_back({what, std::move(ids), plan.calls.size(), calls.size()});
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
    auto seen = fold_check(id, answers[0], answers[1]);
    if (!seen)
        return false;
    seen->discussion_known = true;
    seen->others_asked = true;
    if (seen->present && !fold_discussion(answers[2], answers[3], *seen))
        return false;
    into.tasks[id] = std::move(*seen);
    return true;
}

// Whether the newest row of each kind tells what the task shows.
bool agree(const dialogs::task& shown, const std::vector<dialogs::history_row>& history) {
    using field = dialogs::history_field;
    std::map<field, const dialogs::history_row*> newest;
    for (const auto& row : history)
        newest[row.what] = &row;
    for (const auto& [what, row] : newest) {
        const auto now = what == field::responsible ? shown.responsible
                         : what == field::creator   ? shown.creator
                         : what == field::group     ? shown.group
                                                    : shown.status;
        if (what == field::deadline ? row->due_to != shown.due : row->to != now)
            return false;
    }
    return true;
}

enum class outcome { read, failed, moved_on };

outcome fold_glanced_task(const dialogs::task& shown, std::span<const reply> answers, dialogs::facts& into) {
    for (const auto& each : answers)
        if (each.has_error())
            return for_good(each.error()) ? outcome::moved_on : outcome::failed;
    dialogs::task_facts seen;
    seen.present = shown;
    seen.others_asked = false;
    seen.history = read_history(*answers[0]);
    if (!agree(shown, seen.history))
        return outcome::moved_on;
    seen.discussion = shown.chat != 0 ? read_messages(*answers[1]) : read_comments(*answers[1]);
    std::stable_sort(seen.discussion.begin(), seen.discussion.end(),
                     [](const auto& one, const auto& other) { return one.at < other.at; });
    into.tasks[shown.id] = std::move(seen);
    return outcome::read;
}

bool fold_glances(const std::vector<std::int64_t>& ids, const reply& answer, dialogs::facts& into) {
    if (answer.has_error())
        return false;
    for (const auto id : ids)
        into.glances[id] = {};
    for (auto& seen : read_glances(*answer))
        if (const auto asked = into.glances.find(seen.present->id); asked != into.glances.end())
            asked->second = std::move(seen);
    return true;
}

// Who is not allowed to know it goes by what he sees.
bool fold_options(dialogs::task_id id, const reply& answer, dialogs::facts& into) {
    if (answer.has_error()) {
        const auto what = remedy_for(answer.error(), true);
        if (what != remedy::give_up && what != remedy::authorize_again)
            return false;
    }
    into.options[id] = answer.has_value() ? read_options(*answer) : dialogs::deadline_options();
    return true;
}

// No, and it stays so: whoever may not know it goes by what he sees.
bool is_never_told(const reply& answer) {
    const auto what = remedy_for(answer.error(), false);
    return what == remedy::give_up || what == remedy::authorize_again;
}

// A portal that does not tell has nobody away.
bool fold_away(const std::vector<std::int64_t>& asked, const reply& answer, dialogs::facts& into) {
    if (answer.has_error() && !is_never_told(answer))
        return false;
    for (const auto id : asked)
        into.away[id] = std::nullopt;
    if (answer.has_value())
        for (const auto& [id, until] : read_absences(*answer))
            into.away[id] = until;
    return true;
}

bool fold_guests(std::int64_t group, const reply& answer, dialogs::facts& into) {
    if (answer.has_error() && !is_never_told(answer))
        return false;
    into.guests[group] = answer.has_error() || read_has_guests(*answer);
    return true;
}

bool fold_people(const std::vector<std::int64_t>& asked, const reply& answer, dialogs::facts& into) {
    if (answer.has_error())
        return false;
    std::set<dialogs::user_id> missing(asked.begin(), asked.end());
    for (auto& who : read_people(*answer)) {
        missing.erase(who.id);
        into.who.add(std::move(who));
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

// Department pages are the last calls of a plan.
std::size_t first_department_call(const look_plan& plan) {
    const auto found = std::find_if(plan.groups.begin(), plan.groups.end(),
                                    [](const auto& group) { return group.what == kind::departments; });
    return found == plan.groups.end() ? plan.calls.size() : found->first;
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

std::vector<std::vector<std::int64_t>> pages_of(const std::set<std::int64_t>& ids) {
    std::vector<std::vector<std::int64_t>> pages;
    for (const auto id : ids) {
        if (pages.empty() || pages.back().size() == page_size)
            pages.emplace_back();
        pages.back().push_back(id);
    }
    return pages;
}

}  // namespace

look_plan plan_look(const dialogs::needs& what, const glanced_tasks& seen) {
    look_plan plan;
    plan.asked = what;
    for (const auto id : what.options)
        add_group(plan, kind::options, {id}, {get_options(id)});
    for (const auto id : what.tasks) {
        const auto shown = seen.find(id);
        if (shown == seen.end()) {
            add_group(plan, kind::task, {id},
                      {get_task(id), get_history(id),
                       get_messages(reference("$result[c-2][task][chatId]", "chat")), get_comments(id)});
            continue;
        }
        const auto chat = shown->second.chat;
        plan.glanced.emplace(id, shown->second);
        add_group(plan, kind::glanced_task, {id},
                  {get_history(id),
                   chat != 0 ? get_messages(json::string("chat" + std::to_string(chat))) : get_comments(id)});
    }
    for (auto& ids : pages_of(what.glances)) {
        auto asked = list_tasks(ids);
        add_group(plan, kind::glances, std::move(ids), {std::move(asked)});
    }
    for (auto& ids : pages_of(what.people)) {
        auto asked = people_by_id({ids.begin(), ids.end()});
        add_group(plan, kind::people, std::move(ids), std::move(asked));
    }
    for (auto& ids : pages_of(what.away)) {
        auto asked = absences(ids);
        add_group(plan, kind::away, std::move(ids), {std::move(asked)});
    }
    for (const auto id : what.guests)
        add_group(plan, kind::guests, {id}, {chat_of_group(id)});
    for (const auto id : what.tasks_of)
        add_group(plan, kind::tasks_of, {id}, {list_open_tasks(id)});
    if (what.departments)
        add_group(plan, kind::departments, {}, {departments(0)});
    return plan;
}

std::vector<std::size_t> batch_sizes(const look_plan& plan) {
    std::vector<std::size_t> sizes;
    bool alone = true;
    for (const auto& group : plan.groups) {
        const bool before_alone = std::exchange(alone, group.what == kind::options);
        if (alone || before_alone || sizes.back() + group.count > batch_calls_max)
            sizes.push_back(0);
        sizes.back() += group.count;
    }
    return sizes;
}

dialogs::needs within(const look_plan& plan, std::size_t first, std::size_t count) {
    dialogs::needs read;
    for (const auto& group : plan.groups) {
        if (group.first < first || group.first >= first + count)
            continue;
        if (group.what == kind::options)
            read.options.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::task || group.what == kind::glanced_task)
            read.tasks.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::glances)
            read.glances.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::people)
            read.people.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::away)
            read.away.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::guests)
            read.guests.insert(group.ids.begin(), group.ids.end());
        else if (group.what == kind::tasks_of)
            read.tasks_of.insert(group.ids.begin(), group.ids.end());
        else
            read.departments = true;
    }
    return read;
}

unread fold_look(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into) {
    if (answers.size() != plan.calls.size())
        throw std::logic_error("a look needs one answer a call");
    unread missed;
    const std::span<const reply> all(answers);
    for (const auto& group : plan.groups) {
        const auto own = all.subspan(group.first, group.count);
        switch (group.what) {
            case kind::options:
                if (!fold_options(group.ids.front(), own.front(), into))
                    missed.tasks.insert(group.ids.front());
                break;
            case kind::task:
                if (!fold_task(group.ids.front(), own, into))
                    missed.tasks.insert(group.ids.front());
                break;
            case kind::glanced_task: {
                const auto found = fold_glanced_task(plan.glanced.at(group.ids.front()), own, into);
                if (found != outcome::read)
                    (found == outcome::failed ? missed.tasks : missed.moved_on).insert(group.ids.front());
                break;
            }
            case kind::glances:
                if (!fold_glances(group.ids, own.front(), into))
                    missed.tasks.insert(group.ids.begin(), group.ids.end());
                break;
            case kind::people:
                missed.rest = !fold_people(group.ids, own.front(), into) || missed.rest;
                break;
            case kind::away:
                missed.rest = !fold_away(group.ids, own.front(), into) || missed.rest;
                break;
            case kind::guests:
                missed.rest = !fold_guests(group.ids.front(), own.front(), into) || missed.rest;
                break;
            case kind::tasks_of:
                missed.rest = !fold_tasks_of(group.ids.front(), own.front(), into) || missed.rest;
                break;
            case kind::departments:
                break;  // all its pages at once, below
        }
    }
    if (plan.asked.departments)
        missed.rest = !fold_departments(plan, all.subspan(first_department_call(plan)), into) || missed.rest;
    return missed;
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
        add_group(more, kind::departments, {}, {departments(start += page_size)});
    return more;
}

std::vector<call> write_and_read_back(dialogs::task_id task, const dialogs::deadline& to) {
    return {write_deadline(task, to), get_history(task)};
}

std::optional<dialogs::task_facts> fold_written(dialogs::task_id task, const reply& written,
                                                const reply& history) {
    if (written.has_error() || history.has_error())
        return std::nullopt;
    const auto& shown = at(*written, "task");
    dialogs::task_facts seen;
    seen.present = read_task(shown);
    // Portals that answer with less than the task are asked again.
    const auto* members = shown.if_object();
    if (!seen.present || seen.present->id != task || !members->contains("deadline") ||
        !members->contains("status") || seen.present->responsible == 0)
        return std::nullopt;
    seen.history = read_history(*history);
    seen.discussion_known = seen.others_asked = false;
    return seen;
}

std::vector<call> check_of(dialogs::task_id task) {
    return {get_task(task), get_history(task)};
}

std::optional<dialogs::task_facts> fold_check(dialogs::task_id task, const reply& shown,
                                              const reply& history) {
    dialogs::task_facts seen;
    seen.discussion_known = seen.others_asked = false;
    if (shown.has_error()) {
        if (!no_such_task(shown.error()))
            return std::nullopt;
        return seen;
    }
    seen.present = read_task(at(*shown, "task"));
    const bool nonsense = seen.present ? seen.present->id != task : to_bool(at(*shown, "task"));
    if (nonsense || (seen.present && history.has_error()))
        return std::nullopt;
    if (seen.present)
        seen.history = read_history(*history);
    return seen;
}

}  // namespace bot::wire
