// Input: how many characters are shown on the first line, a user's text after that.
#include <algorithm>
#include <charconv>

#include "dialogs/markup.hpp"
#include "locale/text.hpp"
#include "promise.hpp"

namespace {

constexpr std::string_view joiner = "\xE2\x81\xA0";  // U+2060: what follows it is not taken for markup

std::size_t limit_in(std::string_view line) {
    std::size_t limit = 500;
    std::from_chars(line.data(), line.data() + line.size(), limit);
    return limit;
}

// Protocol 4.12: tags, quotes, commands, rules of dashes, "#BR#".
bool is_live_at(std::string_view text, bool begins_line) {
    if (text.front() == '[')
        return text.substr(1, joiner.size()) != joiner;
    if (text.size() >= 4 && locale::lowered(text.substr(0, 4)) == "#br#")
        return true;
    if (!begins_line)
        return false;
    const auto line = text.substr(0, text.find('\n'));
    const auto first = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    return first.starts_with(">>") || first.starts_with('/') ||
           (first.size() >= 10 && first.find_first_not_of('-') == std::string_view::npos);
}

void is_harmless(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at)
        fuzz::promise(!is_live_at(text.substr(at), at == 0 || text[at - 1] == '\n'),
                      "no markup of a user comes alive");
}

void is_readable(std::string_view text) {
    fuzz::promise(locale::is_utf8(text), "what is shown is UTF-8");
    for (const char each : text)
        fuzz::promise(static_cast<unsigned char>(each) >= 0x20 || each == '\n' || each == '\t',
                      "no control characters are shown");
}

bool is_one_line(std::string_view text) {
    return text.find('\n') == std::string_view::npos;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = fuzz::text_of(data, size);
    const auto limit = limit_in(fuzz::take_line(text));
    const auto shown = dialogs::shown(text, limit);
    const auto title = dialogs::shown_title(text, limit);
    const auto label = dialogs::shown_label(text, limit);
    for (const auto& each : {shown, title}) {
        is_harmless(each);
        is_readable(each);
    }
    is_readable(label);
    fuzz::promise(is_one_line(title) && is_one_line(label), "titles and labels are of one line");
    fuzz::promise(!title.empty() && !label.empty(), "titles and labels are never blank");
    const auto plain = dialogs::without_markup(text);
    is_readable(plain);
    fuzz::promise(plain == locale::trimmed(plain), "what a person wrote is trimmed");
    const auto of_html = dialogs::without_html(text);
    is_readable(of_html);
    fuzz::promise(is_one_line(of_html), "a text of the portal is of one line");
    return 0;
}
