// Weeks, months and their edges: на этой неделе, end of month, последний рабочий день месяца.
#include <algorithm>

#include <array>
#include <string_view>

#include "locale/when_turns.hpp"
#include "locale/when_typos.hpp"

namespace locale::when {
namespace {

using std::chrono::weekday;

day_fact week_fact(int weeks) {
    day_fact fact;
    fact.kind = day_kind::week;
    fact.offset = weeks;
    return fact;
}

day_fact month_fact(std::chrono::year_month month) {
    day_fact fact;
    fact.kind = day_kind::month;
    fact.in_month = month;
    return fact;
}

struct period {
    span_of span = span_of::week;
    int turns = 0;                                    // weeks, months … from the present one
    std::optional<std::chrono::year_month> in_month;  // a month by its name
    std::size_t end = 0;
};

std::chrono::year_month named_month(int month, const tokens& words, std::size_t& end, const present& now) {
    auto year = now.today.year();
    if (words.is_number(end) && words[end].text.size() == 4 && words[end].value >= int(year) &&
        words[end].value < 2200) {
        year = std::chrono::year(words[end++].value);
        if (words.is(end, sense::year_word))
            ++end;
        return year / month;
    }
    const bool gone = month < static_cast<int>(static_cast<unsigned>(now.today.month()));
    return (gone ? year + std::chrono::years(1) : year) / month;
}

// A unit with a letter wrong, which only stands where nothing else can: «конца месеца».
std::optional<int> unit_with_slip(const tokens& words, std::size_t at) {
    constexpr std::array<std::pair<std::string_view, span_of>, 5> units{{{"недели", span_of::week},
                                                                         {"месяца", span_of::month},
                                                                         {"квартала", span_of::quarter},
                                                                         {"month", span_of::month},
                                                                         {"quarter", span_of::quarter}}};
    for (const auto& [unit, span] : units)
        if (words.is_unknown(at) && is_slip_of(words[at].text, unit))
            return value_of(span);
    return std::nullopt;
}

// «до канца недели»: between «до» and a unit.
bool is_end_with_slip(const tokens& words, std::size_t at) {
    const bool between =
        at > 0 && words.is(at - 1, sense::by) && words.is_unknown(at) && unit_at(words, at + 1);
    return between && words[at].text.size() > 8 &&
           (is_slip_of(words[at].text, "конца") || is_slip_of(words[at].text, "концу"));
}

// неделя, следующего месяца, this quarter, декабря; `turned` asks for a word like "next" before a week.
std::optional<period> period_at(const tokens& words, std::size_t at, const present& now,
                                bool forgiving = false) {
    std::size_t place = after_fillers(words, at);
    const auto which = turn_at(words, place);
    if (which)
        place = after_turn(words, place);
    auto month = words.as(place, sense::month);
    if (!month)
        month = words.as(place, sense::shy_month);
    if (month && !which) {
        std::size_t end = place + 1;
        const auto named = named_month(*month, words, end, now);
        return period{span_of::month, 0, named, end};
    }
    if (words.is(place, sense::working))
        ++place;
    auto unit = unit_at(words, place);
    if (!unit && forgiving)
        unit = unit_with_slip(words, place);
    if (!unit)
        return std::nullopt;
    period found{static_cast<span_of>(*unit), which ? turns_of(*which) : 0, {}, place + 1};
    if (words[found.end].text == "after" && words.is(found.end + 1, sense::next)) {
        found.turns = 2;
        found.end += 2;
    }
    return found;
}

std::chrono::year_month month_of(const period& in, const present& now) {
    return in.in_month ? *in.in_month : when::month_of(now.today) + std::chrono::months(in.turns);
}

std::chrono::year_month quarter_end(const period& in, const present& now) {
    const auto month = static_cast<unsigned>(now.today.month());
    return now.today.year() / static_cast<int>((month - 1) / 3 * 3 + 3) + std::chrono::months(3 * in.turns);
}

std::optional<day_fact> end_of(const period& in, const present& now) {
    switch (in.span) {
        case span_of::day:
        case span_of::working_day:
            return exactly(plus_days(now.today, in.turns));
        case span_of::week: {
            day_fact fact = one_of({week_end(now, in.turns)});
            if (fact.may_be.front().day < now.today && in.turns == 0)  // on a Saturday
                fact = one_of({week_end(now, 1), plus_days(monday_of(now.today), 6)});
            return fact;
        }
        case span_of::month:
            return exactly(last_of(month_of(in, now)));
        case span_of::quarter:
            return exactly(last_of(quarter_end(in, now)));
        case span_of::year:
            return exactly((now.today.year() + std::chrono::years(in.turns)) / 12 / 31);
        default:
            return std::nullopt;
    }
}

std::optional<day_fact> begin_of(const period& in, const present& now) {
    switch (in.span) {
        case span_of::week: {
            const auto monday = monday_of(now.today, in.turns);
            return exactly(monday > now.today ? monday : monday_of(now.today, in.turns + 1));
        }
        case span_of::month: {
            const auto first = month_of(in, now) / 1;
            return exactly(first >= now.today ? first : (month_of(in, now) + std::chrono::months(1)) / 1);
        }
        case span_of::quarter:
            return exactly((quarter_end(in, now) - std::chrono::months(2)) / 1);
        case span_of::year:
            return exactly((now.today.year() + std::chrono::years(std::max(in.turns, 1))) / 1 / 1);
        default:
            return std::nullopt;
    }
}

std::optional<day_fact> middle_of(const period& in, const present& now) {
    if (in.span == span_of::week) {
        const auto wednesday = weekday_in_week(std::chrono::Wednesday, now.today, in.turns);
        return wednesday > now.today ? exactly(wednesday) : one_of({plus_days(wednesday, 7), wednesday});
    }
    if (in.span == span_of::month) {
        const auto month = month_of(in, now);
        const auto day = month / 15;
        return exactly(day >= now.today ? day : (month + std::chrono::months(1)) / 15);
    }
    return std::nullopt;
}

// конец недели, end of next month, начало декабря, mid-January, EOW
found_piece edge_of_period(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = after_fillers(words, at);
    if (const auto span = words.as(place, sense::period_end)) {
        const auto day = end_of({static_cast<span_of>(*span), 0, {}, place + 1}, now);
        return day ? found_piece(day_piece(at, place + 1, *day)) : std::nullopt;
    }
    const bool end = words.is(place, sense::end) || is_end_with_slip(words, place);
    const bool begin = words.is(place, sense::begin);
    if (!end && !begin && !words.is(place, sense::middle))
        return std::nullopt;
    ++place;
    if (words.is_mark(place, "-"))
        ++place;
    const auto in = period_at(words, place, now, true);
    if (!in) {  // end of tomorrow, конец пятницы
        auto day = end ? plain_day(words, after_fillers(words, place), now) : std::nullopt;
        if (day) {
            day->begin = at;
            day->day_end = true;
        }
        return day;
    }
    if (end && (in->span == span_of::day || in->span == span_of::working_day)) {
        piece found;  // «до конца дня» says nothing of the day itself
        found.begin = at;
        found.end = in->end;
        found.day_end = true;
        if (const auto short_name = words.as(in->end, sense::short_weekday)) {  // «до конца дня пт»
            day_fact day;
            day.kind = day_kind::weekday;
            day.of_week = std::chrono::weekday(static_cast<unsigned>(*short_name));
            found.day = std::move(day);
            ++found.end;
        }
        return found;
    }
    const auto day = end ? end_of(*in, now) : begin ? begin_of(*in, now) : middle_of(*in, now);
    return day ? found_piece(day_piece(at, in->end, *day)) : std::nullopt;
}

// на этой неделе, next week, в следующем месяце, the week after next
found_piece plain_period(const tokens& words, std::size_t at, const present& now) {
    const std::size_t place = after_fillers(words, at);
    const bool turned = turn_at(words, place).has_value();
    const auto in = period_at(words, at, now);
    if (!in || (!turned && in->turns == 0) || in->in_month)
        return std::nullopt;
    if (in->span == span_of::week)
        return day_piece(at, in->end, week_fact(in->turns));
    if (in->span == span_of::month)
        return day_piece(at, in->end, month_fact(month_of(*in, now)));
    if (in->span != span_of::quarter && in->span != span_of::year)
        return std::nullopt;
    auto days = end_of(*in, now);
    if (const auto begin = in->turns > 0 ? begin_of(*in, now) : std::nullopt)
        days->may_be.push_back(begin->may_be.front());
    return days ? found_piece(day_piece(at, in->end, *days)) : std::nullopt;
}

// в декабре, by January: a month without a day has to be led by a preposition.
found_piece plain_month(const tokens& words, std::size_t at, const present& now) {
    const bool led =
        at > 0 && (words.is(at - 1, sense::by) || words[at - 1].text == "в" || words[at - 1].text == "in" ||
                   words[at - 1].text == "of" || words.is(at - 1, sense::onto));
    const auto month = words.as(at, sense::month);
    if (!month || !led || words.is_number(at + 1))
        return std::nullopt;
    std::size_t end = at + 1;
    return day_piece(at, end, month_fact(named_month(*month, words, end, now)));
}

// 20 of next month, «20 числа следующего месяца», the last day of this month is a counted weekday's work
found_piece day_of_turned_month(const tokens& words, std::size_t at, const present& now) {
    const auto day = month_day_number(words, at);
    const bool figure = words.is_number(at) && words[at].text.size() <= 2 && words[at].value >= 1;
    if (!day && !figure)
        return std::nullopt;
    const std::size_t place = after_fillers(words, day ? day->end : at + 1);
    const auto in =
        period_at(words, words[place].text == "day" ? after_fillers(words, place + 1) : place, now);
    const bool turned = turn_at(words, place).has_value() || day;
    if (!in || in->span != span_of::month || in->in_month || !turned)
        return std::nullopt;
    const year_month_day both = month_of(*in, now) / (day ? day->day->day : words[at].value);
    return both.ok() ? found_piece(day_piece(at, in->end, exactly(both))) : std::nullopt;
}

// до выходных, this weekend
found_piece weekend(const tokens& words, std::size_t at, const present& now) {
    if (words.is(at, sense::after) && words.is(after_fillers(words, at + 1), sense::weekend))
        return day_piece(
            at, after_fillers(words, at + 1) + 1,
            exactly(now.working.next_working_day(weekday_in_week(std::chrono::Sunday, now.today, 0))));
    std::size_t place = after_fillers(words, at);
    const auto which = turn_at(words, place);
    if (which)
        place = after_turn(words, place);
    if (!words.is(place, sense::weekend) || which == turn::previous)
        return std::nullopt;
    const auto saturday = weekday_in_week(std::chrono::Saturday, now.today, which ? turns_of(*which) : 0);
    const bool before = at > 0 && words.is(at - 1, sense::by);
    const auto days = before ? one_of({plus_days(saturday, -1)}) : one_of({plus_days(saturday, 1), saturday});
    return day_piece(at, place + 1, days);
}

// до нового года
found_piece new_year(const tokens& words, std::size_t at, const present& now) {
    const bool russian =
        words[at].text.starts_with("нов") && (words[at + 1].text == "года" || words[at + 1].text == "году");
    const bool led = at > 0 && words.is(at - 1, sense::by);
    if (!led || (!russian && words[at].text != "нг"))
        return std::nullopt;
    return day_piece(at, at + (russian ? 2 : 1), exactly(now.today.year() / 12 / 31));
}

// by Christmas, by Christmas Eve; "the Christmas party" is none
found_piece christmas(const tokens& words, std::size_t at, const present& now) {
    constexpr std::array<std::string_view, 14> of_it{"party",   "parties",  "gift",  "gifts", "sale",
                                                     "sales",   "campaign", "card",  "cards", "tree",
                                                     "holiday", "holidays", "break", "market"};
    const bool led = at > 0 && words.is(at - 1, sense::by);
    if (!led || (words[at].text != "christmas" && words[at].text != "xmas"))
        return std::nullopt;
    const bool eve = words[at + 1].text == "eve";
    const std::size_t end = at + (eve || words[at + 1].text == "day" ? 2U : 1U);
    if (std::find(of_it.begin(), of_it.end(), words[end].text) != of_it.end())
        return std::nullopt;
    const year_month_day this_year = now.today.year() / 12 / (eve ? 24 : 25);
    return day_piece(at, end, exactly(this_year < now.today ? this_year + std::chrono::years(1) : this_year));
}

}  // namespace

found_piece named_period(const tokens& words, std::size_t at, const present& now) {
    for (auto read :
         {edge_of_period, day_of_turned_month, plain_period, plain_month, weekend, new_year, christmas})
        if (auto found = read(words, at, now))
            return found;
    return std::nullopt;
}

// first Friday of next month, последний понедельник марта, последний рабочий день месяца
found_piece counted_weekday(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = after_fillers(words, at);
    const bool last = words.is(place, sense::previous) || words[place].text.starts_with("последн");
    const auto count = words.as(place, sense::ordinal);
    if (!last && !count)
        return std::nullopt;
    ++place;
    const auto day = weekday_at(words, place);
    const bool working =
        words.is(place, sense::working) && unit_at(words, place + 1) == value_of(span_of::day);
    const bool any = unit_at(words, place) == value_of(span_of::day);
    if (!day && !working && !any)
        return std::nullopt;
    place += working ? 2 : 1;
    if (words[place].text == "in" || words[place].text == "в")
        ++place;
    const auto in = period_at(words, place, now);
    if (!in || in->span != span_of::month || (count && *count > (day ? 5 : 31)))
        return std::nullopt;
    const auto month = month_of(*in, now);
    std::vector<year_month_day> days;
    for (year_month_day each = month / 1; each <= last_of(month); each = plus_days(each, 1))
        if (any || (working && now.working.is_working_day(each)) ||
            (day && weekday(std::chrono::sys_days(each)) == *day))
            days.push_back(each);
    if (days.empty() || (count && static_cast<std::size_t>(*count) > days.size()))
        return std::nullopt;
    return day_piece(at, in->end, exactly(last ? days.back() : days[static_cast<std::size_t>(*count - 1)]));
}

}  // namespace locale::when
