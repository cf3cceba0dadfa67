#pragma once
// People and departments of the portal. Protocol 6.1, 6.2.1.
#include <optional>
#include <set>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"

namespace bot::wire {

constexpr std::size_t page_size = 50;  // of v2 lists, fixed (2.5): a shorter page is the last one

// user.get by ids, dismissed people included; at most page_size ids a call.
std::vector<call> people_by_id(const std::set<dialogs::user_id>& ids);
// All active people by id, the page that begins at `start` (0, 50, …).
call active_people(std::size_t start);
// department.get, the page that begins at `start`.
call departments(std::size_t start);

// im.user.list.get: who of them is away now; at most page_size ids.
call absences(const std::vector<dialogs::user_id>& ids);
// im.dialog.get of a workgroup's chat.
call chat_of_group(std::int64_t group);

// `absent`: the day he is back (6.3, T69). Whoever is not in the answer is left out.
dialogs::portal_absences read_absences(const json::value& result);
// Whether guests of the company are in the chat, or it does not say (4.4.3: extranet, containsCollaber).
bool read_has_guests(const json::value& result);
// Elements without an id are left out. USER_TYPE is told by newer portals only: without it whoever has a
// department is an employee. NULL fields are absent (T99); the name of somebody without one is "".
std::vector<dialogs::person> read_people(const json::value& result);
// UF_HEAD and PARENT are absent when empty (T95).
std::vector<dialogs::department> read_departments(const json::value& result);
// Somebody user.get does not show: a bot, a technical user, or nobody at all (T100).
dialogs::person unknown_person(dialogs::user_id id);

}  // namespace bot::wire
