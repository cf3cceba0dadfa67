#pragma once
// Words that stand with days and periods in both: this, next, the names of weekdays, units.
#include "locale/when_days.hpp"

namespace locale::when {

std::optional<turn> turn_at(const tokens& words, std::size_t at);
// Behind it: «след.» has a point.
std::size_t after_turn(const tokens& words, std::size_t at);
// Weeks, months … from the present one.
int turns_of(turn which);
// The place after "the", "of", «же».
std::size_t after_fillers(const tokens& words, std::size_t at);
// A unit by its whole word or abbreviation; single letters («д», "w") only count after a figure.
std::optional<int> unit_at(const tokens& words, std::size_t at);
std::optional<std::chrono::weekday> weekday_at(const tokens& words, std::size_t at);

piece day_piece(std::size_t begin, std::size_t end, day_fact day);

}  // namespace locale::when
