#pragma once
// Several requests approved by two taps: the list of them first, then the decisions wait two minutes. Nothing
// is written or told before that, and whatever has changed meanwhile is left out and said.
#include <vector>

#include "dialogs/turn.hpp"

namespace dialogs {

// "Одобрить все до 2 рабочих дней (5)", below the list of all that waits.
void add_together_buttons(turn& t, user_id who, const std::vector<request>& waiting,
                          std::vector<std::vector<button>>& rows);
// Which they are, with the button that agrees.
void list_together(turn& t, user_id who, int days_most);
void press_together(turn& t, user_id who, const button_binding& what);

// The two minutes are over.
void on_desk_due(turn& t, const desk_due& happened);
// The bot was away, and he may have thought again meanwhile: two minutes more, with new buttons.
void renew_agreed(turn& t, user_id who);
// Until when this request waits together with others he said yes to; nothing: it does not.
deadline agreed_until(const turn& t, const request& of);

}  // namespace dialogs
