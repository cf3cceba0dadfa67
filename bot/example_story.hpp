#pragma once
// An example as the bot would live it: the real rule, over a portal of one task.
#include <string>
#include <vector>

#include "bot/policy_examples.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/rule.hpp"

namespace bot {

struct example_outcome {
    std::string verdict;  // as in the files
    dialogs::deadline held_to;
    dialogs::user_id approver = 0;  // of the move that was put back, else who would be asked; 0: nobody
    std::string because, would_be;  // of the last change
    std::vector<dialogs::judged_change> rows;  // all that were judged, in order
};

example_outcome play(const policy_example& of, const example_company& company, const dialogs::policy& policy);

}  // namespace bot
