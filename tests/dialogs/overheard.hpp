#pragma once
// The catalogue of the program under test, listened to: which of its texts were said, and how they came out.
#include <map>
#include <set>
#include <string>

namespace locale {

// Every text said so far, by its key, as it came out.
const std::map<std::string, std::set<std::string>>& overheard();

}  // namespace locale
