#pragma once
// Words of dates with one letter wrong, missing, too many, or two exchanged: «пятинцу», "wedensday".
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "locale/when_words.hpp"

namespace locale::when {

// One letter more, less or other than meant, or two neighbours exchanged; the first letter stands.
bool is_slip_of(std::string_view said, std::string_view meant);

class typo_reader {
public:
    // Learns a word when slips in it are forgiven: names of days and months, next, tomorrow; long ones only,
    // since short words are too near to others.
    void learn(std::string_view word, const meanings& means);
    // What the one word near to this may mean; nothing when there is none, or several that mean different
    // things.
    [[nodiscard]] meanings near(std::string_view word) const;

private:
    struct known {
        std::u32string word;
        meaning means;
    };
    std::vector<known> words_;
    std::unordered_map<std::u32string, std::vector<std::size_t>>
        shorter_;  // by the word and by it less one letter
};

}  // namespace locale::when
