#include "dialogs/evidence.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "locale/text.hpp"

namespace dialogs {
namespace {

using std::string_view;

// Tags whose inside is not the writer's own words.
constexpr auto foreign = std::to_array<string_view>({"quote", "user", "chat", "img", "context"});
// Tags that only dress the words inside. Anything else in square brackets was typed by a person and stays.
constexpr auto dress = std::to_array<string_view>(
    {"b",    "i",     "u",       "s",     "url",       "code",   "icon",   "size",    "color",
     "font", "send",  "put",     "call",  "disk",      "file",   "list",   "*",       "table",
     "tr",   "td",    "th",      "left",  "right",     "center", "p",      "br",      "crm",
     "task", "email", "justify", "video", "timestamp", "rating", "attach", "project", "department"});

constexpr std::size_t tag_size_max = 300;  // what is longer is no tag

struct tag {
    std::string name;  // lower case
    bool closing = false;
    std::size_t size = 0;  // with the brackets
};

template <std::size_t size>
bool is_among(const std::array<string_view, size>& names, string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// The tag a text starts with: "[b]", "[/b]", "[USER=5 REPLACE]".
std::optional<tag> tag_at(string_view text) {
    const std::size_t end = text.substr(0, tag_size_max).find_first_of("]\n");
    if (text.empty() || text.front() != '[' || end == string_view::npos || text[end] != ']')
        return std::nullopt;
    string_view inside = text.substr(1, end - 1);
    tag found;
    found.size = end + 1;
    found.closing = !inside.empty() && inside.front() == '/';
    if (found.closing)
        inside.remove_prefix(1);
    found.name = locale::lowered(inside.substr(0, inside.find_first_of("= ")));
    if (!is_among(foreign, found.name) && !is_among(dress, found.name))
        return std::nullopt;
    return found;
}

bool is_rule_of_dashes(string_view line) {
    return line.size() >= 20 && line.find_first_not_of('-') == string_view::npos;
}

// The messenger's quotes: lines that begin with >>, and what stands between two lines of dashes.
std::string without_quoted_lines(string_view text) {
    std::string kept;
    std::string held_back;  // since an opening line of dashes: a quote only when it is closed
    bool quoting = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (is_rule_of_dashes(locale::trimmed(line))) {
            quoting = !quoting;
            held_back.clear();
            continue;
        }
        if (line.substr(0, 2) == ">>")
            continue;
        auto& into = quoting ? held_back : kept;
        into.append(line).push_back('\n');
    }
    return kept + held_back;
}

std::string without_tags(string_view text) {
    std::string words;
    std::string held_back;  // inside a foreign tag: not one's own only when the tag is closed
    std::string foreigner;  // the name of that tag
    int depth = 0;
    while (!text.empty()) {
        const auto found = tag_at(text);
        if (!found) {
            (depth == 0 ? words : held_back).push_back(text.front());
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(found->size);
        if (depth == 0 && !found->closing && is_among(foreign, found->name)) {
            foreigner = found->name;
            depth = 1;
        } else if (depth > 0 && found->name == foreigner) {
            depth += found->closing ? -1 : 1;
        }
        if (depth == 0)
            held_back.clear();
    }
    return words + held_back;
}

bool gives_a_reason(const remark& said, const rules& held_to) {
    const bool by_button = !said.category.empty() && said.category != "other";
    return by_button || says_something(own_words(said.text), held_to);
}

}  // namespace

std::string own_words(string_view text) {
    return locale::trimmed(without_tags(without_quoted_lines(locale::repaired(text))));
}

bool says_something(string_view words, const rules& held_to) {
    const auto least = static_cast<std::size_t>(std::max(held_to.reason_min_letters, 1));
    return locale::letters(words) >= least && !locale::one_letter_repeated(words);
}

const remark* reason_for(const history_row& change, const std::vector<remark>& discussion,
                         const std::vector<std::string>& spent, const rules& held_to, instant until) {
    const remark* before = nullptr;
    const remark* after = nullptr;
    for (const remark& said : discussion) {
        const bool in_window =
            said.at >= change.at - held_to.reason_window && said.at <= std::max(change.at, until);
        if (change.author == 0 || said.author != change.author || !in_window)
            continue;
        if (std::find(spent.begin(), spent.end(), said.key) != spent.end() || !gives_a_reason(said, held_to))
            continue;
        if (said.at > change.at)
            after = after == nullptr || said.at < after->at ? &said : after;
        else if (before == nullptr || said.at >= before->at)
            before = &said;
    }
    return before != nullptr ? before : after;
}

}  // namespace dialogs
