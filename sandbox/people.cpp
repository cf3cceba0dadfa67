#include "sandbox/people.hpp"

#include <algorithm>

namespace sandbox {

const person* find_person(const portal& p, id_number id) {
    const auto found = p.people.find(id);
    return found == p.people.end() ? nullptr : &found->second;
}

std::string full_name(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    if (who == nullptr)
        return {};
    return who->last_name.empty() ? who->name : who->name + " " + who->last_name;
}

std::string zone_of(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    if (who == nullptr || !who->zone || who->zone->empty())
        return std::string(portal_zone);
    return *who->zone;
}

bool is_admin(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    return who != nullptr && who->admin && who->active;
}

bool is_superior(const portal& p, id_number chief, id_number member) {
    const auto* who = find_person(p, member);
    if (who == nullptr || chief == member || chief == 0)
        return false;
    return std::any_of(who->departments.begin(), who->departments.end(), [&](id_number id) {
        for (int climbed = 0; climbed < 50; ++climbed) {
            const auto found = p.departments.find(id);
            if (found == p.departments.end())
                return false;
            const auto& others = found->second.more_heads;
            if (found->second.head == chief || std::find(others.begin(), others.end(), chief) != others.end())
                return true;
            id = found->second.parent;
        }
        return false;
    });
}

std::string mention(const portal& p, id_number id) {
    return "[USER=" + std::to_string(id) + "]" + full_name(p, id) + "[/USER]";
}

json::object bot_view_of_user(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    if (who == nullptr)
        return {};
    const json::array departments(who->departments.begin(), who->departments.end());
    return {{"id", who->id},
            {"active", who->active},
            {"name", full_name(p, id)},
            {"firstName", who->name},
            {"lastName", who->last_name},
            {"workPosition", who->position},
            {"color", who->color},
            {"avatar", ""},
            {"gender", who->gender},
            {"birthday", ""},
            {"extranet", false},
            {"bot", who->bot},
            {"connector", false},
            {"externalAuthId", who->bot ? "bot" : "default"},
            {"status", "online"},
            {"idle", false},
            {"lastActivityDate", false},
            {"absent", false},
            {"departments", departments},
            {"phones", false},
            {"type", who->bot ? "bot" : "employee"}};
}

}  // namespace sandbox
