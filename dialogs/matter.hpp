#pragma once
// The rule's question, put together from what this turn knows and has read.
#include <vector>

#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// The people the rule needs to know, and those above them, are read; who was not read yet is noted as
// missing.
void read_people_of(turn& t, const guarded_task& record, const task_facts& now);
// `now`, `record` and `expected` are referred to, not copied. Grace is given.
matter matter_of(turn& t, const task_facts& now, const guarded_task& record,
                 const std::vector<expected_write>& expected, std::vector<left_note> notes);

}  // namespace dialogs
