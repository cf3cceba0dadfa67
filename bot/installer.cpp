#include "bot/installer.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <optional>

#include "bot/log.hpp"
#include "bot/wire/call.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// The vendor's authorization servers (T11).
const std::vector<std::string> vendors_hosts{"oauth.bitrix24.tech", "oauth.bitrix.info"};

std::string path_of(const std::string& address) {
    const auto url = boost::urls::parse_uri(address);
    return url ? std::string(url->encoded_path()) : std::string();
}

// "" for what is no address the bot may call. (Boost.URL 1.81 takes the host of "127.0.0.1.evil.com" for
// 127.0.0.1.)
std::string host_of(const std::string& address) {
    try {
        return locale::lowered(net::address::of(address).host);
    } catch (const std::invalid_argument&) {
        return "";
    }
}

// The same rule by which the tokens' keeper refuses to work with an address.
bool is_oauth_server(const std::string& offered, const std::string& own) {
    try {
        const auto named = net::address::of(offered);
        const bool of_vendor =
            std::find(vendors_hosts.begin(), vendors_hosts.end(), named.host) != vendors_hosts.end();
        return (of_vendor && named.tls && named.port == "443") || named == net::address::of(own);
    } catch (const std::invalid_argument&) {
        return false;
    }
}

installer::outcome refused(int status, std::string code, std::string text) {
    return {false, status, std::move(code), std::move(text)};
}

installer::outcome unreachable() {
    return refused(502, "portal_unreachable",
                   "The portal did not answer, so the installation could not be verified. Try again.");
}

// What app.info and profile say against an installation; nothing when the portal stands behind it.
std::optional<installer::outcome> objection(const std::vector<wire::reply>& replies,
                                            const std::string& client_id) {
    for (const auto& each : replies) {
        if (each.has_value())
            continue;
        const auto what = wire::remedy_for(each.error(), false);
        if (what == wire::remedy::try_again || what == wire::remedy::slow_down)
            return unreachable();  // it has said nothing of the token
        return refused(403, "token_not_accepted",
                       "The portal does not know the access token of this installation.");
    }
    if (wire::to_text(wire::at(replies[0].value(), "CODE")) != client_id)
        return refused(403, "other_application",
                       "The tokens belong to another application: check client_id in the configuration.");
    if (!wire::to_bool(wire::at(replies[1].value(), "ADMIN")))
        return refused(403, "not_administrator", "Only an administrator of the portal may install the bot.");
    return std::nullopt;
}

// A database that knew its portal by a webhook alone may belong to this one: the same host, and no member_id
// of its own yet.
bool is_the_same(const storage::portal::identity& known, const wire::credentials& offered) {
    if (known.member_id.empty() || known.member_id == offered.member_id)
        return true;
    return known.server_endpoint.empty() &&
           host_of(known.client_endpoint) == host_of(offered.client_endpoint);
}

bool is_incomplete(const wire::credentials& offered) {
    return offered.access_token.empty() || offered.refresh_token.empty() || offered.member_id.empty();
}

// True as long as it lives.
struct in_hand {
    explicit in_hand(bool& which) : flag(which) { flag = true; }
    in_hand(const in_hand&) = delete;
    in_hand& operator=(const in_hand&) = delete;
    ~in_hand() { flag = false; }
    bool& flag;
};

}  // namespace

bool is_allowed_host(const std::string& address, const std::vector<std::string>& allowed) {
    const auto host = host_of(address);
    return !host.empty() && std::find(allowed.begin(), allowed.end(), host) != allowed.end();
}

installer::installer(const config& settings, storage::database& disk, transport& outside,
                     std::function<locale::instant()> now)
    : settings_(settings), disk_(disk), outside_(outside), now_(std::move(now)) {}

// "" = both addresses of the offer may be called; else the log's code.
std::string installer::host_refused(const wire::credentials& offered) const {
    if (!is_allowed_host(offered.client_endpoint, settings_.portal.allowed_hosts))
        return "host_not_allowed";
    if (!offered.server_endpoint.empty() &&
        !is_oauth_server(offered.server_endpoint, settings_.portal.oauth_server))
        return "oauth_server_not_allowed";
    return "";
}

asio::awaitable<installer::outcome> installer::install(wire::credentials offered) {
    if (is_incomplete(offered) || offered.application_token.empty())
        co_return refused(
            400, "incomplete",
            "The installation is incomplete: tokens, member_id or application_token are missing.");
    co_return co_await verify(std::move(offered));
}

asio::awaitable<installer::outcome> installer::connect(wire::credentials fetched) {
    if (is_incomplete(fetched))
        co_return refused(400, "incomplete", "The authorization server gave no tokens or no member_id.");
    co_return co_await verify(std::move(fetched));
}

asio::awaitable<installer::outcome> installer::verify(wire::credentials offered) {
    if (const auto why = host_refused(offered); !why.empty())
        co_return refused(403, why, "This portal is not among the allowed_hosts of the bot's configuration.");
    if (verifying_)  // anybody may offer: one question to the portal at a time, so that nobody empties its
                     // bucket by us
        co_return refused(503, "busy", "Another installation is being verified. Try again in a minute.");
    const in_hand this_one(verifying_);

    std::vector<wire::call> questions(2);
    questions[0].method = "app.info";
    questions[1].method = "profile";
    const auto asking = wire::encode_batch(questions, path_of(offered.client_endpoint), offered.access_token);
    net::outgoing_request request;
    request.target = asking.target;
    request.body = asking.body;
    const auto portal = net::address::of(offered.client_endpoint);
    const auto answer = co_await outside_.ask(portal, std::move(request), 20s);
    if (answer.outcome != net::answer::how::answered)
        co_return unreachable();
    const auto replies = wire::decode_batch(answer.status, answer.body, questions.size());
    if (auto against = objection(replies, settings_.portal.client_id))
        co_return std::move(*against);
    co_return keep(offered, wire::to_int_or(wire::at(replies[1].value(), "ID"), 0));
}

installer::outcome installer::keep(const wire::credentials& offered, std::int64_t user) {
    const auto kept = [&](storage::transaction& tx) -> outcome {
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        if (!is_the_same(who, offered))
            return refused(403, "other_portal",
                           "This bot serves another portal already. One process serves one portal.");
        who.member_id = offered.member_id;
        who.client_endpoint = offered.client_endpoint;
        who.server_endpoint = offered.server_endpoint.empty() ? settings_.portal.oauth_server + "/rest/"
                                                              : offered.server_endpoint;
        who.token_user = user;
        who.token_user_is_administrator = true;
        storage::portal::save(tx, who);
        storage::portal::save_tokens(tx, {offered.access_token, offered.refresh_token, tx.now() + 1h});
        if (!offered.application_token.empty())
            storage::portal::save_secret(tx, storage::portal::application_token, offered.application_token);
        return {true, 200, "installed", "Installed."};
    };
    try {
        return storage::transact(disk_, now_(), kept);
    } catch (const storage::database_error& trouble) {
        log::error("installation_not_kept", {{"why", trouble.what()}});
        return refused(503, "not_kept", "The bot's disk does not take the installation now. Try again.");
    }
}

}  // namespace bot
