// What changes in the company: who heads what, who is a guest, who is away, who works in a workgroup.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

// Each takes what /control/act was told and throws act_refused (acts.hpp).
json::object make_guest(portal& p, const json::object& asked);
json::object set_head(portal& p, const json::object& asked);
json::object go_away(portal& p, const json::object& asked);
json::object name_heads(portal& p, const json::object& asked);
json::object put_into_group(portal& p, const json::object& asked);

}  // namespace sandbox
