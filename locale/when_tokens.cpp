#include "locale/when_tokens.hpp"

#include <algorithm>

namespace locale::when {
namespace {

constexpr std::size_t number_digits_max = 8;

std::size_t character_size(unsigned char lead) {
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

char32_t code_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const std::size_t size = character_size(byte(at));
    char32_t code = size == 1 ? byte(at) : byte(at) & (0x7FU >> size);
    for (std::size_t next = 1; next < size; ++next)
        code = code << 6U | (byte(at + next) & 0x3FU);
    return code;
}

bool is_digit(char32_t code) {
    return code >= U'0' && code <= U'9';
}

bool is_blank(char32_t code) {
    return code <= 0x20 || code == 0xA0 || (code >= 0x2000 && code <= 0x200D) || code == 0x202F ||
           code == 0xFEFF;
}

bool is_apostrophe(char32_t code) {
    return code == U'\'' || code == 0x2019;
}

// Alphabets of the languages read; everything else is a mark.
bool is_letter(char32_t code) {
    return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') ||
           (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7) ||
           (code >= 0x400 && code <= 0x52F);
}

void append_lowered(std::string& word, std::string_view character, char32_t code) {
    if (code >= U'A' && code <= U'Z') {
        word += static_cast<char>(code + 0x20);
    } else if (code == 0x401 || code == 0x451) {
        word += "е";
    } else if (code >= 0x410 && code <= 0x42F) {
        const char32_t low = code + 0x20;
        word += static_cast<char>(0xC0U | (low >> 6U));
        word += static_cast<char>(0x80U | (low & 0x3FU));
    } else if (is_apostrophe(code)) {
        word += '\'';
    } else {
        word += character;
    }
}

// Takes tokens off the front of a phrase that is valid UTF-8.
class scanner {
public:
    explicit scanner(std::string_view phrase) : phrase_(phrase) {}

    std::optional<token> next() {
        const std::size_t before = at_;
        while (at_ < phrase_.size() && is_blank(code()))
            step();
        if (at_ >= phrase_.size())
            return std::nullopt;
        token found;
        found.begin = at_;
        found.glued = at_ == before && before > 0;
        if (is_letter(code()))
            read_word(found);
        else if (is_digit(code()))
            read_number(found);
        else
            read_mark(found);
        found.end = at_;
        return found;
    }

private:
    [[nodiscard]] char32_t code() const { return code_at(phrase_, at_); }
    [[nodiscard]] std::size_t size() const {
        return character_size(static_cast<unsigned char>(phrase_[at_]));
    }
    void step() { at_ += size(); }

    // An apostrophe belongs to a word when a letter follows: o'clock.
    [[nodiscard]] bool goes_on() const {
        if (at_ >= phrase_.size())
            return false;
        if (!is_apostrophe(code()))
            return is_letter(code());
        const std::size_t after = at_ + size();
        return after < phrase_.size() && is_letter(code_at(phrase_, after));
    }

    void read_word(token& found) {
        found.kind = token_kind::word;
        for (; goes_on(); step())
            append_lowered(found.text, phrase_.substr(at_, size()), code());
        const std::string_view word = found.text;
        const bool owns = word.size() > 2 && word.ends_with("'s");  // "week's"
        found.may_mean = meanings_of(owns ? word.substr(0, word.size() - 2) : word);
    }

    void read_number(token& found) {
        found.kind = token_kind::number;
        for (; at_ < phrase_.size() && is_digit(code()); step())
            found.text += phrase_[at_];
        if (found.text.size() <= number_digits_max)
            found.value = std::stoi(found.text);
    }

    void read_mark(token& found) {
        const char32_t mark = code();
        const bool dash = (mark >= 0x2010 && mark <= 0x2015) || mark == 0x2212;
        found.text = dash ? "-" : std::string(phrase_.substr(at_, size()));
        step();
    }

    std::string_view phrase_;
    std::size_t at_ = 0;
};

}  // namespace

tokens::tokens(std::string_view phrase) {
    scanner scan(phrase);
    while (all_.size() < tokens_max) {
        auto found = scan.next();
        if (!found)
            return;
        all_.push_back(std::move(*found));
    }
}

const token& tokens::operator[](std::size_t at) const {
    return at < all_.size() ? all_[at] : none_;
}

std::optional<int> tokens::as(std::size_t at, sense what) const {
    const meanings& means = (*this)[at].may_mean;
    for (std::size_t index = 0; index < means.count; ++index)
        if (means.all[index].what == what)
            return means.all[index].value;
    return std::nullopt;
}

bool tokens::is_mark(std::size_t at, std::string_view text) const {
    return (*this)[at].kind == token_kind::mark && (*this)[at].text == text;
}

bool tokens::is_unknown(std::size_t at) const {
    return is_word(at) && (*this)[at].may_mean.count == 0;
}

bool tokens::is_latin(std::size_t at) const {
    return is_word(at) && static_cast<unsigned char>((*this)[at].text.front()) < 0x80;
}

}  // namespace locale::when
