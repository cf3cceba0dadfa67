#pragma once
// Who may move a deadline as he likes: design section 3, by the roles of the moment.
#include <set>
#include <string>
#include <string_view>

#include "dialogs/moments.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"

namespace dialogs {

// "unguarded": neither person nor task are under guard. "robot", "exempt". "": the author needs a reason.
// Whoever has nobody active above him is exempt. A head the directory does not know counts as active, an
// author it does not know as a technical user. The administrators are those of today: who they are does not
// change with the rules.
std::string standing_of(const moment& at, const directory& who, const policy& rules,
                        const std::set<user_id>& administrators);

// Whether who made somebody responsible gave him the task rightfully: a robot, or one who might have moved
// the deadline as he likes. Nobody so hands over his own task.
bool may_hand_over(const handing_over& given, const directory& who, const policy& rules,
                   const std::set<user_id>& administrators);

// Why this author, a person, may move it as he likes: "listed", "above" (the responsible person), "creator",
// "administrator", "nobody_above" (him); "" when he may not.
std::string_view exemption_of(user_id author, const roles& held, const directory& who, const policy& rules,
                              const std::set<user_id>& administrators);

}  // namespace dialogs
