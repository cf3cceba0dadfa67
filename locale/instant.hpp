#pragma once
// Moments and calendar days. Every moment in the house is UTC in whole seconds and is passed in, never asked
// for.
#include <chrono>

namespace locale {

using instant = std::chrono::sys_seconds;
using minutes = std::chrono::minutes;

// A moment on somebody's wall clock, without a zone.
struct local_time {
    std::chrono::year_month_day day{};
    minutes time_of_day{0};  // 0 <= time_of_day < 24 h
    friend bool operator==(const local_time&, const local_time&) = default;
};

}  // namespace locale
