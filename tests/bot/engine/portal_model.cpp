#include "portal_model.hpp"

#include <algorithm>
#include <set>

#include "bot/wire/value.hpp"

namespace fakes {
namespace {

namespace wire = bot::wire;
using wire::at;
using wire::at_path;

constexpr std::size_t page = 50;

std::string text(std::int64_t number) {
    return std::to_string(number);
}

wire::reply refused(std::string code, int status = 400) {
    return wire::refusal{std::move(code), "", status, false};
}

json::value when(const dialogs::deadline& due) {
    return due ? json::value(wire::moment_text(*due)) : json::value(nullptr);
}

json::value unix_text(const dialogs::deadline& due) {
    return due ? json::value(text(due->time_since_epoch().count())) : json::value("");
}

json::object task_json(const dialogs::task& what) {
    return {{"id", text(what.id)},
            {"title", what.title},
            {"deadline", when(what.due)},
            {"responsibleId", text(what.responsible)},
            {"createdBy", text(what.creator)},
            {"status", text(what.status)},
            {"groupId", "0"},
            {"accomplices", json::array()},
            {"auditors", json::array()},
            {"chatId", nullptr}};
}

json::array page_of(const json::array& all, const json::value& params) {
    const auto start = static_cast<std::size_t>(wire::to_int_or(at(params, "start"), 0));
    json::array some;
    for (auto k = start; k < std::min(start + page, all.size()); ++k)
        some.push_back(all[k]);
    return some;
}

std::vector<std::pair<std::string, std::string>> buttons_in(const json::value& fields) {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto* each : wire::elements(at_path(fields, {"keyboard", "BUTTONS"}))) {
        const auto params = wire::to_text(at(*each, "COMMAND_PARAMS"));
        if (params.starts_with("b:"))
            found.emplace_back(wire::to_text(at(*each, "TEXT")), params.substr(2));
    }
    return found;
}

}  // namespace

portal_model::portal_model() {
    departments = {{1, "Компания", 0, anna}, {5, "Отдел продаж", 1, boris}};
    people = {{anna, "Анна Соколова", "Анна", "F", true, true, "", {1}},
              {boris, "Борис Орлов", "Борис", "M", true, true, "", {5}},
              {maria, "Мария Иванова", "Мария", "F", true, true, "", {5}},
              {service, "Служба сроков", "Служба", "", true, true, "", {1}}};
}

void portal_model::add_task(dialogs::task_id id, dialogs::user_id responsible, dialogs::user_id creator,
                            instant due) {
    dialogs::task made;
    made.id = id;
    made.title = "Задача " + text(id);
    made.responsible = responsible;
    made.creator = creator;
    made.due = due;
    tasks[id].present = made;
    changed_at[id] = now;
}

void portal_model::move(dialogs::user_id who, dialogs::task_id id, dialogs::deadline to) {
    auto& task = tasks.at(id);
    if (task.present->due == to)
        return;
    dialogs::history_row row;
    row.id = next_row_++;
    row.at = now;
    row.author = who;
    row.due_from = std::exchange(task.present->due, to);
    row.due_to = to;
    task.history.push_back(row);
    changed_at[id] = now;
    news.push_back(id);
}

void portal_model::comment(dialogs::user_id who, dialogs::task_id id, std::string words) {
    tasks.at(id).discussion.push_back({"c" + text(next_row_++), who, now, std::move(words)});
}

int portal_model::own_rows(dialogs::task_id id) const {
    const auto& rows = tasks.at(id).history;
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.author == service; }));
}

std::vector<portal_model::message> portal_model::told(dialogs::user_id who) const {
    std::vector<message> own;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(own),
                 [&](const message& each) { return each.dialog == text(who); });
    return own;
}

std::string portal_model::seen_by_people() const {
    std::string all;
    for (const auto& [id, task] : tasks) {
        all += "task " + text(id) + " due " + wire::to_text(when(task.present->due)) + "\n";
        for (const auto& row : task.history)
            all += "  " + text(row.author) + " moved it to " + wire::to_text(when(row.due_to)) + "\n";
        for (const auto& each : task.discussion)
            all += "  " + text(each.author) + " wrote " + each.text + "\n";
    }
    for (const dialogs::user_id who : {anna, boris, maria, service}) {
        for (const auto& each : told(who)) {
            all += "to " + text(who) + ": " + each.text + "\n";
            for (const auto& [label, token] : each.buttons)
                all += "  [" + label + "]\n";
        }
    }
    return all;
}

wire::reply portal_model::answer(const std::string& method, const json::value& params) {
    if (method == "tasks.task.get")
        return get_task(params);
    if (method == "tasks.task.history.list")
        return get_history(params);
    if (method == "im.dialog.messages.get")  // old cards here: no task has a chat
        return refused("DIALOG_ID_EMPTY");
    if (method == "task.commentitem.getlist")
        return get_comments(params);
    if (method == "task.commentitem.add")
        return add_comment(params);
    if (method == "tasks.task.list")
        return list_tasks(params);
    if (method == "tasks.task.update")
        return update_task(params);
    if (method == "user.get")
        return get_people(params);
    if (method == "department.get")
        return get_departments(params);
    if (method == "imbot.v2.Chat.Message.send")
        return send(params);
    if (method == "imbot.v2.Chat.Message.update")
        return rewrite(params);
    return refused("ERROR_METHOD_NOT_FOUND", 404);
}

wire::reply portal_model::get_task(const json::value& params) const {
    const auto found = tasks.find(wire::to_int_or(at(params, "taskId"), 0));
    if (found == tasks.end() || !found->second.present)
        return refused("ERROR_CORE");
    return json::value{{"task", task_json(*found->second.present)}};
}

