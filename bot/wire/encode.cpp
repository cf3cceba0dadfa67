#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <stdexcept>

#include "bot/wire/call.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

// A reference is an object with this only member: nothing a user writes is ever an object.
constexpr std::string_view reference_mark = "\x01reference";

const json::value* as_reference(const json::value& of) {
    const auto* object = of.if_object();
    return object ? object->if_contains(reference_mark) : nullptr;
}

bool has_reference(const json::value& in) {
    if (as_reference(in))
        return true;
    if (const auto* object = in.if_object())
        for (const auto& member : *object)
            if (has_reference(member.value()))
                return true;
    if (const auto* list = in.if_array())
        for (const auto& each : *list)
            if (has_reference(each))
                return true;
    return false;
}

// "[c-2]" in the call number `index` is "[c{index-2}]".
std::string resolved(std::string_view path, std::size_t index) {
    std::string absolute;
    for (auto mark = path.find("[c-"); mark != std::string_view::npos; mark = path.find("[c-")) {
        const auto close = path.find(']', mark);
        if (close == std::string_view::npos)
            throw std::logic_error("a reference without a closing bracket");
        const auto back = std::stoul(std::string(path.substr(mark + 3, close - mark - 3)));
        if (back == 0 || back > index)
            throw std::logic_error("a reference to a call that does not come before this one");
        absolute += std::string(path.substr(0, mark)) + "[c" + std::to_string(index - back);
        path.remove_prefix(close);
    }
    return absolute + std::string(path);
}

std::string percent(std::string_view text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

void refuse_live_text(std::string_view text) {
    const auto low = locale::lowered(text);  // the portal's references are case-insensitive
    for (const auto* live : {"$result", "$next", "$total", "$error", "$time"})
        if (low.find(live) != std::string::npos)
            throw std::logic_error("words that a batch would expand must not be put into one");
}

// The parameters of one call of a batch as PHP's http_build_query would write them.
class query_writer {
public:
    explicit query_writer(std::size_t index) : index_(index) {}

    void write(const std::string& key, const json::value& what) {
        if (const auto* path = as_reference(what)) {
            pair(key, resolved(std::string_view(path->get_string()), index_));
        } else if (const auto* object = what.if_object()) {
            for (const auto& member : *object)
                write(inner(key, member.key()), member.value());
        } else if (const auto* list = what.if_array()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                write(inner(key, std::to_string(i)), (*list)[i]);
        } else {
            const auto text = scalar(what);
            refuse_live_text(text);
            pair(key, text);
        }
    }

    [[nodiscard]] const std::string& query() const { return query_; }

private:
    static std::string inner(const std::string& key, std::string_view member) {
        return key.empty() ? std::string(member) : key + "[" + std::string(member) + "]";
    }

    static std::string scalar(const json::value& what) {
        if (const auto* text = what.if_string())
            return std::string(std::string_view(*text));
        if (what.is_null())
            return {};
        if (const auto* yes = what.if_bool())
            return *yes ? "1" : "0";
        return json::serialize(what);
    }

    void pair(const std::string& key, const std::string& text) {
        refuse_live_text(key);
        query_ += (query_.empty() ? "?" : "&") + percent(key) + "=" + percent(text);
    }

    std::size_t index_;
    std::string query_;
};

std::string command_of(const call& what, std::size_t index) {
    if (what.v3)
        throw std::logic_error("calls of v3 do not go into a batch of v2");
    query_writer writer(index);
    writer.write("", what.params);
    return what.method + writer.query();
}

// "/rest/1/secret/" is "/rest/api/1/secret/" in v3.
std::string root_of(std::string_view base, bool v3) {
    std::string root(base);
    if (root.empty() || root.back() != '/')
        root += '/';
    const auto rest = root.find("/rest/");
    if (v3 && rest != std::string::npos)
        root.insert(rest + 6, "api/");
    return root;
}

}  // namespace

http_request encode(const call& what, std::string_view base, std::string_view token) {
    auto body = what.params;
    if (has_reference(body))
        throw std::logic_error("a reference outside a batch");
    if (!token.empty())
        body["auth"] = token;
    return {root_of(base, what.v3) + what.method + (what.v3 ? "" : ".json"), json::serialize(body)};
}

http_request encode_batch(const std::vector<call>& calls, std::string_view base, std::string_view token) {
    if (calls.empty() || calls.size() > batch_calls_max)
        throw std::logic_error("a batch has 1 to 50 calls");
    json::object commands;
    for (std::size_t i = 0; i < calls.size(); ++i)
        commands["c" + std::to_string(i)] = command_of(calls[i], i);
    json::object body;
    body["halt"] = 0;
    body["cmd"] = std::move(commands);
    if (!token.empty())
        body["auth"] = token;
    return {root_of(base, false) + "batch.json", json::serialize(body)};
}

json::value reference(std::string_view path, std::string_view prefix) {
    json::object marked;
    marked[reference_mark] = std::string(prefix) + std::string(path);
    return marked;
}

}  // namespace bot::wire
