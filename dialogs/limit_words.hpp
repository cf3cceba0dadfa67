#pragma once
// How a limit is told: the notice of a revert, the card of a request.
#include <string>
#include <string_view>

#include "dialogs/memory.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/wording.hpp"

namespace dialogs {

// "Без согласования срок этой задачи можно перенести не больше 2 раз."; "" of no limit.
std::string limit_in_words(std::string_view limit, const rules& held_to, const guarded_task& record,
                           const voice& reader);

}  // namespace dialogs
