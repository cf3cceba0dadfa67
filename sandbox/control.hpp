// The control door: /control/... for tests and the demo.
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"

namespace sandbox {

web_response control_response(portal& p, const web_request& request);

// The whole portal, for assertions.
json::object whole_state(portal& p);

}  // namespace sandbox
