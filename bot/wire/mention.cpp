#include "bot/wire/mention.hpp"

#include <algorithm>

#include "locale/text.hpp"

namespace bot::wire {
namespace {

char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t find(std::string_view in, std::string_view what, std::size_t from) {
    const auto same = [](char one, char other) { return ascii_lower(one) == ascii_lower(other); };
    const auto found =
        std::search(in.begin() + static_cast<std::ptrdiff_t>(from), in.end(), what.begin(), what.end(), same);
    return found == in.end() ? std::string_view::npos : static_cast<std::size_t>(found - in.begin());
}

}  // namespace

std::string without_mention(std::string_view text, std::int64_t of) {
    const auto opening = "[user=" + std::to_string(of);
    constexpr std::string_view closing = "[/user]";
    std::string rest;
    std::size_t done = 0;
    for (auto tag = find(text, opening, 0); tag != std::string_view::npos;
         tag = find(text, opening, tag + 1)) {
        const auto after = tag + opening.size();
        const bool whole_id = after < text.size() && (text[after] == ']' || text[after] == ' ');
        const auto end = find(text, closing, after);
        if (tag < done || !whole_id || end == std::string_view::npos)
            continue;
        rest += text.substr(done, tag - done);
        done = end + closing.size();
    }
    rest += text.substr(done);
    auto plain = locale::trimmed(rest);
    if (done != 0 && !plain.empty() && (plain.front() == ',' || plain.front() == ':'))
        plain = locale::trimmed(plain.substr(1));
    return plain;
}

}  // namespace bot::wire
