#include "bot/wire/value.hpp"

#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "locale/text.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t last_second = 253402300799;  // of the year 9999: nothing later can be counted with

const json::value& nothing() {
    static const json::value null;
    return null;
}

std::optional<std::int64_t> whole(std::string_view digits) {
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || wrong != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> whole(double number) {
    if (!std::isfinite(number) || std::trunc(number) != number || std::abs(number) > 9e18)
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count)
        return std::nullopt;
    int number = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::year_month_day> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-'))
        return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-'))
        return std::nullopt;
    const auto number = take_digits(text, 2);
    if (!number)
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year{*year},
                                          std::chrono::month{static_cast<unsigned>(*month)},
                                          std::chrono::day{static_cast<unsigned>(*number)}};
    return day.ok() ? std::optional(day) : std::nullopt;
}

// "HH:MM", "HH:MM:SS" or "HH:MM:SS.fraction".
std::optional<std::chrono::seconds> take_time(std::string_view& text) {
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23 || !take(text, ':'))
        return std::nullopt;
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59)
        return std::nullopt;
    int seconds = 0;
    if (take(text, ':')) {
        const auto given = take_digits(text, 2);
        if (!given || *given > 59)
            return std::nullopt;
        seconds = *given;
        if (take(text, '.'))
            text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
    }
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(seconds);
}

// "Z", "+03:00", "+0300" or "+03", up to the end.
std::optional<std::chrono::seconds> take_offset(std::string_view& text) {
    if (text == "Z" || text == "z")
        return 0s;
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, '+') && !take(text, '-'))
        return std::nullopt;
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 18)
        return std::nullopt;
    int minutes = 0;
    if (!text.empty()) {
        take(text, ':');
        const auto given = take_digits(text, 2);
        if (!given || *given > 59 || !text.empty())
            return std::nullopt;
        minutes = *given;
    }
    const std::chrono::seconds offset = std::chrono::hours(*hours) + std::chrono::minutes(minutes);
    return west ? -offset : offset;
}

}  // namespace

const json::value& at(const json::value& from, std::string_view key) {
    const auto* object = from.if_object();
    return object ? at(*object, key) : nothing();
}

const json::value& at(const json::object& from, std::string_view key) {
    const auto* member = from.if_contains(key);
    return member ? *member : nothing();
}

const json::value& at_path(const json::value& from, std::initializer_list<std::string_view> path) {
    const auto* here = &from;
    for (const auto key : path)
        here = &at(*here, key);
    return *here;
}

const json::value& at_path(const json::object& from, std::initializer_list<std::string_view> path) {
    const json::value* here = nullptr;
    for (const auto key : path)
        here = here ? &at(*here, key) : &at(from, key);
    return here ? *here : nothing();
}

std::optional<std::int64_t> to_int(const json::value& from) {
    if (const auto* number = from.if_int64())
        return *number;
    if (const auto* number = from.if_uint64())
        return *number <= INT64_MAX ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
    if (const auto* number = from.if_double())
        return whole(*number);
    if (const auto* text = from.if_string())
        return whole(std::string_view(*text));
    return std::nullopt;
}

std::int64_t to_int_or(const json::value& from, std::int64_t otherwise) {
    return to_int(from).value_or(otherwise);
}

bool to_bool(const json::value& from) {
    if (const auto* yes = from.if_bool())
        return *yes;
    if (const auto* text = from.if_string())
        return !text->empty() && *text != "N" && *text != "n" && *text != "0" && *text != "false";
    if (const auto* number = from.if_double())
        return *number != 0;
    if (from.is_number())
        return to_int_or(from, 1) != 0;
    return !elements(from).empty();
}

std::string to_text(const json::value& from) {
    if (const auto* text = from.if_string())
        return locale::repaired(std::string_view(*text));
    if (const auto* number = from.if_uint64())
        return std::to_string(*number);
    if (const auto number = from.is_number() ? to_int(from) : std::nullopt)
        return std::to_string(*number);
    if (const auto* number = from.if_double()) {
        char text[32];
        const int size = std::snprintf(text, sizeof text, "%.15g", *number);
        return std::string(text, static_cast<std::size_t>(size));
    }
    return {};
}

std::optional<locale::instant> to_moment(const json::value& from) {
    const auto* text = from.if_string();
    return text ? parse_moment(std::string_view(*text)) : std::nullopt;
}

std::optional<locale::instant> to_unix(const json::value& from) {
    const auto number = to_int_or(from, 0);
    if (number <= 0 || number > last_second)
        return std::nullopt;
    return locale::instant(std::chrono::seconds(number));
}

std::vector<const json::value*> elements(const json::value& from) {
    std::vector<const json::value*> found;
    if (const auto* list = from.if_array())
        for (const auto& each : *list)
            found.push_back(&each);
    if (const auto* object = from.if_object())
        for (const auto& member : *object)
            found.push_back(&member.value());
    return found;
}

std::string moment_text(locale::instant moment) {
    const auto midnight = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day day(midnight);
    const std::chrono::hh_mm_ss time(moment - midnight);
    char text[64];
    const int size =
        std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d+00:00", static_cast<int>(day.year()),
                      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()));
    return std::string(text, static_cast<std::size_t>(size));
}

std::optional<locale::instant> parse_moment(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !(take(text, 'T') || take(text, ' ')))
        return std::nullopt;
    const auto time = take_time(text);
    if (!time)
        return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset)
        return std::nullopt;
    const auto moment = std::chrono::sys_days(*day) + *time - *offset;
    if (moment < locale::instant() || moment.time_since_epoch().count() > last_second)
        return std::nullopt;
    return moment;
}

std::optional<json::value> parse_json(std::string_view text, std::size_t depth_max) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
        text.remove_prefix(3);
    // Boost 1.81 may look one byte past what it parses: a string of our own ends in a zero.
    const std::string whole_text = locale::is_utf8(text) ? std::string(text) : locale::repaired(text);
    json::parse_options options;
    options.max_depth = depth_max;
    boost::system::error_code wrong;
    auto parsed = json::parse(whole_text, wrong, {}, options);
    if (wrong)
        return std::nullopt;
    return parsed;
}

}  // namespace bot::wire
