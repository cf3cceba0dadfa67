#pragma once
// What the company wants: the [guard], [people] and [requests] tables of the configuration as values.
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

enum class guard_mode { observe, reason };
enum class robot_rule { accept, judge };

struct policy {
    guard_mode mode = guard_mode::observe;
    std::vector<std::int64_t> departments;  // guarded, with all below them; empty = the whole company
    std::set<std::int64_t> groups;          // guarded workgroups; empty = all tasks
    std::chrono::minutes reason_window{10};
    int reason_min_letters = 5;
    std::set<user_id> exempt_users;
    robot_rule robots = robot_rule::accept;
    std::set<user_id> automation_users;
    int loop_limit = 3;  // reverts of one task within an hour
    std::set<user_id> administrators;
    std::set<user_id> owners;
    user_id default_approver = 0;  // 0 = none
    std::vector<std::string>
        categories;  // keys of reasons, in the order they are offered; "other" needs words
};

// The default set, design section 5: no_answer, asked_later, client_away, payment, colleague, overload,
// technical, other.
std::vector<std::string> default_categories();

}  // namespace dialogs
