// tasks.task.* of REST v3: JSON only, strict types, dates with the server's offset (protocol notes 2.8, 5.7).
#include <algorithm>

#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

[[noreturn]] void invalid(const std::string& field, const std::string& why) {
    refusal refused("VALIDATION_REQUESTVALIDATIONEXCEPTION", why);
    refused.argument = field;
    throw refused;
}

id_number strict_number(const json::object& from, const std::string& key) {
    const auto* given = member(from, key);
    if (given == nullptr)
        invalid(key, "Required field " + key + " is missing");
    if (!given->is_int64())
        invalid(key, "Field " + key + " must be an integer");  // T8
    return given->get_int64();
}

task& readable(const call& c, id_number id) {
    auto* t = find_task(c.p, id);
    if (t == nullptr)
        throw refusal("ENTITYNOTFOUNDEXCEPTION", "Entity not found");
    if (!may_read(c.p, c.who.user, *t))
        throw refusal("ACCESSDENIEDEXCEPTION", "Access denied", 403);
    return *t;
}

std::string status_word(int status) {
    switch (status) {
        case in_progress:
            return "in_progress";
        case awaiting_control:
            return "supposedly_completed";
        case completed:
            return "completed";
        case deferred:
            return "deferred";
        default:
            return "pending";
    }
}

json::value server_date(const std::optional<instant>& at) {
    return at ? json::value(iso_in(portal_zone, *at)) : json::value(nullptr);
}

json::object whole_view(const portal& p, const task& t) {
    const auto named = [&](id_number id) { return json::object{{"id", id}, {"name", full_name(p, id)}}; };
    json::object view{{"id", t.id},
                      {"title", t.title},
                      {"description", t.description},
                      {"deadline", server_date(t.deadline)},
                      {"responsibleId", t.responsible},
                      {"responsible", named(t.responsible)},
                      {"creatorId", t.created_by},
                      {"creator", named(t.created_by)},
                      {"changed", server_date(t.changed)},
                      {"created", server_date(t.created)},
                      {"activity", server_date(t.activity)},
                      {"closed", server_date(t.closed)},
                      {"status", status_word(t.status)},
                      {"groupId", nullptr},
                      {"parentId", nullptr},
                      {"priority", "average"},
                      {"allowsChangeDeadline", t.allow_change_deadline},
                      {"requireDeadlineChangeReason", t.require_deadline_reason},
                      {"maxDeadlineChanges",
                       t.max_deadline_changes ? json::value(*t.max_deadline_changes) : json::value(nullptr)},
                      {"maxDeadlineChangeDate", server_date(t.max_deadline_date)},
                      {"deadlineCount", 0},
                      {"chatId", t.chat != 0 ? json::value(t.chat) : json::value(nullptr)}};
    view["chat"] =
        t.chat == 0
            ? json::value(nullptr)
            : json::object{{"id", t.chat}, {"entityId", std::to_string(t.id)}, {"entityType", "TASKS_TASK"}};
    return view;
}

// ["id","chat.id"]: dots reach into relations.
json::object selected(const json::object& view, const json::object& params) {
    const auto* select = member(params, "select");
    if (select == nullptr || !select->is_array() || select->get_array().empty())
        return view;
    json::object chosen{{"id", view.at("id")}};
    for (const auto& name : texts_in(*select)) {
        const auto dot = name.find('.');
        const std::string root = name.substr(0, dot);
        const auto* value = member(view, root);
        if (value == nullptr)
            throw refusal("UNKNOWNDTOPROPERTYEXCEPTION", "Unknown property " + name);
        if (dot == std::string::npos || !value->is_object()) {
            chosen[root] = *value;
            continue;
        }
        json::value& part = chosen[root];
        if (!part.is_object())
            part.emplace_object();
        const auto* inner = member(value->get_object(), name.substr(dot + 1));
        part.get_object()[name.substr(dot + 1)] = inner != nullptr ? *inner : json::value(nullptr);
    }
    return chosen;
}

bool matches(const json::object& view, const json::array& condition) {
    if (condition.size() != 3)
        throw refusal("INVALIDFILTEREXCEPTION", "A condition is [field, operator, value]");
    const auto* value = member(view, text_in(condition[0]));
    const std::string op = text_in(condition[1]);
    if (value == nullptr)
        throw refusal("UNKNOWNDTOPROPERTYEXCEPTION", "Unknown property " + text_in(condition[0]));
    if (op == "in") {
        const auto texts = texts_in(condition[2]);
        return std::find(texts.begin(), texts.end(), text_in(*value)) != texts.end();
    }
    const auto left = number_in(*value);
    const auto right = number_in(condition[2]);
    const bool equal = text_in(*value) == text_in(condition[2]);
    if (op == "=")
        return equal;
    if (op == "!=")
        return !equal;
    if (op != ">" && op != ">=" && op != "<" && op != "<=")
        throw refusal("UNKNOWNFILTEROPERATOREXCEPTION", "Unknown operator " + op);
    if (!left || !right)
        return false;
    const bool greater = *left > *right;
    return (op == ">" && greater) || (op == "<" && !greater && !equal) ||
           (op == ">=" && (greater || equal)) || (op == "<=" && !greater);
}

