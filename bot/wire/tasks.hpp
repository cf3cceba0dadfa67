#pragma once
// Tasks, their history and their discussion. Protocol 5.1 to 5.5, 5.8.
#include <optional>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/task.hpp"

namespace bot::wire {

call get_task(dialogs::task_id id);
// The portal's own options of a task (5.9); v3 alone has them.
call get_options(dialogs::task_id id);
dialogs::deadline_options read_options(const json::value& result);
call get_history(dialogs::task_id id);
// The last 50 messages of a task's chat: DIALOG_ID is the reference or text given.
call get_messages(json::value dialog);
// Parameters are positional (T88).
call get_comments(dialogs::task_id id);
// Open tasks of a person that have a deadline, nearest first; at most one page.
call list_open_tasks(dialogs::user_id responsible);

// These tasks, at most one page of ids; what the list leaves out is deleted or not to be seen.
call list_tasks(const std::vector<dialogs::task_id>& ids);

// An element of tasks.task.list or `task` of tasks.task.get; nothing when it has no id.
std::optional<dialogs::task> read_task(const json::value& from);
// The answer of tasks.task.list in the portal's order.
std::vector<dialogs::task> read_tasks(const json::value& result);
// The same, and whether each says what chat the task has: a portal that leaves the field out may have one.
std::vector<dialogs::glance> read_glances(const json::value& result);
// DEADLINE, RESPONSIBLE_ID, CREATED_BY and STATUS rows by id (T80, T81), each once.
std::vector<dialogs::history_row> read_history(const json::value& result);
// Messages (keys "m84877") and comments ("c3157"); elements without an id or a date are left out.
std::vector<dialogs::remark> read_messages(const json::value& result);
std::vector<dialogs::remark> read_comments(const json::value& result);

}  // namespace bot::wire
