// Numbers without a sign that are times, or days, by the words around them.
#include "locale/when_clock.hpp"

namespace locale::when {
namespace {

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

day_fact day_number(int day) {
    day_fact fact;
    fact.kind = day_kind::day_of_month;
    fact.day = day;
    return fact;
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
    if (at > 0 && words[at].glued && !words.is_mark(at - 1, "(") && !words.is_mark(at - 1, "@"))
        return std::nullopt;
    const bool another = at > 1 && words.is(at - 1, sense::either) && words.is_number(at - 2);
    piece found = time_piece(at, hour->end, open_or_exact(hour->value, 0, false, true));
    found.time->bare = true;
    const bool other_than_day = is_other_than_day(words, at) && words.is_number(at) && hour->value >= 1;
    found.shy = !marked && !by && !another && !other_than_day;
    if (found.shy && (!words.is_number(at) || hour->value < 7 || hour->value > 20))
        return std::nullopt;
    // «До 5», «до 5 или 6», «пятница 18»: a day of the month as well.
    const std::size_t first = another ? at - 2 : at;
    const bool by_day = first > 0 && words.is(first - 1, sense::by) && words[first - 1].text != "по" &&
                        !words.is_latin(first - 1);
    const bool beside_weekday = at > 0 && words.is(at - 1, sense::weekday);
    if ((by_day && words.is_number(at) && hour->value >= 1) || other_than_day ||
        (found.shy && beside_weekday)) {
        found.doubtful = true;
        found.day = day_number(hour->value);
    }
    return found;
}

// «До 25», "Friday 31": no hour, so a day of the month.
found_piece bare_day(const tokens& words, std::size_t at) {
    const bool led = at > 0 && words.is(at - 1, sense::by) && words[at - 1].text != "по";
    const bool another = at > 2 && words.is(at - 1, sense::either) && words.is_number(at - 2) &&
                         words.is(at - 3, sense::by) && words[at - 3].text != "по";  // «до 27 или 30»
    const bool by = led || another || is_other_than_day(words, at);                  // «в пт или 30»
    const bool beside_weekday = at > 0 && words.is(at - 1, sense::weekday);
    const token& number = words[at];
    if ((!by && !beside_weekday) || number.kind != token_kind::number || number.value > 31 ||
        number.value < (by ? hours_of_day : 21) || !hour_ends(words, at + 1) ||
        (words[at + 1].glued && words.is_word(at + 1)))
        return std::nullopt;
    piece found;
    found.begin = at;
    found.end = at + 1;
    found.day = day_number(number.value);
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

}  // namespace

found_piece bare_number(const tokens& words, std::size_t at) {
    for (auto read : {military, bare_hour, bare_day})
        if (auto found = read(words, at))
            return found;
    return std::nullopt;
}

}  // namespace locale::when
