#pragma once
// The last verdict on a task's deadline in plain words: which change, by which rule, whose reason, under
// which policy.
#include <string>
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// Under this key the catalogues explain a ground of the rule, as the journal has it.
std::string key_of_ground(std::string_view kind, std::string_view ground);

// The task was looked at in this turn, if the portal shows it; people and departments are read first.
std::string last_verdict_in_words(turn& t, const guarded_task& record, const voice& reader);

}  // namespace dialogs
