// The offline queue (protocol notes 3.4).
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/rest.hpp"

namespace sandbox {

// Adds a row, or freshens the unreserved row about the same thing (3.4.2, coalescing).
void queue_offline(portal& p, const binding& to, const raised_event& what);

answer event_offline_get(const call& c);
answer event_offline_clear(const call& c);
answer event_offline_error(const call& c);
answer event_offline_list(const call& c);

}  // namespace sandbox
