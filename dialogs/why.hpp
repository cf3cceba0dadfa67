#pragma once
// /why, «почему 8017», `Почему вернулся срок?`: the last verdict on a task, for those it concerns, and what
// they can do next.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// The words after /why or «почему». Without a task in them: the person's task whose deadline was put back
// last, else those it could be.
void answer_why(turn& t, user_id who, std::string_view words);
// Looks at the task first.
void tell_why(turn& t, user_id who, task_id task);
// Whether these words name a task by its number or link.
bool name_a_task(std::string_view words);

}  // namespace dialogs
