#pragma once
// The end of a request nobody answered: the task stays at what it is held to, and either side may begin anew.
#include "dialogs/turn.hpp"

namespace dialogs {

// This one, and all of its approver whose time is over as well.
void expire_requests(turn& t, const request& of);

// `Рассмотреть снова` of one who could have decided it: it is sent to him once more.
void press_look_again(turn& t, user_id who, const button_binding& what);

}  // namespace dialogs
