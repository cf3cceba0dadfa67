#include "sandbox/request_log.hpp"

#include <algorithm>

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

json::value without_secrets(const json::value& value) {
    static constexpr std::array hidden = {"auth",      "access_token",  "refresh_token",
                                          "botToken",  "BOT_TOKEN",     "CLIENT_ID",
                                          "client_id", "client_secret", "application_token"};
    if (value.is_array()) {
        json::array cleaned;
        for (const auto& item : value.get_array())
            cleaned.push_back(without_secrets(item));
        return cleaned;
    }
    if (!value.is_object())
        return value;
    json::object cleaned;
    for (const auto& [key, item] : value.get_object())
        if (std::find(hidden.begin(), hidden.end(), std::string_view(key)) == hidden.end())
            cleaned[key] = without_secrets(item);
    return cleaned;
}

void append(portal& p, json::object entry) {
    constexpr std::size_t kept = 10'000;
    p.log.push_back(std::move(entry));
    if (p.log.size() > kept)
        p.log.pop_front();
}

std::vector<std::string> methods_in_batch(const json::object& params) {
    std::vector<std::string> methods;
    for (const char* key : {"cmd", "CMD"})
        if (const auto* cmd = member(params, key))
            for (const auto& text : texts_in(*cmd))
                methods.push_back(lower_case(text.substr(0, text.find('?'))));
    return methods;
}

bool is_inner_kind(const rest_fault& fault) {
    return fault.kind.rfind("error:", 0) == 0;
}

std::optional<rest_fault> take_if(portal& p, const std::function<bool(const rest_fault&)>& fits) {
    auto& planned = p.faults.rest;
    if (planned.empty())
        return std::nullopt;
    const auto strikes = [&](const rest_fault& fault) {
        std::uniform_real_distribution<double> dice(0, 1);
        return fault.times > 0 && fits(fault) && (fault.chance >= 1 || dice(p.random) < fault.chance);
    };
    const auto found = std::find_if(planned.begin(), planned.end(), strikes);
    if (found == planned.end())
        return std::nullopt;
    const rest_fault fault = *found;
    if (--found->times <= 0)
        planned.erase(found);
    return fault;
}

}  // namespace

void count_call(portal& p, const std::string& method) {
    ++p.counted.by_method[method];
    if (lower_case(method) != "batch")
        ++p.counted.calls;
}

void log_request(portal& p, const std::string& method, const json::object& params, int status,
                 const std::string& error) {
    if (!p.set.keep_log)
        return;
    append(p, {{"id", ++p.last_log_id},
               {"at", iso_utc(p.now())},
               {"kind", "request"},
               {"method", method},
               {"params", without_secrets(params)},
               {"status", status},
               {"error", error.empty() ? json::value(nullptr) : json::value(error)}});
}

void log_delivery(portal& p, const delivery& what, int status, const std::string& error) {
    if (!p.set.keep_log)
        return;
    const std::string shown_url = what.url.substr(0, what.url.find('/', 8));
    append(p, {{"id", ++p.last_log_id},
               {"at", iso_utc(p.now())},
               {"kind", "delivery"},
               {"event", what.event},
               {"to", shown_url},
               {"status", status},
               {"error", error.empty() ? json::value(nullptr) : json::value(error)}});
}

std::optional<rest_fault> take_fault(portal& p, const std::string& method, const json::object& params) {
    if (p.faults.rest.empty())
        return std::nullopt;
    const std::string outer = lower_case(method);
    const auto inner = outer == "batch" ? methods_in_batch(params) : std::vector<std::string>();
    return take_if(p, [&](const rest_fault& fault) {
        if (fault.method == "*" || fault.method == outer)
            return true;
        return !is_inner_kind(fault) && std::find(inner.begin(), inner.end(), fault.method) != inner.end();
    });
}

std::optional<rest_fault> take_inner_fault(portal& p, const std::string& method) {
    const std::string name = lower_case(method);
    return take_if(p, [&](const rest_fault& fault) { return is_inner_kind(fault) && fault.method == name; });
}

}  // namespace sandbox
