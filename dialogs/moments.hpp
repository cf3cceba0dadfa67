#pragma once
// The moments a deadline changed, each with who was who just then, and where the task was. Folded from the
// whole history by id (T80, T81).
#include <optional>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

struct roles {
    user_id responsible = 0;
    user_id creator = 0;
    int status = 2;
    std::int64_t group = 0;  // workgroup, 0 = none
    friend bool operator==(const roles&, const roles&) = default;
};

// How somebody became responsible.
struct handing_over {
    user_id by = 0;
    instant at{};
    roles before;
};

struct moment {
    history_row row;                    // a deadline row, in whole minutes
    roles held;                         // after all rows with lower ids
    bool in_closed = false;             // made in the closed task, which has not been reopened since
    std::optional<handing_over> given;  // nothing: he was responsible from the beginning
    // All who were responsible since the deadline row before, in order; the last one is so now.
    std::vector<user_id> holders;
};

// The deadline rows in order, each once. What was so before the first row of a kind is that row's `from`,
// else the present. Nothing when the task is not shown.
std::vector<moment> deadline_moments(const task_facts& now);

// Deadlines in whole minutes (T75), and their order: no deadline is later than any.
deadline whole_minutes(const deadline& due);
bool is_later(const deadline& one, const deadline& other);

}  // namespace dialogs
