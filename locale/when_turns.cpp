#include "locale/when_turns.hpp"

namespace locale::when {
namespace {

using std::chrono::weekday;

bool is_filler(const tokens& words, std::size_t at) {
    return words[at].text == "the" || words[at].text == "of" || words[at].text == "же";
}

// A short name of a weekday means one beside a border, a mark, a number or a word of dates.
bool stands_out(const tokens& words, std::size_t at) {
    const auto plain = [&](std::size_t place) {
        return words.is_unknown(place) || words.is(place, sense::measure) || words.is(place, sense::greeting);
    };
    const bool led =
        at > 0 && (words.is(at - 1, sense::by) || words.is(at - 1, sense::on) ||
                   words.is(at - 1, sense::onto) || turn_at(words, at - 1) || words.is(at - 1, sense::since));
    return led || ((at == 0 || !plain(at - 1)) && !plain(at + 1));
}

}  // namespace

std::optional<turn> turn_at(const tokens& words, std::size_t at) {
    if (words.is(at, sense::next))
        return turn::next;
    if (words.is(at, sense::present))
        return turn::present;
    if (words.is(at, sense::coming))
        return turn::coming;
    if (words.is(at, sense::previous) && words[at].text != "past")
        return turn::previous;
    return std::nullopt;
}

std::size_t after_fillers(const tokens& words, std::size_t at) {
    while (is_filler(words, at))
        ++at;
    return at;
}

std::optional<int> unit_at(const tokens& words, std::size_t at) {
    return words[at].text.size() > 2 ? words.as(at, sense::unit) : std::nullopt;
}

int turns_of(turn which) {
    switch (which) {
        case turn::next:
            return 1;
        case turn::after_next:
            return 2;
        case turn::previous:
            return -1;
        default:
            return 0;
    }
}

std::optional<weekday> weekday_at(const tokens& words, std::size_t at) {
    auto found = words.as(at, sense::weekday);
    if (!found && stands_out(words, at))
        found = words.as(at, sense::short_weekday);
    return found ? std::optional(weekday(static_cast<unsigned>(*found))) : std::nullopt;
}

piece day_piece(std::size_t begin, std::size_t end, day_fact day) {
    piece found;
    found.begin = begin;
    found.end = end;
    found.day = std::move(day);
    return found;
}

}  // namespace locale::when
