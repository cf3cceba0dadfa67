#pragma once
// What follows from a verdict: the accepted deadline is written back, unless nobody was told, nobody could be
// asked, or something automatic fights the guard. Design section 3.
#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// The record to keep. Decides the write, the journal and who hears of what cannot be written; the author of a
// move hears of it only when the portal holds the deadline again.
guarded_task follow(turn& t, const task& present, verdict found, bool may_write);

// Writes the accepted deadline back once more, after a write that left no trace. Within the loop limit.
guarded_task write_back(turn& t, const task& present, guarded_task record, write_purpose purpose);
// Writes the accepted deadline, whatever was written before. `from`: where the task stands.
void write_accepted(turn& t, const deadline& from, const guarded_task& record, write_purpose purpose);

}  // namespace dialogs
