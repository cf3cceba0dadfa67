// The whole state of the sandbox portal, in memory.
#pragma once

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
    std::vector<std::string> scopes = {"imbot", "im", "task", "tasks", "user", "department", "calendar"};
    std::uint64_t seed = 1;
    bool bucket = true;
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
};

struct portal {
    settings set;
    std::function<moment()> clock;
    std::mt19937_64 random;

    std::map<id_number, person> people;
    std::map<id_number, department> departments;
    std::map<id_number, task> tasks;
    std::map<id_number, chat> chats;
    std::map<id_number, message> messages;
    std::map<id_number, bot> bots;
    std::map<id_number, command> commands;
    std::vector<bot_event> bot_events;
    json::array notifications;
    // templateId -> message (0 = burnt), and when it was first seen (protocol notes 4.6.3)
    std::map<std::string, std::pair<id_number, instant>> sent_templates;

    application app;
    std::vector<binding> bindings;
    std::vector<offline_row> offline;
    std::map<std::string, access_token> access_tokens;
    std::map<std::string, refresh_token> refresh_tokens;
    std::map<std::string, refresh_token> codes;

    std::vector<raised_event> raised;
    std::deque<delivery> outbox;

    fault_plan faults;
    counters counted;
    std::deque<json::object> log;
    id_number last_log_id = 0;
    double bucket_level = 0;
    moment bucket_at;

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
