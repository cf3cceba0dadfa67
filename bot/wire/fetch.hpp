#pragma once
// Events one asks for: the bot's own, the offline queue's, and tasks by the moment of their change.
// Protocol 3.4, 4.4.1, 5.3.
#include <optional>
#include <string>
#include <vector>

#include "bot/wire/call.hpp"
#include "bot/wire/event.hpp"

namespace bot::wire {

// ---- The bot's own events, kept by the portal for 24 hours.

constexpr std::int64_t events_at_once = 100;
// Below it nothing is left: an empty answer to an offset of 0 may be 60 s old (T48), one to 1 is not.
constexpr std::int64_t first_offset = 1;

// imbot.v2.Event.get: deletes what is below `offset`, answers what is not.
call get_bot_events(std::int64_t bot, std::int64_t offset);
struct bot_events {
    std::vector<event> events;
    std::int64_t next_offset = 0;  // to be asked from next; never below `offset`
    bool more = false;             // maybe (T49)
};
bot_events read_bot_events(const json::value& result, std::int64_t bot, std::int64_t offset);
// The bot is gone (T38, BOT_ID_ERROR of the old platform): it is to be registered anew.
bool is_bot_gone(const refusal& why);

// ---- The offline queue: rows are reserved under a process id and stay until that is cleared.

constexpr std::int64_t rows_at_once = 200;

call get_offline_events();
struct offline_events {
    std::string process_id;  // "" when there was nothing
    std::vector<event> events;
    bool more = false;
};
offline_events read_offline_events(const json::value& result);
call clear_offline_events(const std::string& process_id);
// What of the queue is reserved, by whomever: 3.4.3.
struct reserved_event {
    std::string process_id;
    event happened;
};
call list_offline_events();
std::vector<reserved_event> read_reserved_events(const json::value& result);
// The tariff or the kind of access has no such queue: tasks are to be listed instead.
bool is_queue_refused(const refusal& why);

// ---- Tasks by the moment of their change.

// The page that begins at `start`, the newest change first: a task that changes while pages are read moves to
// the front, so that others are read twice, and none is passed over.
call list_changed_tasks(locale::instant since, std::int64_t start);
struct changed_task {
    dialogs::task_id id = 0;
    std::optional<locale::instant> at;  // by the portal's clock
};
std::vector<changed_task> read_changed_tasks(const json::value& result);

}  // namespace bot::wire
