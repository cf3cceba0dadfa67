#pragma once
// `deadline-guard policy-test`: files of examples against the policy of a configuration, before it bites.
#include <filesystem>
#include <ostream>
#include <vector>

namespace bot {

// Prints what differs. True: all examples of all files hold. Of the configuration only the policy (people,
// guard, requests, and the policy files) and locale.time_zone, the clock of the examples, are read: no secret
// is needed. Throws config_error, naming file, line and key.
bool test_policy(const std::filesystem::path& config, const std::vector<std::filesystem::path>& files,
                 std::ostream& out);

}  // namespace bot
