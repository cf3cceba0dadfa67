#pragma once
// A phrase cut into words, numbers and marks, each with its place and what it may mean.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "locale/when_words.hpp"

namespace locale::when {

enum class token_kind : unsigned char { word, number, mark };

struct token {
    token_kind kind = token_kind::mark;
    std::string text;       // lower case, ё written е; a number's digits; a mark's one character
    std::size_t begin = 0;  // bytes of the phrase
    std::size_t end = 0;
    int value = -1;      // of a number of at most 8 digits, else -1
    bool glued = false;  // nothing stands between it and the token before it
    meanings may_mean;
};

// The first words of a phrase (those beyond `tokens_max` are not looked at: nobody puts a date behind a page
// of text).
inline constexpr std::size_t tokens_max = 300;

// Reading tokens by place; a place outside of the phrase is a mark with no text.
class tokens {
public:
    explicit tokens(std::string_view phrase);

    [[nodiscard]] std::size_t size() const { return all_.size(); }
    [[nodiscard]] const token& operator[](std::size_t at) const;
    // The value of the meaning `what` when the token there may mean it.
    [[nodiscard]] std::optional<int> as(std::size_t at, sense what) const;
    [[nodiscard]] bool is(std::size_t at, sense what) const { return as(at, what).has_value(); }
    [[nodiscard]] bool is_number(std::size_t at) const { return (*this)[at].kind == token_kind::number; }
    [[nodiscard]] bool is_word(std::size_t at) const { return (*this)[at].kind == token_kind::word; }
    [[nodiscard]] bool is_mark(std::size_t at, std::string_view text) const;
    // A word that means nothing to a date.
    [[nodiscard]] bool is_unknown(std::size_t at) const;
    [[nodiscard]] bool is_latin(std::size_t at) const;

private:
    std::vector<token> all_;
    token none_;
};

}  // namespace locale::when
