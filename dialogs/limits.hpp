#pragma once
// What one responsible person may use up in a task without asking anybody, and how far. Pure.
#include <string>
#include <string_view>
#include <utility>

#include "dialogs/memory.hpp"
#include "dialogs/policy.hpp"
#include "locale/zone.hpp"

namespace dialogs {

// His tally; nullptr: no deadline of this task changed while he was responsible.
const tally* find_tally(const leeway& used, user_id responsible);
// The same, begun when there is none.
tally& tally_of(leeway& used, user_id responsible, const deadline& held_to);

// Later than the rules let a deadline become that was `from` once.
bool is_beyond_shift(const rules& held_to, const deadline& from, const deadline& to);

// The limit beyond which a reason is not enough: "moves_max", "shift_max", "" = none. `reasoned`: moves that
// stand by a reason, without this one.
std::string limit_beyond(const rules& held_to, int reasoned, const deadline& from, const deadline& to);
bool is_limit(std::string_view ground);
// Of the present responsible person's next move.
std::string limit_beyond(const rules& held_to, const guarded_task& record, const deadline& to);

// What his shift is measured from.
deadline taken_with(const guarded_task& record);

// The calendar week of a moment: its first moment, and that of the next week.
std::pair<instant, instant> week_of(instant at, const locale::zone& clock);

int tolerated_within(const leeway& used, user_id responsible, instant from, instant until);

}  // namespace dialogs
