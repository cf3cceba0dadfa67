#pragma once
// Arithmetic of days for the reading of dates.
#include "locale/when_pieces.hpp"

namespace locale::when {

using std::chrono::year_month_day;

year_month_day plus_days(year_month_day day, int count);
// The same day of another month, or its last day when the month is shorter.
year_month_day plus_months(year_month_day day, int count);
// Monday of the week `weeks` after that of `day`.
year_month_day monday_of(year_month_day day, int weeks = 0);
year_month_day weekday_in_week(std::chrono::weekday which, year_month_day day, int weeks);
// The first such day after `day`.
year_month_day weekday_after(std::chrono::weekday which, year_month_day day);
year_month_day last_of(std::chrono::year_month month);
std::chrono::year_month month_of(year_month_day day);
// The last working day of the week `weeks` after the present one; its Friday when it has none.
year_month_day week_end(const present& now, int weeks);

// The years a day without a year may mean. A day of this year that has passed less than 60 days ago is a slip
// and stays in this year (so that it can be refused); one longer past is next year's.
inline constexpr int slip_max = 60;
std::optional<year_month_day> nearest(std::chrono::month_day day, const present& now);
// The first day from today on that is the `day`-th of its month.
std::optional<year_month_day> nearest(int day, const present& now);

// What a day means when nothing else is said of it, likeliest first.
std::vector<date_read> alone(const day_fact& day, const present& now);
// What two pieces say together; nothing when they contradict each other.
std::optional<day_fact> together(const day_fact& left, const day_fact& right, const present& now);

day_fact exactly(year_month_day day);
day_fact one_of(const std::vector<year_month_day>& days);

}  // namespace locale::when
