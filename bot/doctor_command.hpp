#pragma once
// `deadline-guard doctor`: what an administrator wants to know when something is wrong. Reads the
// configuration, the database (read-only) and, when the bot is running, what it says of itself. Changes
// nothing.
#include <iosfwd>

#include "bot/config.hpp"

namespace bot {

// True: all is well. What is wrong is marked with "!" and followed by the way out. Throws
// storage::database_error when the database cannot be read.
bool examine(const config& settings, std::ostream& out);

}  // namespace bot
