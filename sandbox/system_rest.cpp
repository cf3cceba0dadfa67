// Who am I, what may I, what time is it (protocol notes 1.8, 6.6).
#include "sandbox/kind.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {

answer profile(const call& c) {
    const auto& who = c.p.people.at(c.who.user);
    return {json::object{{"ID", std::to_string(who.id)},
                         {"ADMIN", who.admin},
                         {"NAME", who.name},
                         {"LAST_NAME", who.last_name},
                         {"PERSONAL_GENDER", who.gender},
                         {"TIME_ZONE", who.zone.value_or("")}},
            {},
            {}};
}

answer app_info(const call& c) {
    const json::array scopes(c.p.set.scopes.begin(), c.p.set.scopes.end());
    if (c.who.webhook)
        return {json::object{{"SCOPE", scopes}, {"LICENSE", license_of(c.p)}}, {}, {}};
    return {json::object{{"ID", 5},
                         {"CODE", c.p.set.client_id},
                         {"VERSION", 1},
                         {"STATUS", "L"},
                         {"INSTALLED", c.p.app.installed},
                         {"PAYMENT_EXPIRED", "N"},
                         {"DAYS", nullptr},
                         {"LANGUAGE_ID", "ru"},
                         {"LICENSE", license_of(c.p)},
                         {"LICENSE_TYPE", c.p.set.box ? "selfhosted" : "ent10000"},
                         {"LICENSE_FAMILY", c.p.set.box ? "selfhosted" : "ent"}},
            {},
            {}};
}

answer scope(const call& c) {
    return {json::array(c.p.set.scopes.begin(), c.p.set.scopes.end()), {}, {}};
}

answer method_get(const call& c) {
    const std::string name = lower_case(text_member(c.params, "NAME"));
    const bool exists = v2_method(name) != nullptr && has_method(c.p, name);
    return {json::object{{"isExisting", exists}, {"isAvailable", exists}}, {}, {}};
}

answer server_time(const call& c) {
    return {json::value(iso_in(portal_zone, c.p.now())), {}, {}};
}

answer feature_get(const call& c) {
    const std::string code = text_member(c.params, "CODE");
    if (code.empty())
        throw refusal("CODE_EMPTY", "CODE is empty");
    if (c.p.set.box)
        return {json::object{{"value", license_of(c.p)}}, {}, {}};  // T37
    const bool there = (code == "rest_offline_extended" && has(c.p, part::offline_extended)) ||
                       (code == "rest_auth_connector" && has(c.p, part::auth_connector));
    return {json::object{{"value", there ? "Y" : "N"}}, {}, {}};
}

answer user_admin(const call& c) {
    return {json::value(is_admin(c.p, c.who.user)), {}, {}};
}

answer calendar_settings_get(const call& c) {
    if (c.p.set.always_at_work)
        return {json::object{{"work_time_start", "0"},
                             {"work_time_end", "23.59"},
                             {"year_holidays", ""},
                             {"year_workdays", ""},
                             {"week_holidays", json::array()},
                             {"week_start", "MO"}},
                {},
                {}};
    return {json::object{{"work_time_start", "9"},
                         {"work_time_end", "18"},
                         {"year_holidays",
                          "1.01,2.01,3.01,4.01,5.01,6.01,7.01,8.01,23.02,8.03,1.05,9.05,"
                          "12.06,4.11"},
                         {"year_workdays", ""},
                         {"week_holidays", json::array{"SA", "SU"}},
                         {"week_start", "MO"}},
            {},
            {}};
}

}  // namespace sandbox
