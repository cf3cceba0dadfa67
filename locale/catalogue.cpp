#include "locale/catalogue.hpp"

#include <algorithm>
#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <cstdint>
#include <locale>
#include <stdexcept>

#include "locale/text.hpp"

extern const unsigned char catalogue_ru[];
extern const unsigned long catalogue_ru_size;
extern const unsigned char catalogue_en[];
extern const unsigned long catalogue_en_size;

namespace locale {
namespace {

using facet = boost::locale::message_format<char>;

std::string_view embedded(language which) {
    const bool russian = which == language::ru;
    return {reinterpret_cast<const char*>(russian ? catalogue_ru : catalogue_en),
            russian ? catalogue_ru_size : catalogue_en_size};
}

// A std::locale owns the facet.
std::locale opened(language which) {
    boost::locale::gnu_gettext::messages_info info;
    info.language = code_of(which);
    info.encoding = "UTF-8";
    info.domains.emplace_back("bot");
    info.paths.emplace_back("embedded");
    info.callback = [which](const std::string&, const std::string&) {
        const auto bytes = embedded(which);
        return std::vector<char>(bytes.begin(), bytes.end());
    };
    return {std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info)};
}

const facet& words(language which) {
    static const std::array<std::locale, 2> catalogues{opened(language::ru), opened(language::en)};
    return std::use_facet<facet>(catalogues[which == language::ru ? 0 : 1]);
}

[[noreturn]] void bug(language which, std::string_view key, std::string_view what) {
    throw std::logic_error(std::string(code_of(which)) + ".po, " + std::string(key) + ": " +
                           std::string(what));
}

const std::string& argument(language which, std::string_view key, std::string_view name,
                            const arguments& with) {
    const auto found =
        std::find_if(with.begin(), with.end(), [&](const auto& each) { return each.first == name; });
    if (found == with.end())
        bug(which, key, "no argument {" + std::string(name) + "}");
    return found->second;
}

std::string filled(language which, std::string_view key, std::string_view text, const arguments& with) {
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('{');
        result += text.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = text.find('}', open);
        if (close == std::string_view::npos)
            bug(which, key, "a { without }");
        result += argument(which, key, text.substr(open + 1, close - open - 1), with);
        text.remove_prefix(close + 1);
    }
    return result;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t byte = 4; byte-- > 0;)
        number = number << 8U | static_cast<unsigned char>(bytes.at(at + byte));
    return number;
}

// MO: magic, revision, number of strings, then the offsets of two tables of (length, offset): the keys,
// sorted, and the texts. Behind a key stands its plural, between the forms of a text \0.
std::vector<std::pair<std::string_view, std::string_view>> entries(std::string_view bytes) {
    const auto text_at = [&](std::size_t entry) {
        return bytes.substr(number_at(bytes, entry + 4), number_at(bytes, entry));
    };
    const std::size_t count = number_at(bytes, 8);
    const std::size_t key_table = number_at(bytes, 12), text_table = number_at(bytes, 16);
    std::vector<std::pair<std::string_view, std::string_view>> found;
    for (std::size_t row = 0; row < count; ++row)
        if (const auto key = text_at(key_table + row * 8); !key.empty())  // the empty key is the header
            found.emplace_back(key.substr(0, key.find('\0')), text_at(text_table + row * 8));
    return found;
}

}  // namespace

std::optional<language> language_of(std::string_view code) {
    const std::string low = lowered(code.substr(0, code.find_first_of("-_")));
    if (low == "ru")
        return language::ru;
    if (low == "en")
        return language::en;
    return std::nullopt;
}

std::string_view code_of(language which) {
    return which == language::ru ? "ru" : "en";
}

std::string say(language which, std::string_view key, const arguments& with) {
    const char* text = words(which).get(0, nullptr, std::string(key).c_str());
    if (!text || key.empty())
        bug(which, key, "no such key");
    return filled(which, key, text, with);
}

std::string say_count(language which, std::string_view key, long count, const arguments& with) {
    // Plural rules look at the last digits, and the library takes an int: a larger number keeps its last six.
    const auto size = count < 0 ? -static_cast<unsigned long>(count) : static_cast<unsigned long>(count);
    const int by = static_cast<int>(size < 1'000'000 ? size : 1'000'000 + size % 1'000'000);
    const char* text = words(which).get(0, nullptr, std::string(key).c_str(), by);
    if (!text || key.empty())
        bug(which, key, "no such key");
    arguments all = with;
    all.emplace_back("count", std::to_string(count));
    return filled(which, key, text, all);
}

bool has(language which, std::string_view key) {
    return !key.empty() && words(which).get(0, nullptr, std::string(key).c_str()) != nullptr;
}

std::vector<std::string> keys(language which) {
    std::vector<std::string> found;
    for (const auto& [key, text] : entries(embedded(which)))
        found.emplace_back(key);
    return found;
}

std::vector<std::pair<std::string, std::string>> patterns(language which) {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& [key, forms] : entries(embedded(which))) {
        for (std::size_t from = 0; from <= forms.size();) {
            const auto end = std::min(forms.find('\0', from), forms.size());
            found.emplace_back(key, forms.substr(from, end - from));
            from = end + 1;
        }
    }
    return found;
}

}  // namespace locale
