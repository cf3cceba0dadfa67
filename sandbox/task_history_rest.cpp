// History and comments of tasks (protocol notes 5.5, 5.8.1).
#include <algorithm>
#include <array>

#include "sandbox/filter.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

json::object history_user(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    const person nobody;
    const person& shown = who != nullptr ? *who : nobody;
    return {{"id", id},
            {"name", shown.name},
            {"lastName", shown.last_name},
            {"secondName", shown.second_name},
            {"login", id == 0 ? std::string() : "user" + std::to_string(id) + "@sandbox.example"}};
}

json::object history_view(const portal& p, const history_row& row, id_number reader) {
    return {{"id", row.id},
            {"createdDate", iso_in(zone_of(p, reader), row.at)},
            {"field", row.field},
            {"value", {{"from", row.from}, {"to", row.to}}},
            {"user", history_user(p, row.user)}};
}

field_reader<history_row> row_field(const std::string& name) {
    using known = std::optional<filter_field>;
    if (name == "FIELD")
        return [](const history_row& row) { return known(std::string_view(row.field)); };
    if (name == "USER_ID" || name == "USER")
        return [](const history_row& row) { return known(row.user); };
    if (name == "CREATED_DATE")
        return [](const history_row& row) { return known(std::optional(row.at)); };
    return {};
}

// Oldest first unless CREATED_DATE asks otherwise (T80).
bool newest_first(const json::object& order) {
    static constexpr std::array known = {"USER", "USER_ID", "FIELD", "TASK_ID", "CREATED_DATE"};
    bool descending = false;
    for (const auto& [key, direction] : order) {
        const std::string field = upper_case(key);
        if (std::find(known.begin(), known.end(), field) == known.end())
            throw refusal("0", "Unknown order field " + field);
        if (field == "CREATED_DATE")
            descending = lower_case(text_in(direction)).rfind("desc", 0) == 0;
    }
    return descending;
}

[[noreturn]] void refuse_comment(int code, const std::string& what) {
    throw refusal("ERROR_CORE", "TASKS_ERROR_EXCEPTION_#" + std::to_string(code) + "; " + what);
}

// These methods take their parameters by position: the documented order must be kept (T88).
void check_positions(const json::object& params, std::initializer_list<std::string_view> documented) {
    auto expected = documented.begin();
    for (const auto& [key, value] : params) {
        while (expected != documented.end() && *expected != std::string_view(key))
            ++expected;
        if (expected == documented.end())
            refuse_comment(256,
                           "Param #0 (taskId) for method ctaskcommentitem::getlist() expected to be integer");
        ++expected;
    }
}

task& commented_task(const call& c) {
    const auto id = number_member(c.params, "TASKID");
    if (!id)
        refuse_comment(256, "Param #0 (taskId) expected to be of type integer, but given something else");
    auto* t = find_task(c.p, *id);
    if (t == nullptr || !may_read(c.p, c.who.user, *t))
        refuse_comment(8, "Action is not allowed; 8/TE/ACTION_NOT_ALLOWED");
    return *t;
}

json::object comment_view(const portal& p, const comment& said, id_number reader) {
    return {{"POST_MESSAGE_HTML", nullptr},
            {"ID", std::to_string(said.id)},
            {"AUTHOR_ID", std::to_string(said.author)},
            {"AUTHOR_NAME", full_name(p, said.author)},
            {"AUTHOR_EMAIL", ""},
            {"POST_DATE", iso_in(zone_of(p, reader), said.at)},
            {"POST_MESSAGE", said.text},
            {"ATTACHED_OBJECTS", json::object()}};
}

field_reader<comment> comment_field(const std::string& name) {
    using known = std::optional<filter_field>;
    if (name == "ID")
        return [](const comment& said) { return known(said.id); };
    if (name == "AUTHOR_ID")
        return [](const comment& said) { return known(said.author); };
    if (name == "POST_DATE")
        return [](const comment& said) { return known(std::optional(said.at)); };
    return {};
}

}  // namespace

answer tasks_task_history_list(const call& c) {
    const auto id = number_member(c.params, "taskId");
    if (!id)
        throw refusal("100", "Could not find value for parameter {taskId}");
    const auto* t = find_task(c.p, *id);
    if (t == nullptr)
        return {json::object{{"list", json::array()}}, {}, {}};
    if (!may_read(c.p, c.who.user, *t))
        throw refusal("0", "Access denied.");
    const row_filter<history_row> filter(object_member(c.params, "filter"), row_field);
    json::array list;
    for (const auto& row : t->history)
        if (filter.passes(row))
            list.push_back(history_view(c.p, row, c.who.user));
    if (newest_first(object_member(c.params, "order")))
        std::reverse(list.begin(), list.end());
    return {json::object{{"list", std::move(list)}}, {}, {}};
}

answer task_commentitem_getlist(const call& c) {
    check_positions(c.params, {"TASKID", "ORDER", "FILTER"});
    const task& t = commented_task(c);
    const row_filter<comment> filter(object_member(c.params, "FILTER"), comment_field);
    json::array found;
    for (const auto& said : t.comments)
        if (filter.passes(said))
            found.push_back(comment_view(c.p, said, c.who.user));
    for (const auto& [key, direction] : object_member(c.params, "ORDER"))
        if (lower_case(text_in(direction)).rfind("desc", 0) == 0)
            std::reverse(found.begin(), found.end());
    return {found, {}, {}};
}

answer task_commentitem_add(const call& c) {
    check_positions(c.params, {"TASKID", "FIELDS"});
    task& t = commented_task(c);
    const json::object fields = object_member(c.params, "FIELDS");
    const std::string text = text_member(fields, "POST_MESSAGE");
    if (trimmed(text).empty())
        refuse_comment(256, "POST_MESSAGE is empty");
    const id_number author = number_member(fields, "AUTHOR_ID").value_or(c.who.user);
    return {json::value(add_comment(c.p, t, author, text, c.who.as_actor())), {}, {}};
}

}  // namespace sandbox
