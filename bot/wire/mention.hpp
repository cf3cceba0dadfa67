#pragma once
// Mentions in BB code (4.4.3, T70).
#include <cstdint>
#include <string>
#include <string_view>

namespace bot::wire {

// The text without "[USER=456 REPLACE]Name[/USER]" of this person, in any letter case, and without the blanks
// and the comma or colon that a mention at the beginning leaves behind. Mentions of others stay.
std::string without_mention(std::string_view text, std::int64_t of);

}  // namespace bot::wire
