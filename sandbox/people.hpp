// Who is who: names, zones, superiors by the company structure.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

const person* find_person(const portal& p, id_number id);
// "Мария Иванова"; for nobody "".
std::string full_name(const portal& p, id_number id);
// The zone dates are shown in to this user: his own, else the portal's.
std::string zone_of(const portal& p, id_number id);
bool is_admin(const portal& p, id_number id);
// Does `chief` head a department of `member`, or one above it?
bool is_superior(const portal& p, id_number chief, id_number member);
// "[USER=27]Мария Иванова[/USER]"
std::string mention(const portal& p, id_number id);

// The user as bot events and imbot.v2 show him (camelCase, protocol notes 4.4.3).
json::object bot_view_of_user(const portal& p, id_number id);

}  // namespace sandbox
