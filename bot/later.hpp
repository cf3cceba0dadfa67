#pragma once
// What a step of a decision brings about later: the hours and further looks that wait in the inbox.
#include <optional>

#include "dialogs/steps.hpp"
#include "storage/inbox.hpp"

namespace bot {

// Nothing: the step is done when it is taken.
std::optional<storage::inbox::arrival> arrival_of(const dialogs::step& step);

}  // namespace bot
