// Keyboards as the portal checks and stores them (protocol notes 4.7).
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>

namespace sandbox {

namespace json = boost::json;

// What came of a `keyboard` parameter.
struct keyboard_reading {
    enum class outcome { absent, removed, buttons, broken };
    outcome what = outcome::absent;
    json::array buttons;  // normalised
};

// `given` may be an object with BUTTONS, a bare list, a JSON text of either, or "N".
// On send BOT_ID is set to `bot`; on update COMMAND buttons need a BOT_ID in `given` (T57).
// Invalid buttons vanish (T58); broken = nothing valid is left or it is too large.
keyboard_reading read_keyboard(const json::value* given, std::int64_t bot, bool on_update);

// An attach parameter: null when absent or empty, else its blocks; nullopt = ATTACH_ERROR.
std::optional<json::value> read_attach(const json::value* given);

}  // namespace sandbox
