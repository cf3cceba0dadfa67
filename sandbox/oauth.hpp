// Tokens: who gets them, how long they live, how they are changed (protocol notes 1.3).
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"

namespace sandbox {

inline constexpr std::chrono::seconds token_lifetime{3600};

// "127.0.0.1:8070"
std::string host_of(const portal& p);
// Where /oauth/ is, without a slash at the end.
std::string auth_base(const portal& p);
std::string scope_list(const portal& p, std::string_view separator);

// `chain` is set for tokens that travel with events.
std::string issue_access_token(portal& p, id_number user, std::optional<int> chain);
std::string issue_refresh_token(portal& p, id_number user);
void expire_access_tokens(portal& p);

// GET or POST /oauth/token/
web_response token_response(portal& p, const web_request& request);
// GET /oauth/authorize/?client_id=&state=[&user=]: as if that user (default: the service user) agreed.
web_response authorize_response(portal& p, const web_request& request);

}  // namespace sandbox
