#pragma once
// Notes the bot left in the discussions of tasks. They stand there in the name of the user it works as, and
// are known by their record.
#include <cstdint>
#include <string>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

struct left_note {
    std::int64_t id = 0;  // 0 when new; storage gives it
    task_id task = 0;
    std::int64_t chat = 0;  // of the task; 0 = old card with comments
    std::string text;       // BB code
    instant decided_at{};
    std::string remark;  // key of what it became in the discussion; "" = not known yet
    friend bool operator==(const left_note&, const left_note&) = default;
};

// Whether a remark is this note, by what it says: the portal dresses texts anew (links, blanks).
bool is_same(const remark& said, const left_note& note);

// Whether a remark is one of these: by its key where that is known, else by what it says.
bool is_note(const remark& said, const std::vector<left_note>& notes);

}  // namespace dialogs
