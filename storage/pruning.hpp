#pragma once
// Forgetting what nobody will ask for again. The journal, tasks and requests are never touched.
#include <chrono>

#include "storage/transaction.hpp"

namespace storage {

constexpr std::chrono::days seen_kept{7};      // once_keys of the inbox
constexpr std::chrono::days buttons_kept{90};  // bindings, slots, settled writes, given up rows
constexpr std::chrono::days tolerated_kept{
    60};  // longer than any outage: a week is counted when it is judged
// Moves that were put back: they count with others made within minutes.
constexpr std::chrono::days moves_kept{1};

// Removes at most `limit` rows of each kind that are older than that; true when there may be more.
bool prune(transaction& tx, int limit);

}  // namespace storage
