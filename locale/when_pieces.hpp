#pragma once
// What single places of a phrase say of a date, before they are put together: «в пятницу», «22.12», «5
// вечера».
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <vector>

#include "locale/when.hpp"
#include "locale/when_tokens.hpp"

namespace locale::when {

// The reader's moment.
struct present {
    std::chrono::year_month_day today{};
    minutes clock{0};
    const calendar& working;
    language tongue = language::ru;
    std::optional<date_read> due{};  // the deadline, never before now
};

enum class day_kind : unsigned char {
    exact,         // one day, or a few it may be
    month_day,     // 22 December of some year
    day_of_month,  // «20-го»
    weekday,
    week,   // this week, next week
    month,  // this month, next month, December
};

enum class turn : unsigned char { bare, present, coming, next, after_next, previous };

struct day_fact {
    day_kind kind = day_kind::exact;
    std::vector<date_read> may_be;  // exact: likeliest first
    bool whole_weeks = false;  // exact, said in weeks from now: a weekday beside it names a day of that week
    std::chrono::month_day in_year{};
    int day = 0;                         // day_of_month: 1 … 31
    std::chrono::weekday of_week{};      // weekday
    turn which = turn::bare;             // weekday
    int offset = 0;                      // week: weeks from this one
    std::chrono::year_month in_month{};  // month
};

struct time_fact {
    std::vector<minutes> may_be;  // 24 h is the midnight that ends the day
    int hour = -1;                // 1 … 12 when the half of the day was not said
    int minute = 0;
    bool bare = false;  // an hour and nothing else: «в 5»
};

// What stands before a piece.
enum class mark : unsigned char {
    none,
    at,      // в, on, at
    onto,    // на: where a deadline is moved to
    by,      // до, к, by: a deadline
    after,   // после
    since,   // с: where something begins, no deadline
    denied,  // не, every: no date at all
};

struct piece {
    std::size_t begin = 0;  // places of tokens, [begin, end)
    std::size_t end = 0;
    std::optional<day_fact> day;
    std::optional<time_fact> time;
    std::optional<part_of> part;
    bool day_end = false;   // «до конца дня»: no time is meant
    bool shy = false;       // says nothing unless something else of a date stands beside it
    bool doubtful = false;  // could be a time or a day: «до 5»; `time` and `day` are then alternatives
    bool ago = false;       // «неделю назад»
    mark before = mark::none;
};

using found_piece = std::optional<piece>;

// Each looks at one place; nothing when the words there say something else.
found_piece number_date(const tokens& words, std::size_t at, const present& now);  // 22.12, 2026-12-22
found_piece month_date(const tokens& words, std::size_t at, const present& now);  // 22 декабря, Dec 22nd
found_piece month_day_number(const tokens& words, std::size_t at);                // 20-го, the 20th
found_piece day_choice(const tokens& words, std::size_t at, const present& now);  // 27 или 30 ноября
found_piece named_day(const tokens& words, std::size_t at, const present& now);   // завтра, next Friday
found_piece named_period(const tokens& words, std::size_t at,
                         const present& now);  // на этой неделе, end of month
found_piece counted_weekday(const tokens& words, std::size_t at, const present& now);  // last Monday of March
found_piece offset_day(const tokens& words, std::size_t at, const present& now);  // через 3 дня, in a week
// дай мне 2 дня, 2 more days: on top of the deadline
found_piece more_time(const tokens& words, std::size_t at, const present& now);
found_piece clock_time(const tokens& words, std::size_t at);  // 15:00, в 5, 5pm, полшестого
found_piece day_part(const tokens& words, std::size_t at);    // утром, tonight, EOD

// The longest piece that says of a day at this place: whatever its kind, or without periods and offsets.
found_piece any_day(const tokens& words, std::size_t at, const present& now);
found_piece plain_day(const tokens& words, std::size_t at, const present& now);
found_piece longest(std::initializer_list<found_piece> choices);

// An amount of something, in halves: "3", "two", «полтора», "2,5". `end` is the place after it.
struct amount {
    int halves = 0;
    std::size_t end = 0;
};
std::optional<amount> read_amount(const tokens& words, std::size_t at);

// A day of the month or an hour said in words: «двадцать пятое», "twenty-first", "May twenty nine".
struct counted {
    int value = 0;
    std::size_t end = 0;
    bool ordinal = false;
};
std::optional<counted> read_ordinal(const tokens& words, std::size_t at);

// Numbers joined by marks without blanks: 22.12.2026, 15:00, 2026-12-22.
struct chain {
    std::vector<const token*> numbers;
    std::vector<char> joints;
    std::size_t end = 0;
};
chain read_chain(const tokens& words, std::size_t at);
// A chain that is a part of something else: a phone, a version, an amount of kilograms, the number of an
// order.
bool is_other_number(const tokens& words, std::size_t at, std::size_t end);
// Nothing at the place after a number gives it a meaning of its own: a month, a unit, clients.
bool stands_alone(const tokens& words, std::size_t at);
// «Пт или» stands before this place.
bool is_other_than_day(const tokens& words, std::size_t at);

}  // namespace locale::when
