// What one person sees of the portal, as the page wants it.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

json::object page_state(portal& p, id_number user);

// Parts the control door shows too.
json::object task_as_page(portal& p, const task& t, id_number user);
json::object message_as_page(const message& m);

}  // namespace sandbox
