// tasks.task.* of REST v2 (protocol notes 5.2 to 5.4).
#include "sandbox/tasks.hpp"

#include <algorithm>

#include "sandbox/filter.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/task_view.hpp"

namespace sandbox {
namespace {

// The `taskId` parameter. Missing and malformed ones have errors of their own.
id_number task_id(const call& c) {
    const auto* given = member(c.params, "taskId");
    if (given == nullptr || given->is_null())
        throw refusal("100", "Could not find value for parameter {taskId}");
    const auto id = number_in(*given);
    if (!id)
        throw refusal("0", "wrong task id");
    return *id;
}

const json::object& fields_of(const call& c) {
    const auto* fields = member(c.params, "fields");
    if (fields == nullptr || !fields->is_object() || fields->get_object().empty())
        throw refusal("100", "Could not find value for parameter {fields}");
    return fields->get_object();
}

std::optional<instant> deadline_in(const json::value& given) {
    const std::string text = text_in(given);
    if (text.empty())
        return std::nullopt;
    const auto at = parsed_instant(text);
    if (!at)
        throw refusal("ERROR_CORE", "Неверный формат крайнего срока<br>");
    return at;
}

id_number employee_in(const portal& p, const json::value& given) {
    const auto id = number_in(given);
    const auto found = p.people.find(id.value_or(0));
    if (found == p.people.end() || !found->second.active)
        throw refusal("ERROR_CORE", "Пользователь, указанный в поле «Исполнитель», не найден<br>");
    return *id;
}

task_change change_in(const portal& p, const json::object& fields) {
    task_change change;
    if (const auto* v = member(fields, "DEADLINE"))
        change.deadline = deadline_in(*v);
    if (const auto* v = member(fields, "RESPONSIBLE_ID"))
        change.responsible = employee_in(p, *v);
    if (const auto* v = member(fields, "CREATED_BY"))
        change.created_by = employee_in(p, *v);
    if (const auto* v = member(fields, "GROUP_ID"))
        change.group = std::max<id_number>(number_in(*v).value_or(0), 0);
    if (const auto* v = member(fields, "STATUS"))
        change.status = static_cast<int>(number_in(*v).value_or(pending));
    if (const auto* v = member(fields, "TITLE"))
        change.title = text_in(*v);
    if (const auto* v = member(fields, "DESCRIPTION"))
        change.description = text_in(*v);
    if (const auto* v = member(fields, "ALLOW_CHANGE_DEADLINE"))
        change.allow_change_deadline = truth_in(*v);
    return change;
}

// DEADLINE alone is checked by the milder rule (T78).
bool is_deadline_only(const json::object& fields) {
    static constexpr std::array mild = {"ID", "DEADLINE", "START_DATE_PLAN", "END_DATE_PLAN", "DURATION"};
    return std::all_of(fields.begin(), fields.end(), [](const auto& field) {
        return std::find(mild.begin(), mild.end(), std::string_view(field.key())) != mild.end();
    });
}

std::vector<const task*> readable_tasks(const call& c) {
    const row_filter<task> filter(object_member(c.params, "filter"),
                                  [&](const std::string& name) { return task_field(c.p, name); });
    const bool all = is_admin(c.p, c.who.user);
    std::vector<const task*> found;
    for (const auto& [id, t] : c.p.tasks)
        if ((all || may_read(c.p, c.who.user, t)) && filter.passes(t))
            found.push_back(&t);
    return found;
}

struct sort_key {
    field_reader<task> field;
    bool descending = false;
};

std::vector<sort_key> sort_keys(const call& c) {
    json::object order = object_member(c.params, "order");
    if (order.empty())
        order["ID"] = "desc";
    std::vector<sort_key> keys;
    for (const auto& [key, direction] : order) {
        const std::string field = upper_case(key);
        keys.push_back({task_field(c.p, field), lower_case(text_in(direction)).rfind("desc", 0) == 0});
        if (!keys.back().field)
            throw refusal("0", "Недопустимое поле сортировки: " + field);
    }
    return keys;
}

void sort_tasks(const call& c, std::vector<const task*>& tasks) {
    const auto keys = sort_keys(c);
    std::stable_sort(tasks.begin(), tasks.end(), [&](const task* left, const task* right) {
        for (const auto& key : keys) {
            const filter_field a = *key.field(*left);
            const filter_field b = *key.field(*right);
            if (is_before(a, b) || is_before(b, a))
                return key.descending ? is_before(b, a) : is_before(a, b);
        }
        return false;
    });
}

std::vector<std::string> selection(const call& c) {
    const auto* select = member(c.params, "select");
    if (select == nullptr)
        return {};
    if (!select->is_array())
        throw refusal("100", "Invalid value {" + text_in(*select) + "} to match with parameter {select}");
    return texts_in(*select);
}

}  // namespace

answer tasks_task_get(const call& c) {
    const auto select = selection(c);
    const auto* t = find_task(c.p, task_id(c));
    if (t == nullptr || !may_read(c.p, c.who.user, *t))
        return {json::array(), {}, {}};  // T73
    json::object view = task_view(c.p, *t, select, c.who.user);
    view["action"] = task_actions(c.p, *t, c.who.user);
    return {json::object{{"task", std::move(view)}}, {}, {}};
}

answer tasks_task_list(const call& c) {
    const auto select = selection(c);
    auto found = readable_tasks(c);
    sort_tasks(c, found);
    const page_bounds page = page_of(c.params, found.size());
    const task_columns columns(c.p, select, c.who.user);
    json::array views;
    for (std::size_t i = page.from; i < page.until; ++i)
        views.push_back(columns.view(*found[i]));
    return {json::object{{"tasks", std::move(views)}}, page.next, page.total};
}

answer tasks_task_add(const call& c) {
    const json::object& fields = fields_of(c);
    task_draft draft;
    draft.title = text_member(fields, "TITLE");
    if (trimmed(draft.title).empty())
        throw refusal("ERROR_CORE", "Не указано название задачи<br>");
    draft.description = text_member(fields, "DESCRIPTION");
    const auto* responsible = member(fields, "RESPONSIBLE_ID");
    draft.responsible = responsible != nullptr ? employee_in(c.p, *responsible) : c.who.user;
    const auto* creator = member(fields, "CREATED_BY");
    draft.created_by = creator != nullptr ? employee_in(c.p, *creator) : c.who.user;
    if (const auto* deadline = member(fields, "DEADLINE"))
        draft.deadline = deadline_in(*deadline);
    if (const auto* group = member(fields, "GROUP_ID"))
        draft.group = std::max<id_number>(number_in(*group).value_or(0), 0);
    const task& made = create_task(c.p, draft, c.who.as_actor());
    return {json::object{{"task", task_view(c.p, made, {}, c.who.user)}}, {}, {}};
}

answer tasks_task_update(const call& c) {
    const id_number id = task_id(c);
    const json::object& fields = fields_of(c);
    auto* t = find_task(c.p, id);
    if (t == nullptr || !may_read(c.p, c.who.user, *t))
        throw refusal("0", "wrong task id");
    const bool mild = is_deadline_only(fields);
    if (mild ? !may_move_deadline(c.p, c.who.user, *t) : !may_edit(c.p, c.who.user, *t))
        throw refusal("0", "Действие над задачей не разрешено");
    const auto change = change_in(c.p, fields);
    if (const char* why = forbidden_by_options(c.p, c.who.user, *t, change))
        throw refusal("ERROR_CORE", std::string(why) + "<br>");
    change_task(c.p, *t, change, c.who.as_actor());
    return {json::object{{"task", task_view(c.p, *t, {}, c.who.user)}}, {}, {}};
}

answer tasks_task_delete(const call& c) {
    const id_number id = task_id(c);
    const auto* t = find_task(c.p, id);
    if (t == nullptr || !may_edit(c.p, c.who.user, *t))
        throw refusal("0", "Действие над задачей не разрешено");
    delete_task(c.p, id, c.who.as_actor());
    return {json::object{{"task", true}}, {}, {}};
}

answer tasks_task_getaccess(const call& c) {
    const auto* t = find_task(c.p, task_id(c));
    if (t == nullptr || !may_read(c.p, c.who.user, *t))
        return {json::object{{"allowedActions", json::array()}}, {}, {}};
    const auto* users = member(c.params, "users");
    const auto ids = users != nullptr ? numbers_in(*users) : std::vector<std::int64_t>{c.who.user};
    json::object allowed;
    for (const auto user : ids) {
        const bool known = c.p.people.count(user) != 0;
        allowed[std::to_string(user)] =
            json::object{{"READ", known && may_read(c.p, user, *t)},
                         {"EDIT", known && may_edit(c.p, user, *t)},
                         {"CHANGE_DEADLINE", known && may_move_deadline(c.p, user, *t)},
                         {"REMOVE", known && may_edit(c.p, user, *t)}};
    }
    return {json::object{{"allowedActions", allowed}}, {}, {}};
}

}  // namespace sandbox
