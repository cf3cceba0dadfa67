// Times of the day in figures, and the parts of the day.
#include "locale/when_clock.hpp"

namespace locale::when {
namespace {

bool is_clock(const token& hour, const token& minute) {
    const bool digits = hour.text.size() <= 2 && minute.text.size() == 2;
    return digits && minute.value < 60 &&
           (hour.value < hours_of_day || (hour.value == hours_of_day && minute.value == 0));
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

std::size_t after_hour_word(const tokens& words, std::size_t at) {
    std::size_t end = at + 1;
    if (words[at].text.size() <= 2 && words.is_mark(end, ".") && words[end].glued && end + 1 < words.size())
        ++end;
    return end;
}

std::optional<part_of> short_part_at(const tokens& words, std::size_t at) {
    const auto part = words.as(at, sense::short_part);
    return part && words[at].text != "вечер" && words[at].text != "ночь" && words[at].text != "утро"
               ? std::optional(static_cast<part_of>(*part))
               : std::nullopt;
}

// 15:00-16:00: the end is likelier the deadline than the beginning.
found_piece time_range(const tokens& words, std::size_t at) {
    const chain figures = read_chain(words, at);
    const auto& part = figures.numbers;
    if (part.size() != 4 || figures.joints != std::vector{':', '-', ':'} || !is_clock(*part[0], *part[1]) ||
        !is_clock(*part[2], *part[3]))
        return std::nullopt;
    time_fact both = exactly_at(part[2]->value, part[3]->value);
    both.may_be.push_back(exactly_at(part[0]->value, part[1]->value).may_be.front());
    return time_piece(at, figures.end, both);
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
    piece found = time_piece(at, end, open_or_exact(hour->value, minute, false, minute == 0));
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

// «в 2-3 часа»: without a half of the day.
found_piece two_signed_hours(const tokens& words, std::size_t at) {
    const auto first = leads_time(words, at) ? hour_at(words, at) : std::nullopt;
    const auto joint = first ? first->end : 0;
    if (!first || !words.is_mark(joint, "-") || !words[joint].glued || !words[joint + 1].glued)
        return std::nullopt;
    const auto second = hour_at(words, joint + 1);
    if (!second || !words.is(second->end, sense::hour_sign) || words.is_latin(second->end))
        return std::nullopt;
    const std::size_t end = after_hour_word(words, second->end);
    if (short_part_at(words, end) || words.is(end, sense::part))
        return std::nullopt;
    time_fact both;
    for (const int hour : {first->value, second->value})
        both.may_be.push_back(exactly_at(hour >= 1 && hour < 7 ? hour + 12 : hour, 0).may_be.front());
    return time_piece(at, end, both);
}

// "2 or 3pm", "2-3pm": the first takes the half of the day of the second, or is before noon.
found_piece two_hours(const tokens& words, std::size_t at) {
    const auto first = hour_at(words, at);
    const bool part = at > 0 && (words.is(at - 1, sense::counted) ||
                                 (words[at].glued && words[at - 1].kind == token_kind::mark));
    if (!first || part || first->value < 1 || first->value > 12)
        return std::nullopt;
    const std::size_t joint = first->end;
    const bool dash = words.is_mark(joint, "-") && words[joint].glued && words[joint + 1].glued;
    auto second = dash || words.is(joint, sense::either) ? meridian_hour(words, joint + 1) : std::nullopt;
    if (!second)
        return std::nullopt;
    constexpr minutes noon{12 * 60};
    const minutes last = second->time->may_be.front();
    const minutes early{first->value % 12 * 60};
    const bool before_noon = last < noon || (first->value % 12 >= 8 && early > last - noon);
    second->time->may_be.insert(second->time->may_be.begin(), before_noon ? early : early + noon);
    second->begin = at;
    return second;
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

// «в час дня»
found_piece one_o_clock(const tokens& words, std::size_t at) {
    if ((words[at].text != "час" && words[at].text != "часу") || !leads_time(words, at) ||
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

// close of business, end of business: EOD in words
std::size_t after_day_end(const tokens& words, std::size_t at) {
    if (words.is(at, sense::day_end))
        return at + 1;
    const std::size_t place = words[at].text == "the" ? at + 1 : at;
    const bool close = words[place].text == "close" || words[place].text == "end";
    const bool business = words[place + 2].text == "business" ||
                          (words[place].text == "close" && words[place + 2].text == "play");
    const bool other = words.is(place + 3, sense::counted) || words.is(place + 3, sense::measure) ||
                       words.is(place + 3, sense::unit);
    return close && words[place + 1].text == "of" && business && !other ? place + 3 : at;
}

}  // namespace

found_piece clock_time(const tokens& words, std::size_t at) {
    return longest({clock_face(words, at), chained(words, at), time_range(words, at), signed_hour(words, at),
                    meridian_hour(words, at), two_hours(words, at), two_signed_hours(words, at),
                    parted_hour(words, at), one_o_clock(words, at), bare_number(words, at)});
}

found_piece day_part(const tokens& words, std::size_t at) {
    if (auto lunch = around_lunch(words, at))
        return lunch;
    if (const std::size_t end = after_day_end(words, at); end > at) {
        piece found = part_piece(at, end, part_of::evening);
        found.part.reset();
        found.day_end = true;
        return found;
    }
    if (at > 0 && words.is(at - 1, sense::greeting))
        return std::nullopt;
    if (words[at].text == "с" && words[at + 1].text == "утра") {  // «в пн с утра», not «с утра не отвечает»
        piece found = part_piece(at, at + 2, part_of::morning);
        found.shy = true;
        return found;
    }
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
