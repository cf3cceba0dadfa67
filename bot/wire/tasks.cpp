#include "bot/wire/tasks.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <map>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

using dialogs::history_row;

json::array task_fields() {
    return {"ID", "TITLE", "DEADLINE", "RESPONSIBLE_ID", "CREATED_BY", "STATUS", "GROUP_ID", "CHAT_ID"};
}

dialogs::deadline whole_minutes(std::optional<locale::instant> moment) {
    if (!moment)
        return std::nullopt;
    return std::chrono::floor<std::chrono::minutes>(*moment);  // T75
}

// An id, or the same id inside the block that describes its owner.
std::int64_t id_of(const json::value& task, std::string_view key, std::string_view block) {
    const auto id = to_int(at(task, key));
    return std::max<std::int64_t>(id ? *id : to_int_or(at_path(task, {block, "id"}), 0), 0);
}

// Nothing when the answer leaves one of the two out.
std::optional<std::vector<dialogs::user_id>> others_of(const json::value& task) {
    std::vector<dialogs::user_id> people;
    for (const auto* key : {"accomplices", "auditors"}) {
        const auto& list = at(task, key);
        if (!list.is_array() && !list.is_object())
            return std::nullopt;
        for (const auto* each : elements(list))
            if (const auto id = to_int_or(*each, 0); id > 0)
                people.push_back(id);
    }
    return people;
}

std::optional<history_row::field> field_of(const std::string& name) {
    if (name == "DEADLINE")
        return history_row::field::deadline;
    if (name == "RESPONSIBLE_ID")
        return history_row::field::responsible;
    if (name == "CREATED_BY")
        return history_row::field::creator;
    if (name == "STATUS")
        return history_row::field::status;
    if (name == "GROUP_ID")
        return history_row::field::group;
    return std::nullopt;
}

std::optional<history_row> row_of(const json::value& from) {
    const auto what = field_of(to_text(at(from, "field")));
    history_row row;
    row.id = to_int_or(at(from, "id"), 0);
    if (!what || row.id <= 0)
        return std::nullopt;
    row.what = *what;
    row.at = to_moment(at(from, "createdDate")).value_or(locale::instant());
    row.author = std::max<std::int64_t>(to_int_or(at_path(from, {"user", "id"}), 0), 0);
    const auto& before = at_path(from, {"value", "from"});
    const auto& after = at_path(from, {"value", "to"});
    if (row.what == history_row::field::deadline) {
        row.due_from = whole_minutes(to_unix(before));
        row.due_to = whole_minutes(to_unix(after));
    } else {
        row.from = to_int_or(before, 0);
        row.to = to_int_or(after, 0);
    }
    return row;
}

std::vector<dialogs::remark> by_id(std::map<std::int64_t, dialogs::remark> remarks) {
    std::vector<dialogs::remark> sorted;
    for (auto& [id, remark] : remarks)
        sorted.push_back(std::move(remark));
    return sorted;
}

}  // namespace

call get_task(dialogs::task_id id) {
    call asked{"tasks.task.get", {}, false};
    asked.params["taskId"] = id;
    auto fields = task_fields();
    for (const auto* each : {"ACCOMPLICES", "AUDITORS"})
        fields.emplace_back(each);
    asked.params["select"] = std::move(fields);
    return asked;
}

call get_options(dialogs::task_id id) {
    call asked{"tasks.task.get", {}, true};
    asked.params["id"] = id;
    asked.params["select"] =
        json::array{"id", "requireDeadlineChangeReason", "maxDeadlineChanges", "maxDeadlineChangeDate"};
    return asked;
}

dialogs::deadline_options read_options(const json::value& result) {
    dialogs::deadline_options read;
    read.asks_reason = to_bool(at_path(result, {"item", "requireDeadlineChangeReason"}));
    read.moves_max = to_int(at_path(result, {"item", "maxDeadlineChanges"}));
    read.latest = parse_moment(to_text(at_path(result, {"item", "maxDeadlineChangeDate"})));
    return read;
}

call get_history(dialogs::task_id id) {
    call asked{"tasks.task.history.list", {}, false};
    asked.params["taskId"] = id;
    return asked;
}

call get_messages(json::value dialog) {
    call asked{"im.dialog.messages.get", {}, false};
    asked.params["DIALOG_ID"] = std::move(dialog);
    // T85: below an id the newest come first; without one the page may start at the first unread message.
    asked.params["LAST_ID"] = 2147483647;
    asked.params["LIMIT"] = 50;
    return asked;
}

