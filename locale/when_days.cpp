#include "locale/when_days.hpp"

#include <algorithm>

namespace locale::when {

using std::chrono::days;
using std::chrono::month_day;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month;

year_month_day plus_days(year_month_day day, int count) {
    return sys_days(day) + days(count);
}

year_month_day plus_months(year_month_day day, int count) {
    const year_month_day moved = day + months(count);
    return moved.ok() ? moved : last_of(moved.year() / moved.month());
}

year_month_day monday_of(year_month_day day, int weeks) {
    return plus_days(day, 7 * weeks + 1 - static_cast<int>(weekday(sys_days(day)).iso_encoding()));
}

year_month_day weekday_in_week(weekday which, year_month_day day, int weeks) {
    return plus_days(monday_of(day, weeks), static_cast<int>(which.iso_encoding()) - 1);
}

year_month_day weekday_after(weekday which, year_month_day day) {
    const auto ahead = (which - weekday(sys_days(day))).count();
    return plus_days(day, ahead == 0 ? 7 : static_cast<int>(ahead));
}

year_month_day last_of(year_month month) {
    return month / std::chrono::last;
}

year_month month_of(year_month_day day) {
    return day.year() / day.month();
}

year_month_day week_end(const present& now, int weeks) {
    const auto monday = monday_of(now.today, weeks);
    for (int day = 6; day >= 0; --day)
        if (now.working.is_working_day(plus_days(monday, day)))
            return plus_days(monday, day);
    return plus_days(monday, 4);
}

std::optional<year_month_day> nearest(month_day day, const present& now) {
    for (int ahead = 0; ahead <= 8; ++ahead) {  // 29 February may be eight years away
        const year_month_day candidate{now.today.year() + std::chrono::years(ahead), day.month(), day.day()};
        if (candidate.ok() && sys_days(candidate) > sys_days(now.today) - days(slip_max))
            return candidate;
    }
    return std::nullopt;
}

std::optional<year_month_day> nearest(int day, const present& now) {
    for (int ahead = 0; ahead <= 2; ++ahead) {
        const year_month month = month_of(now.today) + months(ahead);
        const year_month_day candidate = month / day;
        if (candidate.ok() && candidate >= now.today)
            return candidate;
    }
    return std::nullopt;
}

day_fact exactly(year_month_day day) {
    return one_of({day});
}

day_fact one_of(const std::vector<year_month_day>& choices) {
    day_fact fact;
    for (const auto& each : choices)
        fact.may_be.push_back({each, std::nullopt});
    return fact;
}

}  // namespace locale::when
