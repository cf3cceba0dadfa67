#pragma once
// An event of the portal as arrivals of the inbox.
#include <vector>

#include "bot/wire/event.hpp"
#include "storage/inbox.hpp"

namespace bot {

// Adds nothing for an event that means nothing to us.
void add_arrivals(const wire::event& happened, std::vector<storage::inbox::arrival>& to);

}  // namespace bot
