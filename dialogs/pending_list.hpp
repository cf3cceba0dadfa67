#pragma once
// The supervisor's desk (/pending): all that waits for his decision, most urgent first. Where more than a few
// cards would be open, one such list stands for the further ones and is kept up to date in place.
#include "dialogs/turn.hpp"

namespace dialogs {

// So many cards may be open at one approver before further requests come as a list.
inline constexpr std::size_t cards_open_max = 5;

// The list, from the `shown`-th on.
void show_pending(turn& t, user_id who, std::size_t shown = 0);
void press_show_pending(turn& t, user_id who, const button_binding& what);

// Brings a new request before its approver: as a card, or in the list.
void bring_before(turn& t, const request& of, const guarded_task& record);

// Open lists of whomever this turn's requests were brought to or taken from are drawn anew.
void redraw_lists(turn& t);

// "1. Мария Иванова: «…»", dates and reason below.
std::string pending_line(turn& t, const request& of, std::size_t number, const voice& reader);

}  // namespace dialogs
