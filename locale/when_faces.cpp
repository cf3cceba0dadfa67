// The clock face in words: «половина шестого», "quarter to six".
#include "locale/when_clock.hpp"

namespace locale::when {
namespace {

time_fact before_or_after(int hour, int minute) {
    const int all = (hour % 12) * 60 + minute + 12 * 60;
    const int shown = all / 60 % 12;
    return {{}, shown == 0 ? 12 : shown, all % 60, true};
}

std::optional<int> spoken_minutes(const tokens& words, std::size_t at, std::size_t& end) {
    if (words.is(at, sense::quarter_hour)) {
        end = at + 1;
        return 15;
    }
    const auto many = read_amount(words, at);
    if (!many || many->halves % 2 != 0 || many->halves >= 120)
        return std::nullopt;
    end = after_minutes_word(words, many->end);
    return many->halves / 2;
}

// «половина шестого», «полшестого», «без четверти шесть», «без 15 шесть»
found_piece russian_face(const tokens& words, std::size_t at) {
    if (const auto hour = words.as(at, sense::half_to))
        return time_piece(at, at + 1, before_or_after(*hour, -30));
    if (words.is(at, sense::half)) {
        const std::size_t place = words.is_mark(at + 1, "-") ? at + 2 : at + 1;
        const auto hour = words.as(place, sense::ordinal);
        if (hour && *hour <= 12 && !words.is_latin(place))
            return time_piece(at, place + 1, before_or_after(*hour, -30));
    }
    std::size_t end = 0;
    if (!words.is(at, sense::without))
        return std::nullopt;
    const auto less = spoken_minutes(words, at + 1, end);
    const auto hour = less ? hour_at(words, end) : std::nullopt;
    return hour && hour->value <= 12 && hour->value > 0
               ? found_piece(time_piece(at, hour->end, before_or_after(hour->value, -*less)))
               : std::nullopt;
}

// half past five, quarter to six, 20 minutes past 3pm
found_piece english_face(const tokens& words, std::size_t at) {
    std::size_t end = 0;
    std::size_t place = words[at].text == "a" ? at + 1 : at;
    std::optional<int> some;
    if (words.is(place, sense::half)) {
        some = 30;
        end = place + 1;
    } else {
        some = spoken_minutes(words, place, end);
    }
    const bool past = words.is(end, sense::past_hour);
    const bool to = words.is(end, sense::to_hour);
    if (!some || (!past && !to))
        return std::nullopt;
    const int sign = past ? 1 : -1;
    if (words.as(end + 1, sense::part) == value_of(part_of::noon))
        return time_piece(at, end + 2, {{minutes(12 * 60) + minutes(sign * *some)}, -1, 0, false});
    const auto hour = hour_at(words, end + 1);
    if (!hour)
        return std::nullopt;
    if (const auto half = meridian_at(words, hour->end))
        if (const auto base = with_meridian(hour->value, 0, half->first))
            return time_piece(at, half->second,
                              {{base->may_be.front() + minutes(sign * *some)}, -1, 0, false});
    if (hour->value == 0 || hour->value > 12)
        return time_piece(at, hour->end, {{minutes(hour->value * 60) + minutes(sign * *some)}, -1, 0, false});
    return time_piece(at, hour->end, before_or_after(hour->value, sign * *some));
}

}  // namespace

found_piece clock_face(const tokens& words, std::size_t at) {
    return longest({russian_face(words, at), english_face(words, at)});
}

}  // namespace locale::when
