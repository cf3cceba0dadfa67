#pragma once
// People and departments of the portal. Protocol 6.1, 6.2.1.
#include <optional>
#include <set>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/people.hpp"

namespace bot::wire {

constexpr std::size_t page_size = 50;  // of v2 lists, fixed (2.5): a shorter page is the last one

// user.get by ids, dismissed people included; at most page_size ids a call.
std::vector<call> people_by_id(const std::set<dialogs::user_id>& ids);
// All active people by id, the page that begins at `start` (0, 50, …).
call active_people(std::size_t start);
// department.get, the page that begins at `start`.
call departments(std::size_t start);

// Elements without an id are left out. USER_TYPE is told by newer portals only: without it whoever has a
// department is an employee. NULL fields are absent (T99); the name of somebody without one is "".
std::vector<dialogs::person> read_people(const json::value& result);
// UF_HEAD and PARENT are absent when empty (T95).
std::vector<dialogs::department> read_departments(const json::value& result);
// Somebody user.get does not show: a bot, a technical user, or nobody at all (T100).
dialogs::person unknown_person(dialogs::user_id id);

}  // namespace bot::wire
