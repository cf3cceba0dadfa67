#pragma once
// The rule's question, put together from what this turn knows and has read.
#include <vector>

#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// `now`, `record` and `expected` are referred to, not copied. Grace is given.
matter matter_of(turn& t, const task_facts& now, const guarded_task& record,
                 const std::vector<expected_write>& expected, std::vector<left_note> notes);

}  // namespace dialogs
