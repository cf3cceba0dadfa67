// Days named by their place from now: завтра, next Friday, следующий рабочий день.
#include "locale/when_days.hpp"
#include "locale/when_turns.hpp"

namespace locale::when {
namespace {

using std::chrono::weekday;

std::size_t after_weekday(const tokens& words, std::size_t at) {
    const bool dotted = words[at].text.size() <= 6 && words.is_mark(at + 1, ".") && words[at + 1].glued;
    return dotted && at + 2 < words.size() ? at + 2 : at + 1;
}

found_piece relative(const tokens& words, std::size_t at, const present& now) {
    const std::size_t place = after_fillers(words, at);
    if (words[place].text == "day" && words.is(place + 1, sense::after) &&
        words[place + 2].text.starts_with("tom"))
        return day_piece(at, place + 3, exactly(plus_days(now.today, 2)));
    if (words[place].text == "day" && words[place + 1].text == "before" &&
        words[place + 2].text == "yesterday")
        return day_piece(at, place + 3, exactly(plus_days(now.today, -2)));
    const auto days = words.as(at, sense::relative_day);
    if (!days)
        return std::nullopt;
    const std::string& next = words[at + 1].text;
    const bool adjective = next == "дня" || next == "день" || next == "дню" || next == "днем";
    const bool whole = adjective && (words[at].text.ends_with("его") || words[at].text.ends_with("ий") ||
                                     words[at].text.ends_with("ему") || words[at].text.ends_with("им"));
    return day_piece(at, at + (whole ? 2 : 1), exactly(plus_days(now.today, *days)));
}

// "Friday week": a week after the Friday to come.
turn week_after(weekday day, const present& now) {
    const auto today = weekday(std::chrono::sys_days(now.today)).iso_encoding();
    return today < day.iso_encoding() ? turn::next : turn::after_next;
}

// следующий вторник, next Friday, this Wednesday, Friday after next, «в пятницу через неделю» is put together
// later.
found_piece turned_weekday(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = after_fillers(words, at);
    auto which = turn_at(words, place);
    if (which)
        place = after_turn(words, place);
    if (which && *which == turn::present && turn_at(words, place))  // this coming Friday
        which = turn_at(words, place++);
    const auto day = weekday_at(words, place);
    if (!day)
        return std::nullopt;
    std::size_t end = after_weekday(words, place);
    day_fact fact;
    fact.kind = day_kind::weekday;
    fact.of_week = *day;
    fact.which = which.value_or(turn::bare);
    if (!which && words[end].text == "after" && words.is(end + 1, sense::next)) {
        fact.which = turn::after_next;
        end += 2;
    } else if (!which && words[end].text == "week" && !words.is(end + 1, sense::number)) {
        fact.which = week_after(*day, now);
        ++end;
    }
    return day_piece(at, end, fact);
}

// следующий рабочий день, next business day, на следующий день
found_piece next_day(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = after_fillers(words, at);
    const auto which = turn_at(words, place);
    if (!which || *which == turn::previous || *which == turn::present)
        return std::nullopt;
    ++place;
    if (words.is(place, sense::working) && unit_at(words, place + 1) == value_of(span_of::day))
        return day_piece(at, place + 2, exactly(now.working.next_working_day(now.today)));
    if (words[place].text == "weekday" || words.as(place, sense::unit) == value_of(span_of::working_day))
        return day_piece(at, place + 1, exactly(now.working.next_working_day(now.today)));
    const bool day = words[place].text == "день" || words[place].text == "day";
    return day && *which == turn::next
               ? found_piece(day_piece(at, place + 1, exactly(plus_days(now.today, 1))))
               : std::nullopt;
}

}  // namespace

found_piece named_day(const tokens& words, std::size_t at, const present& now) {
    if (auto found = relative(words, at, now))
        return found;
    if (auto found = turned_weekday(words, at, now))
        return found;
    return next_day(words, at, now);
}

found_piece plain_day(const tokens& words, std::size_t at, const present& now) {
    return longest({number_date(words, at, now), month_date(words, at, now), month_day_number(words, at),
                    day_choice(words, at, now), named_day(words, at, now)});
}

found_piece any_day(const tokens& words, std::size_t at, const present& now) {
    return longest({counted_weekday(words, at, now), offset_day(words, at, now), more_time(words, at, now),
                    plain_day(words, at, now), named_period(words, at, now)});
}

found_piece longest(std::initializer_list<found_piece> choices) {
    found_piece best;
    for (const auto& each : choices)
        if (each && (!best || each->end > best->end))
            best = each;
    return best;
}

}  // namespace locale::when
