#pragma once
// The portal's own options of a task, where they matter to people. Both ask for them where the portal tells,
// and say nothing where it does not.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// He may move this deadline no more by himself: the portal gives no move back for a revert (5.9).
bool has_no_move_left(turn& t, const guarded_task& record, user_id who);
// "Портал сам разрешает переносить этот срок до …"; "" when the date is not beyond that.
std::string beyond_portals_date(turn& t, const guarded_task& record, instant wanted, const voice& reader);

}  // namespace dialogs
