// Tasks as REST v2 shows them: string ids, dates with the reader's offset (protocol notes 5.1).
#pragma once

#include "sandbox/filter.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

// `select` in the documentation's upper case; empty or "*" = everything.
json::object task_view(const portal& p, const task& t, const std::vector<std::string>& select,
                       id_number reader);
json::object task_actions(const portal& p, const task& t, id_number reader);
// For filters and orders.
field_reader task_reader(const portal& p, const task& t);

}  // namespace sandbox
