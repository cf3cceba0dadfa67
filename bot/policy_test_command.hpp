#pragma once
// `deadline-guard policy-test`: files of examples against the policy of a configuration, before it bites.
#include <filesystem>
#include <ostream>
#include <vector>

namespace bot {

// Prints what differs. True: all examples of all files hold. They play by the policy of the configuration, on
// the clock of its locale.time_zone; no secret is needed. Throws config_error, naming file, line and key.
bool test_policy(const std::filesystem::path& config, const std::vector<std::filesystem::path>& files,
                 std::ostream& out);

}  // namespace bot
