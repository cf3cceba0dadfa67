#include "sandbox/instant.hpp"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <regex>

namespace sandbox {
namespace {

using namespace std::chrono;

const date::time_zone& zone_named(std::string_view name) {
    try {
        return *date::locate_zone(std::string(name.empty() ? portal_zone : name));
    } catch (const std::runtime_error&) {
        return *date::locate_zone(std::string(portal_zone));
    }
}

std::string wall_clock(seconds since_epoch) {
    const sys_seconds at{since_epoch};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

int number(const std::ssub_match& part) {
    return part.matched ? std::stoi(part.str()) : 0;
}

std::optional<seconds> local_seconds(int y, int mo, int d, const std::smatch& m,
                                     std::size_t first_time_part) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    const int hour = number(m[first_time_part]);
    const int minute = number(m[first_time_part + 1]);
    const int second = number(m[first_time_part + 2]);
    if (!date.ok() || hour > 24 || minute > 59 || second > 59)
        return std::nullopt;
    return sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second};
}

instant in_portal_zone(seconds local) {
    return instant{zone_named(portal_zone)
                       .to_sys(date::local_seconds{local}, date::choose::earliest)
                       .time_since_epoch()};
}

}  // namespace

std::string iso_in(std::string_view zone, instant at) {
    const seconds offset = zone_named(zone).get_info(at).offset;
    const auto minutes_off = duration_cast<minutes>(abs(offset)).count();
    std::array<char, 16> suffix{};
    std::snprintf(suffix.data(), suffix.size(), "%c%02d:%02d", offset < 0s ? '-' : '+',
                  static_cast<int>(minutes_off / 60), static_cast<int>(minutes_off % 60));
    return wall_clock(at.time_since_epoch() + offset) + suffix.data();
}

std::string iso_utc(instant at) {
    return wall_clock(at.time_since_epoch()) + "Z";
}

std::optional<instant> parsed_instant(std::string_view given) {
    static const std::regex iso(R"(^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*)"
                                R"((Z|([+-])(\d\d):?(\d\d))?)?\s*$)");
    static const std::regex russian(
        R"(^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*$)");
    const std::string text(given.substr(0, 64));
    std::smatch m;
    if (std::regex_match(text, m, iso)) {
        const auto local = local_seconds(number(m[1]), number(m[2]), number(m[3]), m, 4);
        if (!local || !m[7].matched)
            return local ? std::optional(in_portal_zone(*local)) : std::nullopt;
        const seconds offset = hours{number(m[9])} + minutes{number(m[10])};
        return instant{m[8] == "-" ? *local + offset : *local - offset};
    }
    if (std::regex_match(text, m, russian)) {
        const auto local = local_seconds(number(m[3]), number(m[2]), number(m[1]), m, 4);
        return local ? std::optional(in_portal_zone(*local)) : std::nullopt;
    }
    return std::nullopt;
}

std::string unix_text(instant at) {
    return std::to_string(at.time_since_epoch().count());
}

}  // namespace sandbox
