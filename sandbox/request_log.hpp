// What the control door can tell of the REST traffic, and which planned fault strikes.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

void count_call(portal& p, const std::string& method);
// Credentials are left out. `error` is "" when it went well.
void log_request(portal& p, const std::string& method, const json::object& params, int status,
                 const std::string& error);
// `outcome`: the status, or what prevented the delivery.
void log_delivery(portal& p, const delivery& what, int status, const std::string& error);

// The fault that strikes this request, used up by one. For `batch` also one planned for a method inside it,
// unless it is an error:CODE, which strikes the inner command alone (take_inner_fault).
std::optional<rest_fault> take_fault(portal& p, const std::string& method, const json::object& params);
std::optional<rest_fault> take_inner_fault(portal& p, const std::string& method);

}  // namespace sandbox
