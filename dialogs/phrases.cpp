#include "dialogs/phrases.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "locale/catalogue.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

constexpr std::array languages{locale::language::ru, locale::language::en};
constexpr std::string_view edges = " \t\n.,;:!?()\"'-/";
constexpr std::array<std::string_view, 4> wide_edges{"—", "–", "…", "«"};

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (;;) {
        const auto end = list.find('|', from);
        parts.push_back(list.substr(from, end - from));
        if (end == std::string::npos)
            return parts;
        from = end + 1;
    }
}

std::string_view without_edges(std::string_view text) {
    for (;;) {
        const std::size_t before = text.size();
        text.remove_prefix(std::min(text.find_first_not_of(edges), text.size()));
        text = text.substr(0, text.find_last_not_of(edges) + 1);
        for (const auto edge : wide_edges) {
            if (text.starts_with(edge))
                text.remove_prefix(edge.size());
            if (text.ends_with(edge))
                text.remove_suffix(edge.size());
        }
        if (text.size() == before)
            return text;
    }
}

// The words after a filler the text begins with; the text itself when it begins with none.
std::string_view after_filler(std::string_view text) {
    const std::string low = locale::lowered(text);
    if (low.size() != text.size())
        return text;
    for (const auto which : languages)
        for (const auto& filler : split(locale::say(which, "phrase.filler")))
            if (low.starts_with(filler) &&
                (low.size() == filler.size() || edges.find(low[filler.size()]) != std::string_view::npos))
                return text.substr(filler.size());
    return text;
}

}  // namespace

std::string normalised(std::string_view text) {
    std::string low = locale::lowered(without_edges(text));
    std::string single;
    for (const char each : low) {
        const char plain = each == '\n' || each == '\t' ? ' ' : each;
        if (plain != ' ' || (!single.empty() && single.back() != ' '))
            single += plain;
    }
    return single;
}

bool is_phrase(std::string_view text, std::string_view key) {
    const std::string said = normalised(text);
    return !said.empty() && std::any_of(languages.begin(), languages.end(), [&](auto which) {
        const auto phrases = split(locale::say(which, key));
        return std::find(phrases.begin(), phrases.end(), said) != phrases.end();
    });
}

std::optional<std::string> after_phrase(std::string_view text, std::string_view key) {
    const std::string said = normalised(text);
    std::size_t longest = 0;
    for (const auto which : languages) {
        for (const auto& phrase : split(locale::say(which, key))) {
            const bool begins = said.starts_with(phrase);
            const bool ends_a_word =
                begins && (said.size() == phrase.size() ||
                           std::string_view(" ,.:;?!").find(said[phrase.size()]) != std::string_view::npos);
            if (ends_a_word)
                longest = std::max(longest, phrase.size());
        }
    }
    if (longest == 0)
        return std::nullopt;
    return std::string(without_edges(std::string_view(said).substr(longest)));
}

std::string without_filler(std::string_view words) {
    std::string_view left = without_edges(words);
    for (;;) {
        const auto shorter = without_edges(after_filler(left));
        if (shorter.size() == left.size())
            return std::string(left);
        left = shorter;
    }
}

}  // namespace dialogs
