#include "sandbox/params.hpp"

#include <algorithm>
#include <charconv>

namespace sandbox {

const json::value* member(const json::object& from, std::string_view key) {
    return from.if_contains(key);
}

json::object object_member(const json::object& from, std::string_view key) {
    const auto* found = member(from, key);
    return found != nullptr && found->is_object() ? found->get_object() : json::object();
}

std::optional<std::int64_t> number_in(const json::value& value) {
    if (value.is_int64())
        return value.get_int64();
    if (value.is_uint64())
        return static_cast<std::int64_t>(value.get_uint64());
    if (value.is_double())
        return static_cast<std::int64_t>(value.get_double());
    if (!value.is_string())
        return std::nullopt;
    const auto& text = value.get_string();
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> number_member(const json::object& from, std::string_view key) {
    const auto* found = member(from, key);
    return found != nullptr ? number_in(*found) : std::nullopt;
}

std::string text_in(const json::value& value) {
    if (value.is_string())
        return std::string(value.get_string());
    if (value.is_bool())
        return value.get_bool() ? "1" : "";
    return value.is_number() ? json::serialize(value) : std::string();
}

std::string text_member(const json::object& from, std::string_view key) {
    const auto* found = member(from, key);
    return found != nullptr ? text_in(*found) : std::string();
}

bool truth_in(const json::value& value) {
    if (value.is_bool())
        return value.get_bool();
    const std::string text = lower_case(text_in(value));
    return text == "y" || text == "1" || text == "true";
}

bool truth_member(const json::object& from, std::string_view key, bool otherwise) {
    const auto* found = member(from, key);
    return found != nullptr ? truth_in(*found) : otherwise;
}

std::vector<std::string> texts_in(const json::value& value) {
    std::vector<std::string> texts;
    if (value.is_array()) {
        for (const auto& item : value.get_array())
            texts.push_back(text_in(item));
    } else if (value.is_object()) {
        for (const auto& [key, item] : value.get_object())
            texts.push_back(text_in(item));
    } else if (!value.is_null()) {
        texts.push_back(text_in(value));
    }
    return texts;
}

std::vector<std::int64_t> numbers_in(const json::value& value) {
    std::vector<std::int64_t> numbers;
    for (const auto& text : texts_in(value))
        if (const auto number = number_in(json::value(text)))
            numbers.push_back(*number);
    return numbers;
}

std::string lower_case(std::string_view ascii) {
    std::string out(ascii);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

std::string upper_case(std::string_view ascii) {
    std::string out(ascii);
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n\v";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
}

json::value php_array(std::vector<std::pair<std::string, json::value>> entries) {
    std::size_t position = 0;
    const bool is_list = std::all_of(entries.begin(), entries.end(), [&](const auto& entry) {
        return entry.first == std::to_string(position++);
    });
    if (is_list) {
        json::array list;
        for (auto& entry : entries)
            list.push_back(std::move(entry.second));
        return list;
    }
    json::object object;
    for (auto& [key, value] : entries)
        object[key] = std::move(value);
    return object;
}

json::value or_empty_list(json::object object) {
    if (object.empty())
        return json::array();
    return object;
}

}  // namespace sandbox
