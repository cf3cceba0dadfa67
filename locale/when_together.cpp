// What days mean alone and together.
#include <algorithm>

#include "locale/when_days.hpp"

namespace locale::when {
namespace {

using std::chrono::sys_days;
using std::chrono::weekday;

std::vector<date_read> reads(std::initializer_list<year_month_day> days) {
    std::vector<date_read> all;
    for (const auto& day : days)
        if (std::find(all.begin(), all.end(), date_read{day, {}}) == all.end())
            all.push_back({day, {}});
    return all;
}

std::vector<date_read> weekday_alone(const day_fact& day, const present& now) {
    const auto coming = weekday_after(day.of_week, now.today);
    switch (day.which) {
        case turn::next:
            return reads({weekday_in_week(day.of_week, now.today, 1)});
        case turn::after_next:
            return reads({weekday_in_week(day.of_week, now.today, 2)});
        case turn::previous:
            return reads({plus_days(weekday_after(day.of_week, plus_days(now.today, -1)), -7)});
        case turn::present: {
            const auto this_week = weekday_in_week(day.of_week, now.today, 0);
            return this_week >= now.today ? reads({this_week}) : reads({coming, this_week});
        }
        case turn::bare:
        case turn::coming:
            break;
    }
    return reads({coming});
}

// «На следующей неделе» names no day: its end, or its beginning.
std::vector<date_read> week_alone(const day_fact& week, const present& now) {
    const auto end = week_end(now, week.offset);
    if (week.offset > 0)
        return reads({end, monday_of(now.today, week.offset)});
    // On a Saturday the week's last working day is over.
    return end >= now.today || week.offset < 0
               ? reads({end})
               : reads({week_end(now, 1), plus_days(monday_of(now.today), 6)});
}

std::vector<date_read> month_alone(const day_fact& month, const present& now) {
    const auto last = last_of(month.in_month);
    return month.in_month == month_of(now.today) ? reads({last}) : reads({last, month.in_month / 1});
}

bool same_week(year_month_day left, year_month_day right) {
    return monday_of(left) == monday_of(right);
}

template <class Fits>
std::optional<day_fact> kept(const day_fact& exact, Fits fits) {
    day_fact left = exact;
    std::erase_if(left.may_be, [&](const date_read& each) { return !fits(each.day); });
    return left.may_be.empty() ? std::nullopt : std::optional(left);
}

// «Через неделю в пятницу»: Friday of that week, or a week after the coming Friday when that is another one.
day_fact in_weeks(const day_fact& exact, const day_fact& day, const present& now) {
    const auto there = exact.may_be.front().day;
    const auto of_week = weekday_in_week(day.of_week, there, 0);
    const auto span = (sys_days(there) - sys_days(now.today)).count();
    const auto after_coming = plus_days(weekday_after(day.of_week, now.today), static_cast<int>(span));
    return of_week == after_coming ? exactly(of_week) : one_of({of_week, after_coming});
}

std::optional<day_fact> with_weekday(const day_fact& other, const day_fact& day, const present& now) {
    const auto fits = [&](year_month_day each) { return weekday(sys_days(each)) == day.of_week; };
    switch (other.kind) {
        case day_kind::exact:
            if (auto matching = kept(other, fits))
                return matching;
            return other.whole_weeks ? std::optional(in_weeks(other, day, now)) : std::nullopt;
        case day_kind::month_day:
            for (int ahead = 0; ahead <= 1; ++ahead) {
                const year_month_day each{now.today.year() + std::chrono::years(ahead), other.in_year.month(),
                                          other.in_year.day()};
                if (each.ok() && fits(each) &&
                    sys_days(each) > sys_days(now.today) - std::chrono::days(slip_max))
                    return exactly(each);
            }
            return std::nullopt;
        case day_kind::day_of_month:
            for (int ahead = 0; ahead <= 2; ++ahead) {
                const year_month_day each = (month_of(now.today) + std::chrono::months(ahead)) / other.day;
                if (each.ok() && each >= now.today && fits(each))
                    return exactly(each);
            }
            return std::nullopt;
        case day_kind::week:
            return exactly(weekday_in_week(day.of_week, now.today, other.offset));
        case day_kind::weekday:
            if (other.of_week != day.of_week)
                return std::nullopt;
            return other.which == turn::bare ? day : other;
        case day_kind::month:
            break;
    }
    return std::nullopt;
}

std::optional<day_fact> with_exact(const day_fact& other, const day_fact& exact, const present& now) {
    return kept(exact, [&](year_month_day each) {
        switch (other.kind) {
            case day_kind::exact:
                return std::any_of(other.may_be.begin(), other.may_be.end(),
                                   [&](const date_read& choice) { return choice.day == each; });
            case day_kind::month_day:
                return each.month() == other.in_year.month() && each.day() == other.in_year.day();
            case day_kind::day_of_month:
                return static_cast<int>(static_cast<unsigned>(each.day())) == other.day;
            case day_kind::week:
                return same_week(each, monday_of(now.today, other.offset));
            case day_kind::month:
                return month_of(each) == other.in_month;
            case day_kind::weekday:
                break;
        }
        return false;
    });
}

}  // namespace

std::vector<date_read> alone(const day_fact& day, const present& now) {
    std::optional<year_month_day> found;
    switch (day.kind) {
        case day_kind::exact:
            return day.may_be;
        case day_kind::month_day:
            found = nearest(day.in_year, now);
            break;
        case day_kind::day_of_month:
            found = nearest(day.day, now);
            break;
        case day_kind::weekday:
            return weekday_alone(day, now);
        case day_kind::week:
            return week_alone(day, now);
        case day_kind::month:
            return month_alone(day, now);
    }
    return found ? reads({*found}) : std::vector<date_read>{};
}

std::optional<day_fact> together(const day_fact& left, const day_fact& right, const present& now) {
    if (right.kind == day_kind::weekday)
        return with_weekday(left, right, now);
    if (left.kind == day_kind::weekday)
        return with_weekday(right, left, now);
    if (right.kind == day_kind::exact)
        return with_exact(left, right, now);
    if (left.kind == day_kind::exact)
        return with_exact(right, left, now);
    const day_fact& month = left.kind == day_kind::month ? left : right;
    const day_fact& day = left.kind == day_kind::month ? right : left;
    if (month.kind == day_kind::month && day.kind == day_kind::day_of_month) {
        const year_month_day both = month.in_month / day.day;
        return both.ok() ? std::optional(exactly(both)) : std::nullopt;
    }
    const auto ours = alone(left, now);
    return ours.empty() || ours != alone(right, now) ? std::nullopt : std::optional(left);
}

}  // namespace locale::when
