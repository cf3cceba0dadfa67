// Spans of time from now or from a day: через 3 дня, in a week, +2d, a week from Friday.
#include <algorithm>
#include <array>

#include "locale/when_turns.hpp"

namespace locale::when {
namespace {

// Amounts are kept in halves until they are added, since half of a month is no number of months.
struct duration {
    int months = 0;
    int days = 0;
    int working_days = 0;
    minutes time{0};
    bool timed = false;
    bool weeks_only = true;
    std::size_t end = 0;
};

// One amount of one unit; nothing for halves that have no meaning (a half of a working day).
bool add(duration& sum, int halves, span_of unit) {
    const bool whole = halves % 2 == 0;
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

std::optional<int> any_unit_at(const tokens& words, std::size_t at, bool after_figure) {
    return after_figure ? words.as(at, sense::unit) : unit_at(words, at);
}

// 3 дня, two working days, неделю, полчаса, an hour and a half.
bool add_one(duration& sum, const tokens& words, std::size_t at, bool unit_alone) {
    if (const auto unit = words.as(at, sense::half_span)) {
        sum.end = at + 1;
        return add(sum, 1, static_cast<span_of>(*unit));
    }
    auto many = read_amount(words, at);
    if (!many && !unit_alone)
        return false;
    std::size_t place = many ? many->end : at;
    int halves = many ? many->halves : 2;
    if (words[place].text == "more" || words[place].text == "full")
        ++place;
    const bool working = words.is(place, sense::working);
    if (working)
        ++place;
    if (working && words.is_mark(place, "."))
        ++place;
    auto unit = any_unit_at(words, place, many.has_value() && words.is_number(place - 1));
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

// after/from a day: «через 2 дня после пятницы», "a week from tomorrow".
found_piece from_a_day(const tokens& words, std::size_t begin, const duration& by, const present& now) {
    const bool after = words.is(by.end, sense::after) || words.is(by.end, sense::since);
    const bool before = words[by.end].text == "до" || words[by.end].text == "before";
    if (!after && !before)
        return std::nullopt;
    if (after && words.is(by.end + 1, sense::now))
        return offset_piece(begin, by.end + 2, exactly(now.today), by, 1, now);
    const auto base = longest({plain_day(words, by.end + 1, now), named_period(words, by.end + 1, now)});
    if (!base || !base->day)
        return std::nullopt;
    auto found = offset_piece(begin, base->end, *base->day, by, after ? 1 : -1, now);
    if (found && !words.is(begin, sense::through))
        found->day->whole_weeks = false;
    return found;
}

// «через день» may be tomorrow or every other day's day after tomorrow.
bool is_every_other(const tokens& words, std::size_t at) {
    return words[at].text == "через" && words[at + 1].text == "день";
}

std::size_t after_through(const tokens& words, std::size_t at) {
    if (words.is(at, sense::through)) {
        const bool less = words[at + 1].text == "less" || words[at + 1].text == "the";
        return at + (less ? 2 : 1) + (words[at + 2].text == "than" ? 1 : 0);
    }
    const bool inside = (words[at].text == "в" && words.is(at + 1, sense::within));
    return inside ? at + 2 : at;
}

bool says_how_many(const tokens& words, std::size_t at) {
    return words.is_number(at) || words.is(at, sense::number) || words.is(at, sense::half_more) ||
           words.is(at, sense::half) || words.is(at, sense::ordinal) || words.is(at, sense::end) ||
           words.is(at, sense::begin) || words.is(at, sense::middle) || words.is(at, sense::every) ||
           turn_at(words, at).has_value();
}

// An amount of days, not of clients, and no part of a date.
bool ends_an_amount(const tokens& words, std::size_t at) {
    return !words.is_number(at) && !words.is(at, sense::measure) && !words.is(at, sense::counted) &&
           !words.is(at, sense::unit) && !words.is(at, sense::working) && !words.is(at, sense::month) &&
           !words.is(at, sense::number) && !(words[at].glued && words.is_number(at + 1)) &&
           !(words.is_mark(at, "-") && words.is(at + 1, sense::number));
}

// «недели через две», «минут через 20», «рабочих дней через пять»: about so many. «3 недели через …» is not.
found_piece turned_offset(const tokens& words, std::size_t at, const present& now) {
    constexpr std::array<std::string_view, 15> many_of{"недели",  "недель", "недельки", "дня",    "дней",
                                                       "деньков", "часа",   "часов",    "часика", "минут",
                                                       "минуток", "месяца", "месяцев",  "года",   "лет"};
    const bool working = words.is(at, sense::working);
    const std::size_t unit = working ? at + 1 : at;
    if (std::find(many_of.begin(), many_of.end(), words[unit].text) == many_of.end() ||
        words[unit + 1].text != "через" || (at > 0 && says_how_many(words, at - 1)))
        return std::nullopt;
    const auto many = read_amount(words, unit + 2);
    if (!many || !ends_an_amount(words, many->end))
        return std::nullopt;
    auto span = static_cast<span_of>(unit_at(words, unit).value_or(value_of(span_of::second)));
    if (working && span == span_of::day)
        span = span_of::working_day;
    else if (working)
        return std::nullopt;
    duration by;
    return add(by, many->halves, span) ? offset_piece(at, many->end, exactly(now.today), by, 1, now)
                                       : std::nullopt;
}

// «За 3 дня успею», «сделаю за 2 дня», and not «за 3 дня не успел».
bool is_promised(const tokens& words, std::size_t at, std::size_t end) {
    if (words[end].text == "я" || words[end].text == "мы" || words[end].text == "точно")
        ++end;
    const bool before = at > 0 && words.is(at - 1, sense::promise);
    return words.is(end, sense::promise) || (before && !(at > 1 && words.is(at - 2, sense::negation)));
}

found_piece plus_offset(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = words.is(at, sense::now) ? at + 1 : at;
    if (!words.is_mark(place, "+") || (at > 0 && words[at].glued && !words.is_mark(at - 1, "(")))
        return std::nullopt;
    const auto by = duration_at(words, place + 1, true);
    return by ? offset_piece(at, by->end, exactly(now.today), *by, 1, now) : std::nullopt;
}

}  // namespace

found_piece offset_day(const tokens& words, std::size_t at, const present& now) {
    if (auto found = plus_offset(words, at, now))
        return found;
    if (auto found = turned_offset(words, at, now))
        return found;
    const std::size_t place = after_through(words, at);
    const bool through = place > at;
    const bool counted_back = words[at].text == "за";
    const bool unit_alone = words[at].text == "через" || words[at].text == "спустя" || words[at].text == "в";
    auto by = duration_at(words, counted_back ? at + 1 : place, counted_back || (through && unit_alone));
    if (!by && !through) {  // «неделю назад»
        by = duration_at(words, at, true);
        if (!by || !words.is(by->end, sense::ago))
            return std::nullopt;
    }
    if (!by)
        return std::nullopt;
    if (auto found = from_a_day(words, at, *by, now))
        return found;
    if (counted_back)
        return is_promised(words, at, by->end) ? offset_piece(at, by->end, exactly(now.today), *by, 1, now)
                                               : std::nullopt;
    if (words.is(by->end, sense::ago)) {
        auto past = offset_piece(at, by->end + 1, exactly(now.today), *by, -1, now);
        if (past)
            past->ago = true;
        return past;
    }
    if (!through && !words.is(by->end, sense::later))
        return std::nullopt;
    auto found = offset_piece(at, by->end + (words.is(by->end, sense::later) ? 1 : 0), exactly(now.today),
                              *by, 1, now);
    if (found && words[found->end].text == "time")  // in a fortnight's time
        ++found->end;
    if (found && words.is(at + 1, sense::within) && words[at + 2].text == "дня")  // «в течение дня»
        found->day = exactly(now.today);
    if (found && is_every_other(words, at))
        found->day = one_of({plus_days(now.today, 1), plus_days(now.today, 2)});
    return found;
}

namespace {

template <std::size_t Count>
bool is_one_of(const tokens& words, std::size_t at, const std::array<std::string_view, Count>& known) {
    return std::find(known.begin(), known.end(), words[at].text) != known.end();
}

template <std::size_t Count>
std::size_t after_any(const tokens& words, std::size_t at, const std::array<std::string_view, Count>& known) {
    while (is_one_of(words, at, known))
        ++at;
    return at;
}

constexpr std::array<std::string_view, 2> more_words{"еще", "another"};

// «ещё 2 дня», "another week", "2 more days": the place of the span.
std::optional<std::size_t> more_at(const tokens& words, std::size_t at) {
    if (is_one_of(words, at, more_words))
        return at + 1;
    const auto many = read_amount(words, at);
    return many && words[many->end].text == "more" ? std::optional(at) : std::nullopt;
}

// «дай мне ещё», "give me", «перенеси срок на», "extend it by", «нужно ещё»: the place of the span.
std::optional<std::size_t> wish_at(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 3> give{"дай", "дайте", "give"};
    constexpr std::array<std::string_view, 6> to_whom{"мне", "нам", "me", "us", "пожалуйста", "please"};
    constexpr std::array<std::string_view, 4> need{"нужно", "надо", "need", "want"};
    constexpr std::array<std::string_view, 19> move{
        "перенеси",  "перенесите", "перенести", "сдвинь",   "сдвиньте", "сдвинуть", "продли",
        "продлите",  "продлить",   "отложи",    "отложите", "отложить", "подвинь",  "подвиньте",
        "подвинуть", "extend",     "move",      "postpone", "push"};
    constexpr std::array<std::string_view, 5> it{"срок", "дедлайн", "the", "deadline", "it"};
    if (at > 0 && words.is(at - 1, sense::negation))
        return std::nullopt;
    if (is_one_of(words, at, give))
        return after_any(words, after_any(words, at + 1, to_whom), more_words);
    if (is_one_of(words, at, need))
        return more_at(words, at + 1);
    if (!is_one_of(words, at, move))
        return at == 0 ? more_at(words, at) : std::nullopt;
    const std::size_t place = after_any(words, at + 1, it);
    const bool led = words[place].text == "на" || words[place].text == "by" || words[place].text == "for";
    return led ? std::optional(place + 1) : std::nullopt;
}

}  // namespace

found_piece more_time(const tokens& words, std::size_t at, const present& now) {
    const auto place = now.due ? wish_at(words, at) : std::nullopt;
    const auto by = place ? duration_at(words, *place, true) : std::nullopt;
    if (!by)
        return std::nullopt;
    // «2 дня назад», «на 2 дня раньше», "2 more days before Friday", «ещё 2 дня клиент молчит».
    const std::size_t end = by->end;
    const bool otherwise = words.is(end, sense::ago) || words.is(end, sense::early) ||
                           words.is(end, sense::by) || words.is(end, sense::after) ||
                           words.is(end, sense::since) || words.is(end, sense::measure) ||
                           words.is(end, sense::counted);
    if (otherwise || (at == 0 && *place <= 1 && more_at(words, at) && words.is_unknown(end)))
        return std::nullopt;
    day_fact from;
    from.may_be.push_back(*now.due);
    return offset_piece(at, end, from, *by, 1, now);
}

}  // namespace locale::when
