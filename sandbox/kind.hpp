// What kind of portal this is: which parts it lacks, what its license is called (protocol
// notes 1.7, 4.2, 5.8).
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

// Parts with a meaning of their own; any method's name, or a beginning of it up to a dot, is a part too.
namespace part {
inline constexpr const char* v3 = "v3";                              // answers 404 ERROR_METHOD_NOT_FOUND
inline constexpr const char* v3_page = "v3_page";                    // answers 404 with a page
inline constexpr const char* new_card = "new_card";                  // every task is discussed in comments
inline constexpr const char* offline_extended = "offline_extended";  // tariff: event.offline.get with clear=0
inline constexpr const char* auth_connector = "auth_connector";      // tariff: event.bind with a connector
}  // namespace part

bool has(const portal& p, const char* part);
// False for a method that settings::without takes away, by its name or by a folder of it: "imbot.v2",
// "calendar".
bool has_method(const portal& p, std::string_view lower_case_name);

// "ru_ent10000", on a box "ru_selfhosted".
std::string license_of(const portal& p);

// "v3,imbot.v2" -> parts. Throws std::invalid_argument that names what is unknown.
std::set<std::string> parts_named(const std::string& list);

}  // namespace sandbox
