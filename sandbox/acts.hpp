// What people do on the page, and what tests make them do.
#pragma once

#include <stdexcept>

#include "sandbox/portal.hpp"

namespace sandbox {

// The act is not possible; the text is for a person.
struct act_refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One {"user":27,"do":"deadline",...}. `forced` is the control door: any user, and the acts no person has
// (forge_press, robot_deadline, dismiss, rehire, set_head, delete_bot, make_tasks, mass_deadline ...).
// Everything but do=install. Returns what goes into the answer beside "ok".
json::object act(portal& p, const json::object& wish, bool forced);

}  // namespace sandbox
