#pragma once
// What the readers of times share.
#include "locale/when_days.hpp"

namespace locale::when {

inline constexpr int hours_of_day = 24;

piece time_piece(std::size_t begin, std::size_t end, time_fact time);
time_fact exactly_at(int hour, int minute);
// An hour of 1 … 12 leaves open which half of the day is meant, unless it is written 05:30.
time_fact open_or_exact(int hour, int minute, bool padded, bool bare);
// "at", «в»: what follows is a time if it can be one.
bool is_time_mark(const tokens& words, std::size_t at);
// Such a word, or a mark of a deadline, stands before this place.
bool leads_time(const tokens& words, std::size_t at);
// am, pm, p.m., "p m.": whether it is pm, and the place after it.
std::optional<std::pair<int, std::size_t>> meridian_at(const tokens& words, std::size_t at);
std::optional<time_fact> with_meridian(int hour, int minute, int pm);
// An hour as a figure or a word; the place after it.
std::optional<counted> hour_at(const tokens& words, std::size_t at);
std::size_t after_minutes_word(const tokens& words, std::size_t at);

// Times without a sign of one: в 5, at 1030; and «до 25», which is a day.
found_piece bare_number(const tokens& words, std::size_t at);
// «без четверти шесть», half past five.
found_piece clock_face(const tokens& words, std::size_t at);

}  // namespace locale::when
