#include "locale/date_words.hpp"

#include <algorithm>
#include <array>

namespace locale {
namespace {

using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

std::string padded(unsigned number, std::size_t digits) {
    std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string clock_face(minutes time) {
    const auto all = static_cast<unsigned>(time.count());
    return padded(all / 60, 2) + ":" + padded(all % 60, 2);
}

std::string weekday_name(year_month_day day, language which) {
    constexpr std::array names{"date.weekday.sunday",    "date.weekday.monday",   "date.weekday.tuesday",
                               "date.weekday.wednesday", "date.weekday.thursday", "date.weekday.friday",
                               "date.weekday.saturday"};
    return say(which, names.at(weekday(sys_days(day)).c_encoding()));
}

std::string day_and_month(year_month_day day, const reader& to) {
    const std::size_t digits = say(to.tongue, "date.day_digits") == "2" ? 2 : 1;
    const std::string key = "date.month." + std::to_string(static_cast<unsigned>(day.month()));
    std::string date = say(to.tongue, key, {{"day", padded(static_cast<unsigned>(day.day()), digits)}});
    if (day.year() == to.clock.to_local(to.now).day.year())
        return date;
    return say(to.tongue, "date.with_year", {{"date", date}, {"year", std::to_string(int(day.year()))}});
}

std::string with_time(std::string date, minutes time, language which) {
    return say(which, "date.with_time", {{"date", std::move(date)}, {"time", clock_face(time)}});
}

std::string hours_and_minutes(minutes span, language which) {
    const long hours = span.count() / 60;
    const long rest = span.count() % 60;
    if (hours == 0)
        return say_count(which, "amount.minutes", rest);
    if (rest == 0)
        return say_count(which, "amount.hours", hours);
    return say(which, "amount.hours_and_minutes",
               {{"hours", say_count(which, "amount.hours", hours)},
                {"minutes", say_count(which, "amount.minutes", rest)}});
}

// The size of a difference between two moments of which the first is not later.
std::string amount(instant from, instant to, const reader& reading, const calendar& working) {
    const sys_days first = reading.clock.to_local(from).day;
    const sys_days last = reading.clock.to_local(to).day;
    if (first == last)
        return hours_and_minutes(std::chrono::floor<minutes>(to - from), reading.tongue);
    const int days = working.working_days_between(from, to, reading.clock);
    if (days != 0)
        return working_days(days, reading.tongue);
    return say_count(reading.tongue, "amount.days", (last - first).count());
}

}  // namespace

std::string date_and_time(instant moment, const reader& to) {
    const local_time local = to.clock.to_local(moment);
    std::string date =
        say(to.tongue, "date.with_weekday",
            {{"weekday", weekday_name(local.day, to.tongue)}, {"date", day_and_month(local.day, to)}});
    return with_time(std::move(date), local.time_of_day, to.tongue);
}

std::string short_date(instant moment, const reader& to, const calendar& working) {
    const local_time local = to.clock.to_local(moment);
    std::string date = day_and_month(local.day, to);
    const bool end_of_day = working.clock.to_local(moment).time_of_day == working.day_end;
    return end_of_day ? date : with_time(std::move(date), local.time_of_day, to.tongue);
}

std::string day_alone(instant moment, const reader& to) {
    return day_and_month(to.clock.to_local(moment).day, to);
}

std::string weekday_alone(instant moment, const reader& to) {
    return weekday_name(to.clock.to_local(moment).day, to.tongue);
}

std::string time_of_day(instant moment, const reader& to) {
    return clock_face(to.clock.to_local(moment).time_of_day);
}

std::string difference(instant from, instant to, const reader& reading, const calendar& working) {
    const auto minute = [](instant moment) { return std::chrono::floor<minutes>(moment); };
    if (minute(from) == minute(to))
        return say(reading.tongue, "difference.none");
    const bool later = from < to;
    return say(reading.tongue, later ? "difference.later" : "difference.earlier",
               {{"amount", amount(std::min(from, to), std::max(from, to), reading, working)}});
}

std::string working_days(long count, language which) {
    return say_count(which, "amount.working_days", count);
}

}  // namespace locale
