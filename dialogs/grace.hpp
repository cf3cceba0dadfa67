#pragma once
// The time in which the author of a silent move is asked before it is put back. Pure.
#include "dialogs/fold.hpp"
#include "dialogs/rule.hpp"

namespace dialogs {

// Who let the time go by, or only moved back and forth, is not asked about the same task again within a day:
// else one could go on for ever.
inline constexpr std::chrono::hours asked_again_after{24};

// Until when words of its author count as the reason of this change; its own moment without grace. Somebody
// who was never asked is not late.
instant answered_until(const history_row& change, const rules& held_to, const matter& of);

// The verdict when the author of the offence is asked first: it waits as long as he may answer. Keeps
// record.asked.
verdict with_grace(const matter& of, const fold& changes, verdict found);

}  // namespace dialogs
