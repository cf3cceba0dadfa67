#include "dialogs/markup.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "locale/text.hpp"

namespace dialogs {
namespace {

constexpr std::string_view joiner = "\xE2\x81\xA0";  // U+2060, invisible

bool starts_with_dashes(std::string_view line, std::size_t count) {
    return line.size() >= count && line.find_first_not_of('-') == std::string_view::npos;
}

// U+200B..200F, 2028..202F, 2060..206F: zero width, line separators, direction overrides.
bool is_invisible(std::string_view three) {
    if (three.size() < 3 || three[0] != '\xE2')
        return false;
    const auto second = static_cast<unsigned char>(three[1]);
    const auto third = static_cast<unsigned char>(three[2]);
    if (second == 0x80)
        return (third >= 0x8B && third <= 0x8F && third != 0x8D) || (third >= 0xA8 && third <= 0xAE);
    return second == 0x81 && third >= 0xA0 && third <= 0xAF;
}

// Valid UTF-8 with \n for every line end and no other control or invisible characters but \t.
std::string cleaned(std::string_view raw) {
    const std::string text = locale::repaired(raw);
    std::string clean;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '\r') {
            if (at + 1 == text.size() || text[at + 1] != '\n')
                clean += '\n';
        } else if (is_invisible(std::string_view(text).substr(at, 3))) {
            at += 2;
        } else if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\t') {
            clean += text[at];
        }
    }
    return clean;
}

std::string on_one_line(std::string_view raw) {
    std::string line;
    for (const char each : cleaned(raw)) {
        const bool blank = each == '\n' || each == '\t' || each == ' ';
        if (!blank)
            line += each;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return locale::trimmed(line);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (;;) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return lines;
        text.remove_prefix(end + 1);
    }
}

bool is_break_code(std::string_view text) {
    return text.size() >= 4 && text[0] == '#' && (text[1] | 0x20) == 'b' && (text[2] | 0x20) == 'r' &&
           text[3] == '#';
}

std::string disarmed(std::string_view line) {
    std::string safe;
    const auto first = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    if (first.starts_with(">>") || first.starts_with('/') || starts_with_dashes(first, 10))
        safe += joiner;
    for (std::size_t at = 0; at < line.size(); ++at) {
        safe += line[at];
        if (line[at] == '[' || is_break_code(line.substr(at)))
            safe += joiner;
    }
    return safe;
}

std::string disarmed_lines(std::string_view text) {
    std::string safe;
    for (const auto line : lines_of(text)) {
        if (!safe.empty())
            safe += '\n';
        safe += disarmed(line);
    }
    return safe;
}

constexpr std::array tags{"b",    "i",         "u",    "s",     "size", "color", "url",  "user",
                          "chat", "context",   "code", "img",   "put",  "send",  "call", "icon",
                          "disk", "timestamp", "br",   "quote", "p",    "list"};

// The length of the BB tag a text begins with; 0 when it begins with none.
std::size_t tag_length(std::string_view text) {
    const auto end = text.find_first_of("]\n");
    if (end == std::string_view::npos || text[end] != ']')
        return 0;
    auto name = text.substr(1, end - 1);
    if (name.starts_with('/'))
        name.remove_prefix(1);
    const std::string low = locale::lowered(name.substr(0, name.find_first_of("= ")));
    return std::find(tags.begin(), tags.end(), low) == tags.end() ? 0 : end + 1;
}

// Without lines that quote: ">>…" and what stands between two lines of dashes.
std::string without_quotes(std::string_view text) {
    std::string own;
    const auto lines = lines_of(text);
    const auto fence = [](std::string_view line) { return starts_with_dashes(line, 40); };
    for (auto line = lines.begin(); line != lines.end(); ++line) {
        const auto closing = fence(*line) ? std::find_if(line + 1, lines.end(), fence) : lines.end();
        if (closing != lines.end()) {
            line = closing;
        } else if (!line->starts_with(">>")) {
            own += *line;
            own += '\n';
        }
    }
    return own;
}

}  // namespace

std::string shown(std::string_view users_text, std::size_t characters) {
    return disarmed_lines(locale::shortened(locale::trimmed(cleaned(users_text)), characters));
}

std::string shown_title(std::string_view title, std::size_t characters) {
    const std::string line = locale::shortened(on_one_line(title), characters);
    return line.empty() ? "…" : disarmed(line);
}

std::string shown_label(std::string_view text, std::size_t characters) {
    const std::string line = locale::shortened(on_one_line(text), characters);
    return line.empty() ? "…" : line;
}

std::string without_markup(std::string_view bb) {
    const std::string own = without_quotes(cleaned(bb));
    std::string plain;
    std::string_view left = own;
    while (!left.empty()) {
        const std::size_t tag = left.front() == '[' ? tag_length(left) : 0;
        if (tag == 0)
            plain += left.front();
        else if (left.substr(0, tag) == "[br]" || left.substr(0, tag) == "[BR]")
            plain += '\n';
        left.remove_prefix(std::max<std::size_t>(tag, 1));
    }
    return locale::trimmed(plain);
}

std::string without_html(std::string_view html) {
    std::string plain;
    bool inside = false;
    for (const char each : html) {
        if (each == '<') {
            inside = true;
            plain += ' ';
        } else if (each == '>') {
            inside = false;
        } else if (!inside) {
            plain += each;
        }
    }
    return on_one_line(plain);
}

}  // namespace dialogs