wire::reply portal_model::get_history(const json::value& params) const {
    const auto found = tasks.find(wire::to_int_or(at(params, "taskId"), 0));
    if (found == tasks.end())
        return refused("ERROR_CORE");
    json::array rows;
    for (const auto& row : found->second.history)
        rows.push_back({{"id", text(row.id)},
                        {"createdDate", wire::moment_text(row.at)},
                        {"field", "DEADLINE"},
                        {"value", {{"from", unix_text(row.due_from)}, {"to", unix_text(row.due_to)}}},
                        {"user", {{"id", text(row.author)}}}});
    return json::value{{"list", std::move(rows)}};
}

wire::reply portal_model::get_comments(const json::value& params) const {
    const auto found = tasks.find(wire::to_int_or(at(params, "TASKID"), 0));
    json::array all;
    if (found != tasks.end())
        for (const auto& each : found->second.discussion)
            all.push_back({{"ID", each.key.substr(1)},
                           {"AUTHOR_ID", text(each.author)},
                           {"POST_DATE", wire::moment_text(each.at)},
                           {"POST_MESSAGE", each.text}});
    return json::value(std::move(all));
}

wire::reply portal_model::add_comment(const json::value& params) {
    const auto id = wire::to_int_or(at(params, "TASKID"), 0);
    if (!tasks.contains(id) || !comments_open)
        return refused("ERROR_CORE");
    comment(service, id, wire::to_text(at_path(params, {"FIELDS", "POST_MESSAGE"})));
    news.push_back(id);  // as ONTASKCOMMENTADD
    return json::value(wire::to_int_or(json::value(tasks.at(id).discussion.back().key.substr(1)), 0));
}

wire::reply portal_model::list_tasks(const json::value& params) const {
    const auto responsible = wire::to_int(at_path(params, {"filter", "RESPONSIBLE_ID"}));
    const auto since = wire::to_moment(at_path(params, {"filter", ">=CHANGED_DATE"}));
    std::set<dialogs::task_id> ids;
    for (const auto* each : wire::elements(at_path(params, {"filter", "ID"})))
        ids.insert(wire::to_int_or(*each, 0));
    json::array all;
    for (const auto& [id, task] : tasks) {
        if (!task.present)
            continue;
        const bool asked_for = (!responsible || task.present->responsible == *responsible) &&
                               (!since || changed_at.at(id) >= *since) && (ids.empty() || ids.contains(id));
        if (asked_for)
            all.push_back(task_json(*task.present));
    }
    return json::value{{"tasks", page_of(all, params)}};
}

wire::reply portal_model::update_task(const json::value& params) {
    const auto id = wire::to_int_or(at(params, "taskId"), 0);
    if (!tasks.contains(id) || !tasks.at(id).present)
        return refused("ERROR_CORE");
    move(service, id, wire::to_moment(at_path(params, {"fields", "DEADLINE"})));
    return json::value{{"task", task_json(*tasks.at(id).present)}};
}

wire::reply portal_model::get_people(const json::value& params) const {
    std::vector<std::int64_t> ids;
    for (const auto* each : wire::elements(at_path(params, {"FILTER", "ID"})))
        ids.push_back(wire::to_int_or(*each, 0));
    json::array all;
    for (const auto& who : people) {
        if (!ids.empty() && std::find(ids.begin(), ids.end(), who.id) == ids.end())
            continue;
        json::array own;
        for (const auto each : who.departments)
            own.emplace_back(each);
        const auto blank = who.name.find(' ');
        all.push_back({{"ID", text(who.id)},
                       {"NAME", who.first_name},
                       {"LAST_NAME", blank == std::string::npos ? "" : who.name.substr(blank + 1)},
                       {"ACTIVE", who.active},
                       {"PERSONAL_GENDER", who.gender},
                       {"TIME_ZONE", who.time_zone},
                       {"UF_DEPARTMENT", std::move(own)},
                       {"USER_TYPE", who.employee ? "employee" : "extranet"}});
    }
    return json::value(page_of(all, params));
}

wire::reply portal_model::get_departments(const json::value& params) const {
    json::array all;
    for (const auto& each : departments) {
        json::object one{{"ID", text(each.id)}, {"NAME", each.name}};
        if (each.parent != 0)
            one["PARENT"] = text(each.parent);
        if (each.head != 0)
            one["UF_HEAD"] = text(each.head);
        all.push_back(std::move(one));
    }
    return json::value(page_of(all, params));
}

wire::reply portal_model::send(const json::value& params) {
    const auto& fields = at(params, "fields");
    const auto uuid = wire::to_text(at(fields, "templateId"));
    const auto same = std::find_if(messages.begin(), messages.end(),
                                   [&](const message& each) { return each.uuid == uuid; });
    if (same != messages.end())
        return json::value{{"id", same->id}, {"uuidMap", json::object{}}};
    messages.push_back({next_message_++, wire::to_text(at(params, "dialogId")),
                        wire::to_text(at(fields, "message")), uuid, buttons_in(fields)});
    return json::value{{"id", messages.back().id}, {"uuidMap", json::object{}}};
}

wire::reply portal_model::rewrite(const json::value& params) {
    const auto id = wire::to_int_or(at(params, "messageId"), 0);
    for (auto& each : messages) {
        if (each.id != id)
            continue;
        each.text = wire::to_text(at_path(params, {"fields", "message"}));
        each.buttons = buttons_in(at(params, "fields"));
        return json::value{{"result", true}};
    }
    return refused("MESSAGE_NOT_FOUND");
}

}  // namespace fakes
