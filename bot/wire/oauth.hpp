#pragma once
// Tokens of the authorization server. Protocol 1.3.
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

#include "bot/wire/call.hpp"
#include "bot/wire/event.hpp"

namespace bot::wire {

// Target of GET {scheme+host of server_endpoint}/oauth/token/?… ; holds secrets, never log it.
std::string refresh_target(std::string_view client_id, std::string_view client_secret,
                           std::string_view refresh_token);
std::string code_target(std::string_view client_id, std::string_view client_secret, std::string_view code);
// The new pair; client_endpoint is the portal's address, `domain` is not (T10).
boost::system::result<credentials, refusal> read_tokens(int status, std::string_view body);

}  // namespace bot::wire
