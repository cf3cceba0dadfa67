#pragma once
// A look at the portal: needs as calls, answers as facts. One batch where it fits (2.7).
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/decide.hpp"

namespace bot::wire {

// Which discussion a portal has; found out by answers, so a task of either kind is read on either portal.
struct look_plan {
    std::vector<call> calls;  // at most 50 each batch: the caller cuts; calls of one task are never parted
    dialogs::needs asked;
    std::vector<std::size_t> group_sizes;  // the calls belong together in runs of these sizes
};

// For each task: tasks.task.get, tasks.task.history.list, im.dialog.messages.get by reference to its chatId,
// and task.commentitem.getlist (old card); for people: user.get by ids; departments: all pages of
// department.get (the first now, see more_departments); tasks_of: tasks.task.list of open tasks by
// RESPONSIBLE_ID, nearest deadline first. `calls_before`: how many calls stand before these in the same batch
// (a deadline write and its read-back go in one), so that the references name the right ones.
look_plan plan_look(const dialogs::needs& what, std::size_t calls_before = 0);
// Folds the answers (same order as plan.calls) into facts. Ids asked for and not given: tasks become "not
// present", people become persons who are no employees (T100). Refusals of tasks.task.get other than "no such
// task" give false: the look is to be repeated. A refused discussion or history of a present task: history
// refused = repeat; one of the two discussions refused is normal.
bool fold_look(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into);

}  // namespace bot::wire
