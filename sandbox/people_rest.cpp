// user.*, department.get (protocol notes 6.1, 6.2).
#include "sandbox/filter.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

json::object full_view(const portal& p, const person& who) {
    json::object view{{"ID", std::to_string(who.id)},
                      {"ACTIVE", who.active},
                      {"NAME", who.name},
                      {"LAST_NAME", who.last_name},
                      {"EMAIL", "user" + std::to_string(who.id) + "@sandbox.example"},
                      {"LAST_LOGIN", iso_in(portal_zone, p.now())},
                      {"DATE_REGISTER", "2024-07-15T00:00:00+03:00"},
                      {"IS_ONLINE", "Y"},
                      {"TIMESTAMP_X", json::object()},
                      {"LAST_ACTIVITY_DATE", json::object()},
                      {"PERSONAL_GENDER", who.gender},
                      {"WORK_POSITION", who.position},
                      {"UF_DEPARTMENT", json::array(who.departments.begin(), who.departments.end())},
                      {"USER_TYPE", who.guest ? "extranet" : "employee"}};
    if (!who.second_name.empty())
        view["SECOND_NAME"] = who.second_name;
    if (who.zone)
        view["TIME_ZONE"] = *who.zone;
    return view;
}

json::object selected(const json::object& view, const json::object& params) {
    const auto* select = member(params, "SELECT");
    if (select == nullptr || !select->is_array() || select->get_array().empty())
        return view;
    json::object chosen;
    for (const auto& name : texts_in(*select))
        if (const auto* value = member(view, upper_case(name)))
            chosen[upper_case(name)] = *value;
    return chosen;
}

// FILTER when present, else the other top-level keys.
json::object filter_of(const json::object& params) {
    const auto* filter = member(params, "FILTER");
    if (filter != nullptr && filter->is_object())
        return filter->get_object();
    json::object rest = params;
    for (const char* key : {"SORT", "ORDER", "START", "SELECT", "FILTER", "ADMIN_MODE", "IMAGE_RESIZE"})
        rest.erase(key);
    return rest;
}

// A field of a view; numbers may be text there.
field_reader<json::object> view_field(const std::string& name) {
    return [name](const json::object& view) -> std::optional<filter_field> {
        const auto* value = member(view, name);
        if (value == nullptr || value->is_object())
            return std::nullopt;
        if (value->is_string())
            return std::string_view(value->get_string());
        if (value->is_bool())
            return std::int64_t{value->get_bool() ? 1 : 0};
        return number_in(*value).value_or(0);
    };
}

// The root has no PARENT, and who has no head no UF_HEAD (T95): these are empty, other names unknown.
field_reader<json::object> department_field(const std::string& name) {
    if (name != "PARENT" && name != "UF_HEAD")
        return view_field(name);
    return [read = view_field(name)](const json::object& view) {
        const auto field = read(view);
        return field ? field : std::optional<filter_field>(std::string_view());
    };
}

// ACTIVE compares as a truth; a list field holds any of its values.
json::object normal_filter(json::object filter) {
    for (auto& [key, value] : filter)
        if (upper_case(key).ends_with("ACTIVE"))
            value = truth_in(value) ? "1" : "0";
    return filter;
}

bool in_departments(const person& who, const json::object& filter) {
    const auto* wanted = member(filter, "UF_DEPARTMENT");
    if (wanted == nullptr)
        return true;
    for (const auto id : numbers_in(*wanted))
        for (const auto own : who.departments)
            if (own == id)
                return true;
    return false;
}

}  // namespace

answer user_get(const call& c) {
    json::object filter = normal_filter(filter_of(c.params));
    json::object rest = filter;
    rest.erase("UF_DEPARTMENT");
    const row_filter<json::object> wanted(rest, view_field);
    json::array found;
    for (const auto& [id, who] : c.p.people) {
        if (who.bot || !in_departments(who, filter))
            continue;
        json::object view = full_view(c.p, who);
        if (wanted.passes(view))
            found.push_back(selected(view, c.params));
    }
    answer given = paged(std::move(found), c.params);
    if (given.result.get_array().empty())
        given.total.reset();
    return given;
}

answer user_current(const call& c) {
    return {full_view(c.p, c.p.people.at(c.who.user)), {}, {}};
}

answer department_get(const call& c) {
    const row_filter<json::object> wanted(filter_of(c.params), department_field);
    json::array found;
    for (const auto& [id, d] : c.p.departments) {
        json::object view{{"ID", std::to_string(id)}, {"NAME", d.name}, {"SORT", 500}};
        if (d.parent != 0)
            view["PARENT"] = std::to_string(d.parent);
        if (d.head != 0)
            view["UF_HEAD"] = std::to_string(d.head);
        if (wanted.passes(view))
            found.push_back(view);
    }
    return paged(std::move(found), c.params);
}

}  // namespace sandbox
