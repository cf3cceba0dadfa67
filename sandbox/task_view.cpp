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

// What showing a field needs beside the task.
struct shown {
    const task& t;
    const std::string& zone;

    [[nodiscard]] json::value date(const std::optional<instant>& at) const {
        return at ? json::value(iso_in(zone, *at)) : json::value(nullptr);
    }
};

struct field {
    const char* name;  // in `select`
    const char* key;   // in answers
    json::value (*show)(const shown&);
};

json::value id_text(id_number id) {
    return json::value(std::to_string(id));
}

constexpr std::array fields = {
    field{"ID", "id", [](const shown& s) { return id_text(s.t.id); }},
    field{"TITLE", "title", [](const shown& s) { return json::value(s.t.title); }},
    field{"DESCRIPTION", "description", [](const shown& s) { return json::value(s.t.description); }},
    field{"DEADLINE", "deadline", [](const shown& s) { return s.date(s.t.deadline); }},
    field{"RESPONSIBLE_ID", "responsibleId", [](const shown& s) { return id_text(s.t.responsible); }},
    field{"CREATED_BY", "createdBy", [](const shown& s) { return id_text(s.t.created_by); }},
    field{"CHANGED_BY", "changedBy", [](const shown& s) { return id_text(s.t.changed_by); }},
    field{"CHANGED_DATE", "changedDate", [](const shown& s) { return s.date(s.t.changed); }},
    field{"CREATED_DATE", "createdDate", [](const shown& s) { return s.date(s.t.created); }},
    field{"ACTIVITY_DATE", "activityDate", [](const shown& s) { return s.date(s.t.activity); }},
    field{"CLOSED_DATE", "closedDate", [](const shown& s) { return s.date(s.t.closed); }},
    field{"STATUS", "status", [](const shown& s) { return id_text(s.t.status); }},
    field{"GROUP_ID", "groupId", [](const shown& s) { return id_text(s.t.group); }},
    field{"PARENT_ID", "parentId", [](const shown&) { return json::value(nullptr); }},
    field{"PRIORITY", "priority", [](const shown&) { return json::value("1"); }},
    field{"ALLOW_CHANGE_DEADLINE", "allowChangeDeadline",
          [](const shown& s) { return json::value(s.t.allow_change_deadline ? "Y" : "N"); }},
    field{"MATCH_WORK_TIME", "matchWorkTime", [](const shown&) { return json::value("N"); }},
    field{"TASK_CONTROL", "taskControl", [](const shown&) { return json::value("N"); }},
    field{"ACCOMPLICES", "accomplices",
          [](const shown& s) { return json::value(id_strings(s.t.accomplices)); }},
    field{"AUDITORS", "auditors", [](const shown& s) { return json::value(id_strings(s.t.auditors)); }},
    field{"CHAT_ID", "chatId",
          [](const shown& s) { return s.t.chat != 0 ? json::value(s.t.chat) : json::value(nullptr); }},
    field{"FLOW_ID", "flowId", [](const shown&) { return json::value(nullptr); }},
    field{"TAGS", "tags", [](const shown&) { return json::value(json::array()); }},
};

filter_field status_field(const portal& p, const task& t) {
    return std::int64_t{is_overdue(p, t) ? -1 : t.status};
}

}  // namespace

task_columns::task_columns(const portal& p, const std::vector<std::string>& select, id_number reader)
    : p_(p), zone_(zone_of(p, reader)) {
    std::set<std::string> names;
    for (const auto& name : select)
        names.insert(upper_case(name));
    const bool all = names.empty() || names.count("*") != 0;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (all || i == 0 || names.count(fields[i].name) != 0)
            chosen_.push_back(i);
}

bool task_columns::wants(std::string_view name) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](std::size_t i) { return name == fields[i].name; });
}

json::object task_columns::view(const task& t) const {
    json::object view;
    view.reserve(chosen_.size() + 6);
    const shown what{t, zone_};
    for (const std::size_t i : chosen_)
        view.emplace(fields[i].key, fields[i].show(what));
    if (wants("STATUS"))
        view["subStatus"] = is_overdue(p_, t) ? "-1" : std::to_string(t.status);
    view["group"] = json::array();  // T6
    view["creator"] = person_block(p_, t.created_by);
    view["responsible"] = person_block(p_, t.responsible);
    if (wants("ACCOMPLICES"))
        view["accomplicesData"] = people_blocks(p_, t.accomplices);
    if (wants("AUDITORS"))
        view["auditorsData"] = people_blocks(p_, t.auditors);
    return view;
}

json::object task_view(const portal& p, const task& t, const std::vector<std::string>& select,
                       id_number reader) {
    return task_columns(p, select, reader).view(t);
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

field_reader<task> task_field(const portal& p, const std::string& name) {
    using known = std::optional<filter_field>;
    struct named {
        const char* name;
        known (*read)(const task&);
    };
    static constexpr std::array readers = {
        named{"ID", [](const task& t) { return known(t.id); }},
        named{"TITLE", [](const task& t) { return known(std::string_view(t.title)); }},
        named{"DESCRIPTION", [](const task& t) { return known(std::string_view(t.description)); }},
        named{"DEADLINE", [](const task& t) { return known(t.deadline); }},
        named{"CREATED_DATE", [](const task& t) { return known(std::optional(t.created)); }},
        named{"CHANGED_DATE", [](const task& t) { return known(std::optional(t.changed)); }},
        named{"ACTIVITY_DATE", [](const task& t) { return known(std::optional(t.activity)); }},
        named{"CLOSED_DATE", [](const task& t) { return known(t.closed); }},
        named{"REAL_STATUS", [](const task& t) { return known(std::int64_t{t.status}); }},
        named{"RESPONSIBLE_ID", [](const task& t) { return known(t.responsible); }},
        named{"CREATED_BY", [](const task& t) { return known(t.created_by); }},
        named{"CHANGED_BY", [](const task& t) { return known(t.changed_by); }},
        named{"GROUP_ID", [](const task& t) { return known(t.group); }},
        named{"PARENT_ID", [](const task&) { return known(std::string_view()); }},
        named{"PRIORITY", [](const task&) { return known(std::int64_t{1}); }},
        named{"ALLOW_CHANGE_DEADLINE",
              [](const task& t) { return known(std::string_view(t.allow_change_deadline ? "Y" : "N")); }},
        named{"CHAT_ID",
              [](const task& t) { return t.chat != 0 ? known(t.chat) : known(std::string_view()); }},
    };
    if (name == "STATUS")
        return [&p](const task& t) { return known(status_field(p, t)); };
    const auto* found =
        std::find_if(readers.begin(), readers.end(), [&](const named& each) { return name == each.name; });
    return found == readers.end() ? field_reader<task>() : field_reader<task>(found->read);
}

}  // namespace sandbox
