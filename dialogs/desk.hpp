#pragma once
// The manager's own desk and the help: /my, /help, /extend, /lang and the words that work like them; free
// text.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

void on_said(turn& t, const said& happened);
void on_commanded(turn& t, const commanded& happened);
void on_pressed(turn& t, const pressed& happened);

}  // namespace dialogs
