#include "locale/when_turns.hpp"

#include <algorithm>
#include <array>

namespace locale::when {
namespace {

using std::chrono::weekday;

bool names_any_day(const tokens& words, std::size_t at) {
    return words.is(at, sense::weekday) || words.is(at, sense::short_weekday) ||
           words.is(at, sense::relative_day) || words.is(at, sense::day_suffix) ||
           words.is(at, sense::month) || words.is(at, sense::shy_month);
}

// «дедлайн пт», and not «срок ср. 3 дня».
bool follows_deadline(const tokens& words, std::size_t at) {
    const bool named = at > 0 && (words[at - 1].text == "дедлайн" || words[at - 1].text == "deadline");
    return named && !words.is_mark(at + 1, ".");
}

// «тестовая среда», «среда разработки»: no Wednesday.
bool is_environment(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 12> of_it{
        "разработки", "обитания", "исполнения", "выполнения",    "тестирования",  "программирования",
        "сборки",     "обучения", "общения",    "развертывания", "моделирования", "виртуализации"};
    constexpr std::array<std::string_view, 12> stems{"тестов", "рабоч",  "окружающ",  "продуктив",
                                                     "боев",   "внешн",  "внутренн",  "агрессивн",
                                                     "учебн",  "облачн", "виртуальн", "программн"};
    const auto begins = [&](auto stem) {
        return at > 0 && words[at - 1].text.starts_with(stem) &&
               words[at - 1].text.size() <= stem.size() + 6 && !words.is(at - 1, sense::working);
    };
    return std::find(of_it.begin(), of_it.end(), words[at + 1].text) != of_it.end() ||
           std::any_of(stems.begin(), stems.end(), begins);
}

// «чт ок?», «пт подойдёт»; «вс ок» is likelier a slip of «всё».
bool suits(const tokens& words, std::size_t at, std::size_t day) {
    constexpr std::array<std::string_view, 7> said{"ок",       "окей",   "норм",  "нормально",
                                                   "подойдет", "пойдет", "удобно"};
    return words[day].text != "вс" && std::find(said.begin(), said.end(), words[at].text) != said.end();
}

// «чт или пт», «завтра или в пт»
bool is_alternative(const tokens& words, std::size_t at) {
    const bool second = is_other_than_day(words, at);
    const bool led =
        words.is(at + 2, sense::on) || words.is(at + 2, sense::by) || words.is(at + 2, sense::onto);
    return second || (words.is(at + 1, sense::either) && names_any_day(words, at + (led ? 3 : 2)));
}

// «давай чт», "let's say sat"; «давай вс» may be «давай всё».
bool is_proposed(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 6> offers{"давай",   "давайте",   "ставь",
                                                     "поставь", "поставьте", "лучше"};
    if (at == 0 || words[at].text == "вс")
        return false;
    const bool say = at > 1 && words[at - 1].text == "say" &&
                     (words[at - 2].text == "lets" || words[at - 2].text == "let's");
    return say || std::find(offers.begin(), offers.end(), words[at - 1].text) != offers.end();
}

// "wed next week"
bool week_follows(const tokens& words, std::size_t at) {
    return turn_at(words, at) && unit_at(words, after_turn(words, at)) == value_of(span_of::week);
}

// "wed works", "fri works for me", and not "sun works wonders".
bool works(const tokens& words, std::size_t at) {
    return (words[at].text == "works" || words[at].text == "ok" || words[at].text == "okay") &&
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
               suits(words, place, at) || week_follows(words, place) ||
               (!words.is_latin(at) && !words.is_unknown(place));
    };
    const bool led = at > 0 && (leads(at - 1) || (follows_deadline(words, at) && ends(at + 1)));
    const bool numbered = words.is_number(at + 1) && ends(at + 2);
    const bool bordered = at == 0 || words[at - 1].kind == token_kind::mark;
    const bool chosen = (is_alternative(words, at) && (!words.is_latin(at) || ends(at + 1))) ||
                        (is_proposed(words, at) && ends(at + 1));
    return chosen || numbered || (led && !(words.is_latin(at) && !ends(at + 1))) ||
           (bordered && ends(at + 1));
}

}  // namespace

bool is_other_than_day(const tokens& words, std::size_t at) {
    return at > 1 && words.is(at - 1, sense::either) && names_any_day(words, at - 2);
}

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
    if (found && words[at].text.starts_with("сред") && is_environment(words, at))
        return std::nullopt;
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
