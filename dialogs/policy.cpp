#include "dialogs/policy.hpp"

#include <algorithm>
#include <array>

namespace dialogs {
namespace {

const special_rules* given_for_department(const policy& of, const directory& who, user_id responsible) {
    const person* known = who.find(responsible);
    if (known == nullptr)
        return nullptr;
    // Level by level: his departments, then those above each of them.
    std::vector<std::int64_t> level = known->departments;
    std::set<std::int64_t> seen;
    while (!level.empty()) {
        std::vector<std::int64_t> above;
        for (const auto id : level) {
            for (const auto& each : of.special)
                if (std::find(each.departments.begin(), each.departments.end(), id) != each.departments.end())
                    return &each;
            const department* here = who.find_department(id);
            if (here != nullptr && here->parent != 0 && seen.insert(here->parent).second)
                above.push_back(here->parent);
        }
        level = std::move(above);
    }
    return nullptr;
}

}  // namespace

std::string_view name_of(guard_mode mode) {
    static constexpr std::array<std::string_view, 3> names{"observe", "reason", "approval"};
    return names.at(static_cast<std::size_t>(mode));
}

std::optional<guard_mode> guard_mode_of(std::string_view name) {
    for (const auto mode : {guard_mode::observe, guard_mode::reason, guard_mode::approval})
        if (name_of(mode) == name)
            return mode;
    return std::nullopt;
}

const policy& in_force(const policy& present, instant at) {
    const policy* then = &present;
    while (then->before && at < then->in_force_since)
        then = then->before.get();
    return *then;
}

const absence* absence_of(const policy& of, user_id who, instant at) {
    const auto found = std::find_if(of.absent.begin(), of.absent.end(), [&](const absence& each) {
        return each.who == who && each.from <= at && at < each.until;
    });
    return found == of.absent.end() ? nullptr : &*found;
}

std::optional<absence> absence_of(const policy& of, const portal_absences& told, user_id who, instant at) {
    if (const absence* configured = absence_of(of, who, at))
        return *configured;
    const auto found = told.find(who);
    if (found == told.end() || !found->second || *found->second <= at)
        return std::nullopt;
    return absence{who, at, *found->second, 0};
}

const special_rules* special_for(const policy& of, const directory& who, user_id responsible,
                                 std::int64_t group) {
    for (const auto& each : of.special)
        if (each.people.contains(responsible))
            return &each;
    for (const auto& each : of.special)
        if (group != 0 && each.groups.contains(group))
            return &each;
    return given_for_department(of, who, responsible);
}

const rules& rules_for(const policy& of, const directory& who, user_id responsible, std::int64_t group) {
    const special_rules* given = special_for(of, who, responsible, group);
    return given != nullptr ? given->hold : of.usual;
}

guard_mode mode_for(const policy& of, const directory& who, user_id person) {
    const bool guarded = !of.exempt_users.contains(person) && who.belongs_to(person, of.departments) &&
                         who.has_somebody_above(person);
    return guarded ? rules_for(of, who, person, 0).mode : guard_mode::observe;
}

std::vector<std::string> default_categories() {
    return {"no_answer", "asked_later", "client_away", "payment",
            "colleague", "overload",    "technical",   "other"};
}

}  // namespace dialogs
