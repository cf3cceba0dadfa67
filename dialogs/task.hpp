#pragma once
// Tasks as the portal shows them: what they are now, what happened to them, what was written in them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "locale/instant.hpp"

namespace dialogs {

// Of the task's history, only the fields the rule folds over.
enum class history_field { deadline, responsible, creator, status, group };

using locale::instant;
using task_id = std::int64_t;
using user_id = std::int64_t;             // 0 = nobody
using deadline = std::optional<instant>;  // whole minutes (T75); nothing = the task has no deadline

// A task at the moment of a look.
struct task {
    task_id id = 0;
    std::string title;  // as the user wrote it: escape before showing
    deadline due;
    user_id responsible = 0;
    user_id creator = 0;
    int status = 2;          // protocol 5.1: 5 completed, 7 declined (legacy) are closed
    std::int64_t group = 0;  // workgroup, 0 = none
    std::int64_t chat = 0;   // id of the task's chat; 0 = old card with comments (T89)
    std::optional<std::vector<user_id>> others{};  // who works with him or watches; nothing: not told
    friend bool operator==(const task&, const task&) = default;
};

inline bool is_closed(int status) {
    return status == 5 || status == 7;
}

// One row of the task's history; only the fields the rule folds over. Rows are ordered by id (T80, T81).
struct history_row {
    using field = history_field;
    std::int64_t id = 0;
    instant at{};
    user_id author = 0;  // 0: a robot, an agent, nobody known
    field what = field::deadline;
    deadline due_from, due_to;      // when what == deadline
    std::int64_t from = 0, to = 0;  // otherwise
    friend bool operator==(const history_row&, const history_row&) = default;
};

// Something written in the task's discussion: a comment of the old card or a message of the task's chat. Or
// what somebody answered the bot about the task.
struct remark {
    std::string key;     // "c3157", "m84877", or "b911" of an answer: names it for ever
    user_id author = 0;  // 0: the system
    instant at{};
    std::string text;        // BB code as stored
    std::string category{};  // key of a reason, of an answer alone
    friend bool operator==(const remark&, const remark&) = default;
};

// All that one look tells of a task. `present` is nothing when the portal does not show it: deleted or no
// rights (T73).
struct task_facts {
    std::optional<task> present;
    std::vector<history_row> history;  // by id
    std::vector<remark> discussion;    // by time; the last 50 at least as far back as the reason window
    bool discussion_known = true;      // false: it was not read (a read-back), and may be asked for
    bool others_asked = true;          // false: a look may tell more of task::others
    friend bool operator==(const task_facts&, const task_facts&) = default;
};

// What a list of tasks tells of one: cheaper than a look, and enough when nothing changed.
struct glance {
    std::optional<task> present;  // nothing: not in the list; only a look can tell why
    bool chat_known = true;       // the list says whether the task has a chat
    friend bool operator==(const glance&, const glance&) = default;
};

// The portal's own options of a task: what it asks of whoever moves the deadline and may not edit the task.
struct deadline_options {
    bool asks_reason = false;
    std::optional<std::int64_t> moves_max;  // how often one person may move it
    deadline latest;                        // not later than this
    friend bool operator==(const deadline_options&, const deadline_options&) = default;
};

}  // namespace dialogs
