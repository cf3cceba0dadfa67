#include "bot/wire/form.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <charconv>
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

// A per cent sign without two hex digits stands for itself, as in PHP. Gives a view into `room`.
std::string_view decoded(std::string_view text, std::string& room) {
    room.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        if (escape) {
            room += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else {
            room += text[i] == '+' ? ' ' : text[i];
        }
    }
    if (!locale::is_utf8(room))
        room = locale::repaired(room);
    return room;
}

// "data[a][]" is data, a, "". An unclosed bracket belongs to the name; what follows a closed one is left out,
// as in PHP.
void split(std::string_view key, std::vector<std::string_view>& path) {
    path.clear();
    const auto first = key.find('[');
    if (first == 0 || first == std::string_view::npos || key.find(']', first) == std::string_view::npos) {
        path.push_back(key);
        return;
    }
    path.push_back(key.substr(0, first));
    auto open = first;
    while (open < key.size() && key[open] == '[') {
        const auto close = key.find(']', open);
        if (close == std::string_view::npos)
            break;
        path.push_back(key.substr(open + 1, close - open - 1));
        open = close + 1;
    }
}

// A form's tree while it grows.
class tree {
public:
    explicit tree(boost::json::storage_ptr memory) : root_(boost::json::object_kind, std::move(memory)) {}

    void put(const std::vector<std::string_view>& path, std::string_view text) {
        auto* here = &root_;
        for (const auto segment : path) {
            auto& inside = here->is_object() ? here->get_object() : here->emplace_object();
            here = &child(inside, segment);
        }
        here->emplace_string().assign(text.data(), text.size());
    }

    boost::json::value grown() && {
        if (appended_)
            forget_counters(root_);
        return std::move(root_);
    }

private:
    // Where "[]" was met this member holds the index of the next one: no key of the form is empty.
    static constexpr std::string_view counter = "";

    boost::json::value& child(boost::json::object& of, std::string_view key) {
        if (key.empty())
            return append(of);
        if (auto* counted = appended_ ? of.if_contains(counter) : nullptr)
            *counted = std::max(counted->get_int64(), index_after(key));
        return of.emplace(key, nullptr).first->value();
    }

    boost::json::value& append(boost::json::object& of) {
        appended_ = true;
        if (!of.contains(counter)) {
            std::int64_t next = 0;
            for (const auto& each : of)
                next = std::max(next, index_after(each.key()));
            of.emplace(counter, next);
        }
        auto& next = of.at(counter).get_int64();
        const auto key = std::to_string(next);
        next += next < INT64_MAX - 1 ? 1 : 0;
        return of.emplace(key, nullptr).first->value();
    }

    // 0 for what is no index.
    static std::int64_t index_after(std::string_view key) {
        std::int64_t index = 0;
        const auto [end, wrong] = std::from_chars(key.data(), key.data() + key.size(), index);
        const bool whole = wrong == std::errc() && end == key.data() + key.size();
        return whole && index >= 0 && index < INT64_MAX ? index + 1 : 0;
    }

    static void forget_counters(boost::json::value& of) {
        auto* members = of.if_object();
        if (members == nullptr)
            return;
        if (const auto found = members->find(counter); found != members->end())
            members->stable_erase(found);
        for (auto& each : *members)
            forget_counters(each.value());
    }

    boost::json::value root_;
    bool appended_ = false;
};

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

form_read read_form(std::string_view body, const form_limits& limits, boost::json::storage_ptr memory) {
    if (body.size() > limits.bytes_max)
        return refused(too_many("bytes", limits.bytes_max));
    tree root(std::move(memory));
    std::string name, text;
    std::vector<std::string_view> path;
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
        split(decoded(pair.substr(0, equals), name), path);
        if (path.size() > limits.depth_max)
            return refused("a key of the body has more than " + std::to_string(limits.depth_max) +
                           " levels of brackets");
        root.put(path, equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1), text));
    }
    return {std::move(root).grown(), ""};
}

form_read read_body(std::string_view content_type, std::string_view body, const form_limits& limits,
                    boost::json::storage_ptr memory) {
    const auto type = locale::lowered(locale::trimmed(content_type.substr(0, content_type.find(';'))));
    if (type == "application/json" || (type.size() > 5 && type.substr(type.size() - 5) == "+json"))
        return read_json(body, limits);
    if (type.substr(0, 10) == "multipart/")
        return refused("bodies of the type " + type + " are not read");
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && body[first] == '{')
        return read_json(body, limits);
    return read_form(body, limits, std::move(memory));
}

}  // namespace bot::wire
