// The whole state of the sandbox portal, in memory.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <random>

#include "sandbox/fault.hpp"
#include "sandbox/model.hpp"

namespace sandbox {

using moment = std::chrono::sys_time<std::chrono::milliseconds>;

struct settings {
    std::string base = "http://127.0.0.1:8070";  // how the portal is reached, without a slash at the end
    std::string handler = "http://127.0.0.1:8080";
    std::string client_id = "local.sandbox.1";
    std::string client_secret = "sandbox-secret";
    std::string webhook_secret = "sandbox-webhook";
    std::vector<std::string> scopes = {"imbot", "im",         "task",     "tasks",
                                       "user",  "department", "calendar", "humanresources"};
    std::uint64_t seed = 1;
    bool always_at_work = false;  // no nights, weekends or holidays in the portal's calendar
    // What this portal lacks, see kind.hpp: "v3", "imbot.v2", "offline_extended", "new_card", "calendar", ...
    std::set<std::string> without;
    bool box = false;               // self-hosted: other license strings
    bool bucket = true;             // the limit of requests by (portal, address), protocol notes 2.6.1
    double bucket_drain = 2;        // requests a second
    double bucket_capacity = 50;    // requests at once
    double operating_limit = 0;     // seconds of work in ten minutes for each method (2.6.2); 0 = no limit
    double operating_cost = 0.5;    // made-up seconds of work a call takes, unless planned otherwise
    std::string auth_base;          // where /oauth/ is; "" = at `base`
    bool keep_log = true;           // of requests and deliveries, for GET /control/log
    std::size_t keep_messages = 0;  // the newest of each chat; 0 = all
    std::size_t keep_history = 0;   // the newest rows of each task; 0 = all
};

// The user in whose name applications work by default: "Служба сроков".
inline constexpr id_number service_user = 99;

// A change waiting for the end of the hit, when equal ones are merged (protocol notes 3.2.1).
struct raised_event {
    std::string event;
    json::object data;
    id_number actor = 0;          // 0 = nobody: a robot
    bool by_application = false;  // caused by a REST call of our application
    std::string connector;
    std::optional<int> chain;
    bool operator==(const raised_event& other) const {
        return event == other.event && data == other.data && actor == other.actor;
    }
};

struct application {
    bool installed = false;
    std::optional<bool> reachable;  // did the last delivery arrive
    std::string last_error;
    std::string application_token, member_id;
};

struct counters {
    std::map<std::string, std::int64_t> by_method;
    std::int64_t calls = 0, http = 0;
    std::int64_t query_limit = 0, operation_limit = 0;  // refusals of our own, planned faults apart
    double highest_bucket = 0;
};

// Requests of one source address that have not drained yet.
struct leaky_bucket {
    double level = 0;
    moment at;
};

// Work of one method for one caller: a slot for each of the last ten minutes.
struct operating_time {
    std::int64_t minute = 0;  // of the newest slot, since the epoch
    std::array<double, 10> seconds{};
};

// What may have befallen the whole portal or the application (trouble.hpp).
enum class trouble { none, removed, inactive, unpaid, maintenance };

struct portal {
    settings set;
    std::function<moment()> clock;
    std::mt19937_64 random;

    std::map<id_number, person> people;
    std::map<id_number, department> departments;
    std::map<id_number, std::set<id_number>> workgroups;  // their members
    std::map<id_number, task> tasks;
    std::map<id_number, chat> chats;
    std::map<id_number, message> messages;
    std::map<id_number, bot> bots;
    std::map<id_number, command> commands;
    std::map<std::pair<id_number, id_number>, id_number> direct_chats;  // the lower and the higher member
    json::array notifications;
    // templateId -> message (0 = burnt), and when it was first seen (protocol notes 4.6.3)
    std::map<std::string, std::pair<id_number, instant>> sent_templates;

    application app;
    std::vector<binding> bindings;
    std::vector<offline_row> offline;
    std::map<std::string, access_token> access_tokens;
    std::map<std::string, refresh_token> refresh_tokens, revoked_tokens;
    std::map<std::string, refresh_token> codes;
    trouble befallen = trouble::none;
    std::set<std::string> old_hosts;  // names the portal had: they answer 302

    std::vector<raised_event> raised;
    std::deque<delivery> outbox;

    fault_plan faults;
    counters counted;
    std::deque<json::object> log;
    id_number last_log_id = 0;
    std::map<std::string, leaky_bucket> buckets;                              // by source address
    std::map<std::pair<std::string, std::string>, operating_time> operating;  // by (caller, method)
    instant tidied;                                                           // see upkeep.hpp

    std::int64_t revision = 1;
    std::function<void()> on_change;
    id_number last_id[8] = {};  // see id_of

    [[nodiscard]] instant now() const { return std::chrono::floor<std::chrono::seconds>(clock()); }
    // Something a person could see is different now.
    void changed() {
        ++revision;
        if (on_change)
            on_change();
    }
};

enum class id_of { row, message, chat, bot_event, command, binding, offline_row, file };
inline id_number next_id(portal& p, id_of kind) {
    return ++p.last_id[static_cast<int>(kind)];
}

// `length` characters of a-z0-9.
std::string random_text(portal& p, std::size_t length);

// A fresh sales department (founding.cpp).
portal found_portal(settings set, std::function<moment()> clock);

}  // namespace sandbox
