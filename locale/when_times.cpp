// Times of the day.
#include <algorithm>

#include "locale/when_days.hpp"

namespace locale::when {
namespace {

constexpr int hours_of_day = 24;

piece time_piece(std::size_t begin, std::size_t end, time_fact time) {
    piece found;
    found.begin = begin;
    found.end = end;
    found.time = std::move(time);
    return found;
}

minutes clock_of(int hour, int minute) {
    return minutes(hour * 60 + minute);
}

time_fact exactly_at(int hour, int minute) {
    return {{clock_of(hour, minute)}, -1, 0, false};
}

// An hour of 1 … 12 leaves open which half of the day is meant, unless it is written 05:30.
time_fact open_or_exact(int hour, int minute, bool padded, bool bare) {
    if (hour >= 1 && hour <= 12 && !padded)
        return {{}, hour, minute, bare};
    return exactly_at(hour, minute);
}

bool is_time_mark(const tokens& words, std::size_t at) {
    return words.is(at, sense::at) || words[at].text == "@" || words[at].text == "в" ||
           words[at].text == "во" || words[at].text == "around" || words[at].text == "около" ||
           words[at].text == "примерно" || words[at].text == "approximately" || words[at].text == "about";
}

bool leads_time(const tokens& words, std::size_t at) {
    return at > 0 &&
           (is_time_mark(words, at - 1) || (words.is(at - 1, sense::by) && words[at - 1].text != "по"));
}

// am, pm, p.m., "p m."; the place after it.
std::optional<std::pair<int, std::size_t>> meridian_at(const tokens& words, std::size_t at) {
    const auto which = words.as(at, sense::meridian);
    if (!which)
        return std::nullopt;
    const auto dot = [&](std::size_t place) { return words.is_mark(place, ".") && words[place].glued; };
    if (words[at].text.size() == 2)
        return std::pair{*which, at + 1};
    std::size_t end = at + 1;
    if (dot(end))
        ++end;
    if (words[end].text == "m")
        end += dot(end + 1) ? 2U : 1U;
    else if (words[at].text == "a" && !words[at].glued)
        return std::nullopt;  // the article
    return std::pair{*which, end};
}

std::optional<time_fact> with_meridian(int hour, int minute, int pm) {
    if (hour > 12)
        return hour < hours_of_day && pm == 1 ? std::optional(exactly_at(hour, minute)) : std::nullopt;
    return exactly_at(hour % 12 + (pm == 1 ? 12 : 0), minute);
}

bool is_clock(const token& hour, const token& minute) {
    return hour.text.size() <= 2 && hour.value < hours_of_day && minute.text.size() == 2 && minute.value < 60;
}

// 15:00, 17-00, 18.00, 15:23:24. A dot or a dash makes a time of what cannot be a date, or after «в».
found_piece chained(const tokens& words, std::size_t at) {
    const chain figures = read_chain(words, at);
    const std::size_t count = figures.numbers.size();
    if (count < 2 || count > 3 || !is_clock(*figures.numbers[0], *figures.numbers[1]))
        return std::nullopt;
    const int hour = figures.numbers[0]->value;
    const int minute = figures.numbers[1]->value;
    const bool padded = figures.numbers[0]->text.size() == 2 && figures.numbers[0]->text[0] == '0';
    const auto half = meridian_at(words, figures.end);
    const bool colon = figures.joints[0] == ':';
    if (count == 3 && (!colon || figures.joints[1] != ':'))
        return std::nullopt;
    if (!half && is_other_number(words, at, figures.end) && !words.is(figures.end, sense::hour_sign))
        return std::nullopt;
    if (half) {
        auto time = with_meridian(hour, minute, half->first);
        return time ? found_piece(time_piece(at, half->second, *time)) : std::nullopt;
    }
    const bool no_month = minute == 0 || minute > 12;
    const bool no_day = hour == 0;
    const bool no_date = no_month || no_day;
    piece found = time_piece(at, figures.end, open_or_exact(hour, minute, padded, false));
    if (!colon && !no_date && !(at > 0 && is_time_mark(words, at - 1)))
        return std::nullopt;
    if (figures.joints[0] == '/')
        return std::nullopt;
    found.shy = !colon && minute != 0 && !leads_time(words, at);
    if (words[found.end].text == "ч" || words.is(found.end, sense::oclock))
        ++found.end;
    return found;
}

std::size_t after_minutes_word(const tokens& words, std::size_t at) {
    const bool minute = words.as(at, sense::unit) == value_of(span_of::minute);
    return minute ? at + 1 : at;
}

std::size_t after_hour_word(const tokens& words, std::size_t at) {
    std::size_t end = at + 1;
    if (words[at].text.size() <= 2 && words.is_mark(end, ".") && words[end].glued && end + 1 < words.size())
        ++end;
    return end;
}

// An hour as a figure or a word; the place after it.
std::optional<counted> hour_at(const tokens& words, std::size_t at) {
    if (words.is_number(at)) {
        const bool hour = words[at].text.size() <= 2 && words[at].value < hours_of_day;
        return hour ? std::optional(counted{words[at].value, at + 1, false}) : std::nullopt;
    }
    const auto value = words.as(at, sense::number);
    if (!value || *value > 12 || words[at].text == "a" || words[at].text == "an" || words[at].text == "пару")
        return std::nullopt;
    return counted{*value, at + 1, false};
}

std::optional<part_of> short_part_at(const tokens& words, std::size_t at) {
    const auto part = words.as(at, sense::short_part);
    return part && words[at].text != "вечер" && words[at].text != "ночь" && words[at].text != "утро"
               ? std::optional(static_cast<part_of>(*part))
               : std::nullopt;
}

// «в 15 часов 30 минут», 17ч10, 15h30, "3 o'clock".
found_piece signed_hour(const tokens& words, std::size_t at) {
    const auto hour = hour_at(words, at);
    if (!hour)
        return std::nullopt;
    std::size_t end = hour->end;
    const bool oclock = words.is(end, sense::oclock);
    if (!oclock && !words.is(end, sense::hour_sign))
        return std::nullopt;
    const bool letter = !oclock && words[end].text.size() <= 2;
    end = after_hour_word(words, end);
    int minute = 0;
    const bool more = words.is_number(end) && words[end].text.size() == 2 && words[end].value < 60;
    if (more && (words[end].glued || after_minutes_word(words, end + 1) > end + 1)) {
        minute = words[end].value;
        end = after_minutes_word(words, end + 1);
    }
    // «3 часа» is a span unless «в», «к» or a part of the day makes it a time; so is "3h", but 17ч10 is not.
    const bool led =
        leads_time(words, at) || oclock || (minute != 0 && words[at + 1].glued) || short_part_at(words, end);
    piece found = time_piece(at, end, open_or_exact(hour->value, minute, false, true));
    found.shy = !led;
    if (!led && !letter && hour->value < 13)
        return std::nullopt;
    return found;
}

// 5pm, "seven thirty p.m."
found_piece meridian_hour(const tokens& words, std::size_t at) {
    const auto hour = hour_at(words, at);
    if (!hour)
        return std::nullopt;
    std::size_t end = hour->end;
    int minute = 0;
    if (const auto spoken = read_amount(words, end); spoken && !words.is_number(end) &&
                                                     spoken->halves % 2 == 0 && spoken->halves >= 20 &&
                                                     meridian_at(words, spoken->end)) {
        minute = spoken->halves / 2;
        end = spoken->end;
    }
    const auto half = meridian_at(words, end);
    if (!half || (words[end].text.size() == 1 && !words[end].glued && !words.is_mark(end + 1, ".") &&
                  words[end + 1].text != "m"))
        return std::nullopt;
    const auto time = with_meridian(hour->value, minute, half->first);
    return time && minute < 60 ? found_piece(time_piece(at, half->second, *time)) : std::nullopt;
}

// «5 вечера», "6 in the afternoon", "8 this evening" need no sign; «2 дня» is a span unless «в», «к», «до»
// lead it.
found_piece parted_hour(const tokens& words, std::size_t at) {
    const auto hour = hour_at(words, at);
    if (!hour || hour->value > 12)
        return std::nullopt;
    const std::size_t end = hour->end;
    const bool this_part =
        (words[end].text == "this" || words[end].text == "at" || words[end].text == "in") &&
        (words.is(end + 1, sense::short_part) || words[end + 1].text == "the");
    const bool word = short_part_at(words, end).has_value();
    if (!word && !this_part && !words.is(end, sense::part))
        return std::nullopt;
    if (words[end].text == "дня" && !leads_time(words, at))
        return std::nullopt;
    if (this_part && words[end + 1].text == "the" && !words.is(end + 2, sense::short_part))
        return std::nullopt;
    return time_piece(at, end, open_or_exact(hour->value, 0, false, true));
}

// What may follow an hour that has no sign: «в 5 приедет» would be a time, «в 5 магазинах» would not.
bool hour_ends(const tokens& words, std::size_t at) {
    if (at >= words.size())
        return true;
    const token& next = words[at];
    if (next.kind == token_kind::number)
        return false;
    if (next.kind == token_kind::mark)
        return next.text == "," || next.text == "." || next.text == "!" || next.text == "?" ||
               next.text == ";" || next.text == ")" || (next.text == "-" && !next.glued);
    return !words.is_unknown(at) && !words.is(at, sense::measure) && !words.is(at, sense::counted) &&
           !words.is(at, sense::unit) && !words.is(at, sense::month) && !words.is(at, sense::day_word) &&
           !words.is(at, sense::working) && !words.is(at, sense::ordinal) && !words.is(at, sense::number) &&
           words[at].text != "of" && words[at].text != "с";
}

// в 5, at seven, к 18. «До 5» may as well be a day of the month.
found_piece bare_hour(const tokens& words, std::size_t at) {
    const auto hour = hour_at(words, at);
    const bool marked = at > 0 && is_time_mark(words, at - 1);
    const bool by =
        at > 0 && words.is(at - 1, sense::by) && words[at - 1].text != "по" && words[at - 1].text != "due";
    if (!hour || !hour_ends(words, hour->end) || words[hour->end - 1].text == "one" ||
        words[at].text == "одного")
        return std::nullopt;
    if (words[hour->end].glued && words[hour->end].kind == token_kind::word)
        return std::nullopt;
    piece found = time_piece(at, hour->end, open_or_exact(hour->value, 0, false, true));
    found.shy = !marked && !by;
    if (found.shy && (!words.is_number(at) || hour->value < 7 || hour->value > 20))
        return std::nullopt;
    if (by && words.is_number(at) && hour->value >= 1 && !words.is_latin(at - 1)) {
        found.doubtful = true;
        found.day.emplace();
        found.day->kind = day_kind::day_of_month;
        found.day->day = hour->value;
    }
    return found;
}

// До 25: no hour, so a day of the month.
found_piece bare_day(const tokens& words, std::size_t at) {
    const bool by = at > 0 && words.is(at - 1, sense::by) && words[at - 1].text != "по";
    const token& number = words[at];
    if (!by || number.kind != token_kind::number || number.value < hours_of_day || number.value > 31 ||
        !hour_ends(words, at + 1) || (words[at + 1].glued && words.is_word(at + 1)))
        return std::nullopt;
    piece found;
    found.begin = at;
    found.end = at + 1;
    found.day.emplace();
    found.day->kind = day_kind::day_of_month;
    found.day->day = number.value;
    return found;
}

// at 1030, в 1530
found_piece military(const tokens& words, std::size_t at) {
    const token& number = words[at];
    if (number.kind != token_kind::number || number.text.size() != 4 || at == 0 ||
        !is_time_mark(words, at - 1) || !hour_ends(words, at + 1))
        return std::nullopt;
    const int hour = number.value / 100;
    const int minute = number.value % 100;
    const bool year = number.value >= 1900 && number.value <= 2100;
    if (year || hour >= hours_of_day || minute >= 60)
        return std::nullopt;
    return time_piece(at, at + 1, open_or_exact(hour, minute, number.text[0] == '0', false));
}

time_fact before_or_after(int hour, int minute) {
    const int all = (hour % 12) * 60 + minute + 12 * 60;
    const int shown = all / 60 % 12;
    return {{}, shown == 0 ? 12 : shown, all % 60, false};
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
        return time_piece(at, end + 2, {{clock_of(12, 0) + minutes(sign * *some)}, -1, 0, false});
    const auto hour = hour_at(words, end + 1);
    if (!hour)
        return std::nullopt;
    if (const auto half = meridian_at(words, hour->end))
        if (const auto base = with_meridian(hour->value, 0, half->first))
            return time_piece(at, half->second,
                              {{base->may_be.front() + minutes(sign * *some)}, -1, 0, false});
    if (hour->value == 0 || hour->value > 12)
        return time_piece(at, hour->end, {{clock_of(hour->value, 0) + minutes(sign * *some)}, -1, 0, false});
    return time_piece(at, hour->end, before_or_after(hour->value, sign * *some));
}

// «в час дня»
found_piece one_o_clock(const tokens& words, std::size_t at) {
    if (words[at].text != "час" || !leads_time(words, at) ||
        !(short_part_at(words, at + 1) || words.is(at + 1, sense::part)))
        return std::nullopt;
    return time_piece(at, at + 1, open_or_exact(1, 0, false, true));
}

piece part_piece(std::size_t begin, std::size_t end, part_of part) {
    piece found;
    found.begin = begin;
    found.end = end;
    found.part = part;
    return found;
}

// после обеда, до обеда, к обеду, after lunch
found_piece around_lunch(const tokens& words, std::size_t at) {
    const bool after = words.is(at, sense::after);
    const bool before = words.is(at, sense::by) || words.is(at, sense::on) || words.is(at, sense::at);
    std::size_t place = at + 1;
    if (words[place].text == "the")
        ++place;
    if ((!after && !before) || words.as(place, sense::short_part) != value_of(part_of::lunch))
        return std::nullopt;
    return part_piece(at, place + 1, after ? part_of::afternoon : part_of::lunch);
}

}  // namespace

found_piece clock_time(const tokens& words, std::size_t at, const present& now) {
    (void)now;
    found_piece best;
    for (auto read : {russian_face, english_face, chained, signed_hour, meridian_hour, parted_hour,
                      one_o_clock, military, bare_hour, bare_day})
        if (auto found = read(words, at); found && (!best || found->end > best->end))
            best = std::move(found);
    return best;
}

found_piece day_part(const tokens& words, std::size_t at, const present& now) {
    (void)now;
    if (auto lunch = around_lunch(words, at))
        return lunch;
    if (words.is(at, sense::day_end)) {
        piece found = part_piece(at, at + 1, part_of::evening);
        found.part.reset();
        found.day_end = true;
        return found;
    }
    if (at > 0 && words.is(at - 1, sense::greeting))
        return std::nullopt;
    if (const auto part = words.as(at, sense::part))
        return part_piece(at, at + 1, static_cast<part_of>(*part));
    // "in the morning", "this afternoon", «этим утром» speak for themselves; «утра», "morning" need company.
    std::size_t place = at;
    if (words[place].text == "in" || words[place].text == "at" || words[place].text == "by")
        ++place;
    if (words[place].text == "the" || words[place].text == "this")
        ++place;
    const auto part = words.as(place, sense::short_part);
    if (!part || (words.is(place, sense::greeting)))
        return std::nullopt;
    piece found = part_piece(at, place + 1, static_cast<part_of>(*part));
    found.shy = place == at;
    return found;
}

}  // namespace locale::when
