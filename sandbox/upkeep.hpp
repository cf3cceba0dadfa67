// What a portal forgets by itself, so that it does not grow.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

// Ended tokens (a day after their end: until then they answer expired_token), templateIds of more than 31
// days, offline rows of more than 34 days, unread bot events of more than a day. Looks every ten minutes at
// most, so it may be called with every request.
void tidy(portal& p);

}  // namespace sandbox
