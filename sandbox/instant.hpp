// Moments of the portal: UTC seconds inside, ISO 8601 with an offset outside.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

using instant = std::chrono::sys_seconds;

// The zone of the portal itself: server.time, dates of v3, dates without an offset (T76).
inline constexpr std::string_view portal_zone = "Europe/Moscow";

// "2026-10-24T19:00:00+03:00": the wall clock of `zone` (an IANA name; unknown or empty = the portal's).
std::string iso_in(std::string_view zone, instant at);
// "2026-10-24T16:00:00Z"
std::string iso_utc(instant at);
// Like PHP's strtotime, for ISO dates, "Y-m-d H:i:s" and "d.m.Y H:i": no offset = the portal's zone.
std::optional<instant> parsed_instant(std::string_view text);

std::string unix_text(instant at);

}  // namespace sandbox
