#include "locale/when_words.hpp"

#include <unordered_map>

namespace locale::when {
namespace {

using lexicon = std::unordered_map<std::string_view, meanings>;

void add(lexicon& words, const row& each) {
    std::string_view left = each.words;
    while (!left.empty()) {
        const auto size = std::min(left.find(' '), left.size());
        meanings& known = words[left.substr(0, size)];
        if (size > 0 && known.count < known.all.size())
            known.all[known.count++] = {each.what, each.value};
        left.remove_prefix(std::min(size + 1, left.size()));
    }
}

lexicon all_words() {
    lexicon words;
    for (const auto& each : russian_words())
        add(words, each);
    for (const auto& each : english_words())
        add(words, each);
    return words;
}

}  // namespace

meanings meanings_of(std::string_view word) {
    static const lexicon words = all_words();
    const auto found = words.find(word);
    return found == words.end() ? meanings{} : found->second;
}

}  // namespace locale::when
