#include "sandbox/rest.hpp"

#include <algorithm>
#include <cmath>

#include "sandbox/form.hpp"
#include "sandbox/kind.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/request_log.hpp"
#include "sandbox/trouble.hpp"

namespace sandbox {
namespace {

// A REST address taken apart: /rest/[api/][user/secret/]method[.json]
struct rest_path {
    bool v3 = false;
    std::string user, secret, method;
};

rest_path taken_apart(std::string_view path) {
    rest_path parts;
    std::vector<std::string> steps;
    for (auto rest = path.substr(std::string_view("/rest/").size()); !rest.empty();) {
        const auto slash = std::min(rest.find('/'), rest.size());
        if (slash != 0)
            steps.push_back(percent_decoded(rest.substr(0, slash)));
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    if (!steps.empty() && steps.front() == "api") {
        parts.v3 = true;
        steps.erase(steps.begin());
    }
    if (steps.size() >= 3) {
        parts.user = steps[0];
        parts.secret = steps[1];
    }
    if (!steps.empty())
        parts.method = steps.back();
    for (const std::string suffix : {".json", ".xml"})
        if (parts.method.size() > suffix.size() && parts.method.ends_with(suffix))
            parts.method.resize(parts.method.size() - suffix.size());
    return parts;
}

json::object parameters_of(const web_request& request) {
    json::object params = form_decoded(request.query);
    if (request.content_type.rfind("application/json", 0) == 0) {
        boost::system::error_code failed;
        json::value body = json::parse(request.body, failed);
        if (!failed && body.is_object())
            for (auto& [key, value] : body.get_object())
                params[key] = value;
    } else if (request.content_type.rfind("application/x-www-form-urlencoded", 0) == 0) {
        for (auto& [key, value] : form_decoded(request.body))
            params[key] = value;
    }
    return params;
}

caller webhook_owner(const portal& p, const rest_path& path) {
    const auto user = number_in(json::value(path.user));
    if (!user || *user != service_user || path.secret != p.set.webhook_secret)
        throw refusal("INVALID_CREDENTIALS", "Invalid request credentials", 401);
    caller who;
    who.user = *user;
    who.webhook = true;
    return who;
}

// Takes the credentials out of the parameters.
caller authorised(portal& p, const rest_path& path, const web_request& request, json::object& params) {
    std::string token;
    for (const char* key : {"access_token", "auth"})
        if (const auto* given = member(params, key)) {
            token = text_in(*given);
            params.erase(key);
        }
    const std::string connector = text_member(params, "auth_connector");
    refuse_in_trouble(p, !path.user.empty());
    if (!path.user.empty())
        return webhook_owner(p, path);
    if (request.authorization.rfind("Bearer ", 0) == 0)
        token = request.authorization.substr(7);
    if (token.empty())
        throw refusal("NO_AUTH_FOUND", "Wrong authorization data", 401);
    const auto found = p.access_tokens.find(token);
    if (found == p.access_tokens.end())
        throw refusal("invalid_token", "Unable to get application by token", 401);
    if (found->second.expires <= p.now())
        throw refusal("expired_token", "The access token provided has expired.", 401);
    const auto* user = find_person(p, found->second.user);
    if (user == nullptr || !user->active)
        throw refusal("authorization_error", "Unable to authorize user", 401);
    caller who;
    who.user = user->id;
    who.connector = connector;
    who.chain = found->second.chain;
    return who;
}

json::object time_member(const portal& p, moment start, const operating_view& operating) {
    const auto seconds = [](moment at) {
        return std::chrono::duration<double>(at.time_since_epoch()).count();
    };
    const moment finish = p.clock();
    const auto iso = [](moment at) {
        return iso_in(portal_zone, std::chrono::floor<std::chrono::seconds>(at));
    };
    json::object time{{"start", seconds(start)},
                      {"finish", seconds(finish)},
                      {"duration", seconds(finish) - seconds(start)},
                      {"processing", 0},
                      {"date_start", iso(start)},
                      {"date_finish", iso(finish)}};
    if (tells_operating(p)) {
        time["operating_reset_at"] = operating.reset_at;
        time["operating"] = operating.used;
    }
    return time;
}

web_response success(const portal& p, answer given, moment start, const operating_view& operating) {
    json::object envelope{{"result", std::move(given.result)}};
    if (given.next)
        envelope["next"] = *given.next;
    if (given.total)
        envelope["total"] = *given.total;
    envelope["time"] = time_member(p, start, operating);
    return json_response(200, envelope);
}

web_response failure(const refusal& why, bool v3) {
    if (!v3) {
        json::object envelope{{"error", why.code}, {"error_description", why.what()}};
        if (!why.argument.empty())
            envelope["argument"] = why.argument;
        return json_response(why.status, envelope);
    }
    // v3 knows but one answer to a bad token (T5).
    const bool unauthorised = why.status == 401;
    const std::string code = unauthorised ? "ACCESSDENIEDEXCEPTION" : why.code;
    json::object error{{"code", "BITRIX_REST_V3_EXCEPTION_" + code}, {"message", why.what()}};
    if (!why.argument.empty())
        error["validation"] = json::array{json::object{{"message", why.what()}, {"field", why.argument}}};
    return json_response(why.status, json::object{{"error", error}});
}

// v3 methods have counts and limits of their own.
std::string v3_name(const rest_path& path) {
    return "v3:" + path.method;
}

answer run_v3(portal& p, const caller& who, const rest_path& path, const web_request& request,
              const json::object& params) {
    const auto* entry = v3_method(path.method);
    if (entry == nullptr)
        throw refusal("METHODNOTFOUNDEXCEPTION", "Method not found: " + path.method, 404);
    spend_operating_time(p, who, v3_name(path));
    if (request.content_type.rfind("application/json", 0) != 0)
        throw refusal("INVALIDJSONEXCEPTION", "The body must be JSON");
    const auto& scopes = p.set.scopes;
    if (std::find(scopes.begin(), scopes.end(), entry->scope) == scopes.end())
        throw refusal("INSUFFICIENTSCOPEEXCEPTION", "Insufficient scope", 403);
    return entry->run({p, who, params});
}

void check_scope(const portal& p, const method_entry& entry) {
    const std::string_view scope = entry.scope;
    const auto& granted = p.set.scopes;
    if (!scope.empty() && std::find(granted.begin(), granted.end(), scope) == granted.end())
        throw refusal("insufficient_scope",
                      "The request requires higher privileges than provided by the access token", 401);
}

json::object with_upper_keys(const json::object& params) {
    json::object upper;
    for (const auto& [key, value] : params)
        upper[upper_case(key)] = value;
    return upper;
}

// Everything but misbehaviour and counting.
web_response processed(portal& p, const rest_path& path, const web_request& request, json::object& params) {
    const moment start = p.clock();
    std::string error;
    web_response response;
    try {
        const caller who = authorised(p, path, request, params);
        answer given = path.v3 ? run_v3(p, who, path, request, params)
                               : run_v2(p, who, path.method, p.set.keep_log ? params : std::move(params));
        const auto operating = operating_of(p, who, path.v3 ? v3_name(path) : path.method);
        response = success(p, std::move(given), start, operating);
    } catch (const refusal& why) {
        error = why.code;
        response = failure(why, path.v3);
    }
    log_request(p, path.method, params, response.status, error);
    flush_events(p);
    return response;
}

web_response planned_error(portal& p, const std::string& code, const rest_path& path,
                           const json::object& params) {
    const std::string uuid = lower_case(text_member(object_member(params, "fields"), "templateId"));
    if (code == "SENDING_FAILED" && !uuid.empty())
        p.sent_templates[uuid] = {0, p.now()};  // burnt for an hour (T64)
    return failure({code, "Planned error", 400}, path.v3);
}

web_response misbehaved(portal& p, const rest_fault& fault, const rest_path& path, const web_request& request,
                        json::object& params) {
    const auto proceed = [&] { return processed(p, path, request, params); };
    web_response response;
    const std::string& kind = fault.kind;
    if (kind == "expired_token")
        response = failure({"expired_token", "The access token provided has expired.", 401}, path.v3);
    else if (kind == "query_limit")
        response = failure({path.v3 ? "RATELIMITEXCEPTION" : "QUERY_LIMIT_EXCEEDED", "Too many requests",
                            path.v3 ? 429 : 503},
                           path.v3);
    else if (kind == "slow" || kind == "drop_after")
        response = proceed();
    else if (kind.rfind("error:", 0) == 0)
        response = planned_error(p, kind.substr(6), path, params);
    else if (kind != "drop_before")
        response.type = "text/html; charset=utf-8";
    if (kind == "slow")
        response.wait = std::chrono::milliseconds(fault.delay_ms);
    if (kind == "drop_before" || kind == "drop_after")
        response.then = web_response::ending::drop;
    if (kind == "http_502" || kind == "html") {
        response.status = kind == "html" ? 200 : 502;
        response.body = "<html><head><title>nginx</title></head><body>The portal is tired.</body></html>";
    }
    if (kind != "slow" && kind != "drop_after")
        log_request(p, path.method, params, response.status, "fault:" + kind);
    return response;
}

// What a portal of the time before v3 says under /rest/api/: an error like v2's, or a page.
web_response without_v3(portal& p, const rest_path& path) {
    web_response response = failure({"ERROR_METHOD_NOT_FOUND", "Method not found!", 404}, false);
    if (!has(p, part::v3_page)) {
        response.type = "text/html; charset=utf-8";
        response.body = "<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>";
    }
    log_request(p, path.method, {}, response.status, "ERROR_METHOD_NOT_FOUND");
    return response;
}

}  // namespace

answer run_v2(portal& p, const caller& who, const std::string& name, json::object params) {
    count_call(p, name);
    const auto* entry = v2_method(name);
    if (entry == nullptr || !has_method(p, lower_case(name)))
        throw refusal("ERROR_METHOD_NOT_FOUND", "Method not found!", 404);
    check_scope(p, *entry);
    if (who.webhook && (entry->flags & method_entry::no_webhook) != 0)
        throw refusal("WRONG_AUTH_TYPE", "Current authorization type is denied for this method", 403);
    spend_operating_time(p, who, name);
    if ((entry->flags & method_entry::upper_keys) != 0)
        params = with_upper_keys(params);
    return entry->run({p, who, params});
}

web_response rest_response(portal& p, const web_request& request) {
    if (const auto elsewhere = redirected(p, request))
        return *elsewhere;
    const rest_path path = taken_apart(request.path);
    json::object params = parameters_of(request);
    ++p.counted.http;
    if (p.set.bucket && !poured_into_bucket(p, request.address)) {
        ++p.counted.query_limit;
        log_request(p, path.method, params, 503, "QUERY_LIMIT_EXCEEDED");
        return failure({"QUERY_LIMIT_EXCEEDED", "Too many requests", 503}, false);
    }
    if (path.v3 && !(has(p, part::v3) && has(p, part::v3_page)))
        return without_v3(p, path);
    if (path.v3)
        count_call(p, v3_name(path));
    if (const auto fault = take_fault(p, path.method, params))
        return misbehaved(p, *fault, path, request, params);
    return processed(p, path, request, params);
}

page_bounds page_of(const json::object& params, std::size_t size) {
    constexpr std::int64_t page = 50;
    const auto start = number_member(params, "start").value_or(number_member(params, "START").value_or(0));
    const auto total = static_cast<std::int64_t>(size);
    const auto from = std::clamp<std::int64_t>(start, 0, total);
    const auto until = std::min(from + page, total);
    page_bounds bounds{static_cast<std::size_t>(from), static_cast<std::size_t>(until), {}, {}};
    if (start == -1)
        return bounds;
    bounds.total = total;
    if (until < total)
        bounds.next = until;
    return bounds;
}

answer paged(json::array all, const json::object& params) {
    const page_bounds bounds = page_of(params, all.size());
    const auto at = [&](std::size_t i) { return all.begin() + static_cast<std::ptrdiff_t>(i); };
    return {json::array(at(bounds.from), at(bounds.until)), bounds.next, bounds.total};
}

}  // namespace sandbox
