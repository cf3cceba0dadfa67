#pragma once
// "Доверять до пт": small requests of a person are approved at once, in the name of the approver, until then.
// And what the policy approves without asking anybody (requests.auto_approve).
#include "dialogs/approver.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// Up to so many working days later.
inline constexpr int small_request_days = 2;

// Working days from the present deadline to the wanted one, as the responsible person counts them; a later
// hour of the same day is one.
int days_asked_for(turn& t, const request& of, deadline due);

// Why this request needs no answer: "trust", "auto_approve", or "" when the approver is to be asked. What
// goes beyond the limits of the policy is always asked about.
std::string approved_at_once(turn& t, const request& draft, const approver& decides,
                             const guarded_task& record);

// The button below a card; nothing where it would change nothing.
std::optional<button> trust_button(turn& t, const request& of, const voice& reader);
// "Больше не доверять: Мария Иванова"
button trust_end_button(turn& t, user_id approver, user_id person);
void press_trust(turn& t, user_id who, const request& of, const button_binding& what);
void press_trust_no_more(turn& t, user_id who, const button_binding& what);

// "Доверяете до пт 27.11: Мария Иванова", a line each, with a button each to end it; "" when there are none.
std::string trusted_people(turn& t, user_id approver, std::vector<std::vector<button>>& rows);

}  // namespace dialogs
