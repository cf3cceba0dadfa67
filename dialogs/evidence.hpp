#pragma once
// What counts as a reason: words of one's own in the task's discussion.
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/note.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

// A person's own words: BB code, quotes, mentions and pictures taken out, blanks at the ends too.
std::string own_words(std::string_view text);

// Letters enough, and not one letter again and again.
bool says_something(std::string_view words, const rules& held_to);

// Words that can be a reason: they say something, more than a title of the task and what the bot says.
bool are_own(std::string_view words, const std::vector<std::string>& titles, const rules& held_to);

// A task's discussion, and what in it is nobody's reason.
struct talk {
    const std::vector<remark>& remarks;
    std::vector<std::string> titles{};  // of the task: repeating it says nothing
    std::vector<left_note> notes{};     // the bot's own, whose author looks like a person
};

// The remark that gives the reason of a change: by its author, within the window up to its moment, not in
// `spent`. Of several the last, for it stands nearest to the deed. Else one after it, up to `until`; of
// several the first, which leaves the others to later changes. nullptr: none.
const remark* reason_for(const history_row& change, const talk& about, const std::vector<std::string>& spent,
                         const rules& held_to, instant until = {});

// What the portal says of the change in the task's chat (protocol 5.9), when something stands behind the new
// deadline: the reason it asked for, if it did. Its words are in a language nobody knows beforehand, so what
// they are is known only of a task that requires a reason. nullptr: none.
const remark* portals_words(const history_row& change, const talk& about,
                            const std::vector<std::string>& spent, const rules& held_to);

// The reason in a remark found by one of these.
std::string reason_in(const remark& found);

}  // namespace dialogs
