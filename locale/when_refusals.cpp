// Days that are named to say that they do not suit: «завтра не могу, давай пт», "can't do Monday".
#include <algorithm>
#include <array>

#include "locale/when_groups.hpp"

namespace locale::when {
namespace {

template <std::size_t Count>
bool is_one_of(const tokens& words, std::size_t at, const std::array<std::string_view, Count>& known) {
    return std::find(known.begin(), known.end(), words[at].text) != known.end();
}

constexpr std::array<std::string_view, 26> able{
    "успеть", "вариант", "удобно",     "может",   "могут", "сможет",   "смогут",   "успеет",   "успеют",
    "могу",   "можем",   "смогу",      "сможем",  "успею", "успеем",   "успеваю",  "успеваем", "получится",
    "могла",  "выйдет",  "получается", "выходит", "тяну",  "подходит", "подойдет", "устроит"};
constexpr std::array<std::string_view, 8> unable{"cant",     "can't", "cannot", "couldnt",
                                                 "couldn't", "won't", "wont",   "unable"};

// «не могу», and not «не могу раньше».
bool is_refusal(const tokens& words, std::size_t at) {
    return words[at].text == "не" && is_one_of(words, at + 1, able) && !words.is(at + 2, sense::early);
}

// «завтра я не могу», "tomorrow doesn't work", "Friday we can't"
bool refused_after(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 8> who{"я", "мы", "точно", "уже", "никак", "i", "we", "just"};
    constexpr std::array<std::string_view, 3> busy{"занят", "занята", "заняты"};
    constexpr std::array<std::string_view, 4> does_not{"doesnt", "doesn't", "wont", "won't"};
    bool person = false;
    for (; is_one_of(words, at, who); ++at)
        person = true;
    const bool ends = at >= words.size() || words[at].kind == token_kind::mark;
    const bool no_way = person && words[at - 1].text == "никак" && ends;  // «завтра никак»
    if (is_refusal(words, at) || is_one_of(words, at, busy) || no_way)
        return true;
    const bool works =
        words[at + 1].text == "work" || words[at + 1].text == "do" || words[at + 1].text == "suit";
    return (person && is_one_of(words, at, unable)) || (works && is_one_of(words, at, does_not));
}

// «не смогу завтра», "can't do Monday", "won't make it by Friday"; "can't start until Monday" allows Monday.
bool refused_before(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 5> allow{"until", "till", "til", "untill", "before"};
    constexpr std::array<std::string_view, 10> deed{"do",  "make", "it",      "this",   "finish",
                                                    "get", "be",   "deliver", "manage", "done"};
    if (is_one_of(words, at, allow) || at == 0)
        return false;
    if (at > 1 && is_refusal(words, at - 2))
        return true;
    std::size_t place = at - 1;
    for (int steps = 0; steps < 3 && place > 0 && is_one_of(words, place, deed); ++steps)
        --place;
    return is_one_of(words, place, unable);
}

// «раньше пятницы не успею» bounds the other side.
bool is_bound(const tokens& words, const group& all) {
    for (std::size_t at = all.begin(); at < all.end(); ++at)
        if (words.is(at, sense::early))
            return true;
    return false;
}

bool names_day(const group& all) {
    return std::any_of(all.pieces.begin(), all.pieces.end(),
                       [](const piece& one) { return one.day && !one.doubtful; });
}

}  // namespace

void drop_refused(std::vector<group>& all, const tokens& words) {
    std::vector<bool> refused;
    for (const auto& each : all)
        refused.push_back((refused_after(words, each.end()) || refused_before(words, each.begin())) &&
                          !is_bound(words, each));
    for (std::size_t at = 1; at < all.size(); ++at)
        if (all[at].alternative && refused[at - 1])
            refused[at] = true;
    for (std::size_t at = all.size(); at-- > 1;)
        if (all[at].alternative && refused[at])
            refused[at - 1] = true;
    const auto any_day = [&](bool which) {
        for (std::size_t at = 0; at < all.size(); ++at)
            if (refused[at] == which && names_day(all[at]))
                return true;
        return false;
    };
    const bool offered = std::find(refused.begin(), refused.end(), false) != refused.end();
    // «Завтра в 10 не могу, могу в 15»: the day may still be meant.
    if (offered && any_day(true) && !any_day(false))
        return;
    std::vector<group> kept;
    for (std::size_t at = 0; at < all.size(); ++at)
        if (!refused[at])
            kept.push_back(std::move(all[at]));
    all = std::move(kept);
}

}  // namespace locale::when
