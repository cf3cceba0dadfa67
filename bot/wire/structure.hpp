#pragma once
// The company's structure in REST v3 (scope `humanresources`): all heads of a department, and its deputies.
// Protocol 6.2.3. Its nodes have ids of their own; their access code tells the department (T94).
#include <optional>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/people.hpp"

namespace bot::wire {

constexpr std::size_t nodes_page = 200;

call list_nodes(std::size_t offset);
call get_node(std::int64_t id);

// Ids of the departments' nodes; teams have none.
std::vector<std::int64_t> read_nodes(const json::value& result);
// The department's id, its heads and deputies in the portal's order; nothing: no department.
std::optional<dialogs::department> read_node(const json::value& result);

}  // namespace bot::wire
