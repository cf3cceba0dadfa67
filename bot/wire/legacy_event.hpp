#pragma once
// Events of bots registered by imbot.*, told as those of imbot.v2. Protocol 4.15.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

namespace bot::wire {

struct retold_event {
    std::string name;                      // "ONIMBOTV2MESSAGEADD"
    std::vector<boost::json::value> data;  // one for each command of the event, else one
};

// Nothing when `name` (upper case) is no event of theirs that means anything to us.
std::optional<retold_event> retold(const std::string& name, const boost::json::value& data);

}  // namespace bot::wire
