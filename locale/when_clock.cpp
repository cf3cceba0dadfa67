#include "locale/when_clock.hpp"

namespace locale::when {
namespace {

minutes clock_of(int hour, int minute) {
    return minutes(hour * 60 + minute);
}

}  // namespace

piece time_piece(std::size_t begin, std::size_t end, time_fact time) {
    piece found;
    found.begin = begin;
    found.end = end;
    found.time = std::move(time);
    return found;
}

time_fact exactly_at(int hour, int minute) {
    return {{clock_of(hour, minute)}, -1, 0, false};
}

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

std::size_t after_minutes_word(const tokens& words, std::size_t at) {
    const bool minute = words.as(at, sense::unit) == value_of(span_of::minute);
    return minute ? at + 1 : at;
}

}  // namespace locale::when
