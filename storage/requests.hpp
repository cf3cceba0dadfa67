#pragma once
// Questions about requests that only the bot's own upkeep asks.
#include <vector>

#include "storage/transaction.hpp"

namespace storage::requests {

// Everybody who has an open request before him, each once.
std::vector<dialogs::user_id> approvers_of_open(const transaction& tx);

}  // namespace storage::requests
