// Two days that share what stands beside one of them: «27 или 30 ноября», «27-го или 30», "Nov 27 or 30".
#include "locale/when_days.hpp"
#include "locale/when_turns.hpp"

namespace locale::when {
namespace {

// «30 или 1 декабря» names the end of one month and the beginning of the next.
constexpr int next_month_below = 20;

struct day_number {
    int value = 0;
    std::size_t end = 0;
    bool suffixed = false;
};

// 27, 27-го, 27th
std::optional<day_number> day_number_at(const tokens& words, std::size_t at) {
    const token& number = words[at];
    if (!words.is_number(at) || number.text.size() > 2 || number.value < 1 || number.value > 31)
        return std::nullopt;
    std::size_t place = at + 1;
    if (words.is_mark(place, "-") && words[place].glued && words.is(place + 1, sense::day_suffix))
        ++place;
    const bool suffixed = words.is(place, sense::day_suffix) && words[place].glued;
    return day_number{number.value, suffixed ? place + 1 : at + 1, suffixed};
}

void add_day_beside(std::vector<year_month_day>& days, year_month_day known, int value) {
    const int shown = static_cast<int>(static_cast<unsigned>(known.day()));
    const int months = value - shown > next_month_below ? -1 : shown - value > next_month_below ? 1 : 0;
    const year_month_day beside = (month_of(known) + std::chrono::months(months)) / value;
    if (beside.ok())
        days.push_back(beside);
}

// The days of a date that has a month of its own or, a day of the month, gets one.
std::vector<year_month_day> days_of(const piece& date, const present& now) {
    std::vector<year_month_day> days;
    if (date.day && !date.doubtful &&
        (date.day->kind == day_kind::exact || date.day->kind == day_kind::month_day))
        for (const auto& each : alone(*date.day, now))
            days.push_back(each.day);
    return days;
}

found_piece date_at(const tokens& words, std::size_t at, const present& now) {
    return words.is_number(at) || words.is_latin(at)
               ? longest({number_date(words, at, now), month_date(words, at, now)})
               : std::nullopt;
}

piece both_days(std::size_t at, const piece& named, std::size_t end,
                const std::vector<year_month_day>& days) {
    piece found = day_piece(at, end, one_of(days));
    found.shy = named.shy;
    return found;
}

// «27 или 30 ноября», «27 или 30-го»
found_piece number_then_date(const tokens& words, std::size_t at, const present& now) {
    const auto first = day_number_at(words, at);
    const bool hour = at > 0 && (words.is(at - 1, sense::on) || words.is(at - 1, sense::at));
    if (!first || hour || is_other_number(words, at, first->end) || !words.is(first->end, sense::either))
        return std::nullopt;
    std::size_t place = first->end + 1;
    if (words.is(place, sense::onto) || words.is(place, sense::by))
        ++place;
    if (!words.is_number(place))
        return std::nullopt;
    if (const auto date = date_at(words, place, now)) {
        std::vector<year_month_day> days;
        const auto named = days_of(*date, now);
        for (const auto& each : named)
            add_day_beside(days, each, first->value);
        days.insert(days.end(), named.begin(), named.end());
        return named.empty() ? std::nullopt : found_piece(both_days(at, *date, date->end, days));
    }
    std::vector<year_month_day> days;
    auto second = month_day_number(words, place);
    const auto plain = day_number_at(words, place);
    if (!second && first->suffixed && plain && stands_alone(words, plain->end))  // «27-го или 30»
        second = day_piece(place, plain->end, {});
    if (!second || !plain)
        return std::nullopt;
    for (const int value : {first->value, plain->value})
        if (const auto day = nearest(value, now))
            days.push_back(*day);
    return days.empty() ? std::nullopt : found_piece(both_days(at, *second, second->end, days));
}

// «27 ноября или 30», "Nov 27 or 30"
found_piece date_then_number(const tokens& words, std::size_t at, const present& now) {
    const auto date = date_at(words, at, now);
    if (!date || !words.is(date->end, sense::either))
        return std::nullopt;
    const auto second = day_number_at(words, date->end + 1);
    if (!second || !stands_alone(words, second->end) || date_at(words, date->end + 1, now))
        return std::nullopt;
    auto days = days_of(*date, now);
    const auto named = days;
    for (const auto& each : named)
        add_day_beside(days, each, second->value);
    return named.empty() ? std::nullopt : found_piece(both_days(at, *date, second->end, days));
}

}  // namespace

found_piece day_choice(const tokens& words, std::size_t at, const present& now) {
    return longest({number_then_date(words, at, now), date_then_number(words, at, now)});
}

}  // namespace locale::when
