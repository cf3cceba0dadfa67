// Numbers as digits, as words and in chains.
#include <algorithm>

#include "locale/when_pieces.hpp"

namespace locale::when {
namespace {

constexpr int amount_max = 2000;
constexpr std::string_view joint_marks = ".:-/";

bool glued_number(const tokens& words, std::size_t at) {
    return words.is_number(at) && words[at].glued;
}

// "2,5" or "1.5": the tenth of five is the half; other fractions are not read.
std::optional<amount> decimal(const tokens& words, std::size_t at) {
    const bool fraction = (words.is_mark(at + 1, ",") || words.is_mark(at + 1, ".")) && words[at + 1].glued &&
                          glued_number(words, at + 2);
    const int value = words[at].value;
    if (value < 0 || value > amount_max)
        return std::nullopt;
    if (!fraction)
        return amount{value * 2, at + 1};
    if (words[at + 2].text != "5")
        return std::nullopt;
    return amount{value * 2 + 1, at + 3};
}

}  // namespace

std::optional<amount> read_amount(const tokens& words, std::size_t at) {
    std::optional<amount> found;
    if (words.is_number(at)) {
        found = decimal(words, at);
    } else if (const auto halves = words.as(at, sense::half_more)) {
        return amount{*halves, at + 1};
    } else if (const auto tens = words.as(at, sense::number)) {
        found = amount{*tens * 2, at + 1};
        const auto ones = words.as(at + 1, sense::number);
        if (*tens >= 20 && *tens % 10 == 0 && ones && *ones < 10)
            found = amount{(*tens + *ones) * 2, at + 2};
        else if (words.is(at + 1, sense::number) &&
                 (words[at + 1].text == "couple" || words[at + 1].text == "pair"))
            found = amount{4, at + 2};
    } else if (words.is(at, sense::half)) {
        found = amount{1, at + 1};
        if (words[found->end].text == "a" || words[found->end].text == "an")
            ++found->end;
        return found;
    }
    if (!found)
        return std::nullopt;
    if (words[found->end].text == "с" && words.is(found->end + 1, sense::half))  // «2 с половиной»
        return amount{found->halves + 1, found->end + 2};
    if (words[found->end].text == "and" &&
        words.is(found->end + 1, sense::half))  // "2 and a half" is told by its unit
        return amount{found->halves + 1, found->end + 2};
    if (words[found->end].text == "of")
        ++found->end;
    return found;
}

std::optional<counted> read_ordinal(const tokens& words, std::size_t at) {
    if (const auto value = words.as(at, sense::ordinal))
        return counted{*value, at + 1, true};
    const auto tens = words.as(at, sense::number);
    if (!tens || words[at].text == "a" || words[at].text == "an")
        return std::nullopt;
    std::size_t next = at + 1;
    if (words.is_mark(next, "-"))
        ++next;
    if (*tens == 20 || *tens == 30) {
        const auto ones = words.as(next, sense::ordinal);
        if (ones && *ones < 10)
            return counted{*tens + *ones, next + 1, true};
        const auto plain = words.as(next, sense::number);
        if (plain && *plain < 10)
            return counted{*tens + *plain, next + 1, false};
    }
    return counted{*tens, at + 1, false};
}

chain read_chain(const tokens& words, std::size_t at) {
    chain found;
    if (!words.is_number(at))
        return found;
    found.numbers.push_back(&words[at]);
    found.end = at + 1;
    while (words[found.end].kind == token_kind::mark && words[found.end].glued &&
           glued_number(words, found.end + 1)) {
        const std::string& joint = words[found.end].text;
        if (joint.size() != 1 || joint_marks.find(joint.front()) == std::string_view::npos)
            break;
        found.joints.push_back(joint.front());
        found.numbers.push_back(&words[found.end + 1]);
        found.end += 2;
    }
    return found;
}

bool is_other_number(const tokens& words, std::size_t at, std::size_t end) {
    constexpr std::string_view before = "#№$€₽£§+_=*\\";
    constexpr std::string_view after = "%₽$€£°_=*\\";
    const auto marks = [&](std::size_t place, std::string_view set) {
        return words[place].kind == token_kind::mark && !words[place].text.empty() &&
               set.find(words[place].text) != std::string_view::npos;
    };
    if (at > 0 && (marks(at - 1, before) || words.is(at - 1, sense::counted)))
        return true;
    if (at > 0 && words[at].glued &&
        ((words.is_unknown(at - 1) && words[at - 1].text != "t") || words.is_number(at - 1)))
        return true;  // v2.10
    if (at > 1 && words[at].glued && words[at - 1].glued && marks(at - 1, joint_marks))
        return true;  // the tail of something longer
    if (at > 1 && words.is(at - 2, sense::counted) && marks(at - 1, ".:№#"))
        return true;
    if (words.is(end, sense::year_word))
        return false;
    if (marks(end, after) || words.is(end, sense::measure) || words.is(end, sense::unit))
        return true;
    return words[end].glued && words.is_unknown(end) && words[end].text != "t";
}

bool stands_alone(const tokens& words, std::size_t at) {
    if (words[at].glued && (words.is_word(at) || words.is_number(at + 1)))
        return false;
    if (words.is_mark(at, "-") && (words.is(at + 1, sense::number) || words.is(at + 1, sense::day_suffix)))
        return false;
    for (const auto sign : {sense::measure, sense::counted, sense::unit, sense::working, sense::month,
                            sense::shy_month, sense::number, sense::day_word, sense::meridian, sense::oclock,
                            sense::hour_sign, sense::part, sense::short_part})
        if (words.is(at, sign))
            return false;
    return !words.is_number(at);
}

}  // namespace locale::when
