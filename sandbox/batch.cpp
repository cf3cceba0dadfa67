#include "sandbox/batch.hpp"

#include "sandbox/form.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/params.hpp"
#include "sandbox/request_log.hpp"

namespace sandbox {
namespace {

using entries = std::vector<std::pair<std::string, json::value>>;

// What the commands so far gave; the names are those of the references.
struct tally {
    entries result, error, total, next, time;
};

const json::value* member_any_case(const json::value& in, const std::string& key) {
    if (in.is_object()) {
        for (const auto& [name, value] : in.get_object())
            if (lower_case(name) == lower_case(key))
                return &value;
    } else if (in.is_array()) {
        const auto index = number_in(json::value(key));
        if (index && *index >= 0 && static_cast<std::size_t>(*index) < in.get_array().size())
            return &in.get_array()[static_cast<std::size_t>(*index)];
    }
    return nullptr;
}

const json::value* resolved(const tally& so_far, const std::string& root,
                            const std::vector<std::string>& path) {
    const entries* from = root == "result"  ? &so_far.result
                          : root == "error" ? &so_far.error
                          : root == "total" ? &so_far.total
                          : root == "next"  ? &so_far.next
                          : root == "time"  ? &so_far.time
                                            : nullptr;
    if (from == nullptr || path.empty())
        return nullptr;
    const json::value* at = nullptr;
    for (const auto& [name, value] : *from)
        if (lower_case(name) == lower_case(path.front()))
            at = &value;
    for (std::size_t i = 1; i < path.size() && at != nullptr; ++i)
        at = member_any_case(*at, path[i]);
    return at;
}

// One `$result[a][b]` at the start of `text`; `length` = how much of the text it takes (0 = none).
struct reference {
    std::size_t length = 0;
    const json::value* value = nullptr;
};

reference reference_at(std::string_view text, const tally& so_far) {
    for (const std::string root : {"result", "error", "total", "next", "time"}) {
        if (lower_case(text.substr(1, root.size())) != root || text.substr(root.size() + 1, 1) != "[")
            continue;
        std::vector<std::string> path;
        std::size_t at = root.size() + 1;
        while (at < text.size() && text[at] == '[') {
            const auto close = text.find(']', at);
            if (close == std::string_view::npos)
                break;
            path.emplace_back(text.substr(at + 1, close - at - 1));
            at = close + 1;
        }
        if (!path.empty())
            return {at, resolved(so_far, root, path)};
    }
    return {};
}

json::value expanded(const std::string& text, const tally& so_far) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto found =
            text[at] == '$' ? reference_at(std::string_view(text).substr(at), so_far) : reference();
        if (found.length == 0) {
            out += text[at++];
            continue;
        }
        if (found.length == text.size() && found.value != nullptr)
            return *found.value;
        if (found.value != nullptr)
            out += text_in(*found.value);
        at += found.length;
    }
    return json::value(out);
}

json::value expanded(const json::value& value, const tally& so_far) {
    if (value.is_string())
        return expanded(text_in(value), so_far);
    if (value.is_array()) {
        json::array out;
        for (const auto& item : value.get_array())
            out.push_back(expanded(item, so_far));
        return out;
    }
    if (!value.is_object())
        return value;
    json::object out;
    for (const auto& [key, item] : value.get_object())
        out[text_in(expanded(std::string(std::string_view(key)), so_far))] = expanded(item, so_far);
    return out;
}

answer run_command(const call& c, const std::string& text, const tally& so_far, std::size_t position) {
    if (position >= 50)
        throw refusal("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");
    const auto question = text.find('?');
    const std::string name = text.substr(0, question);
    if (lower_case(name) == "batch" || lower_case(name).rfind("imbot.v2.file.", 0) == 0)
        throw refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405);
    std::string query = question == std::string::npos ? std::string() : text.substr(question + 1);
    query.resize(std::min(query.find('#'), query.size()));  // T15
    if (const auto fault = take_inner_fault(c.p, name))
        throw refusal(fault->kind.substr(6), "Planned error");
    json::value params = form_decoded(query);
    if (query.find('$') != std::string::npos || query.find("%24") != std::string::npos)
        params = expanded(params, so_far);
    return run_v2(c.p, c.who, name, std::move(params.get_object()));
}

json::object time_of(const call& c, const std::string& text, double start) {
    json::object time{{"start", start}, {"finish", start}};
    if (tells_operating(c.p)) {
        const auto operating = operating_of(c.p, c.who, text.substr(0, text.find('?')));
        time["operating_reset_at"] = operating.reset_at;
        time["operating"] = operating.used;
    }
    return time;
}

entries commands_of(const json::object& params) {
    entries commands;
    const auto* cmd = member(params, "CMD");
    if (cmd != nullptr && cmd->is_object()) {
        for (const auto& [key, value] : cmd->get_object())
            commands.emplace_back(std::string(std::string_view(key)), value);
    } else if (cmd != nullptr && cmd->is_array()) {
        std::size_t index = 0;
        for (const auto& value : cmd->get_array())
            commands.emplace_back(std::to_string(index++), value);
    } else {
        throw refusal("ERROR_ARGUMENT", "Argument 'cmd' is null or empty");
    }
    return commands;
}

}  // namespace

answer batch(const call& c) {
    tally all;
    const bool halt = truth_member(c.params, "HALT", false);
    std::size_t position = 0;
    for (const auto& [name, text] : commands_of(c.params)) {
        const double start = std::chrono::duration<double>(c.p.clock().time_since_epoch()).count();
        try {
            answer given = run_command(c, text_in(text), all, position++);
            all.result.emplace_back(name, std::move(given.result));
            if (given.total)
                all.total.emplace_back(name, *given.total);
            if (given.next)
                all.next.emplace_back(name, *given.next);
            all.time.emplace_back(name, time_of(c, text_in(text), start));
        } catch (const refusal& why) {
            all.error.emplace_back(name,
                                   json::object{{"error", why.code}, {"error_description", why.what()}});
            if (halt)
                break;
        }
    }
    return {json::object{{"result", php_array(std::move(all.result))},
                         {"result_error", php_array(std::move(all.error))},
                         {"result_total", php_array(std::move(all.total))},
                         {"result_next", php_array(std::move(all.next))},
                         {"result_time", php_array(std::move(all.time))}},
            {},
            {}};
}

}  // namespace sandbox
