#include "bot/wire/people.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

json::array selected_fields() {
    return {"ID",        "NAME",          "LAST_NAME", "ACTIVE",         "UF_DEPARTMENT",
            "TIME_ZONE", "WORK_POSITION", "USER_TYPE", "PERSONAL_GENDER"};
}

call user_get(json::object filter, std::size_t start) {
    call asked{"user.get", {}, false};
    asked.params["FILTER"] = std::move(filter);
    asked.params["select"] = selected_fields();
    asked.params["start"] = start;
    return asked;
}

dialogs::person person_of(const json::value& from) {
    dialogs::person who;
    who.id = to_int_or(at(from, "ID"), 0);
    who.first_name = locale::trimmed(to_text(at(from, "NAME")));
    who.name = locale::trimmed(who.first_name + " " + to_text(at(from, "LAST_NAME")));
    const auto gender = to_text(at(from, "PERSONAL_GENDER"));
    who.gender = gender == "F" || gender == "M" ? gender : "";
    who.active = at(from, "ACTIVE").is_null() || to_bool(at(from, "ACTIVE"));
    who.time_zone = to_text(at(from, "TIME_ZONE"));
    for (const auto* each : elements(at(from, "UF_DEPARTMENT")))
        if (const auto id = to_int_or(*each, 0); id > 0)
            who.departments.push_back(id);
    const auto type = to_text(at(from, "USER_TYPE"));
    who.employee = type.empty() ? !who.departments.empty() : type == "employee";
    return who;
}

}  // namespace

std::vector<call> people_by_id(const std::set<dialogs::user_id>& ids) {
    std::vector<call> calls;
    json::array some;
    const auto ask = [&] {
        json::object filter;
        filter["ID"] = some;
        calls.push_back(user_get(std::move(filter), 0));
        some.clear();
    };
    for (const auto id : ids) {
        some.emplace_back(id);
        if (some.size() == page_size)
            ask();
    }
    if (!some.empty())
        ask();
    return calls;
}

call active_people(std::size_t start) {
    json::object filter;
    filter["ACTIVE"] = true;
    auto asked = user_get(std::move(filter), start);
    asked.params["sort"] = "ID";
    asked.params["order"] = "ASC";
    return asked;
}

call departments(std::size_t start) {
    call asked{"department.get", {}, false};
    asked.params["sort"] = "ID";
    asked.params["order"] = "ASC";
    asked.params["start"] = start;
    return asked;
}

call absences(const std::vector<dialogs::user_id>& ids) {
    call asked{"im.user.list.get", {}, false};
    asked.params["ID"] = json::array(ids.begin(), ids.end());
    asked.params["RESULT_TYPE"] = "array";
    return asked;
}

call chat_of_group(std::int64_t group) {
    call asked{"im.dialog.get", {}, false};
    asked.params["DIALOG_ID"] = "sg" + std::to_string(group);
    return asked;
}

dialogs::portal_absences read_absences(const json::value& result) {
    dialogs::portal_absences read;
    for (const auto* each : elements(result))
        if (const auto id = to_int_or(at(*each, "id"), 0); id > 0)
            read[id] = parse_moment(to_text(at(*each, "absent")));
    return read;
}

bool read_has_guests(const json::value& result) {
    const auto& extranet = at(result, "extranet");
    return !extranet.is_bool() || extranet.get_bool() || to_bool(at(result, "containsCollaber")) ||
           to_bool(at(result, "contains_collaber")) || to_text(at(result, "type")) == "collab";
}

std::vector<dialogs::person> read_people(const json::value& result) {
    std::vector<dialogs::person> people;
    for (const auto* each : elements(result))
        if (auto who = person_of(*each); who.id > 0)
            people.push_back(std::move(who));
    return people;
}

std::vector<dialogs::department> read_departments(const json::value& result) {
    std::vector<dialogs::department> found;
    for (const auto* each : elements(result)) {
        dialogs::department one;
        one.id = to_int_or(at(*each, "ID"), 0);
        one.name = to_text(at(*each, "NAME"));
        one.parent = std::max<std::int64_t>(to_int_or(at(*each, "PARENT"), 0), 0);
        one.head = std::max<std::int64_t>(to_int_or(at(*each, "UF_HEAD"), 0), 0);
        if (one.id > 0)
            found.push_back(std::move(one));
    }
    return found;
}

dialogs::person unknown_person(dialogs::user_id id) {
    dialogs::person who;
    who.id = id;
    who.active = false;
    who.employee = false;
    return who;
}

}  // namespace bot::wire
