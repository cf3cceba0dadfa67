#pragma once
// Answers to the question about a silent move (asking.hpp), by buttons and words. They are kept with the task
// and weighed at the look that follows at once: an answer given in time is on disk even when the portal
// cannot be read just now.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// Whether what he wrote was taken as an answer: in reply to the question, or while one is open and nothing
// newer was asked. Else it is about something else.
bool answers_question(turn& t, const said& happened, std::string_view text);
// Whether the button was one of a question's.
bool press_on_question(turn& t, user_id who, const button_binding& what);

}  // namespace dialogs
