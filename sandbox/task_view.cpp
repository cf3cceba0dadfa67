#include "sandbox/task_view.hpp"

#include <algorithm>

#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

json::array id_strings(const std::vector<id_number>& ids) {
    json::array texts;
    for (const id_number id : ids)
        texts.emplace_back(std::to_string(id));
    return texts;
}

json::object person_block(const portal& p, id_number id) {
    const auto* who = find_person(p, id);
    const std::string text = std::to_string(id);
    return {{"id", text},
            {"name", full_name(p, id)},
            {"link", "/company/personal/user/" + text + "/"},
            {"icon", "/bitrix/images/tasks/default_avatar.png"},
            {"workPosition", who != nullptr ? who->position : std::string()}};
}

json::value people_blocks(const portal& p, const std::vector<id_number>& ids) {
    json::object blocks;
    for (const id_number id : ids)
        blocks[std::to_string(id)] = person_block(p, id);
    return or_empty_list(std::move(blocks));
}

bool is_overdue(const portal& p, const task& t) {
    return t.deadline && *t.deadline < p.now() && t.status != completed;
}

// Input name -> output value; the output key is the camelCase of the input name.
json::object all_fields(const portal& p, const task& t, id_number reader) {
    const std::string zone = zone_of(p, reader);
    const auto date = [&](const std::optional<instant>& at) {
        return at ? json::value(iso_in(zone, *at)) : json::value(nullptr);
    };
    return {{"ID", std::to_string(t.id)},
            {"TITLE", t.title},
            {"DESCRIPTION", t.description},
            {"DEADLINE", date(t.deadline)},
            {"RESPONSIBLE_ID", std::to_string(t.responsible)},
            {"CREATED_BY", std::to_string(t.created_by)},
            {"CHANGED_BY", std::to_string(t.changed_by)},
            {"CHANGED_DATE", date(t.changed)},
            {"CREATED_DATE", date(t.created)},
            {"ACTIVITY_DATE", date(t.activity)},
            {"CLOSED_DATE", date(t.closed)},
            {"STATUS", std::to_string(t.status)},
            {"GROUP_ID", "0"},
            {"PARENT_ID", nullptr},
            {"PRIORITY", "1"},
            {"ALLOW_CHANGE_DEADLINE", t.allow_change_deadline ? "Y" : "N"},
            {"MATCH_WORK_TIME", "N"},
            {"TASK_CONTROL", "N"},
            {"ACCOMPLICES", id_strings(t.accomplices)},
            {"AUDITORS", id_strings(t.auditors)},
            {"CHAT_ID", t.chat != 0 ? json::value(t.chat) : json::value(nullptr)},
            {"FLOW_ID", nullptr},
            {"TAGS", json::array()}};
}

std::string camel_case(std::string_view upper) {
    std::string out;
    bool raise_next = false;
    for (const char c : lower_case(upper)) {
        if (c == '_') {
            raise_next = true;
            continue;
        }
        out += raise_next ? upper_case(std::string_view(&c, 1)) : std::string(1, c);
        raise_next = false;
    }
    return out;
}

}  // namespace

json::object task_view(const portal& p, const task& t, const std::vector<std::string>& select,
                       id_number reader) {
    const auto wanted = [&](std::string_view name) {
        return select.empty() || name == "ID" ||
               std::find(select.begin(), select.end(), "*") != select.end() ||
               std::any_of(select.begin(), select.end(),
                           [&](const std::string& given) { return upper_case(given) == name; });
    };
    json::object view;
    for (const auto& [name, value] : all_fields(p, t, reader))
        if (wanted(name))
            view[camel_case(name)] = value;
    if (wanted("STATUS"))
        view["subStatus"] = is_overdue(p, t) ? "-1" : std::to_string(t.status);
    view["group"] = json::array();  // T6
    view["creator"] = person_block(p, t.created_by);
    view["responsible"] = person_block(p, t.responsible);
    if (wanted("ACCOMPLICES"))
        view["accomplicesData"] = people_blocks(p, t.accomplices);
    if (wanted("AUDITORS"))
        view["auditorsData"] = people_blocks(p, t.auditors);
    return view;
}

json::object task_actions(const portal& p, const task& t, id_number reader) {
    const bool edit = may_edit(p, reader, t);
    const bool open = t.status != completed;
    return {{"accept", false},
            {"decline", false},
            {"complete", open && (edit || reader == t.responsible)},
            {"start", open},
            {"delegate", edit},
            {"remove", edit},
            {"edit", edit},
            {"defer", open},
            {"renew", !open},
            {"create", true},
            {"changeDeadline", may_move_deadline(p, reader, t)}};
}

field_reader task_reader(const portal& p, const task& t) {
    return [&p, t](const std::string& name) -> std::optional<filter_field> {
        const auto date = [](const std::optional<instant>& at) { return filter_field{"", true, at}; };
        if (name == "DEADLINE")
            return date(t.deadline);
        if (name == "CREATED_DATE")
            return date(t.created);
        if (name == "CHANGED_DATE")
            return date(t.changed);
        if (name == "ACTIVITY_DATE")
            return date(t.activity);
        if (name == "CLOSED_DATE")
            return date(t.closed);
        if (name == "STATUS" && is_overdue(p, t))
            return filter_field{"-1", false, {}};
        if (name == "STATUS" || name == "REAL_STATUS")
            return filter_field{std::to_string(t.status), false, {}};
        for (const auto& [field, value] : all_fields(p, t, service_user))
            if (field == name && !value.is_array())
                return filter_field{text_in(value), false, {}};
        return std::nullopt;
    };
}

}  // namespace sandbox
