#pragma once
// The files of storage/migrations, compiled in.
#include <vector>

namespace storage {

// The statements that lead from schema N to N + 1, for N = 0 ….
const std::vector<std::vector<const char*>>& migrations();

}  // namespace storage
