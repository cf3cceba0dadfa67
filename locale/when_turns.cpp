#include "locale/when_turns.hpp"

namespace locale::when {
namespace {

using std::chrono::weekday;

// «дедлайн пт», and not «срок ср. 3 дня».
bool follows_deadline(const tokens& words, std::size_t at) {
    const bool named = at > 0 && (words[at - 1].text == "дедлайн" || words[at - 1].text == "deadline");
    return named && !words.is_mark(at + 1, ".");
}

// "wed works", "fri works for me", and not "sun works wonders".
bool works(const tokens& words, std::size_t at) {
    return words[at].text == "works" &&
           (at + 1 >= words.size() || words[at + 1].kind == token_kind::mark || words[at + 1].text == "for" ||
            words[at + 1].text == "too" || words[at + 1].text == "fine");
}

bool is_filler(const tokens& words, std::size_t at) {
    return words[at].text == "the" || words[at].text == "of" || words[at].text == "же" ||
           words[at].text == "teh";
}

// A short name of a weekday means one beside a border, a mark, a number or a word of dates.
bool stands_out(const tokens& words, std::size_t at) {
    const auto leads = [&](std::size_t place) {
        return words.is(place, sense::by) || words.is(place, sense::on) || words.is(place, sense::onto) ||
               words.is(place, sense::since) || words.is(place, sense::filler) || turn_at(words, place) ||
               words.is_number(place);
    };
    const auto ends = [&](std::size_t place) {
        return place >= words.size() || words[place].kind == token_kind::mark || words.is_number(place) ||
               words.is(place, sense::at) || words.is(place, sense::short_part) ||
               words.is(place, sense::part) || words.is(place, sense::either) || works(words, place) ||
               (!words.is_latin(at) && !words.is_unknown(place));
    };
    const bool led = at > 0 && (leads(at - 1) || (follows_deadline(words, at) && ends(at + 1)));
    const bool numbered = words.is_number(at + 1) && ends(at + 2);
    const bool bordered = at == 0 || words[at - 1].kind == token_kind::mark;
    return numbered || (led && !(words.is_latin(at) && !ends(at + 1))) || (bordered && ends(at + 1));
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

std::size_t after_turn(const tokens& words, std::size_t at) {
    return at + (words.is_mark(at + 1, ".") && words[at + 1].glued ? 2U : 1U);
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
