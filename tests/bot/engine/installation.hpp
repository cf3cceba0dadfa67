#pragma once
// What the tests of installing and of the door begin with: a database without a portal, and an honest offer.
#include <string>

#include "bot/config.hpp"
#include "bot/wire/event.hpp"
#include "storage/database.hpp"
#include "tests/bot/net/fake_portal.hpp"

namespace fakes {

inline storage::opening an_empty_database() {
    storage::opening how;
    how.path = ":memory:";
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = storage::secret_box(key);
    return how;
}

inline bot::config for_acme() {
    bot::config settings;
    settings.portal.client_id = "local.5f";
    settings.portal.client_secret = "client-secret";
    settings.portal.allowed_hosts = {"acme.bitrix24.ru"};
    settings.policy.usual.mode = dialogs::guard_mode::reason;
    return settings;
}

inline bot::wire::credentials an_offer() {
    bot::wire::credentials offered;
    offered.member_id = "m1";
    offered.application_token = "application-token";
    offered.access_token = "access-1";
    offered.refresh_token = "refresh-1";
    offered.client_endpoint = "https://acme.bitrix24.ru/rest/";
    offered.server_endpoint = "https://oauth.bitrix24.tech/rest/";
    return offered;
}

// What the portal says of the token it is asked with.
inline bot::net::answer confirms(const std::string& application, bool administrator) {
    return says(200, R"({"result":{"result":{"c0":{"CODE":")" + application +
                         R"("},"c1":{"ID":"99","ADMIN":)" + (administrator ? "true" : "false") +
                         R"(}},"result_error":[]}})");
}

}  // namespace fakes
