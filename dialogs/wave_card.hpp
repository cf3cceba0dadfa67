#pragma once
// The one card about many silent moves of one person, and his supervisor's answer to all of them.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// The card's slot. Another approver has another card.
std::string card_slot(const wave& of);

// Sends the card and tells the author whom his moves wait for, or draws it anew.
void on_wave_due(turn& t, const wave_due& happened);
// `Принять все`, `Вернуть все`, `Показать`. The recipient was checked already.
void press_on_wave(turn& t, user_id who, const button_binding& what);
// His open cards get new buttons and a line that asks to press again.
void renew_waves(turn& t, user_id approver);
// A message to this approver was refused: if it was his card, administrators hear of it.
void wave_is_refused(turn& t, user_id approver, std::string_view slot);
// Who was asked is dismissed, away or back: the card goes to whom this task's request would go.
void pass_wave_on(turn& t, wave of, const guarded_task& one_of_it);

}  // namespace dialogs
