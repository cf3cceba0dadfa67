// What can befall a portal or its application, and how it is mended.
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"

namespace sandbox {

// "removed" (its handlers and bots are gone), "inactive" (switched off), "unpaid" (the subscription is over),
// "revoked" (refresh tokens are worth nothing), "maintenance", "mended" (as before, but what was removed).
// False when there is no such kind.
bool befall(portal& p, const std::string& kind);

// The portal gets another address; the one it had answers 302 from now on (protocol notes 1.6). Where /oauth/
// is does not change: the authorization server is not the portal.
void rename_portal(portal& p, std::string new_base);
// The 302 for a request that came to an old name, or nothing.
std::optional<web_response> redirected(const portal& p, const web_request& request);

// Throws the refusal that the portal's state gives to any REST request; `webhook` has no application to lose.
void refuse_in_trouble(const portal& p, bool webhook);
// What the authorization server says instead of tokens: a code, or "" when it is willing.
std::string oauth_trouble(const portal& p);
// May events leave for handlers?
bool sends_events(const portal& p);

}  // namespace sandbox
