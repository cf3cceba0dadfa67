#pragma once
// The policy across restarts: a change that was made before the policy became another one is judged by the
// old one.
#include "dialogs/policy.hpp"
#include "locale/instant.hpp"
#include "storage/database.hpp"

namespace bot {

// Remembers that from `now` on this policy (and the text it was made of) is in force, journals it when it is
// another one, and gives it with those before it. Throws storage::database_error.
dialogs::policy with_its_past(dialogs::policy present, const std::string& text, storage::database& disk,
                              locale::instant now);

}  // namespace bot
