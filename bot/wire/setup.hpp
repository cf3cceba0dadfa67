#pragma once
// Starting up: who we are on the portal, what it can do, our bot, its commands and the events that are bound.
// Protocol 1.8, 3.3, 4.2, 4.3, 4.9, 6.4, 6.6, 8.1. All calls may be repeated at every start; none carries
// users' words, so they may share a batch. Readers take any answer; what it does not tell stays as it is by
// default.
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/task.hpp"
#include "locale/calendar.hpp"

namespace bot::wire {

// ---- Who and what we are.

struct profile {
    dialogs::user_id user = 0;  // the token user; 0: not said
    bool administrator = false;
};
call get_profile();
profile read_profile(const json::value& result);

struct application {
    std::string code;        // "local.5f…": must be our client_id
    bool installed = false;  // false: no events are sent (T30)
    std::string language;    // of the portal, "ru"; "" = not said
};
call get_application();
application read_application(const json::value& result);

call get_scopes();
// Which of the scopes the bot cannot do without were not granted. Lists and strings with commas or blanks
// (T17).
std::vector<std::string> missing_scopes(const json::value& result);
bool has_scope(const json::value& result, std::string_view scope);

call get_calendar();
// Working time of the portal (T101). Fields that are absent or nonsense stay as in `locale::calendar`.
locale::calendar read_calendar(const json::value& result, const locale::zone& clock);

// ---- The bot.

constexpr int revision_min = 33;  // of REST: the first that tells its number

call get_revision();
int read_revision(const json::value& result);  // 0: not said
// Where the revision is not told: answered by an older imbot.v2, refused where there is none (4.2).
call list_bots();
bool is_unknown_method(const refusal& why);

// ---- What the portal can do.

call get_extended_queue();                     // of offline events, a matter of the tariff (3.4.2)
bool read_feature(const json::value& result);  // T37
// Any question of v3: a refusal in its own manner shows that it is there (2.8).
call ask_v3();
bool speaks_v3(const reply& answer);
// Whether it answers us about tasks there (scope `tasks`).
bool tells_of_tasks_in_v3(const reply& answer);
// The newest tasks, and whether they are discussed in a chat (new card); nothing: there is no task.
call list_newest_tasks();
std::optional<bool> read_new_card(const json::value& result);
// Of app.info: "ru_ent10000", "ru_selfhosted"; "" when not told.
std::string read_license(const json::value& result);

// What the bot is to be.
struct bot_card {
    std::string code = "deadline_guard";
    std::string name;
    std::string work_position;
    std::string webhook_url;  // "" = events are fetched
};
// What the portal says it is.
struct registered_bot {
    std::int64_t id = 0;     // 0: the answer names no bot
    std::string event_mode;  // "webhook", "fetch"
    std::string name;
    std::string work_position;
};
call register_bot(const bot_card& wanted);
// All properties, always (T41).
call update_bot(std::int64_t bot, const bot_card& wanted);
registered_bot read_bot(const json::value& result);
// Registering again changes nothing (T40), and the portal does not tell webhookUrl: update when this is false
// or the address is not surely the one registered before.
bool is_as_wanted(const registered_bot& is, const bot_card& wanted);

// /help, /my, /extend as people see them in the chat's menu, and the hidden command behind every button.
// Idempotent.
std::vector<call> register_commands(std::int64_t bot);

// ---- Events.

call get_bindings();
struct binding_changes {
    std::vector<call> unbind;  // our events that come another way than wanted
    std::vector<call> bind;    // our events that do not come the wanted way yet
};
// How events of tasks are to come: posted to an address, or kept in the offline queue, or neither.
struct task_events {
    std::string handler;  // "" = not posted
    bool queue = false;
};
// From the answer of event.get (T25). Events of the bot platform and of others' connectors are left alone.
binding_changes plan_bindings(const json::value& result, const task_events& wanted);
// The refusal of event.bind that is also given when the binding exists already: look at event.get again
// before believing it.
bool may_be_bound_already(const refusal& why);

}  // namespace bot::wire
