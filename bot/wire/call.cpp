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

std::optional<served> served_in(const json::value& envelope) {
    constexpr double latest = 1e11;  // seconds: as milliseconds still a number of 64 bits
    const auto& time = at(envelope, "time");
    const auto* from = at(time, "start").if_double();
    const auto* until = at(time, "finish").if_double();
    if (from == nullptr || until == nullptr || !(0 < *from && *from <= *until && *until < latest))
        return std::nullopt;
    const auto moment = [](double seconds) {
        return served::moment(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
    };
    return served{moment(*from), moment(*until)};
}

}  // namespace

void throw_exception_from_error(const refusal& why, const boost::source_location&) {
    throw std::runtime_error("the portal refused: " + why.code + " " + why.text);
}

reply decode(int status, std::string_view body, std::optional<served>* when) {
    auto envelope = parse_json(body);
    if (!envelope || !envelope->is_object())
        return not_json(status, body);
    auto& members = envelope->get_object();
    if (members.contains("error"))
        return refusal_of(*envelope, status);
    auto* result = members.if_contains("result");
    if (!result || status >= 400)
        return not_json(status, body);
    if (when != nullptr)
        *when = served_in(*envelope);
    return std::move(*result);
}

namespace {

json::value* member_of(json::value& all, std::string_view name) {
    return all.is_object() ? all.get_object().if_contains(name) : nullptr;
}

reply decode_member(json::value& whole, const std::string& key, int status) {
    auto* refusals = member_of(whole, "result_error");
    if (const auto* refused = refusals ? member_of(*refusals, key) : nullptr) {
        if (refused->is_object())
            return refusal_of(*refused, status);
        return refusal{to_text(*refused), "", status, false};
    }
    auto* answers = member_of(whole, "result");
    if (auto* answer = answers ? member_of(*answers, key) : nullptr)
        return std::move(*answer);
    return refusal{"NOT_JSON", "the answer to the batch says nothing of this call", status, true};
}

}  // namespace

std::vector<reply> decode_batch(int status, std::string_view body, std::size_t count,
                                std::optional<served>* when) {
    auto whole = decode(status, body, when);
    if (whole.has_error())
        return std::vector<reply>(count, reply(whole.error()));
    std::vector<reply> replies;
    for (std::size_t i = 0; i < count; ++i)
        replies.push_back(decode_member(*whole, "c" + std::to_string(i), status));
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
