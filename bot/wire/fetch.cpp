#include "bot/wire/fetch.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

// A row of the queue as the event it would have been online (3.2.2).
json::value as_online(const json::value& row) {
    json::object same;
    same["event"] = at(row, "EVENT_NAME");
    same["data"] = at(row, "EVENT_DATA");
    return same;
}

}  // namespace

call get_bot_events(std::int64_t bot, std::int64_t offset) {
    call asked{"imbot.v2.Event.get", {}, false};
    asked.params["botId"] = bot;
    asked.params["offset"] = std::max(offset, first_offset);
    asked.params["limit"] = events_at_once;
    return asked;
}

bot_events read_bot_events(const json::value& result, std::int64_t bot, std::int64_t offset) {
    bot_events read;
    read.next_offset = std::max({to_int_or(at(result, "nextOffset"), 0), offset, first_offset});
    read.more = to_bool(at(result, "hasMore"));
    for (const auto* each : elements(at(result, "events"))) {
        read.next_offset = std::max(read.next_offset, to_int_or(at(*each, "eventId"), 0) + 1);
        read.events.push_back(read_fetched(*each, bot));
    }
    return read;
}

bool is_bot_gone(const refusal& why) {
    return why.code == "BOT_NOT_FOUND" || why.code == "BOT_OWNERSHIP_ERROR" || why.code == "BOT_ID_ERROR";
}

call get_offline_events() {
    call asked{"event.offline.get", {}, false};
    asked.params["clear"] = 0;  // T34
    asked.params["limit"] = rows_at_once;
    return asked;
}

offline_events read_offline_events(const json::value& result) {
    offline_events read;
    const auto rows = elements(at(result, "events"));
    read.process_id = rows.empty() ? "" : to_text(at(result, "process_id"));
    read.more = static_cast<std::int64_t>(rows.size()) >= rows_at_once;
    for (const auto* each : rows)
        read.events.push_back(read_event(as_online(*each), 0));
    return read;
}

call list_offline_events() {
    call asked{"event.offline.list", {}, false};
    asked.params["start"] = 0;
    return asked;
}

std::vector<reserved_event> read_reserved_events(const json::value& result) {
    std::vector<reserved_event> all;
    for (const auto* each : elements(result))
        if (auto process = to_text(at(*each, "PROCESS_ID")); !process.empty())
            all.push_back({std::move(process), read_event(as_online(*each), 0)});
    return all;
}

call clear_offline_events(const std::string& process_id) {
    call asked{"event.offline.clear", {}, false};
    asked.params["process_id"] = process_id;
    return asked;
}

bool is_queue_refused(const refusal& why) {
    return why.code == "WRONG_LICENSE" || why.code == "WRONG_AUTH_TYPE" || why.code == "ACCESS_DENIED" ||
           why.code == "ERROR_METHOD_NOT_FOUND";
}

call list_changed_tasks(locale::instant since, std::int64_t start) {
    json::object filter;
    filter[">=CHANGED_DATE"] = moment_text(since);
    json::object newest_first;
    newest_first["CHANGED_DATE"] = "desc";
    call asked{"tasks.task.list", {}, false};
    asked.params["order"] = std::move(newest_first);
    asked.params["filter"] = std::move(filter);
    asked.params["select"] = json::array{"ID", "CHANGED_DATE"};
    asked.params["start"] = start;
    return asked;
}

std::vector<changed_task> read_changed_tasks(const json::value& result) {
    std::vector<changed_task> tasks;
    for (const auto* each : elements(at(result, "tasks")))
        if (const auto id = to_int_or(at(*each, "id"), 0); id > 0)
            tasks.push_back({id, to_moment(at(*each, "changedDate"))});
    return tasks;
}

}  // namespace bot::wire
