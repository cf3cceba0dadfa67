#pragma once
// Reminders of requests that wait: by the hour, or because the requester asks for one. Never two of one
// request on one day.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// One message of all that wait for this person and are due, or will be within the hour.
void remind_of_all(turn& t, user_id who);

// `Напомнить` of the requester: at once, or as soon as those it waits for work.
void press_remind(turn& t, user_id who, const button_binding& what);
button remind_button(turn& t, const request& of, std::string label);
// "Решает Борис Орлов, с пн 14.12, 10:00. Передано выше: …": who holds it, to whom it went, last reminder.
std::string who_holds(turn& t, const request& of, const voice& reader);

// The card once more, as it is now; the old one says where it went.
void press_show_card(turn& t, user_id who, const button_binding& what);

}  // namespace dialogs
