#include "locale/calendar.hpp"

#include <algorithm>

namespace locale {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

// A calendar in which no day works is a mistake of whoever filled it in; every day works then, so that no
// search is endless.
constexpr int search_max = 400;
// Spans longer than this (a deadline in the year 9999) are cut: nobody counts working days of centuries.
constexpr days span_max{36600};

year_month_day plus_days(year_month_day day, int count) {
    return sys_days(day) + days(count);
}

// Working hours of one day as moments; empty when the settings are upside down.
struct shift {
    instant begin;
    instant end;
};

shift shift_of(const calendar& working, year_month_day day) {
    const instant begin = working.clock.to_instant({day, working.day_start});
    const instant end = working.clock.to_instant({day, working.day_end});
    return {begin, std::max(begin, end)};
}

bool has_working_hours(const calendar& working) {
    return working.day_start < working.day_end;
}

}  // namespace

bool calendar::is_working_day(year_month_day day) const {
    if (workdays.contains(day))
        return true;
    if (days_off.contains(day))
        return false;
    const std::chrono::month_day yearly{day.month(), day.day()};
    if (yearly_workdays.contains(yearly))
        return true;
    if (yearly_days_off.contains(yearly))
        return false;
    return !weekend[weekday(sys_days(day)).c_encoding()];
}

bool calendar::is_working_time(instant at) const {
    const auto day = clock.to_local(at).day;
    const auto hours = shift_of(*this, day);
    return is_working_day(day) && hours.begin <= at && at < hours.end;
}

year_month_day calendar::next_working_day(year_month_day day) const {
    for (int step = 1; step <= search_max; ++step)
        if (const auto next = plus_days(day, step); is_working_day(next))
            return next;
    return plus_days(day, 1);
}

year_month_day calendar::add_working_days(year_month_day day, int count) const {
    for (; count > 0; --count)
        day = next_working_day(day);
    return day;
}

int calendar::working_days_between(instant from, instant to, const zone& of) const {
    if (to < from)
        return -working_days_between(to, from, of);
    const sys_days first = of.to_local(from).day;
    const sys_days last = std::min<sys_days>(of.to_local(to).day, first + span_max);
    int count = 0;
    for (auto day = first + days(1); day <= last; day += days(1))
        count += is_working_day(day) ? 1 : 0;
    return count;
}

instant calendar::add_working_time(instant from, minutes amount) const {
    if (!has_working_hours(*this))
        return from + amount;
    year_month_day day = clock.to_local(from).day;
    if (!is_working_day(day))
        day = next_working_day(day);
    for (;; day = next_working_day(day)) {
        const shift hours = shift_of(*this, day);
        const instant begin = std::max(from, hours.begin);
        if (begin >= hours.end)
            continue;
        if (amount <= hours.end - begin)
            return begin + amount;
        amount -= std::chrono::floor<minutes>(hours.end - begin);
    }
}

instant calendar::add_working_time(instant from, const working_span& span) const {
    const minutes day = has_working_hours(*this) ? day_end - day_start : minutes(24 * 60);
    return add_working_time(from, span.days * day + span.rest);
}

minutes calendar::working_time_between(instant from, instant to) const {
    const sys_days first = clock.to_local(from).day;
    const sys_days last = std::min<sys_days>(clock.to_local(to).day, first + span_max);
    std::chrono::seconds sum{0};
    for (sys_days day = first; day <= last; day += days(1)) {
        if (!is_working_day(day))
            continue;
        const shift hours = shift_of(*this, day);
        const instant begin = std::max(from, hours.begin);
        sum += std::max(std::chrono::seconds(0), std::min(to, hours.end) - begin);
    }
    return std::chrono::floor<minutes>(sum);
}

}  // namespace locale
