// The portal's limits: requests by address, working time by method (protocol notes 2.6.1, 2.6.2).
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/rest.hpp"

namespace sandbox {

// Pours one request of this address into its bucket; false = it would overflow, and nothing is poured.
bool poured_into_bucket(portal& p, const std::string& address);
// What the fullest bucket holds now.
double bucket_level(const portal& p);

// Refuses with OPERATION_TIME_LIMIT when the method has used up its time; else books what this call costs, so
// that the call which crosses the limit still succeeds. Nothing happens without settings::operating_limit.
void spend_operating_time(portal& p, const caller& who, const std::string& method);

// What `time` tells of it.
struct operating_view {
    double used = 0;            // seconds in the last ten minutes
    std::int64_t reset_at = 0;  // unix seconds: when the oldest minute drops out
};
operating_view operating_of(const portal& p, const caller& who, const std::string& method);
// Is the limiter there at all? Without it `time` has no such members.
bool tells_operating(const portal& p);

}  // namespace sandbox
