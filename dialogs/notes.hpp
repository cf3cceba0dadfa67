#pragma once
// Notes in the task's own discussion, for those who do not talk to the bot: what was asked for, and who
// decided. None where guests of the company read along, or may.
#include "dialogs/note.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// The approved date stands in the task.
void note_applied(turn& t, const task& present, const request& of);
// A move was put back, by nobody who wanted it so himself; only where the rules want it noted.
void note_revert(turn& t, const task& present, const expected_write& write, const guarded_task& record);

// The task's notes; those the discussion shows for the first time are known by their key from now on.
std::vector<left_note> notes_seen(turn& t, const task_facts& now);

}  // namespace dialogs
