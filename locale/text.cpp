#include "locale/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace locale {
namespace {

constexpr char32_t broken = 0xFFFD;

struct character {
    char32_t code = broken;
    std::size_t size = 1;
    bool valid = false;
};

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

struct lead {
    std::size_t size;
    char32_t bits;
    char32_t least;  // below it the sequence is overlong
};

std::optional<lead> lead_of(unsigned char byte) {
    if (byte < 0x80)
        return lead{1, byte, 0};
    if ((byte & 0xE0U) == 0xC0)
        return lead{2, byte & 0x1FU, 0x80};
    if ((byte & 0xF0U) == 0xE0)
        return lead{3, byte & 0x0FU, 0x800};
    if ((byte & 0xF8U) == 0xF0)
        return lead{4, byte & 0x07U, 0x10000};
    return std::nullopt;
}

// The character at the start of a text that is not empty. A broken one takes the bytes read so far.
character first_of(std::string_view text) {
    const auto head = lead_of(static_cast<unsigned char>(text.front()));
    if (!head)
        return {};
    char32_t code = head->bits;
    for (std::size_t at = 1; at < head->size; ++at) {
        if (at == text.size() || !continues(text[at]))
            return {broken, at, false};
        code = code << 6U | (static_cast<unsigned char>(text[at]) & 0x3FU);
    }
    const bool valid = code >= head->least && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return {valid ? code : broken, head->size, valid};
}

void append(std::string& to, char32_t code) {
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        to += static_cast<char>(code);
    } else if (code < 0x800) {
        to += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        to += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

template <class Each>
void walk(std::string_view text, Each each) {
    while (!text.empty()) {
        const character next = first_of(text);
        each(next);
        text.remove_prefix(next.size);
    }
}

char32_t lower(char32_t code) {
    if (code >= U'A' && code <= U'Z')
        return code + 0x20;
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7)
        return code + 0x20;
    if (code >= 0x410 && code <= 0x42F)
        return code + 0x20;
    if (code >= 0x400 && code <= 0x40F)
        return code + 0x50;
    if ((code >= 0x460 && code <= 0x481) || (code >= 0x48A && code <= 0x52F))
        return code >= 0x4C0 && code <= 0x4CE ? code : code | 1U;
    return code;
}

struct range {
    char32_t first;
    char32_t last;
};

// Blocks of alphabets and syllables; in a reason it does not matter that a few of their places are marks.
constexpr std::array<range, 20> alphabets{
    {{U'A', U'Z'},   {U'a', U'z'},    {0xAA, 0xAA},     {0xB5, 0xB5},     {0xBA, 0xBA},
     {0xC0, 0xD6},   {0xD8, 0xF6},    {0xF8, 0x2AF},    {0x370, 0x373},   {0x376, 0x377},
     {0x386, 0x386}, {0x388, 0x481},  {0x48A, 0x587},   {0x5D0, 0x5EA},   {0x620, 0x64A},
     {0x671, 0x6D3}, {0x900, 0x1FFF}, {0x3041, 0x9FFF}, {0xAC00, 0xD7A3}, {0x20000, 0x2FA1F}}};

bool is_letter(char32_t code) {
    return std::any_of(alphabets.begin(), alphabets.end(),
                       [code](range block) { return code >= block.first && code <= block.last; });
}

bool is_blank(char32_t code) {
    return code <= 0x20 || code == 0x7F || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200F) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    const auto beyond_ascii =
        std::find_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
    bytes.remove_prefix(static_cast<std::size_t>(beyond_ascii - bytes.begin()));
    bool valid = true;
    walk(bytes, [&](const character& next) { valid = valid && next.valid; });
    return valid;
}

std::string repaired(std::string_view bytes) {
    if (is_utf8(bytes))
        return std::string(bytes);
    std::string text;
    text.reserve(bytes.size());
    walk(bytes, [&](const character& next) { append(text, next.code); });
    return text;
}

std::string shortened(std::string_view text, std::size_t count) {
    std::size_t taken = 0;
    std::size_t size = 0;
    while (taken < count && size < text.size()) {
        size += first_of(text.substr(size)).size;
        ++taken;
    }
    if (size >= text.size())
        return std::string(text);
    return std::string(text.substr(0, size)) + "…";
}

std::string lowered(std::string_view text) {
    std::string low;
    low.reserve(text.size());
    walk(text, [&](const character& next) { append(low, lower(next.code)); });
    return low;
}

std::size_t letters(std::string_view text) {
    std::size_t count = 0;
    walk(text, [&](const character& next) { count += is_letter(next.code) ? 1U : 0U; });
    return count;
}

bool one_letter_repeated(std::string_view text) {
    std::optional<char32_t> letter;
    bool same = true;
    walk(text, [&](const character& next) {
        if (!is_letter(next.code))
            return;
        const char32_t low = lower(next.code);
        same = same && (!letter || *letter == low);
        letter = low;
    });
    return letter && same;
}

std::string trimmed(std::string_view text) {
    std::size_t first = text.size();
    std::size_t last = 0;
    std::size_t at = 0;
    walk(text, [&](const character& next) {
        if (!is_blank(next.code)) {
            first = std::min(first, at);
            last = at + next.size;
        }
        at += next.size;
    });
    return first < last ? std::string(text.substr(first, last - first)) : std::string();
}

std::string gist(std::string_view text) {
    std::string kept;
    walk(text, [&](const character& next) {
        if (is_letter(next.code) || (next.code >= U'0' && next.code <= U'9'))
            append(kept, lower(next.code));
    });
    return kept;
}

}  // namespace locale
