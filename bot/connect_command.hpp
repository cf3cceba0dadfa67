#pragma once
// `deadline-guard connect`: OAuth without a public address. A person opens a link, signs in to the portal,
// and gives back the address his browser was sent to. Protocol 1.3.
#include <iosfwd>
#include <string>

#include "bot/config.hpp"

namespace bot {

// What the browser brought back.
struct authorization_answer {
    std::string code;   // lives 30 seconds
    std::string wrong;  // "" or what is wrong with the address, for people
};
// `state` is what the link carried: an address without it is somebody else's.
authorization_answer read_authorization_answer(std::string_view address, std::string_view state);

// The link to open. `portal` is a host, or an address with its scheme.
std::string authorization_link(const std::string& portal, const std::string& client_id,
                               const std::string& state);

// Asks on `out`, reads from `in`, stores the tokens. False: it did not work, and `err` says why and what to
// do. `portal`: "" = the only allowed host. Throws storage::database_error, also when the bot is running.
bool connect(const config& settings, const std::string& portal, std::istream& in, std::ostream& out,
             std::ostream& err);

}  // namespace bot
