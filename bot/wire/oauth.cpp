#include "bot/wire/oauth.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

std::string target(std::string_view grant, std::string_view id, std::string_view secret,
                   std::string_view proof) {
    const auto percent = [](std::string_view text) {
        return boost::urls::encode(text, boost::urls::unreserved_chars);
    };
    const std::string name = grant == "refresh_token" ? "refresh_token" : "code";
    return "/oauth/token/?grant_type=" + std::string(grant) + "&client_id=" + percent(id) +
           "&client_secret=" + percent(secret) + "&" + name + "=" + percent(proof);
}

}  // namespace

std::string refresh_target(std::string_view client_id, std::string_view client_secret,
                           std::string_view refresh_token) {
    return target("refresh_token", client_id, client_secret, refresh_token);
}

std::string code_target(std::string_view client_id, std::string_view client_secret, std::string_view code) {
    return target("authorization_code", client_id, client_secret, code);
}

boost::system::result<credentials, refusal> read_tokens(int status, std::string_view body) {
    const auto answer = parse_json(body);
    const bool refused = answer && answer->is_object() && answer->get_object().contains("error");
    if (refused)
        return decode(status, body).error();
    credentials pair;
    if (answer) {
        pair.member_id = to_text(at(*answer, "member_id"));
        pair.access_token = to_text(at(*answer, "access_token"));
        pair.refresh_token = to_text(at(*answer, "refresh_token"));
        pair.client_endpoint = to_text(at(*answer, "client_endpoint"));
        pair.server_endpoint = to_text(at(*answer, "server_endpoint"));
        pair.user = to_int_or(at(*answer, "user_id"), 0);
    }
    const bool whole =
        !pair.access_token.empty() && !pair.refresh_token.empty() && !pair.client_endpoint.empty();
    if (status >= 400 || !whole)
        // The old refresh token may be spent although the new one never came.
        return refusal{"NOT_JSON", "the authorization server gave no tokens", status, true};
    return pair;
}

}  // namespace bot::wire
