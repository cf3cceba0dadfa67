#include "dialogs/bots_words.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "dialogs/evidence.hpp"
#include "locale/catalogue.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

using std::string_view;

// A text with less of its own between what is filled in could be anybody's: then it is the bot's beside other
// lines of it alone.
constexpr std::size_t telling_letters = 12, letters_min = 5;
constexpr char gap = '\x01';  // something is filled in

// Parts of sentences, and what people say themselves.
constexpr std::array<string_view, 6> no_sentences{"amount.", "date.",   "difference.",
                                                  "phrase.", "reason.", "wording."};

// One line of the catalogue. Without gaps it is known by its gist; else by what stands between them, the
// first and the last part at its ends: there punctuation tells the bot's sentence from a person's.
struct bots_line {
    std::vector<std::string> parts;
    bool telling = false;
};

std::vector<string_view> split(string_view text, char at) {
    std::vector<string_view> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string with_gaps(string_view pattern) {
    std::string text;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        text += pattern.substr(0, open);
        if (open == string_view::npos)
            break;
        text += gap;
        pattern.remove_prefix(std::min(pattern.find('}', open), pattern.size() - 1) + 1);
    }
    return text;
}

// In lower case, without blanks.
std::string tight(string_view text) {
    std::string kept;
    for (const char each : locale::lowered(text))
        if (each != ' ' && each != '\t' && each != '\r')
            kept += each;
    return kept;
}

void add_lines(string_view pattern, std::vector<bots_line>& into) {
    const auto plain = own_words(with_gaps(pattern));
    for (const auto each : split(plain, '\n')) {
        bots_line line;
        const auto parts = split(each, gap);
        for (const auto part : parts)
            line.parts.push_back(parts.size() == 1 ? locale::gist(part) : tight(part));
        const auto own = locale::letters(each);
        line.telling = own >= telling_letters || line.parts.size() == 1;
        if (own >= letters_min)
            into.push_back(std::move(line));
    }
}

std::vector<bots_line> read_catalogues() {
    std::vector<bots_line> all;
    for (const auto language : {locale::language::ru, locale::language::en})
        for (const auto& [key, pattern] : locale::patterns(language)) {
            const string_view name = key;
            const bool sentence = std::none_of(no_sentences.begin(), no_sentences.end(),
                                               [&](auto beginning) { return name.starts_with(beginning); });
            if (sentence)
                add_lines(pattern, all);
        }
    return all;
}

bool fits(string_view said, const std::vector<std::string>& parts) {
    if (!said.starts_with(parts.front()))
        return false;
    said.remove_prefix(parts.front().size());
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
        const auto at = said.find(parts[i]);
        if (at == string_view::npos)
            return false;
        said.remove_prefix(at + parts[i].size());
    }
    return said.ends_with(parts.back());
}

bool is_bots(string_view line, bool among_others) {
    static const std::vector<bots_line> all = read_catalogues();
    const auto gist = locale::gist(line);
    const auto said = tight(line);
    if (among_others && line.find("→") != string_view::npos)  // from … to …
        return true;
    return !gist.empty() && std::any_of(all.begin(), all.end(), [&](const bots_line& each) {
        const bool whole = each.parts.size() == 1;
        return (each.telling || among_others) &&
               (whole ? gist == each.parts.front() : fits(said, each.parts));
    });
}

}  // namespace

std::string without_bots_words(string_view text) {
    const auto lines = split(text, '\n');
    const bool pasted =
        std::any_of(lines.begin(), lines.end(), [](auto each) { return is_bots(each, false); });
    if (!pasted)
        return std::string(text);
    std::string own;
    for (const auto each : lines)
        if (!is_bots(each, true))
            own.append(each).push_back('\n');
    return locale::trimmed(own);
}

}  // namespace dialogs
