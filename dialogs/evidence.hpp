#pragma once
// What counts as a reason: words of one's own in the task's discussion.
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/policy.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

// A person's own words: BB code, quotes, mentions and pictures taken out, blanks at the ends too.
std::string own_words(std::string_view text);

// Letters enough, and not one letter again and again.
bool says_something(std::string_view words, const rules& held_to);

// The remark that gives the reason of a change: by its author, within the window up to its moment, not in
// `spent`. Of several the last, for it stands nearest to the deed. Else one after it, up to `until`; of
// several the first, which leaves the others to later changes. nullptr: none.
const remark* reason_for(const history_row& change, const std::vector<remark>& discussion,
                         const std::vector<std::string>& spent, const rules& held_to, instant until = {});

}  // namespace dialogs
