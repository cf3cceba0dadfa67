#include "locale/when_words.hpp"

#include <algorithm>
#include <unordered_map>

#include "locale/when_typos.hpp"

namespace locale::when {
namespace {

struct lexicon {
    std::unordered_map<std::string_view, meanings> words;
    typo_reader typos;
};

void add(lexicon& all, const row& each) {
    std::string_view left = each.words;
    while (!left.empty()) {
        const auto size = std::min(left.find(' '), left.size());
        meanings& known = all.words[left.substr(0, size)];
        if (size > 0 && known.count < known.all.size())
            known.all[known.count++] = {each.what, each.value};
        left.remove_prefix(std::min(size + 1, left.size()));
    }
}

lexicon all_words() {
    lexicon all;
    for (const auto& each : russian_words())
        add(all, each);
    for (const auto& each : english_words())
        add(all, each);
    for (const auto& [word, means] : all.words)
        all.typos.learn(word, means);
    return all;
}

}  // namespace

meanings meanings_of(std::string_view word) {
    static const lexicon known = all_words();
    const auto found = known.words.find(word);
    return found != known.words.end() ? found->second : known.typos.near(word);
}

}  // namespace locale::when
