#pragma once
// Watching tasks: a look is judged, what was moved silently is put back, own writes are recognised and their
// consequences told.
#include <optional>

#include "dialogs/turn.hpp"

namespace dialogs {

// Judges the facts of a task, once in a turn, and does what follows. The record afterwards; nothing when the
// portal does not show the task, or when something has to be read first (turn::more). With `may_write` off
// nothing is written back this time.
std::optional<guarded_task> look_at(turn& t, task_id id, bool may_write = true);

void on_task_touched(turn& t, const task_touched& happened);
void on_task_deleted(turn& t, const task_deleted& happened);
void on_deadline_written(turn& t, const deadline_written& happened);

}  // namespace dialogs
