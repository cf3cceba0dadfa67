#pragma once
// Somebody has put right what he wrote: what is still in the making follows, what is sent already does not.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// A request in the making takes the new words; without one a whole request begins, as with any message.
// Decisions, answers and everything else are never changed by an edit, and nothing is said about it.
void on_edited(turn& t, user_id who, std::string_view text);

}  // namespace dialogs
