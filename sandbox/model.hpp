// What the portal consists of. Plain values; the rules are in people, tasks, messenger, bots, events.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sandbox/instant.hpp"

namespace sandbox {

namespace json = boost::json;
using id_number = std::int64_t;

struct person {
    id_number id = 0;
    std::string name, second_name, last_name, position;
    std::optional<std::string> zone;  // absent = NULL in the portal, so user.get leaves the field out (T99)
    std::string color;
    std::string gender = "M";
    std::vector<id_number> departments;
    bool admin = false;
    bool active = true;
    bool bot = false;
    bool can_be = true;             // may be chosen on the page
    bool guest = false;             // of another company: extranet
    std::optional<instant> back{};  // away until then, by the absence chart
};

struct department {
    id_number id = 0;
    std::string name;
    id_number parent = 0;                             // 0 = the root
    id_number head = 0;                               // 0 = nobody
    std::vector<id_number> more_heads{}, deputies{};  // humanresources alone tells of them
};

// One row of a task's history; `from` and `to` as the portal shows them: strings or null.
struct history_row {
    id_number id = 0;
    instant at;
    id_number user = 0;  // 0 = a robot
    std::string field;
    json::value from, to;
};

struct comment {
    id_number id = 0;
    instant at;
    id_number author = 0;
    std::string text;
};

enum task_status { pending = 2, in_progress = 3, awaiting_control = 4, completed = 5, deferred = 6 };

struct task {
    id_number id = 0;
    std::string title, description;
    id_number created_by = 0, responsible = 0, changed_by = 0;
    std::optional<instant> deadline;  // whole minutes (T75)
    int status = pending;
    bool allow_change_deadline = true;
    // What the portal asks of whoever moves the deadline without the right to edit (protocol notes 5.9).
    bool require_deadline_reason = false;
    std::optional<std::int64_t> max_deadline_changes;
    std::optional<instant> max_deadline_date;
    std::map<id_number, std::int64_t> deadline_changes;  // by person
    std::vector<id_number> accomplices, auditors;
    instant created, changed, activity;
    std::optional<instant> closed;
    id_number chat = 0;   // 0 = the old card, discussed in comments
    id_number group = 0;  // workgroup, 0 = none
    std::vector<history_row> history;
    std::vector<comment> comments;
};

enum class chat_kind { direct, group, task };

struct chat {
    id_number id = 0;
    chat_kind kind = chat_kind::group;
    std::string title, description;
    id_number owner = 0;
    id_number task = 0;
    std::set<id_number> members;
    std::map<id_number, id_number> last_read;  // person -> message
    std::deque<id_number> messages;            // oldest first
};

struct message {
    id_number id = 0;
    id_number chat = 0;
    id_number author = 0;  // 0 = the system
    instant at;
    std::string text;
    json::value attach;    // null or the blocks
    json::value keyboard;  // null or the normalised buttons
    id_number reply_to = 0;
    std::string uuid;
    bool edited = false, deleted = false, system = false;
};

struct command {
    id_number id = 0;
    id_number bot = 0;
    std::string name;  // without the slash
    json::object title, params;
    bool common = false, hidden = false, extranet = false;
    std::string handler;  // of ONIMCOMMANDADD, when the legacy API registered it
};

struct bot_event {
    id_number id = 0;
    std::string type;
    instant at;
    json::object data;
};

struct bot {
    id_number id = 0;
    std::string code, owner;  // owner: client_id, or "custom" + botToken
    std::string type = "bot";
    std::string event_mode = "fetch";
    std::string webhook_url;
    bool hidden = false, reactions = true, openline = false;
    json::value background;
    std::deque<bot_event> pending;      // what imbot.v2.Event.get has to tell, oldest first
    std::optional<instant> idle_until;  // offset 0 is answered "nothing" from a cache until then (T48)
    bool legacy = false;                // registered by imbot.*: that decides how it hears
    std::map<std::string, std::string> handlers;  // legacy: event -> URL
};

// event.bind of one application.
struct binding {
    id_number id = 0;
    std::string event, handler, connector;
    id_number auth_type = 0;  // whose tokens are attached; 0 = the acting user's
    bool offline = false;
};

struct offline_row {
    id_number id = 0;
    instant at;
    std::string event, connector, message_id, process_id;
    json::object data;
    id_number actor = 0;
    bool failed = false;
};

struct access_token {
    id_number user = 0;
    instant expires;
    std::optional<int> chain;  // calls left for a token that came with an event (T27)
};

struct refresh_token {
    id_number user = 0;
    instant expires;
};

// A POST to a handler that waits for the courier.
struct delivery {
    id_number id = 0;
    std::string event, url, body;
};

}  // namespace sandbox
