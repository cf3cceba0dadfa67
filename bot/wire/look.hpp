#pragma once
// A look at the portal: needs as calls, answers as facts. One batch where it fits (2.7).
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/decide.hpp"

namespace bot::wire {

// Tasks as a glance showed them, to be looked at now.
using glanced_tasks = std::map<dialogs::task_id, dialogs::task>;

// Calls that belong together, and what they read.
struct look_group {
    enum class kind {
        options,
        task,
        glanced_task,
        glances,
        people,
        away,
        guests,
        tasks_of,
        departments
    } what = kind::task;
    std::vector<std::int64_t> ids;  // tasks, people or workgroups
    std::size_t first = 0;          // of the plan's calls
    std::size_t count = 0;
};

// Which discussion a task has is found out by the answers, so that one of either kind is read on either
// portal; after a glance it is known.
struct look_plan {
    std::vector<call> calls;  // sent as batches of v2, those of v3 one by one: some of v2 refer to others
    dialogs::needs asked;
    glanced_tasks glanced;           // those of asked.tasks that are read in two calls
    std::vector<look_group> groups;  // in the order of the calls; a batch never parts a group
};

// What a look did not bring, though it was asked for.
struct unread {
    std::set<dialogs::task_id> tasks;     // to be looked at again later
    std::set<dialogs::task_id> moved_on;  // not any more as the glance showed them: a whole look is needed
    bool rest = false;  // people, their absences, guests, departments or tasks_of: nothing of the look counts
    [[nodiscard]] bool empty() const { return tasks.empty() && moved_on.empty() && !rest; }
};

constexpr std::size_t calls_of_task = 4, calls_of_glanced_task = 2, tasks_of_glance = 50;

// For each task: tasks.task.get, tasks.task.history.list, im.dialog.messages.get by reference to its chatId,
// and task.commentitem.getlist (old card). For a task that was glanced at: history and the one discussion it
// has. Glances: tasks.task.list by 50 ids. People: user.get by ids. tasks_of: tasks.task.list of open tasks
// with a deadline by RESPONSIBLE_ID, nearest deadline first (the first 50). Departments: the first page of
// department.get, see more_departments. Options: tasks.task.get of v3. Away: im.user.list.get by ids; guests:
// im.dialog.get of the workgroup's chat. Who may not know these goes on without them.
look_plan plan_look(const dialogs::needs& what, const glanced_tasks& seen = {});
// How many of plan.calls go into each batch, in order: as few batches as may be. Twelve tasks fit into one,
// or 25 that were glanced at, or a glance at 2 500.
std::vector<std::size_t> batch_sizes(const look_plan& plan);
// What a run of the plan's calls was to read.
dialogs::needs within(const look_plan& plan, std::size_t first, std::size_t count);
// Folds the answers (same order as plan.calls) into facts. Ids asked for and not given: tasks become "not
// present", people become persons who are no employees (T100). Unread: refusals of tasks.task.get other than
// "no such task" (T73), of a present task's history, of lists, people, departments and tasks_of. One of the
// two discussions refused is normal, both are not when the task has a chat.
unread fold_look(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into);
// What is still to be read of the department tree after these answers; no calls when it is complete (then
// fold_look has set departments_known). Its answers are folded like those of any look.
look_plan more_departments(const look_plan& plan, const std::vector<reply>& answers);

// A deadline write with its read-back (5.4.4), two calls that belong together; and what they tell of the
// task: the answer to the write shows the task, the history what happened to it. No discussion. Nothing: the
// answers do not tell.
std::vector<call> write_and_read_back(dialogs::task_id task, const dialogs::deadline& to);
std::optional<dialogs::task_facts> fold_written(dialogs::task_id task, const reply& written,
                                                const reply& history);
// Whether a write happened: the task and its history, two calls, no discussion.
std::vector<call> check_of(dialogs::task_id task);
std::optional<dialogs::task_facts> fold_check(dialogs::task_id task, const reply& shown,
                                              const reply& history);

}  // namespace bot::wire
