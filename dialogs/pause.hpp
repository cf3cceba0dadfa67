#pragma once
// A pause of the guard, begun and ended by administrators: what is moved meanwhile stands.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// /pause [time] and /resume.
void pause_guard(turn& t, user_id who, std::string_view words);
void resume_guard(turn& t, user_id who);
// An administrator's words that work like them («пауза 2 часа»); false: they are none.
bool obeyed_pause(turn& t, user_id who, std::string_view text);

// The hour a pause was to end at.
void on_pause_over(turn& t);

// What administrators are told about in the help: whether there is a pause, and the commands. "" for others.
std::string help_on_pause(turn& t, const voice& reader);

}  // namespace dialogs
