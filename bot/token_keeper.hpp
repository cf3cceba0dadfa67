#pragma once
// The tokens of the portal: which are in use, whom they may be shown to, and how new ones are had.
// Protocol 1.3, 1.6.
#include <algorithm>
#include <boost/system/result.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/clock.hpp"
#include "bot/transport.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/oauth.hpp"

namespace bot {

struct portal_settings {
    std::string webhook;  // "https://acme.bitrix24.ru/rest/1/secret/"; with it there is no OAuth and
                          // nothing of the next four matters
    std::string client_id;
    std::string client_secret;
    std::string oauth_server = "https://oauth.bitrix24.tech";
    std::vector<std::string> allowed_hosts;  // hosts the portal may have, without ports
    double requests_per_second = 2;          // 2.6.1: the bucket all programs of this address share
    double burst = 40;
};

enum class authorization {
    fine,
    must_authorize_again,  // tokens or webhook are refused: a person must act
    refused_plan,          // the subscription has ended
    moved                  // the portal has a new address that was not allowed
};

// Puts a new pair on disk before it is used. May throw: then the pair is kept and put on disk before anything
// else next time.
using save_tokens = std::function<void(const wire::credentials&)>;

class token_keeper {
public:
    struct access {
        net::address where;
        std::string base;              // "/rest/" or "/rest/1/secret/"
        std::string token;             // "" with a webhook
        std::uint64_t generation = 0;  // which pair this is
    };

    // `outside` and `time` outlive the keeper. Throws std::invalid_argument when an address of the settings
    // is none.
    token_keeper(portal_settings settings, transport& outside, clock& time, save_tokens save);

    // From an installation, or from disk. Throws std::invalid_argument, and changes nothing, when the
    // portal's host is not in allowed_hosts or the authorization server is neither the vendor's nor the
    // configured one.
    void use(const wire::credentials& pair);
    // Nothing: not installed.
    [[nodiscard]] std::optional<access> current() const;
    // The portal refused the pair of `generation`: it is not to be shown again.
    void refused_by_portal(std::uint64_t generation) { spent_ = std::max(spent_, generation); }
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    [[nodiscard]] bool spent() const { return spent_ == generation_; }

    // Nothing, when there is a newer pair than that of `generation` in use now; else why not. Runs once at a
    // time, whoever else asks waits for it. After a refusal it is not tried again for a while (T12). Lets
    // through what `save` throws.
    boost::asio::awaitable<std::optional<wire::refusal>> renew(std::uint64_t generation);
    // The first pair for a code that lives 30 s (1.3.2). Neither saved nor used. Hosts are checked.
    boost::asio::awaitable<boost::system::result<wire::credentials, wire::refusal>> exchange(
        std::string code);

    [[nodiscard]] authorization state() const { return state_; }
    // The text without any secret it may repeat.
    [[nodiscard]] std::string without_secrets(std::string text) const;
    [[nodiscard]] const portal_settings& settings() const { return settings_; }
    [[nodiscard]] std::uint64_t renewals_asked() const { return asked_; }

private:
    struct running;

    boost::asio::awaitable<std::optional<wire::refusal>> have_new_pair();
    boost::asio::awaitable<boost::system::result<wire::credentials, wire::refusal>> ask(net::address server,
                                                                                        std::string target);
    wire::credentials merged(wire::credentials fresh) const;
    void adopt(wire::credentials pair);
    wire::refusal hold(wire::refusal why);
    [[nodiscard]] bool is_portal(const std::string& endpoint) const;
    [[nodiscard]] std::optional<net::address> oauth_address(const std::string& server_endpoint) const;

    portal_settings settings_;
    transport& outside_;
    clock& time_;
    save_tokens save_;
    std::optional<wire::credentials> pair_;
    std::optional<wire::credentials> unsaved_;  // received, but not on disk yet
    std::uint64_t generation_ = 1;
    std::uint64_t spent_ = 0;
    std::uint64_t asked_ = 0;
    std::shared_ptr<running> running_;
    clock::moment held_until_{};  // no attempt before
    std::optional<wire::refusal> last_refusal_;
    int failures_ = 0;
    authorization state_ = authorization::fine;
};

}  // namespace bot
