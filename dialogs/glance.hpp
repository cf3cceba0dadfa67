#pragma once
// Tasks as a list shows them: most news mean nothing to the guard, and a list of fifty tells so at the price
// of one call.
#include "dialogs/turn.hpp"

namespace dialogs {

// Whether the glance at a task (facts::glances) settles what happened to it: it is known, stands as recorded,
// and nothing is open about it that only its history or discussion can tell. Keeps its title fresh then.
bool glance_is_enough(turn& t, task_id id);

}  // namespace dialogs
