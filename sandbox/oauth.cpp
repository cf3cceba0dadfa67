#include "sandbox/oauth.hpp"

#include "sandbox/form.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/trouble.hpp"

namespace sandbox {
namespace {

constexpr std::chrono::seconds code_lifetime{30};
constexpr std::chrono::seconds refresh_lifetime{180 * 24 * 3600};

web_response oauth_error(std::string_view code, std::string_view description) {
    const json::object body{{"error", code}, {"error_description", description}};
    return json_response(400, body);
}

// Takes the grant away: codes and refresh tokens are good once.
std::optional<id_number> redeem(portal& p, std::map<std::string, refresh_token>& grants,
                                const std::string& key) {
    const auto found = grants.find(key);
    if (found == grants.end())
        return std::nullopt;
    const refresh_token grant = found->second;
    grants.erase(found);
    if (grant.expires <= p.now())
        return std::nullopt;
    return grant.user;
}

std::string auth_host(const portal& p) {
    const std::string base = auth_base(p);
    return base.substr(base.find("//") + 2);
}

json::object token_pair(portal& p, id_number user, bool refreshed) {
    json::object pair{{"access_token", issue_access_token(p, user, std::nullopt)},
                      {"client_endpoint", p.set.base + "/rest/"},
                      {"domain", auth_host(p)},  // not the portal's (T10)
                      {"expires_in", token_lifetime.count()},
                      {"member_id", p.app.member_id},
                      {"refresh_token", issue_refresh_token(p, user)},
                      {"scope", "app"},
                      {"server_endpoint", auth_base(p) + "/rest/"},
                      {"status", "L"}};
    if (refreshed) {
        pair["expires"] = (p.now() + token_lifetime).time_since_epoch().count();
        pair["user_id"] = user;
    }
    return pair;
}

}  // namespace

std::string host_of(const portal& p) {
    return p.set.base.substr(p.set.base.find("//") + 2);
}

std::string auth_base(const portal& p) {
    return p.set.auth_base.empty() ? p.set.base : p.set.auth_base;
}

std::string scope_list(const portal& p, std::string_view separator) {
    std::string list;
    for (const auto& scope : p.set.scopes)
        list += (list.empty() ? "" : std::string(separator)) + scope;
    return list;
}

std::string issue_access_token(portal& p, id_number user, std::optional<int> chain) {
    std::string token = random_text(p, 32);
    p.access_tokens[token] = {user, p.now() + token_lifetime, chain};
    return token;
}

std::string issue_refresh_token(portal& p, id_number user) {
    std::string token = random_text(p, 32);
    p.refresh_tokens[token] = {user, p.now() + refresh_lifetime};
    return token;
}

void expire_access_tokens(portal& p) {
    for (auto& [key, token] : p.access_tokens)
        token.expires = p.now();
}

web_response token_response(portal& p, const web_request& request) {
    json::object given = form_decoded(request.query);
    for (auto& [key, value] : form_decoded(request.body))
        given[key] = value;
    if (text_member(given, "client_id") != p.set.client_id ||
        text_member(given, "client_secret") != p.set.client_secret)
        return oauth_error("invalid_client", "Unknown client or wrong secret");
    if (const auto trouble = oauth_trouble(p); !trouble.empty())
        return oauth_error(trouble, "The application is not served");
    const std::string type = text_member(given, "grant_type");
    if (type != "authorization_code" && type != "refresh_token")
        return oauth_error("invalid_request", "grant_type is missing or unknown");
    const bool refresh = type == "refresh_token";
    const auto user = refresh ? redeem(p, p.refresh_tokens, text_member(given, "refresh_token"))
                              : redeem(p, p.codes, text_member(given, "code"));
    if (!user)
        return oauth_error("invalid_grant", "The grant is wrong, expired or already used");
    if (!refresh)
        p.app.installed = true;
    p.changed();
    return json_response(200, token_pair(p, *user, refresh));
}

web_response authorize_response(portal& p, const web_request& request) {
    const json::object given = form_decoded(request.query);
    if (text_member(given, "client_id") != p.set.client_id)
        return oauth_error("invalid_client", "Unknown client");
    const id_number user = number_member(given, "user").value_or(service_user);
    const auto* who = find_person(p, user);
    if (who == nullptr || !who->active || who->bot)
        return oauth_error("invalid_request", "No such user");
    const std::string code = random_text(p, 32);
    p.codes[code] = {user, p.now() + code_lifetime};
    const json::object query{{"code", code},
                             {"state", text_member(given, "state")},
                             {"domain", host_of(p)},
                             {"member_id", p.app.member_id},
                             {"scope", scope_list(p, ",")},
                             {"server_domain", auth_host(p)}};
    web_response answer;
    answer.status = 302;
    answer.headers.emplace_back("Location", p.set.handler + "/?" + form_encoded(query));
    return answer;
}

}  // namespace sandbox
