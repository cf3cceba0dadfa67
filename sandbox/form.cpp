#include "sandbox/form.hpp"

#include <charconv>
#include <vector>

namespace sandbox {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// "data[A][B]" -> {"data", "A", "B"}
std::vector<std::string> segments_of(const std::string& key) {
    std::vector<std::string> segments;
    auto open = key.find('[');
    if (open == 0 || open == std::string::npos)
        return {key};
    segments.push_back(key.substr(0, open));
    while (open != std::string::npos && open < key.size() && key[open] == '[') {
        const auto close = key.find(']', open);
        if (close == std::string::npos)
            break;
        segments.push_back(key.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return segments;
}

std::string next_index(const json::object& node) {
    long highest = -1;
    for (const auto& [key, ignored] : node) {
        long index = 0;
        const auto* end = key.data() + key.size();
        if (std::from_chars(key.data(), end, index).ptr == end)
            highest = std::max(highest, index);
    }
    return std::to_string(highest + 1);
}

void place(json::object& root, const std::vector<std::string>& path, std::string value) {
    json::object* node = &root;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const std::string step = path[i].empty() ? next_index(*node) : path[i];
        json::value& child = (*node)[step];
        if (!child.is_object())
            child.emplace_object();
        node = &child.get_object();
    }
    const std::string last = path.back().empty() ? next_index(*node) : path.back();
    (*node)[last] = std::move(value);
}

json::value with_lists(json::object node) {
    bool is_list = !node.empty();
    std::size_t position = 0;
    for (auto& [key, child] : node) {
        if (child.is_object())
            child = with_lists(std::move(child.get_object()));
        is_list = is_list && std::string_view(key) == std::to_string(position++);
    }
    if (!is_list)
        return node;
    json::array list;
    for (auto& [key, child] : node)
        list.push_back(std::move(child));
    return list;
}

void append_pair(std::string& out, const std::string& key, std::string_view value) {
    if (!out.empty())
        out += '&';
    out += percent_encoded(key);
    out += '=';
    out += percent_encoded(value);
}

void append_tree(std::string& out, const std::string& key, const json::value& value) {
    const auto nested = [&](std::string_view name) { return key + '[' + std::string(name) + ']'; };
    if (value.is_object()) {
        for (const auto& [name, child] : value.get_object())
            append_tree(out, nested(name), child);
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const auto& child : value.get_array())
            append_tree(out, nested(std::to_string(index++)), child);
    } else if (value.is_string()) {
        append_pair(out, key, value.get_string());
    } else if (value.is_bool()) {
        append_pair(out, key, value.get_bool() ? "1" : "0");
    } else if (!value.is_null()) {
        append_pair(out, key, json::serialize(value));
    }
}

}  // namespace

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size();
        if (escape && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || c == '-' || c == '_' || c == '.' || c == '~') {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

json::object form_decoded(std::string_view body) {
    constexpr std::size_t most_pairs = 20'000;
    constexpr std::size_t deepest = 16;
    json::object root;
    for (std::size_t pairs = 0; !body.empty() && pairs < most_pairs; ++pairs) {
        const auto end = body.find('&');
        const std::string_view part = body.substr(0, end);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
        if (part.empty())
            continue;
        const auto equals = part.find('=');
        const auto path = segments_of(percent_decoded(part.substr(0, equals)));
        const auto value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
        if (path.size() <= deepest)
            place(root, path, percent_decoded(value));
    }
    for (auto& [key, child] : root)
        if (child.is_object())
            child = with_lists(std::move(child.get_object()));
    return root;
}

std::string form_encoded(const json::object& tree) {
    std::string out;
    for (const auto& [key, child] : tree)
        append_tree(out, key, child);
    return out;
}

}  // namespace sandbox
