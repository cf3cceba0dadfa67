// Dates in figures and with the names of months.
#include <algorithm>

#include "locale/when_days.hpp"

namespace locale::when {
namespace {

using std::chrono::month_day;

constexpr int year_first = 1970;
constexpr int year_last = 2199;

bool is_year(const token& number) {
    return number.text.size() == 4 && number.value >= year_first && number.value <= year_last;
}

std::optional<int> year_from(const token& number) {
    if (is_year(number))
        return number.value;
    return number.text.size() == 2 ? std::optional(2000 + number.value) : std::nullopt;
}

std::optional<year_month_day> valid(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    const year_month_day made = std::chrono::year(year) / month / day;
    return made.ok() ? std::optional(made) : std::nullopt;
}

// 29 February is a day of some year.
std::optional<month_day> valid(int month, int day) {
    const auto made = valid(2000, month, day);
    return made ? std::optional(month_day{made->month(), made->day()}) : std::nullopt;
}

bool is_short(const token& number) {
    return number.text.size() <= 2;
}

// The place after "2027", «2027 года», «27 г.», "'27"; `at` itself when no year stands there.
std::pair<std::optional<int>, std::size_t> year_after(const tokens& words, std::size_t at) {
    std::size_t place = at;
    if (words.is_mark(place, ",") || (words.is_mark(place, "/") && words[place].glued) ||
        (words.is_mark(place, "-") && words[place].glued))
        ++place;
    const bool quoted = words.is_mark(place, "'") || words.is_mark(place, "’");
    if (quoted)
        ++place;
    if (!words.is_number(place))
        return {std::nullopt, at};
    const bool named = words.is(place + 1, sense::year_word);
    const bool timed = words.is_mark(place + 1, ":") && words[place + 1].glued;
    const auto year = year_from(words[place]);
    if (!year || timed || (!is_year(words[place]) && !named && !quoted))
        return {std::nullopt, at};
    ++place;
    if (named)
        ++place;
    if (named && words.is_mark(place, ".") && words[place].glued)
        ++place;
    return {year, place};
}

piece day_piece(std::size_t begin, std::size_t end, day_fact day) {
    piece found;
    found.begin = begin;
    found.end = end;
    found.day = std::move(day);
    return found;
}

found_piece dated(std::size_t begin, std::size_t end, std::optional<month_day> in_year,
                  std::optional<int> year) {
    if (!in_year)
        return std::nullopt;
    day_fact day;
    day.kind = day_kind::month_day;
    day.in_year = *in_year;
    if (!year)
        return day_piece(begin, end, day);
    const year_month_day whole{std::chrono::year(*year), in_year->month(), in_year->day()};
    return whole.ok() ? found_piece(day_piece(begin, end, exactly(whole))) : std::nullopt;
}

// Day first, month first, or both when English leaves it open: 07/12/2026.
std::vector<year_month_day> orders(const chain& figures, const present& now) {
    const int first = figures.numbers[0]->value;
    const int second = figures.numbers[1]->value;
    const auto year = year_from(*figures.numbers[2]);
    std::vector<year_month_day> found;
    if (!year || !is_short(*figures.numbers[0]) || !is_short(*figures.numbers[1]))
        return found;
    const bool open = figures.joints[0] == '/' && now.tongue == language::en;
    if (const auto month_first = valid(*year, first, second); open && month_first)
        found.push_back(*month_first);
    const auto day_first = valid(*year, second, first);
    if (day_first && (found.empty() || found.front() != *day_first))
        found.push_back(*day_first);
    if (const auto month_first = valid(*year, first, second);
        found.empty() && month_first && figures.joints[0] == '/')
        found.push_back(*month_first);
    return found;
}

// 2026-12-22T18:00: the time is read by itself. One with a zone ("Z", "+03:00") is of another clock than the
// reader's.
found_piece with_iso_time(piece day, const tokens& words) {
    const chain time = read_chain(words, ++day.end);
    const bool zoned = words[time.end].glued && (words.is_word(time.end) || words.is_mark(time.end, "+"));
    return time.numbers.size() < 2 || zoned ? std::nullopt : found_piece(day);
}

found_piece whole_date(const chain& figures, std::size_t at, std::size_t end, const present& now) {
    const auto& part = figures.numbers;
    if (figures.joints[0] != figures.joints[1] || figures.joints[0] == ':')
        return std::nullopt;
    if (is_year(*part[0]) && is_short(*part[1]) && is_short(*part[2])) {
        const auto day = valid(part[0]->value, part[1]->value, part[2]->value);
        return day ? found_piece(day_piece(at, end, exactly(*day))) : std::nullopt;
    }
    const auto days = orders(figures, now);
    if (days.empty())
        return std::nullopt;
    piece found = day_piece(at, end, one_of(days));
    found.shy = figures.joints[0] == '-' && is_short(*part[2]);  // 22-12-33 is a phone as well
    return found;
}

// 22.12, 22/12, 22-12. What could as well be an amount or a time waits for company.
found_piece short_figures(const chain& figures, std::size_t at, const present& now) {
    const token& first = *figures.numbers[0];
    const token& second = *figures.numbers[1];
    const char joint = figures.joints[0];
    const bool round_the_clock = joint == '/' && first.text == "24" && second.text == "7";
    if (joint == ':' || !is_short(first) || !is_short(second) || round_the_clock)
        return std::nullopt;
    const bool open = joint == '/' && now.tongue == language::en;
    const auto day_first = valid(second.value, first.value);
    const auto month_first = valid(first.value, second.value);
    auto found = dated(at, figures.end,
                       day_first                                                      ? day_first
                       : joint == '/' || (joint == '.' && now.tongue == language::en) ? month_first
                                                                                      : std::nullopt,
                       std::nullopt);
    if (!found)
        return std::nullopt;
    if (open && day_first && month_first && *day_first != *month_first) {
        day_fact other;
        other.kind = day_kind::month_day;
        other.in_year = *month_first;
        std::vector<year_month_day> days;
        for (const auto& each : {alone(other, now), alone(*found->day, now)})
            if (!each.empty())
                days.push_back(each.front().day);
        found->day = one_of(days);
    }
    const bool slash = joint == '/' && now.tongue == language::ru;  // «Ленина, 22/12»
    found->shy = second.text.size() == 1 || joint == '-' || slash || !day_first;
    return found;
}

// 25.11-27.11: which of the two is the deadline has to be asked.
found_piece figure_range(const chain& figures, std::size_t at, const present& now) {
    if (figures.joints[1] != '-' || figures.joints[0] != figures.joints[2])
        return std::nullopt;
    const auto half = [&](std::ptrdiff_t from) {
        const auto numbers = figures.numbers.begin() + from;
        return chain{{numbers, numbers + 2}, {figures.joints[0]}, figures.end};
    };
    const auto first = short_figures(half(0), at, now);
    const auto last = short_figures(half(2), at, now);
    if (!first || !last)
        return std::nullopt;
    std::vector<year_month_day> days;
    for (const auto& each : {*last->day, *first->day})
        for (const auto& choice : alone(each, now))
            days.push_back(choice.day);
    return days.empty() ? std::nullopt : found_piece(day_piece(at, figures.end, one_of(days)));
}

std::size_t after_suffix(const tokens& words, std::size_t at) {
    if (words.is_mark(at, "-") && words[at].glued && words.is(at + 1, sense::day_suffix))
        return at + 2;
    return words.is(at, sense::day_suffix) ? at + 1 : at;
}

std::optional<int> month_at(const tokens& words, std::size_t at) {
    const auto month = words.as(at, sense::month);
    return month ? month : words.as(at, sense::shy_month);
}

std::size_t after_dot(const tokens& words, std::size_t at) {
    return words.is_mark(at, ".") && words[at].glued ? at + 1 : at;
}

// A day of the month in figures or words, with its «-го» or "th"; the place after it.
std::optional<counted> month_day_at(const tokens& words, std::size_t at) {
    if (!words.is_number(at)) {
        auto spoken = read_ordinal(words, at);
        return spoken && spoken->value <= 31 ? spoken : std::nullopt;
    }
    if (!is_short(words[at]) || words[at].value < 1 || words[at].value > 31)
        return std::nullopt;
    const std::size_t end = after_suffix(words, at + 1);
    return counted{words[at].value, end, end > at + 1};
}

// 22 декабря, 22nd of Dec, 10-August, 10/August/2012.
found_piece day_then_month(const tokens& words, std::size_t at) {
    const auto day = month_day_at(words, at);
    if (!day || (!words.is_number(at) && !day->ordinal))
        return std::nullopt;
    std::size_t place = day->end;
    if (words.is_number(at) &&
        (words.is_mark(place, "-") || words.is_mark(place, "/") || words.is_mark(place, ".")))
        ++place;
    while (words[place].text == "of" || words[place].text == "day")
        ++place;
    const auto month = month_at(words, place);
    if (!month)
        return std::nullopt;
    const auto [year, end] = year_after(words, after_dot(words, place + 1));
    return dated(at, end, valid(*month, day->value), year);
}

// December 22nd, Dec. 21, Oct/2, Oct2, May twenty-first; only in English.
found_piece month_then_day(const tokens& words, std::size_t at) {
    const auto month = month_at(words, at);
    if (!month || !words.is_latin(at))
        return std::nullopt;
    std::size_t place = after_dot(words, at + 1);
    if (words.is_mark(place, "-") || words.is_mark(place, "/"))
        ++place;
    if (words[place].text == "the")
        ++place;
    const auto day = month_day_at(words, place);
    if (!day || (words.is_number(place) && words.is_mark(day->end, ":")))
        return std::nullopt;
    const auto [year, end] = year_after(words, day->end);
    return dated(at, end, valid(*month, day->value), year);
}

// 2018 March 18
found_piece year_then_month(const tokens& words, std::size_t at) {
    const auto month = month_at(words, at + 1);
    const auto day = month_day_at(words, at + 2);
    if (!words.is_number(at) || !is_year(words[at]) || !month || !day)
        return std::nullopt;
    return dated(at, day->end, valid(*month, day->value), words[at].value);
}

// 10-12 декабря: which of the two is the deadline has to be asked.
found_piece day_range(const tokens& words, std::size_t at, const present& now) {
    if (!words.is_number(at) || !words.is_mark(at + 1, "-") || !words.is_number(at + 2) ||
        !is_short(words[at]))
        return std::nullopt;
    auto last = day_then_month(words, at + 2);
    if (!last || last->day->kind != day_kind::month_day)
        return std::nullopt;
    auto first = *last->day;
    const auto begin = valid(static_cast<int>(static_cast<unsigned>(first.in_year.month())), words[at].value);
    if (!begin)
        return std::nullopt;
    first.in_year = *begin;
    std::vector<year_month_day> days;
    for (const auto& each : {alone(*last->day, now), alone(first, now)})
        if (!each.empty())
            days.push_back(each.front().day);
    return days.empty() ? std::nullopt : found_piece(day_piece(at, last->end, one_of(days)));
}

}  // namespace

found_piece number_date(const tokens& words, std::size_t at, const present& now) {
    const chain figures = read_chain(words, at);
    if (figures.numbers.size() < 2)
        return std::nullopt;
    const auto [year, end] = figures.numbers.size() == 2 ? year_after(words, figures.end)
                                                         : std::pair{std::optional<int>(), figures.end};
    if (is_other_number(words, at, end))
        return std::nullopt;
    // «18.12.» at the end of a sentence is its full stop; «22.12.2026г.» has a sign of its own.
    if (figures.numbers.size() == 3) {
        auto found = whole_date(figures, at, figures.end, now);
        if (found && words[found->end].glued && words[found->end].text == "t")
            return with_iso_time(*found, words);
        if (found && words.is(found->end, sense::year_word))
            found->end = after_dot(words, found->end + 1);
        return found;
    }
    if (figures.numbers.size() == 4)
        return figure_range(figures, at, now);
    if (figures.numbers.size() > 4)
        return std::nullopt;
    auto found = short_figures(figures, at, now);
    if (found && year && found->day->kind == day_kind::month_day)
        return dated(at, end, found->day->in_year, year);
    return found;
}

// «ул. 8 Марта»
bool is_street(const tokens& words, std::size_t at) {
    const std::size_t before = at > 0 && words.is_mark(at - 1, ".") ? at - 1 : at;
    return before > 0 && words.is(before - 1, sense::street);
}

found_piece month_date(const tokens& words, std::size_t at, const present& now) {
    if (words[at].text == "the") {
        auto found = month_date(words, at + 1, now);
        if (found)
            found->begin = at;
        return found;
    }
    if (auto range = day_range(words, at, now))
        return range;
    if (is_street(words, at))
        return std::nullopt;
    for (auto read : {day_then_month, month_then_day, year_then_month})
        if (auto found = read(words, at))
            return found;
    return std::nullopt;
}

found_piece month_day_number(const tokens& words, std::size_t at) {
    const std::size_t begin = at;
    const bool definite = words[at].text == "the";
    if (definite)
        ++at;
    const auto day = month_day_at(words, at);
    if (!day || words.is_mark(day->end, ":"))
        return std::nullopt;
    const bool counted_day = words.is(day->end, sense::day_word);
    if (!counted_day && !day->ordinal)
        return std::nullopt;
    const std::size_t end = day->end + (counted_day ? 1 : 0);
    if (!counted_day && (words.is(end, sense::measure) || words.is(end, sense::counted) ||
                         words.is(end, sense::unit) || words.is(end, sense::working)))
        return std::nullopt;  // «до 5-го этажа», "the 4th quarter"
    if (begin > 0 && !definite && words.is(begin - 1, sense::counted))
        return std::nullopt;
    day_fact fact;
    fact.kind = day_kind::day_of_month;
    fact.day = day->value;
    piece found = day_piece(begin, end, fact);
    // "the second version", «двадцатый раз»: an ordinal is a day when it has a sign of one.
    found.shy = !counted_day && words.is_unknown(end);
    if (!words.is_number(at) && !counted_day)
        found.shy = true;
    return found;
}

}  // namespace locale::when
