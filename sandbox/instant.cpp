#include "sandbox/instant.hpp"

#include <date/tz.h>

#include <array>
#include <map>

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

// A stretch of time in which a zone keeps one offset.
struct zone_span {
    const date::time_zone* zone = nullptr;
    date::sys_seconds begin, end;
    seconds offset{};
};

// Asking the zone database is slow, and the answer changes twice a year.
seconds offset_in(std::string_view zone, instant at) {
    thread_local std::map<std::string, zone_span, std::less<>> known;
    auto found = known.find(zone);
    if (found == known.end()) {
        zone_span fresh;
        fresh.zone = &zone_named(zone);
        found = known.emplace(zone, fresh).first;
    }
    zone_span& span = found->second;
    const date::sys_seconds when{at.time_since_epoch()};
    if (when < span.begin || when >= span.end) {
        const auto info = span.zone->get_info(when);
        span.begin = info.begin;
        span.end = info.end;
        span.offset = info.offset;
    }
    return span.offset;
}

// `number` with leading zeros.
void append_digits(std::string& out, long number, int width) {
    std::array<char, 20> digits{};
    int count = 0;
    for (; number != 0 || count < width; number /= 10)
        digits[static_cast<std::size_t>(count++)] = static_cast<char>('0' + number % 10);
    while (count > 0)
        out += digits[static_cast<std::size_t>(--count)];
}

std::string wall_clock(seconds since_epoch) {
    const sys_seconds at{since_epoch};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::string text;
    text.reserve(32);
    append_digits(text, static_cast<int>(date.year()), 4);
    const auto append = [&](char before, long number) {
        text += before;
        append_digits(text, number, 2);
    };
    append('-', static_cast<unsigned>(date.month()));
    append('-', static_cast<unsigned>(date.day()));
    append('T', time.hours().count());
    append(':', time.minutes().count());
    append(':', time.seconds().count());
    return text;
}

// Reads a text from its front; what does not fit leaves it as it was.
struct scanner {
    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t least, std::size_t most) {
        std::size_t count = 0;
        int number = 0;
        while (count < most && count < rest.size() && rest[count] >= '0' && rest[count] <= '9')
            number = number * 10 + (rest[count++] - '0');
        if (count < least)
            return std::nullopt;
        rest.remove_prefix(count);
        return number;
    }
    void skip_blanks() {
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t'))
            rest.remove_prefix(1);
    }
};

// "14:05", "14:05:09", "14:05:09.250"
std::optional<seconds> time_of_day(scanner& in, std::size_t least_hour_digits) {
    const auto hour = in.digits(least_hour_digits, 2);
    if (!hour || !in.take(':'))
        return std::nullopt;
    const auto minute = in.digits(2, 2);
    std::optional<int> second = 0;
    if (minute && in.take(':')) {
        second = in.digits(2, 2);
        if (in.take('.'))
            in.digits(1, 18);
    }
    if (!minute || !second || *hour > 24 || *minute > 59 || *second > 59)
        return std::nullopt;
    return hours{*hour} + minutes{*minute} + seconds{*second};
}

std::optional<seconds> midnight(int y, std::optional<int> m, std::optional<int> d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m.value_or(0))},
                              day{static_cast<unsigned>(d.value_or(0))}};
    return date.ok() ? std::optional<seconds>(sys_days{date}.time_since_epoch()) : std::nullopt;
}

instant in_portal_zone(seconds local) {
    return instant{zone_named(portal_zone)
                       .to_sys(date::local_seconds{local}, date::choose::earliest)
                       .time_since_epoch()};
}

// "Z", "+03:00", "-0330"
std::optional<seconds> zone_offset(scanner& in) {
    if (in.take('Z'))
        return 0s;
    const bool west = in.take('-');
    if (!west && !in.take('+'))
        return std::nullopt;
    const auto hour = in.digits(2, 2);
    in.take(':');
    const auto minute = in.digits(2, 2);
    if (!hour || !minute)
        return std::nullopt;
    const seconds offset = hours{*hour} + minutes{*minute};
    return west ? -offset : offset;
}

// "2026-10-24", "2026-10-24T19:00:00+03:00", "2026-10-24 19:00"
std::optional<instant> iso_instant(scanner in) {
    const auto y = in.digits(4, 4);
    const bool dashed = y && in.take('-');
    const auto m = dashed ? in.digits(2, 2) : std::nullopt;
    const auto d = m && in.take('-') ? in.digits(2, 2) : std::nullopt;
    const auto date = d ? midnight(*y, m, d) : std::nullopt;
    if (!date)
        return std::nullopt;
    seconds local = *date;
    std::optional<seconds> offset;
    if (in.take('T') || (in.rest.size() > 1 && in.rest[1] != ' ' && in.take(' '))) {
        const auto time = time_of_day(in, 2);
        if (!time)
            return std::nullopt;
        local += *time;
        in.skip_blanks();
        offset = zone_offset(in);
    }
    in.skip_blanks();
    if (!in.rest.empty())
        return std::nullopt;
    return offset ? instant{local - *offset} : in_portal_zone(local);
}

// "24.10.2026", "24.10.2026 19:00:00"
std::optional<instant> russian_instant(scanner in) {
    const auto d = in.digits(1, 2);
    const auto m = d && in.take('.') ? in.digits(1, 2) : std::nullopt;
    const auto y = m && in.take('.') ? in.digits(4, 4) : std::nullopt;
    const auto date = y ? midnight(*y, m, d) : std::nullopt;
    if (!date)
        return std::nullopt;
    in.skip_blanks();
    const auto time = in.rest.empty() ? std::optional<seconds>(0s) : time_of_day(in, 1);
    in.skip_blanks();
    if (!time || !in.rest.empty())
        return std::nullopt;
    return in_portal_zone(*date + *time);
}

}  // namespace

std::string iso_in(std::string_view zone, instant at) {
    const seconds offset = offset_in(zone, at);
    const auto minutes_off = duration_cast<minutes>(abs(offset)).count();
    std::string text = wall_clock(at.time_since_epoch() + offset);
    text += offset < 0s ? '-' : '+';
    append_digits(text, minutes_off / 60, 2);
    text += ':';
    append_digits(text, minutes_off % 60, 2);
    return text;
}

std::string iso_utc(instant at) {
    return wall_clock(at.time_since_epoch()) + "Z";
}

std::optional<instant> parsed_instant(std::string_view given) {
    scanner in{given};
    in.skip_blanks();
    if (in.rest.size() > 64)
        return std::nullopt;
    const auto iso = iso_instant(in);
    return iso ? iso : russian_instant(in);
}

std::string unix_text(instant at) {
    return std::to_string(at.time_since_epoch().count());
}

}  // namespace sandbox
