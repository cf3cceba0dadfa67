// The events on their way to handlers, for whoever carries them: the courier over sockets, a simulation by
// hand.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

// Takes the oldest delivery out of portal::outbox; nothing when none waits.
std::optional<delivery> take_delivery(portal& p);

// What came of it: the handler's HTTP status, or 0 and what prevented it. The portal tries once; all this
// changes is what it knows of the handler (portal::app) and its log.
void settle_delivery(portal& p, const delivery& what, int status, const std::string& error = {});

}  // namespace sandbox