task_change strict_change(const json::object& fields) {
    task_change change;
    if (const auto* given = member(fields, "deadline"); given != nullptr && !given->is_null()) {  // T77
        const auto at = given->is_string() ? parsed_instant(text_in(*given)) : std::nullopt;
        if (!at)
            invalid("deadline", "Field deadline must be a date");
        change.deadline = at;
    }
    if (const auto* given = member(fields, "title")) {
        if (!given->is_string())
            invalid("title", "Field title must be a string");
        change.title = text_in(*given);
    }
    return change;
}

void change_options(task& t, const json::object& fields) {
    if (const auto* given = member(fields, "requireDeadlineChangeReason")) {
        if (!given->is_bool())
            invalid("requireDeadlineChangeReason", "Field requireDeadlineChangeReason must be a boolean");
        t.require_deadline_reason = given->get_bool();
    }
    if (const auto* given = member(fields, "maxDeadlineChanges"))
        t.max_deadline_changes =
            given->is_null() ? std::nullopt : std::optional(strict_number(fields, "maxDeadlineChanges"));
    if (const auto* given = member(fields, "maxDeadlineChangeDate"))
        t.max_deadline_date = given->is_string() ? parsed_instant(text_in(*given)) : std::nullopt;
}

}  // namespace

answer v3_task_get(const call& c) {
    const task& t = readable(c, strict_number(c.params, "id"));
    return {json::object{{"item", selected(whole_view(c.p, t), c.params)}}, {}, {}};
}

answer v3_task_update(const call& c) {
    task& t = readable(c, strict_number(c.params, "id"));
    const auto* fields = member(c.params, "fields");
    if (fields == nullptr || !fields->is_object())
        invalid("fields", "Required field fields is missing");
    if (!may_edit(c.p, c.who.user, t))  // T79
        throw refusal("ACCESSDENIEDEXCEPTION", "Access denied", 403);
    change_options(t, fields->get_object());
    change_task(c.p, t, strict_change(fields->get_object()), c.who.as_actor());
    return {json::object{{"result", true}}, {}, {}};
}

answer v3_task_list(const call& c) {
    const json::object page = object_member(c.params, "pagination");
    const auto limit = std::clamp<std::int64_t>(number_member(page, "limit").value_or(50), 1, 200);
    const auto number = std::max<std::int64_t>(number_member(page, "page").value_or(1), 1);
    const auto skip = number_member(page, "offset").value_or((number - 1) * limit);
    const auto* filter = member(c.params, "filter");
    json::array items;
    std::int64_t position = 0;
    for (const auto& [id, t] : c.p.tasks) {
        const json::object view = whole_view(c.p, t);
        bool fits = may_read(c.p, c.who.user, t);
        if (filter != nullptr && filter->is_array())
            for (const auto& condition : filter->get_array())
                fits = fits && condition.is_array() && matches(view, condition.get_array());
        if (fits && position++ >= skip && static_cast<std::int64_t>(items.size()) < limit)
            items.push_back(selected(view, c.params));
    }
    return {json::object{{"items", items}}, {}, {}};
}

answer v3_task_access_get(const call& c) {
    const task& t = readable(c, strict_number(c.params, "id"));
    const bool edit = may_edit(c.p, c.who.user, t);
    return {json::object{{"read", true},
                         {"edit", edit},
                         {"remove", edit},
                         {"deadline", may_move_deadline(c.p, c.who.user, t)},
                         {"changeResponsible", edit},
                         {"changeStatus", edit || c.who.user == t.responsible},
                         {"admin", is_admin(c.p, c.who.user)}},
            {},
            {}};
}

answer v3_task_chat_message_send(const call& c) {
    const json::object fields = object_member(c.params, "fields");
    task& t = readable(c, strict_number(fields, "taskId"));
    const auto* text = member(fields, "text");
    if (text == nullptr || !text->is_string() || trimmed(text_in(*text)).empty())
        invalid("text", "Required field text is missing");
    if (t.chat == 0)
        throw refusal("ENTITYNOTFOUNDEXCEPTION", "The task has no chat");
    add_comment(c.p, t, c.who.user, text_in(*text), c.who.as_actor());
    return {json::object{{"result", true}}, {}, {}};
}

}  // namespace sandbox
