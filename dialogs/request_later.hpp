#pragma once
// When something is due for a request that waits for its answer: a reminder, the next one up, its end. All of
// it in the working hours of those who may answer, each in his own zone.
#include <optional>

#include "dialogs/turn.hpp"

namespace dialogs {

// His working time: the company's, by his own clock.
locale::calendar hours_of(turn& t, user_id who);
// That moment, or the next within working hours.
instant within_hours(const locale::calendar& hours, instant at);

// Never before now, and always within his hours. Nothing: never.
std::optional<instant> reminder_due(turn& t, const request& of, user_id who);
std::optional<instant> going_up_due(turn& t, const request& of);
std::optional<instant> expiry_due(turn& t, const request& of);
// When those it waits for may be reminded again: not twice on a day of the approver. Nothing: at once.
std::optional<instant> reminded_today_until(turn& t, const request& of);

// Those this person may decide and that wait for it, as this turn left them; nearest deadline first.
std::vector<request> waiting_for(turn& t, user_id who);

void on_request_due(turn& t, const request_due& happened);
// At the end of each decision: the next hour of each waiting request it changed.
void set_hours(turn& t);

}  // namespace dialogs