call get_comments(dialogs::task_id id) {
    call asked{"task.commentitem.getlist", {}, false};
    json::object newest_first;
    newest_first["ID"] = "desc";
    asked.params["TASKID"] = id;
    asked.params["ORDER"] = std::move(newest_first);
    return asked;
}

call list_open_tasks(dialogs::user_id responsible) {
    json::object filter;
    filter["RESPONSIBLE_ID"] = responsible;
    filter["REAL_STATUS"] = json::array{1, 2, 3, 4, 6};
    filter["!DEADLINE"] = "";
    json::object nearest_first;
    nearest_first["DEADLINE"] = "asc";
    call asked{"tasks.task.list", {}, false};
    asked.params["order"] = std::move(nearest_first);
    asked.params["filter"] = std::move(filter);
    asked.params["select"] = task_fields();
    asked.params["start"] = 0;
    return asked;
}

call list_tasks(const std::vector<dialogs::task_id>& ids) {
    json::object filter;
    filter["ID"] = json::array(ids.begin(), ids.end());
    json::object by_id;
    by_id["ID"] = "asc";
    call asked{"tasks.task.list", {}, false};
    asked.params["order"] = std::move(by_id);
    asked.params["filter"] = std::move(filter);
    asked.params["select"] = task_fields();
    asked.params["start"] = 0;
    return asked;
}

std::optional<dialogs::task> read_task(const json::value& from) {
    dialogs::task task;
    task.id = to_int_or(at(from, "id"), 0);
    if (task.id <= 0)
        return std::nullopt;
    task.title = to_text(at(from, "title"));
    task.due = whole_minutes(to_moment(at(from, "deadline")));
    task.responsible = id_of(from, "responsibleId", "responsible");
    task.creator = id_of(from, "createdBy", "creator");
    if (const auto status = to_int_or(at(from, "status"), 0); status > 0 && status < 100)
        task.status = static_cast<int>(status);
    task.group = id_of(from, "groupId", "group");
    task.chat = id_of(from, "chatId", "chat");
    task.others = others_of(from);
    return task;
}

std::vector<dialogs::task> read_tasks(const json::value& result) {
    std::vector<dialogs::task> tasks;
    for (const auto* each : elements(at(result, "tasks")))
        if (auto task = read_task(*each))
            tasks.push_back(std::move(*task));
    return tasks;
}

std::vector<dialogs::glance> read_glances(const json::value& result) {
    std::vector<dialogs::glance> seen;
    for (const auto* each : elements(at(result, "tasks"))) {
        auto task = read_task(*each);
        if (!task)
            continue;
        const auto* members = each->if_object();
        const bool chat_known = task->chat != 0 || (members && members->contains("chatId"));
        seen.push_back({std::move(task), chat_known});
    }
    return seen;
}

std::vector<history_row> read_history(const json::value& result) {
    std::map<std::int64_t, history_row> rows;
    for (const auto* each : elements(at(result, "list")))
        if (const auto row = row_of(*each))
            rows.emplace(row->id, *row);
    std::vector<history_row> sorted;
    for (const auto& [id, row] : rows)
        sorted.push_back(row);
    return sorted;
}

std::vector<dialogs::remark> read_messages(const json::value& result) {
    std::map<std::int64_t, dialogs::remark> remarks;
    for (const auto* each : elements(at(result, "messages"))) {
        const auto id = to_int_or(at(*each, "id"), 0);
        const auto moment = to_moment(at(*each, "date"));
        const auto author = std::max<std::int64_t>(to_int_or(at(*each, "author_id"), 0), 0);
        if (id > 0 && moment)
            remarks[id] = {"m" + std::to_string(id), author, *moment, to_text(at(*each, "text"))};
    }
    return by_id(std::move(remarks));
}

std::vector<dialogs::remark> read_comments(const json::value& result) {
    std::map<std::int64_t, dialogs::remark> remarks;
    for (const auto* each : elements(result)) {
        const auto id = to_int_or(at(*each, "ID"), 0);
        const auto moment = to_moment(at(*each, "POST_DATE"));
        const auto author = std::max<std::int64_t>(to_int_or(at(*each, "AUTHOR_ID"), 0), 0);
        if (id > 0 && moment)
            remarks[id] = {"c" + std::to_string(id), author, *moment, to_text(at(*each, "POST_MESSAGE"))};
    }
    return by_id(std::move(remarks));
}

}  // namespace bot::wire
