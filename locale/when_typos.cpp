#include "locale/when_typos.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace locale::when {
namespace {

constexpr std::size_t known_length_min = 6;
constexpr std::size_t read_length_min = 5;
constexpr std::size_t read_length_max = 20;

// Words of their own that are one letter away from a date.
constexpr std::array<std::string_view, 9> others{"завтрак",   "завтраки", "завтраке", "завтраку", "завтрака",
                                                 "завтраков", "sundae",   "sundry",   "mandate"};

bool forgives(sense what) {
    return what == sense::weekday || what == sense::month || what == sense::relative_day ||
           what == sense::next;
}

// The tables hold Latin and Cyrillic only: one or two bytes a letter.
std::u32string letters_of(std::string_view word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const auto byte = static_cast<unsigned char>(word[at]);
        if (byte < 0x80 || at + 1 == word.size())
            letters += byte;
        else
            letters += (byte & 0x1FU) << 6U | (static_cast<unsigned char>(word[++at]) & 0x3FU);
    }
    return letters;
}

std::u32string without(std::u32string word, std::size_t at) {
    word.erase(at, 1);
    return word;
}

// One letter more, less or other, or two neighbours exchanged.
bool one_slip(std::u32string_view left, std::u32string_view right) {
    if (left.size() > right.size())
        std::swap(left, right);
    const auto [from, there] = std::mismatch(left.begin(), left.end(), right.begin());
    const std::u32string_view tail(from, left.end());
    const std::u32string_view other(there, right.end());
    if (left.size() < right.size())
        return right.size() - left.size() == 1 && tail == other.substr(1);
    if (tail.size() < 2)
        return true;
    return tail.substr(1) == other.substr(1) ||
           (tail[0] == other[1] && tail[1] == other[0] && tail.substr(2) == other.substr(2));
}

}  // namespace

bool is_slip_of(std::string_view said, std::string_view meant) {
    const auto left = letters_of(said), right = letters_of(meant);
    return !left.empty() && !right.empty() && left[0] == right[0] && one_slip(left, right);
}

void typo_reader::learn(std::string_view word, const meanings& means) {
    const auto letters = letters_of(word);
    if (letters.size() < known_length_min || means.count == 0 || !forgives(means.all[0].what))
        return;
    const std::size_t index = words_.size();
    words_.push_back({letters, means.all[0]});
    shorter_[letters].push_back(index);
    for (std::size_t at = 1; at < letters.size(); ++at)  // the first letter is never forgiven
        shorter_[without(letters, at)].push_back(index);
}

meanings typo_reader::near(std::string_view word) const {
    meanings none;
    const auto letters = letters_of(word);
    if (letters.size() < read_length_min || letters.size() > read_length_max ||
        std::find(others.begin(), others.end(), word) != others.end())
        return none;
    std::optional<meaning> only;
    const auto look = [&](const std::u32string& key) {
        const auto found = shorter_.find(key);
        if (found == shorter_.end())
            return true;
        for (const std::size_t index : found->second) {
            const known& one = words_[index];
            if (!one_slip(letters, one.word))
                continue;
            if (only && (only->what != one.means.what || only->value != one.means.value))
                return false;
            only = one.means;
        }
        return true;
    };
    bool clear = look(letters);
    for (std::size_t at = 1; clear && at < letters.size(); ++at)
        clear = look(without(letters, at));
    return clear && only ? meanings{{*only}, 1} : none;
}

}  // namespace locale::when
