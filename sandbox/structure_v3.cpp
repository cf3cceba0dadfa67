// humanresources.* of REST v3: the company's structure with all heads and deputies (protocol notes 6.2.3).
// Its nodes have ids of their own; the access code tells the department.
#include <algorithm>

#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

constexpr id_number first_node = 1000;  // T94

json::object node_view(const portal& p, const department& d) {
    json::array members;
    const auto add = [&](id_number who, const char* role) {
        members.push_back({{"userId", who}, {"name", full_name(p, who)}, {"role", role}});
    };
    if (d.head != 0)
        add(d.head, "MEMBER_HEAD");
    for (const auto who : d.more_heads)
        add(who, "MEMBER_HEAD");
    for (const auto who : d.deputies)
        add(who, "MEMBER_DEPUTY_HEAD");
    for (const auto& [id, who] : p.people)
        if (std::count(who.departments.begin(), who.departments.end(), d.id) != 0)
            add(id, "MEMBER_EMPLOYEE");
    return {{"id", first_node + d.id},
            {"name", d.name},
            {"type", "DEPARTMENT"},
            {"parentId", d.parent != 0 ? json::value(first_node + d.parent) : json::value(nullptr)},
            {"accessCode", "DR" + std::to_string(d.id)},
            {"members", std::move(members)}};
}

json::object selected(const json::object& view, const json::object& params) {
    const auto* select = member(params, "select");
    if (select == nullptr || !select->is_array() || select->get_array().empty())
        return view;
    json::object chosen;
    for (const auto& name : texts_in(*select)) {
        const auto* value = member(view, name);
        if (value == nullptr)
            throw refusal("UNKNOWNDTOPROPERTYEXCEPTION", "Unknown field " + name);
        chosen[name] = *value;
    }
    return chosen;
}

}  // namespace

answer v3_node_list(const call& c) {
    const std::string type = text_member(c.params, "type");
    if (type != "DEPARTMENT" && type != "TEAM")
        throw refusal("VALIDATION_REQUESTVALIDATIONEXCEPTION", "Required field type is not specified");
    const json::object page = object_member(c.params, "pagination");
    const auto limit = std::clamp<std::int64_t>(number_member(page, "limit").value_or(50), 1, 200);
    const auto skip = number_member(page, "offset").value_or(0);
    json::array items;
    std::int64_t position = 0;
    for (const auto& [id, d] : c.p.departments) {
        json::object view = node_view(c.p, d);
        view.erase("members");
        if (type == "DEPARTMENT" && position++ >= skip && static_cast<std::int64_t>(items.size()) < limit)
            items.push_back(selected(view, c.params));
    }
    return {json::object{{"items", items}}, {}, {}};
}

answer v3_node_get(const call& c) {
    const auto* given = member(c.params, "id");
    if (given == nullptr || !given->is_int64())
        throw refusal("VALIDATION_REQUESTVALIDATIONEXCEPTION", "Required field id is not specified");
    const auto found = c.p.departments.find(given->get_int64() - first_node);
    if (found == c.p.departments.end())
        throw refusal("ENTITYNOTFOUNDEXCEPTION", "Record not found");
    return {json::object{{"item", selected(node_view(c.p, found->second), c.params)}}, {}, {}};
}

}  // namespace sandbox
