#pragma once
// Questions about requests that only the bot's own upkeep asks.
#include <vector>

#include "storage/transaction.hpp"

namespace storage::requests {

// Everybody who may decide an open request, each once.
std::vector<dialogs::user_id> approvers_of_open(const transaction& tx);
std::vector<dialogs::request_id> all_open(const transaction& tx);

}  // namespace storage::requests
