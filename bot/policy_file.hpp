#pragma once
// The company's policy: the tables [people], [guard] and [requests] of the configuration, and the policy
// files that [guard] policies names. A policy file gives some departments, workgroups or people rules of
// their own; what it does not say is as in [guard].
#include <filesystem>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "dialogs/policy.hpp"

namespace bot {

struct policy_read {
    dialogs::policy policy;
    std::string text;  // all it was made of, in one TOML document: the same text, the same policy
};

// Of a configuration; files are looked for in `folder`. Throws config_error, naming file, line and key.
policy_read read_policy(const toml::table& root, const std::string& file,
                        const std::filesystem::path& folder);

// Of the text above. Throws config_error where it has keys this version does not know.
dialogs::policy policy_of_text(std::string_view text);

}  // namespace bot
