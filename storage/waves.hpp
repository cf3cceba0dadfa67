#pragma once
// Silent moves held together: who is asked about them.
#include <vector>

#include "storage/transaction.hpp"

namespace storage::waves {

std::vector<dialogs::user_id> approvers_of_open(const transaction& tx);

}  // namespace storage::waves
