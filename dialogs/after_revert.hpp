#pragma once
// After a revert: what its author writes is likely about it, and with guard.after_revert = "reason" a reason
// given to the bot puts the new date back at once, without the approver.
#include <chrono>

#include "dialogs/turn.hpp"

namespace dialogs {

// How long after the revert.
inline constexpr std::chrono::hours returns_within{24};

// Within moves_max and shift_max of the policy, beyond which a reason is not enough.
bool within_limits(const rules& held_to, const guarded_task& record, instant wanted);

// Whether a reason is enough for him to have this date back: he made the move or is responsible for the task,
// and it is the date of the move or an earlier one.
bool reason_suffices(turn& t, user_id who, const guarded_task& record, instant wanted);

// The task whose deadline was put back last under his hands and not asked for yet: what he writes now is
// likely about it.
std::optional<guarded_task> fresh_revert(turn& t, user_id who);

}  // namespace dialogs
