#pragma once
// Telling people once how deadlines are guarded: nothing of theirs is put back before it has reached them.
// Design section 3.
#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// Whether he knew, when he made it, that such a change is put back: from the word about his own deadlines, or
// from one about tasks under the rules this task was under then.
bool was_told(turn& t, user_id who, const judged_change& change);
// Tells him how his own deadlines are guarded, unless he was told already.
void announce(turn& t, user_id who);
// The same; and if the rules of this task are stricter (those of its workgroup, or of a colleague), them.
void announce_rules_of(turn& t, user_id who, const task& of);

void on_guard_started(turn& t, const guard_started& happened);
// The greeting of the private chat, or of a group.
void on_joined(turn& t, const joined& happened);

}  // namespace dialogs
