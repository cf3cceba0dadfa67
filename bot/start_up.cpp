#include "bot/start_up.hpp"

#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "storage/secret_box.hpp"

namespace bot {

namespace asio = boost::asio;

namespace {

storage::secret_box key_of(const config& settings) {
    return settings.storage.key.empty()
               ? storage::secret_box::load_or_make_key_file(settings.storage.key_file)
               : storage::secret_box::from_text(settings.storage.key);
}

}  // namespace

storage::opening opening_of(const config& settings) {
    storage::opening how;
    how.path = settings.storage.database.string();
    how.secrets = key_of(settings);
    return how;
}

std::string new_token() {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    std::string token;
    for (const char byte : storage::random_bytes(22))
        token += letters[static_cast<unsigned char>(byte) % letters.size()];
    return token;
}

portal_settings access_of(const config& settings) {
    portal_settings out;
    out.webhook = settings.portal.webhook;
    out.client_id = settings.portal.client_id;
    out.client_secret = settings.portal.client_secret;
    out.oauth_server = settings.portal.oauth_server;
    out.allowed_hosts = settings.portal.allowed_hosts;
    out.requests_per_second = settings.portal.requests_per_second;
    out.burst = settings.portal.burst;
    return out;
}

net::door open_door(asio::io_context& io, const config& settings, net::handler on_request) {
    const auto& server = settings.server;
    try {
        return {io, server.listen, server.tls_certificate, server.tls_key, {}, std::move(on_request)};
    } catch (const boost::system::system_error& why) {
        const auto tls = server.tls_key.empty() ? "" : " with " + server.tls_certificate;
        throw std::runtime_error("cannot listen at " + server.listen + tls + ": " + why.code().message());
    }
}

std::string portal_of(const std::string& client_endpoint) {
    const auto rest = client_endpoint.rfind("/rest/");
    return rest == std::string::npos ? client_endpoint : client_endpoint.substr(0, rest);
}

}  // namespace bot
