#include "bot/wire/call.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

constexpr std::size_t text_length_max = 300;

std::string without_tags(std::string_view html) {
    std::string text;
    bool inside = false;
    for (const char c : html) {
        if (c == '<') {
            inside = true;
            text += ' ';
        } else if (c == '>' && inside) {
            inside = false;
        } else if (!inside) {
            text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return text;
}

void replace_all(std::string& in, std::string_view what, std::string_view by) {
    for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size()))
        in.replace(at, what.size(), by);
}

// T90: descriptions are HTML.
std::string plain(std::string_view html) {
    auto text = without_tags(html);
    constexpr std::pair<std::string_view, std::string_view> entities[] = {
        {"&nbsp;", " "}, {"&quot;", "\""}, {"&#039;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}};
    for (const auto& [name, character] : entities)
        replace_all(text, name, character);
    replace_all(text, "  ", " ");
    return locale::shortened(locale::trimmed(text), text_length_max);
}

refusal refusal_of(const json::value& envelope, int status) {
    const auto& error = at(envelope, "error");
    refusal why;
    why.status = status;
    if (error.is_object()) {  // T4
        why.code = to_text(at(error, "code"));
        why.text = plain(to_text(at(error, "message")));
    } else {
        why.code = to_text(error);
        why.text = plain(to_text(at(envelope, "error_description")));
    }
    why.maybe_done = why.code == "INTERNAL_SERVER_ERROR" || why.code == "ERROR_UNEXPECTED_ANSWER";
    return why;
}

// Nothing of the body is shown: an error page may repeat the address with its secrets.
refusal not_json(int status, std::string_view body) {
    return {"NOT_JSON", std::to_string(body.size()) + " bytes that are not an answer of the portal", status,
            true};
}

}  // namespace

void throw_exception_from_error(const refusal& why, const boost::source_location&) {
    throw std::runtime_error("the portal refused: " + why.code + " " + why.text);
}

reply decode(int status, std::string_view body) {
    const auto envelope = parse_json(body);
    if (!envelope || !envelope->is_object())
        return not_json(status, body);
    const auto& members = envelope->get_object();
    if (members.contains("error"))
        return refusal_of(*envelope, status);
    const auto* result = members.if_contains("result");
    if (!result || status >= 400)
        return not_json(status, body);
    return *result;
}

namespace {

reply decode_member(const json::value& answers, const json::value& refusals, const std::string& key,
                    int status) {
    const auto* refused = refusals.is_object() ? refusals.get_object().if_contains(key) : nullptr;
    if (refused) {
        if (refused->is_object())
            return refusal_of(*refused, status);
        return refusal{to_text(*refused), "", status, false};
    }
    const auto* answer = answers.is_object() ? answers.get_object().if_contains(key) : nullptr;
    if (answer)
        return *answer;
    return refusal{"NOT_JSON", "the answer to the batch says nothing of this call", status, true};
}

}  // namespace

std::vector<reply> decode_batch(int status, std::string_view body, std::size_t count) {
    const auto whole = decode(status, body);
    if (whole.has_error())
        return std::vector<reply>(count, reply(whole.error()));
    std::vector<reply> replies;
    for (std::size_t i = 0; i < count; ++i)
        replies.push_back(
            decode_member(at(*whole, "result"), at(*whole, "result_error"), "c" + std::to_string(i), status));
    return replies;
}

std::optional<std::chrono::sys_seconds> operating_reset(std::string_view body) {
    const auto envelope = parse_json(body);
    if (!envelope)
        return std::nullopt;
    auto latest = to_unix(at_path(*envelope, {"time", "operating_reset_at"}));
    for (const auto* each : elements(at_path(*envelope, {"result", "result_time"}))) {
        const auto moment = to_unix(at(*each, "operating_reset_at"));
        if (moment && (!latest || *moment > *latest))
            latest = moment;
    }
    return latest;
}

}  // namespace bot::wire
