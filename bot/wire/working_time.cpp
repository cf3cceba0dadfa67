#include <array>
#include <charconv>

#include "bot/wire/setup.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

using std::chrono::minutes;

std::optional<unsigned> number(std::string_view digits) {
    unsigned value = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || wrong != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

// "9", "9.00" or "9.30": what follows the dot are minutes. A number in JSON lost its last zero: 9.3 is half
// past nine.
std::optional<minutes> time_of_day(const json::value& from) {
    const auto text = to_text(from);
    const auto dot = text.find_first_of(".:");
    const auto hours = number(std::string_view(text).substr(0, dot));
    auto rest = dot == std::string::npos ? std::string("0") : text.substr(dot + 1);
    if (from.is_double() && rest.size() == 1)
        rest += '0';
    const auto past = number(rest);
    if (!hours || !past || *hours > 24 || *past > 59 || (*hours == 24 && *past != 0))
        return std::nullopt;
    return std::chrono::hours(*hours) + minutes(*past);
}

// "1.01,2.01,23.02"
std::set<std::chrono::month_day> yearly_days(const json::value& from) {
    std::set<std::chrono::month_day> days;
    const auto text = to_text(from);
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const auto one = locale::trimmed(rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        const auto dot = one.find('.');
        if (dot == std::string::npos)
            continue;
        const auto day = number(std::string_view(one).substr(0, dot));
        const auto month = number(std::string_view(one).substr(dot + 1));
        if (!day || !month)
            continue;
        const std::chrono::month_day date{std::chrono::month{*month}, std::chrono::day{*day}};
        if (date.ok())
            days.insert(date);
    }
    return days;
}

void read_weekend(const json::value& from, std::array<bool, 7>& weekend) {
    if (!from.is_array() && !from.is_object())
        return;
    constexpr std::array<std::string_view, 7> codes{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    std::array<bool, 7> read{};
    std::size_t count = 0;
    for (const auto* each : elements(from))
        for (std::size_t day = 0; day < codes.size(); ++day)
            if (to_text(*each) == codes[day] && !read[day]) {
                read[day] = true;
                ++count;
            }
    if (count < codes.size())  // a week without a working day would never let time pass
        weekend = read;
}

}  // namespace

locale::calendar read_calendar(const json::value& result, const locale::zone& clock) {
    locale::calendar working;
    working.clock = clock;
    const auto start = time_of_day(at(result, "work_time_start"));
    const auto end = time_of_day(at(result, "work_time_end"));
    if (start && end && *start < *end) {
        working.day_start = *start;
        working.day_end = *end;
    }
    read_weekend(at(result, "week_holidays"), working.weekend);
    working.yearly_days_off = yearly_days(at(result, "year_holidays"));
    working.yearly_workdays = yearly_days(at(result, "year_workdays"));
    return working;
}

}  // namespace bot::wire
