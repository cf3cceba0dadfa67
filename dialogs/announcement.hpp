#pragma once
// Telling people once that their deadlines are guarded: nothing of theirs is put back before. Design
// section 3.
#include "dialogs/turn.hpp"

namespace dialogs {

// Whether the guard may ever put back something of his: an employee of a guarded department who has somebody
// above him.
bool is_guarded(turn& t, user_id who);
// Whether he was told before that moment.
bool was_told(const turn& t, user_id who, instant before);
// Tells him unless he was told already or is not guarded.
void announce(turn& t, user_id who);

void on_guard_started(turn& t, const guard_started& happened);
// The greeting of the private chat, or of a group.
void on_joined(turn& t, const joined& happened);

}  // namespace dialogs
