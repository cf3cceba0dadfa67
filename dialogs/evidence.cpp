#include "dialogs/evidence.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

#include "dialogs/bots_words.hpp"
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

bool is_in(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool repeats_title(string_view words, const std::vector<std::string>& titles) {
    const auto gist = locale::gist(words);
    return std::any_of(titles.begin(), titles.end(), [&](const std::string& title) {
        return gist == locale::gist(title) || gist == locale::gist(own_words(title));
    });
}

bool is_a_reason(const remark& said, const talk& about, const rules& held_to) {
    if (!said.category.empty() && said.category != "other")  // by a button
        return true;
    return !is_note(said, about.notes) && are_own(own_words(said.text), about.titles, held_to);
}

// The portal's own message about a change of the deadline.
constexpr std::chrono::seconds clocks_differ{5}, told_within{60};

std::string deadline_tags(instant due) {
    const auto unix = std::to_string(due.time_since_epoch().count());
    return "[timestamp=" + unix + " format=long_date_format], [timestamp=" + unix +
           " format=short_time_format]";
}

bool tells_of(string_view text, const history_row& change) {
    if (!change.due_to || change.author == 0)
        return false;
    const auto low = locale::lowered(text);
    const auto author = "[user=" + std::to_string(change.author);
    const auto named = low.find(author);
    const auto dated = low.find(deadline_tags(*change.due_to));
    return named != std::string::npos && dated != std::string::npos && named < dated &&
           (low[named + author.size()] == ']' || low[named + author.size()] == ' ');
}

std::string behind_deadline(string_view text) {
    const auto low = locale::lowered(text);
    const auto tag = low.rfind("[timestamp=");
    const auto end = tag == std::string::npos ? tag : low.find(']', tag);
    if (end == std::string::npos || low.size() != text.size())
        return {};
    const auto words = own_words(text.substr(end + 1));
    const auto first = words.find_first_not_of(".,;: \n");
    return first == std::string::npos ? std::string() : locale::trimmed(words.substr(first));
}

}  // namespace

std::string own_words(string_view text) {
    return locale::trimmed(without_tags(without_quoted_lines(locale::repaired(text))));
}

bool says_something(string_view words, const rules& held_to) {
    const auto least = static_cast<std::size_t>(std::max(held_to.reason_min_letters, 1));
    return locale::letters(words) >= least && !locale::one_letter_repeated(words);
}

bool are_own(string_view words, const std::vector<std::string>& titles, const rules& held_to) {
    return says_something(words, held_to) && !repeats_title(words, titles) &&  // the cheap questions first
           says_something(without_bots_words(words), held_to);
}

const remark* reason_for(const history_row& change, const talk& about, const std::vector<std::string>& spent,
                         const rules& held_to, instant until) {
    const remark* before = nullptr;
    const remark* after = nullptr;
    for (const remark& said : about.remarks) {
        const bool in_window =
            said.at >= change.at - held_to.reason_window && said.at <= std::max(change.at, until);
        if (change.author == 0 || said.author != change.author || !in_window)
            continue;
        if (is_in(spent, said.key) || !is_a_reason(said, about, held_to))
            continue;
        if (said.at > change.at)
            after = after == nullptr || said.at < after->at ? &said : after;
        else if (before == nullptr || said.at >= before->at)
            before = &said;
    }
    return before != nullptr ? before : after;
}

const remark* portals_words(const history_row& change, const talk& about,
                            const std::vector<std::string>& spent, const rules& held_to) {
    const auto found = std::find_if(about.remarks.begin(), about.remarks.end(), [&](const remark& said) {
        const bool then = said.at >= change.at - clocks_differ && said.at <= change.at + told_within;
        return said.author == 0 && then && !is_in(spent, said.key) && tells_of(said.text, change) &&
               says_something(behind_deadline(said.text), held_to);
    });
    return found == about.remarks.end() ? nullptr : &*found;
}

std::string reason_in(const remark& found) {
    return found.author == 0 ? behind_deadline(found.text) : without_bots_words(own_words(found.text));
}

}  // namespace dialogs
