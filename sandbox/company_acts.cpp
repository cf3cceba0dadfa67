#include "sandbox/company_acts.hpp"

#include "sandbox/acts.hpp"
#include "sandbox/params.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {

json::object make_guest(portal& p, const json::object& asked) {
    const auto found = p.people.find(number_member(asked, "person").value_or(0));
    if (found == p.people.end())
        throw act_refused("Такого сотрудника нет");
    found->second.guest = true;
    p.changed();
    return {};
}

department& department_in(portal& p, const json::object& asked) {
    const auto found = p.departments.find(number_member(asked, "department").value_or(0));
    if (found == p.departments.end())
        throw act_refused("Такого отдела нет");
    return found->second;
}

json::object set_head(portal& p, const json::object& asked) {
    department_in(p, asked).head = number_member(asked, "head").value_or(0);
    p.changed();
    return {};
}

// {"person":13,"back":"2026-12-15T00:00:00+03:00"}: away until then by the absence chart; without "back"
// there.
json::object go_away(portal& p, const json::object& asked) {
    const auto found = p.people.find(number_member(asked, "person").value_or(0));
    if (found == p.people.end())
        throw act_refused("Такого сотрудника нет");
    found->second.back = parsed_instant(text_member(asked, "back"));
    p.changed();
    return {};
}

// {"department":5,"heads":[28],"deputies":[27]}: those beside its first head.
json::object name_heads(portal& p, const json::object& asked) {
    department& named = department_in(p, asked);
    const auto people = [&](const char* key) {
        const auto* given = member(asked, key);
        return given != nullptr ? numbers_in(*given) : std::vector<std::int64_t>();
    };
    named.more_heads = people("heads");
    named.deputies = people("deputies");
    p.changed();
    return {};
}

// {"task":8017,"group":9,"members":[13,27,99]}: the task is in this workgroup, which has these members.
json::object put_into_group(portal& p, const json::object& asked) {
    const auto group = number_member(asked, "group").value_or(0);
    auto* t = find_task(p, number_member(asked, "task").value_or(0));
    if (t == nullptr)
        throw act_refused("Такой задачи нет");
    t->group = group;
    const auto* members = member(asked, "members");
    auto& in = p.workgroups[group];
    for (const auto id : members != nullptr ? numbers_in(*members) : std::vector<std::int64_t>())
        in.insert(id);
    p.changed();
    return {};
}

}  // namespace sandbox
