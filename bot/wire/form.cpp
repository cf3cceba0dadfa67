#include "bot/wire/form.hpp"

#include <boost/json/object.hpp>
#include <charconv>
#include <unordered_map>
#include <vector>

#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

int hex(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// A per cent sign without two hex digits stands for itself, as in PHP.
std::string decoded(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        if (escape) {
            plain += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return locale::is_utf8(plain) ? plain : locale::repaired(plain);
}

// "data[a][]" is data, a, "". An unclosed bracket belongs to the name; what follows a closed one is left out,
// as in PHP.
std::vector<std::string> segments(const std::string& key) {
    const auto first = key.find('[');
    if (first == 0 || first == std::string::npos || key.find(']', first) == std::string::npos)
        return {key};
    std::vector<std::string> path{key.substr(0, first)};
    auto open = first;
    while (open < key.size() && key[open] == '[') {
        const auto close = key.find(']', open);
        if (close == std::string::npos)
            break;
        path.push_back(key.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return path;
}

struct node {
    std::string key;
    std::string text;  // of a leaf
    bool branch = false;
    std::vector<node> children;
    std::unordered_map<std::string, std::size_t> places;
    std::int64_t next = 0;  // index of the next "[]"
};

node& child(node& of, std::string key) {
    of.branch = true;
    if (key.empty())
        key = std::to_string(of.next);
    std::int64_t index = 0;
    const auto [end, wrong] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (wrong == std::errc() && end == key.data() + key.size() && index >= of.next && index < INT64_MAX)
        of.next = index + 1;
    const auto [place, added] = of.places.try_emplace(key, of.children.size());
    if (added)
        of.children.emplace_back().key = std::move(key);
    return of.children[place->second];
}

void put(node& root, const std::vector<std::string>& path, std::string text) {
    auto* here = &root;
    for (const auto& segment : path)
        here = &child(*here, segment);
    auto key = std::move(here->key);
    *here = {};
    here->key = std::move(key);
    here->text = std::move(text);
}

boost::json::value tree_of(const node& from) {
    if (!from.branch)
        return boost::json::value(from.text);
    boost::json::object members;
    for (const auto& each : from.children)
        members[each.key] = tree_of(each);
    return members;
}

std::string too_many(std::string_view what, std::size_t limit) {
    return "the body has more than " + std::to_string(limit) + " " + std::string(what);
}

form_read refused(std::string why) {
    return {boost::json::value(boost::json::object()), std::move(why)};
}

std::size_t leaves(const boost::json::value& of) {
    const auto inner = elements(of);
    std::size_t count = inner.empty() ? 1 : 0;
    for (const auto* each : inner)
        count += leaves(*each);
    return count;
}

form_read read_json(std::string_view body, const form_limits& limits) {
    if (body.size() > limits.bytes_max)
        return refused(too_many("bytes", limits.bytes_max));
    auto parsed = parse_json(body, limits.depth_max);
    if (!parsed || !parsed->is_object())
        return refused("the body is no JSON object, or nested deeper than " +
                       std::to_string(limits.depth_max));
    if (leaves(*parsed) > limits.pairs_max)
        return refused(too_many("values", limits.pairs_max));
    return {std::move(*parsed), ""};
}

}  // namespace

form_read read_form(std::string_view body, const form_limits& limits) {
    if (body.size() > limits.bytes_max)
        return refused(too_many("bytes", limits.bytes_max));
    node root;
    root.branch = true;
    std::size_t pairs = 0;
    while (!body.empty()) {
        const auto end = body.find('&');
        const auto pair = body.substr(0, end);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
        if (pair.empty() || pair.front() == '=')
            continue;
        if (++pairs > limits.pairs_max)
            return refused(too_many("pairs", limits.pairs_max));
        const auto equals = pair.find('=');
        const auto path = segments(decoded(pair.substr(0, equals)));
        if (path.size() > limits.depth_max)
            return refused("a key of the body has more than " + std::to_string(limits.depth_max) +
                           " levels of brackets");
        put(root, path, equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1)));
    }
    return {tree_of(root), ""};
}

form_read read_body(std::string_view content_type, std::string_view body, const form_limits& limits) {
    const auto type = locale::lowered(locale::trimmed(content_type.substr(0, content_type.find(';'))));
    if (type == "application/json" || (type.size() > 5 && type.substr(type.size() - 5) == "+json"))
        return read_json(body, limits);
    if (type.substr(0, 10) == "multipart/")
        return refused("bodies of the type " + type + " are not read");
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && body[first] == '{')
        return read_json(body, limits);
    return read_form(body, limits);
}

}  // namespace bot::wire
