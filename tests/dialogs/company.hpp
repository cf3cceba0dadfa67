#pragma once
// The company all stories of the judging tests play in: a small sales department and its neighbours.
#include "dialogs/people.hpp"

namespace company {

inline constexpr dialogs::user_id director = 2;
inline constexpr dialogs::user_id admin = 3;         // of the portal; works in the office
inline constexpr dialogs::user_id boris = 13;        // head of sales
inline constexpr dialogs::user_id maria = 27;        // manager in sales
inline constexpr dialogs::user_id petr = 28;         // manager in sales
inline constexpr dialogs::user_id ivan = 41;         // head of IT
inline constexpr dialogs::user_id oleg = 42;         // works in IT
inline constexpr dialogs::user_id guest = 70;        // from another company
inline constexpr dialogs::user_id technical = 90;    // user.get does not know it
inline constexpr dialogs::user_id integration = 99;  // in whose name the bot writes; works in the office
inline constexpr dialogs::user_id nobody = 0;

inline constexpr std::int64_t root = 1;
inline constexpr std::int64_t sales = 5;
inline constexpr std::int64_t it = 6;
inline constexpr std::int64_t office = 7;   // without a head
inline constexpr std::int64_t support = 8;  // below IT, without a head

dialogs::person employee(dialogs::user_id id, std::vector<std::int64_t> departments);
dialogs::directory everybody();

}  // namespace company
