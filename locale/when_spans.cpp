#include "locale/when_spans.hpp"

namespace locale::when {

bool add(duration& sum, int halves, span_of unit) {
    const bool whole = halves % 2 == 0;
    ++sum.parts;
    sum.last = unit;
    sum.weeks_only = sum.weeks_only && (unit == span_of::week || unit == span_of::fortnight);
    switch (unit) {
        case span_of::second:
            sum.time += minutes((halves / 2 + 59) / 60);
            sum.timed = true;
            return true;
        case span_of::minute:
        case span_of::hour:
            sum.time += minutes(unit == span_of::hour ? halves * 30 : halves / 2);
            sum.timed = true;
            return true;
        case span_of::day:
            sum.days += halves / 2;
            return whole;
        case span_of::working_day:
            sum.working_days += halves / 2;
            return whole;
        case span_of::week:
        case span_of::fortnight:
            sum.days += (unit == span_of::week ? 7 : 14) * halves / 2;  // «полторы недели»: ten days
            return true;
        case span_of::month:
            sum.months += halves / 2;
            sum.days += whole ? 0 : 15;
            return true;
        case span_of::quarter:
            sum.months += 3 * halves / 2;
            return whole;
        case span_of::year:
            sum.months += 6 * halves;
            return true;
    }
    return false;
}

namespace {

std::optional<int> any_unit_at(const tokens& words, std::size_t at, bool after_figure) {
    return after_figure ? words.as(at, sense::unit) : unit_at(words, at);
}

// A unit and what may stand before it: дня, working days, "week and a half".
bool add_unit(duration& sum, const tokens& words, std::size_t place, int halves, bool counted) {
    if (words[place].text == "more" || words[place].text == "full")
        ++place;
    const bool working = words.is(place, sense::working);
    if (working)
        ++place;
    if (working && words.is_mark(place, "."))
        ++place;
    auto unit = any_unit_at(words, place, counted && words.is_number(place - 1));
    if (!unit)
        return false;
    if (working && *unit != value_of(span_of::day))
        return false;
    ++place;
    if (words.is_mark(place, ".") && words[place].glued && words[place - 1].text.size() <= 6)
        ++place;
    if (words[place].text == "and" && (words[place + 1].text == "a" || words[place + 1].text == "an") &&
        words.is(place + 2, sense::half)) {
        ++halves;
        place += 3;
    }
    sum.end = place;
    return add(sum, halves, working ? span_of::working_day : static_cast<span_of>(*unit));
}

// 3 дня, two working days, неделю, полчаса, an hour and a half.
bool add_one(duration& sum, const tokens& words, std::size_t at, bool unit_alone) {
    if (const auto unit = words.as(at, sense::half_span)) {
        sum.end = at + 1;
        return add(sum, 1, static_cast<span_of>(*unit));
    }
    const auto many = read_amount(words, at);
    if (!many && !unit_alone)
        return false;
    return add_unit(sum, words, many ? many->end : at, many ? many->halves : 2, many.has_value());
}

std::optional<duration> duration_at(const tokens& words, std::size_t at, bool unit_alone) {
    duration sum;
    if (!add_one(sum, words, at, unit_alone))
        return std::nullopt;
    for (;;) {
        std::size_t place = sum.end;
        if (words.is_mark(place, ","))
            ++place;
        if (words[place].text == "и" || words[place].text == "and")
            ++place;
        duration longer = sum;
        if (!words.is_number(place) && !words.is(place, sense::number))
            return sum;
        if (!add_one(longer, words, place, false))
            return sum;
        sum = longer;
    }
}

// The place after «или» or a dash without blanks; `at` itself when none stands there.
std::size_t after_either(const tokens& words, std::size_t at) {
    const bool dash = words.is_mark(at, "-") && words[at].glued && words[at + 1].glued;
    return dash || words.is(at, sense::either) ? at + 1 : at;
}

// 2-3 дня, "2 or 3 weeks": the unit of the second is that of the first.
std::optional<spans> two_amounts(const tokens& words, std::size_t at) {
    const auto less = read_amount(words, at);
    if (!less)
        return std::nullopt;
    const bool dash = words.is_mark(less->end, "-") || words[less->end].text == "to";  // "2 to 3 days"
    const std::size_t place = dash ? less->end + 1 : after_either(words, less->end);
    const auto more = place > less->end ? read_amount(words, place) : std::nullopt;
    duration first, second;
    if (!more || !add_unit(first, words, more->end, less->halves, true) ||
        !add_unit(second, words, more->end, more->halves, true))
        return std::nullopt;
    return spans{{first, second}, second.end};
}

// «неделю или две», «час-полтора», «день или неделю»; not «через неделю или через месяц», which are two
// pieces.
std::optional<duration> other_span(const tokens& words, const duration& first) {
    std::size_t place = after_either(words, first.end);
    const bool pause =
        words.is_mark(first.end, ",") && words.is(first.end + 1, sense::number);  // «неделю, две»
    if (place == first.end && !pause)
        return std::nullopt;
    if (pause)
        place = first.end + 1;
    const bool led = words.is(place, sense::through);
    if (led)
        ++place;
    if (auto own = duration_at(words, place, !words.is(place, sense::ordinal)))
        return led || pause ? std::nullopt : own;
    const auto many = other_amount(words, place);
    if (!many || first.parts != 1 ||
        (pause && many->end < words.size() && words[many->end].kind != token_kind::mark))
        return std::nullopt;
    duration second;
    second.end = many->end;
    return add(second, many->halves, first.last) ? std::optional(second) : std::nullopt;
}

date_read moved(date_read from, const duration& by, int sign, const present& now) {
    year_month_day day = plus_months(from.day, sign * by.months);
    day = plus_days(day, sign * by.days);
    if (sign > 0) {
        day = now.working.add_working_days(day, by.working_days);
    } else {
        for (int left = by.working_days; left > 0;) {
            day = plus_days(day, -1);
            left -= now.working.is_working_day(day) ? 1 : 0;
        }
    }
    if (!by.timed)
        return {day, std::nullopt};
    const minutes time = from.time.value_or(now.clock) + sign * by.time;
    const auto whole = std::chrono::floor<std::chrono::days>(time);
    return {plus_days(day, static_cast<int>(whole.count())), time - whole};
}

bool reasonable(const duration& by) {
    return by.months <= 1200 && by.days <= 36500 && by.working_days <= 2000;
}

}  // namespace

std::optional<amount> other_amount(const tokens& words, std::size_t at) {
    const bool other = words[at].text == "другую" || words[at].text == "другой";  // «неделю-другую»
    const auto many = other ? amount{4, at + 1} : read_amount(words, at);
    return many && stands_alone(words, many->end) ? many : std::nullopt;
}

std::optional<spans> spans_at(const tokens& words, std::size_t at, bool unit_alone) {
    if (auto both = two_amounts(words, at))
        return both;
    const auto first = duration_at(words, at, unit_alone);
    if (!first)
        return std::nullopt;
    if (const auto second = other_span(words, *first))
        return spans{{*first, *second}, second->end};
    return spans{{*first}, first->end};
}

found_piece offset_piece(std::size_t begin, std::size_t end, const day_fact& from, const duration& by,
                         int sign, const present& now) {
    if (!reasonable(by))
        return std::nullopt;
    day_fact there;
    for (const auto& each : alone(from, now))
        there.may_be.push_back(moved(each, by, sign, now));
    there.whole_weeks = sign > 0 && by.weeks_only && from.kind == day_kind::exact;
    return there.may_be.empty() ? std::nullopt : found_piece(day_piece(begin, end, there));
}

found_piece offset_piece(std::size_t begin, std::size_t end, const day_fact& from, const spans& by,
                         const present& now) {
    found_piece all;
    for (const auto& each : by.all) {
        auto one = offset_piece(begin, end, from, each, 1, now);
        if (!one)
            return std::nullopt;
        join(all, one);
    }
    return all;
}

void join(found_piece& all, const found_piece& other) {
    if (!all) {
        all = other;
        return;
    }
    auto& days = all->day->may_be;
    days.insert(days.end(), other->day->may_be.begin(), other->day->may_be.end());
    all->day->whole_weeks = false;
}

}  // namespace locale::when
