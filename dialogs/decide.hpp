#pragma once
// The house's one decision: what to read for an item, and what follows from it. Pure: the same item, memory,
// facts and context give the same decision. No I/O, no clock, no globals.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "dialogs/memory.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/steps.hpp"
#include "dialogs/task.hpp"
#include "locale/calendar.hpp"
#include "locale/catalogue.hpp"
#include "locale/zone.hpp"

namespace dialogs {

// ---- What happened (past tense). These lie in the inbox.

struct task_touched {
    task_id task = 0;
    friend bool operator==(const task_touched&, const task_touched&) = default;
};
struct task_deleted {
    task_id task = 0;
    friend bool operator==(const task_deleted&, const task_deleted&) = default;
};
// A message in the bot's private chat, or one that mentions it in a group.
struct said {
    user_id by = 0;
    std::string dialog;  // where to answer: "27" private, "chat5" group
    std::int64_t message = 0;
    std::int64_t reply_to = 0;  // 0: none
    std::string text;           // BB code, mention of the bot removed
    bool has_file = false;
    instant at{};         // by the portal's clock; the epoch: not told
    bool edited = false;  // he has changed a message of his: the text is the new one
    friend bool operator==(const said&, const said&) = default;
};
struct pressed {
    user_id by = 0;
    std::string dialog;  // "27" or "chat5"
    std::int64_t message = 0;
    std::string token;
    instant at{};  // as of said
    friend bool operator==(const pressed&, const pressed&) = default;
};
struct commanded {
    user_id by = 0;
    std::string dialog;
    std::int64_t message = 0;
    std::string command;  // without the slash, lower case
    std::string words;    // the rest of the line
    friend bool operator==(const commanded&, const commanded&) = default;
};
// Somebody opened the private chat for the first time, or put the bot into a group.
struct joined {
    user_id by = 0;
    std::string dialog;
    friend bool operator==(const joined&, const joined&) = default;
};
// What became of a deadline write: the portal took it (refused_because empty) or said no for good. The look
// that goes with this item shows what the task holds now.
struct deadline_written {
    task_id task = 0;
    std::int64_t write = 0;       // expected_write::id
    std::string refused_because;  // code of the portal, "" = taken
    friend bool operator==(const deadline_written&, const deadline_written&) = default;
};
// A message that can never be delivered (person dismissed, guest, chat gone).
struct message_refused {
    user_id to = 0;
    std::string slot;
    std::string because;
    friend bool operator==(const message_refused&, const message_refused&) = default;
};

// The guard was switched on for these people: by the installation, or by a policy that now covers them too.
// Whoever of them is guarded and was not told yet is told once; from then on his silent moves are put back.
struct guard_started {
    std::vector<user_id> people;
    friend bool operator==(const guard_started&, const guard_started&) = default;
};

// Notices were held back for this person (steps.hpp, hold_notice), and their time is over.
struct notices_due {
    user_id who = 0;
    friend bool operator==(const notices_due&, const notices_due&) = default;
};

// The bot was away: what this person pressed meanwhile may never have reached it.
struct presses_lost {
    user_id who = 0;
    friend bool operator==(const presses_lost&, const presses_lost&) = default;
};

// An hour the task was to be looked at again has come (steps.hpp, look_later).
struct look_due {
    task_id task = 0;
    friend bool operator==(const look_due&, const look_due&) = default;
};

// The card of this person's open wave is to be sent or redrawn (steps.hpp, wave_later).
struct wave_due {
    user_id author = 0;
    friend bool operator==(const wave_due&, const wave_due&) = default;
};

// A pause was to end at this hour; it may have been ended or prolonged since.
struct pause_over {
    friend bool operator==(const pause_over&, const pause_over&) = default;
};

// An hour at which something may be due for a request that waits: a reminder, the next one up, its end
// (steps.hpp, request_later).
struct request_due {
    request_id request = 0;
    friend bool operator==(const request_due&, const request_due&) = default;
};

// What this approver agreed to together is to be done now, unless he thought again (steps.hpp, desk_later).
struct desk_due {
    user_id who = 0;
    friend bool operator==(const desk_due&, const desk_due&) = default;
};

using item = std::variant<task_touched, task_deleted, said, pressed, commanded, joined, deadline_written,
                          message_refused, guard_started, notices_due, presses_lost, look_due, wave_due,
                          pause_over, request_due, desk_due>;

// ---- What must be known.

struct needs {
    std::set<task_id> tasks;    // the task, its history and its discussion
    std::set<task_id> glances;  // the task as a list shows it; never asked for by a decision
    std::set<task_id> options;  // what the portal itself asks of whoever moves the deadline
    std::set<user_id> people;
    std::set<user_id> away;         // whether the portal has them away
    std::set<std::int64_t> guests;  // whether guests belong to these workgroups
    std::set<user_id> tasks_of;     // open tasks of these people, with deadlines
    bool departments = false;       // the whole tree
    [[nodiscard]] bool empty() const {
        return tasks.empty() && glances.empty() && options.empty() && people.empty() && tasks_of.empty() &&
               away.empty() && guests.empty() && !departments;
    }
    void merge(const needs& other);
    [[nodiscard]] bool has_some_of(const needs& other) const;
    friend bool operator==(const needs&, const needs&) = default;
};

struct facts {
    std::map<task_id, task_facts> tasks;          // an entry for each task that was asked for
    std::map<task_id, glance> glances;            // the same; a decision that needs the look asks for more
    std::map<task_id, deadline_options> options;  // as above
    portal_absences away;                         // an entry for each person that was asked for
    std::map<std::int64_t, bool> guests;  // an entry for each workgroup that was asked for; true: or may
    std::map<user_id, std::vector<task>>
        tasks_of;   // an entry for each person that was asked for, nearest deadline first
    directory who;  // all people and departments known so far
    bool departments_known = false;
    // People responsible for tasks that wait to be looked at: more may have to be told to them soon.
    std::set<user_id> awaited;
};

// Either steps, or (when something needed was not among the facts) what more to read: then nothing else
// counts, and the same item is decided again with it.
struct decision {
    std::vector<step> steps;
    needs more;
};

// What the deciding code may know besides.
struct context {
    instant now{};
    const policy& rules;
    const locale::calendar& working;
    locale::language tongue = locale::language::ru;  // of the portal; a person's own choice wins
    locale::zone clock;                              // of the portal; a person's own wins
    user_id bot = 0;
    user_id integration_user = 0;            // in whose name the bot writes deadlines (T91)
    std::string portal;                      // "https://acme.bitrix24.ru", no slash at the end; for links
    std::function<std::string()> new_token;  // unguessable, [A-Za-z0-9_-]{22}
    bool has_options = false;                // the portal can be asked for its own options of a task
    // All that people said to the bot up to this moment was decided on. Nothing: up to now.
    std::optional<instant> heard{};
};

needs what_to_read(const memory& known, const item& happened, const context& ctx);
decision decide(const memory& known, const item& happened, const facts& read, const context& ctx);

}  // namespace dialogs
