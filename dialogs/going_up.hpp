#pragma once
// A request nobody answered goes to the next one up. Whom it waited for stays entitled: either may decide.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// This one, and all of its approver whose hour has come as well.
void go_up(turn& t, const request& of);

// Of a card: that it was with somebody else before, or that it went up. "" while neither is so.
std::string who_else_decides(turn& t, const request& of, const voice& reader);

}  // namespace dialogs
