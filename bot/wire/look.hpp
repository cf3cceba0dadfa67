#pragma once
// A look at the portal: needs as calls, answers as facts. One batch where it fits (2.7).
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/decide.hpp"

namespace bot::wire {

// Which discussion a task has is found out by the answers, so that one of either kind is read on either
// portal.
struct look_plan {
    std::vector<call> calls;  // sent as batches of v2, never singly: some refer to others
    dialogs::needs asked;
    std::vector<std::size_t>
        group_sizes;  // calls that belong together, in runs of these sizes; a batch never parts a run
};

// For each task: tasks.task.get, tasks.task.history.list, im.dialog.messages.get by reference to its chatId,
// and task.commentitem.getlist (old card); for people: user.get by ids; tasks_of: tasks.task.list of open
// tasks with a deadline by RESPONSIBLE_ID, nearest deadline first (the first 50); departments: the first page
// of department.get, see more_departments.
look_plan plan_look(const dialogs::needs& what);
// How many of plan.calls go into each batch, in order: as few batches as may be. Twelve tasks fit into one.
std::vector<std::size_t> batch_sizes(const look_plan& plan);
// Folds the answers (same order as plan.calls) into facts. Ids asked for and not given: tasks become "not
// present", people become persons who are no employees (T100). False: the look is to be repeated, and what
// `into` holds of it does not count. False for refusals of tasks.task.get other than "no such task" (T73), of
// a present task's history, of people, departments and tasks_of. One of the two discussions refused is
// normal, both are not when the task has a chat.
bool fold_look(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into);
// What is still to be read of the department tree after these answers; no calls when it is complete (then
// fold_look has set departments_known). Its answers are folded like those of any look.
look_plan more_departments(const look_plan& plan, const std::vector<reply>& answers);

}  // namespace bot::wire
