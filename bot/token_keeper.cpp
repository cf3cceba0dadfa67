#include "bot/token_keeper.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using tokens_read = boost::system::result<wire::credentials, wire::refusal>;

namespace {

constexpr std::array vendor_oauth_hosts{"oauth.bitrix24.tech", "oauth.bitrix.info"};  // T11
constexpr auto oauth_patience = 20s;
constexpr auto refused_hold = 5min;  // a person must act: no use in asking every moment
constexpr auto fresh_for = 60s;      // a pair this young that is refused will not get better by another

// "/rest/" of "https://acme.bitrix24.ru/rest/".
std::string path_of(const std::string& endpoint) {
    const auto start = endpoint.find('/', endpoint.find("://") + 3);
    std::string path = start == std::string::npos ? "/" : endpoint.substr(start);
    path.resize(std::min(path.size(), path.find_first_of("?#")));
    if (path.back() != '/')
        path += '/';
    return path;
}

std::optional<net::address> address_in(const std::string& endpoint) {
    try {
        return net::address::of(endpoint);
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

// The code of nobody's refusal but ours: a passing fault, so that what waits is tried again.
wire::refusal passing(std::string text) {
    return {"NETWORK", std::move(text), 0, false};
}

void forget(std::string& in, const std::string& secret) {
    constexpr std::size_t secret_min = 6;  // shorter ones are parts of words
    if (secret.size() < secret_min)
        return;
    for (auto at = in.find(secret); at != std::string::npos; at = in.find(secret, at))
        in.replace(at, secret.size(), "***");
}

}  // namespace

struct token_keeper::running {
    explicit running(const asio::any_io_executor& on) : over(on, asio::steady_timer::time_point::max()) {}
    asio::steady_timer over;  // cancelled when over
    bool is_over = false;
    std::optional<wire::refusal> refused;
    std::exception_ptr thrown;
};

token_keeper::token_keeper(portal_settings settings, transport& outside, clock& time, save_tokens save)
    : settings_(std::move(settings)), outside_(outside), time_(time), save_(std::move(save)) {
    net::address::of(settings_.webhook.empty() ? settings_.oauth_server : settings_.webhook);
    for (auto& host : settings_.allowed_hosts)
        std::transform(host.begin(), host.end(), host.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

bool token_keeper::is_portal(const std::string& endpoint) const {
    const auto where = address_in(endpoint);
    const auto& allowed = settings_.allowed_hosts;
    return where && std::find(allowed.begin(), allowed.end(), where->host) != allowed.end();
}

// Nothing when it is neither the vendor's nor the configured one.
std::optional<net::address> token_keeper::oauth_address(const std::string& server_endpoint) const {
    const auto own = net::address::of(settings_.oauth_server);
    if (server_endpoint.empty())
        return own;
    const auto named = address_in(server_endpoint);
    if (!named || *named == own)
        return named;
    const auto& vendors = vendor_oauth_hosts;
    const bool known = std::find(vendors.begin(), vendors.end(), named->host) != vendors.end();
    return known && named->tls && named->port == "443" ? named : std::nullopt;
}

void token_keeper::use(const wire::credentials& pair) {
    if (!is_portal(pair.client_endpoint))
        throw std::invalid_argument("the portal's host is not in allowed_hosts");
    if (!oauth_address(pair.server_endpoint))
        throw std::invalid_argument("the authorization server is neither the vendor's nor oauth_server");
    pair_ = pair;
    unsaved_.reset();
    ++generation_;
    held_until_ = {};
    last_refusal_.reset();
    failures_ = 0;
    state_ = authorization::fine;
}

std::optional<token_keeper::access> token_keeper::current() const {
    if (settings_.webhook.empty() && !pair_)
        return std::nullopt;
    const std::string& endpoint = settings_.webhook.empty() ? pair_->client_endpoint : settings_.webhook;
    access now;
    now.where = net::address::of(endpoint);
    now.base = path_of(endpoint);
    now.token = settings_.webhook.empty() ? pair_->access_token : std::string();
    now.generation = generation_;
    return now;
}

asio::awaitable<std::optional<wire::refusal>> token_keeper::renew(std::uint64_t generation) {
    if (generation != generation_)
        co_return std::nullopt;
    const auto executor = co_await asio::this_coro::executor;
    std::shared_ptr<running> run = running_;
    if (run) {
        boost::system::error_code woken;
        while (!run->is_over)
            co_await run->over.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    } else {
        run = std::make_shared<running>(executor);
        running_ = run;
        try {
            run->refused = co_await have_new_pair();
        } catch (...) {
            run->thrown = std::current_exception();
        }
        running_.reset();
        run->is_over = true;
        run->over.cancel();
    }
    if (run->thrown)
        std::rethrow_exception(run->thrown);
    co_return run->refused;
}

asio::awaitable<std::optional<wire::refusal>> token_keeper::have_new_pair() {
    if (unsaved_) {
        adopt(*unsaved_);
        co_return std::nullopt;
    }
    if (!settings_.webhook.empty() || !pair_)
        co_return wire::refusal{"NO_AUTH_FOUND", "there is no token to renew", 0, false};
    if (time_.now() < held_until_ && last_refusal_)
        co_return last_refusal_;
    ++asked_;
    const auto generation = generation_;
    auto target = wire::refresh_target(settings_.client_id, settings_.client_secret, pair_->refresh_token);
    auto server = oauth_address(pair_->server_endpoint).value();
    const tokens_read fresh = co_await ask(std::move(server), std::move(target));
    if (generation != generation_)  // installed anew meanwhile
        co_return std::nullopt;
    if (fresh.has_error())
        co_return hold(fresh.error());
    if (!fresh->member_id.empty() && !pair_->member_id.empty() && fresh->member_id != pair_->member_id)
        co_return hold(passing("the authorization server answered for another portal"));
    adopt(merged(*fresh));
    co_return std::nullopt;
}

asio::awaitable<tokens_read> token_keeper::ask(net::address server, std::string target) {
    net::outgoing_request request;
    request.method = "GET";
    request.target = std::move(target);
    const auto answer = co_await outside_.ask(std::move(server), std::move(request), oauth_patience);
    if (answer.outcome != net::answer::how::answered)
        co_return passing("the authorization server: " + without_secrets(answer.trouble));
    co_return wire::read_tokens(answer.status, answer.body);
}

asio::awaitable<tokens_read> token_keeper::exchange(std::string code) {
    auto target = wire::code_target(settings_.client_id, settings_.client_secret, code);
    auto server = net::address::of(settings_.oauth_server);
    tokens_read first = co_await ask(std::move(server), std::move(target));
    if (first.has_error())
        co_return first;
    if (!is_portal(first->client_endpoint))
        co_return wire::refusal{"PORTAL_MOVED", "the portal's host is not in allowed_hosts", 0, false};
    if (!oauth_address(first->server_endpoint))
        first->server_endpoint = settings_.oauth_server + "/rest/";
    co_return first;
}

// The new pair with what is known of the old one. Addresses nobody allowed are not believed, but the pair is
// kept: the old one is spent.
wire::credentials token_keeper::merged(wire::credentials fresh) const {
    fresh.member_id = pair_->member_id.empty() ? fresh.member_id : pair_->member_id;
    fresh.application_token = pair_->application_token;
    if (fresh.user == 0)
        fresh.user = pair_->user;
    if (!is_portal(fresh.client_endpoint))
        fresh.client_endpoint = pair_->client_endpoint;
    if (fresh.server_endpoint.empty() || !oauth_address(fresh.server_endpoint))
        fresh.server_endpoint = pair_->server_endpoint;
    return fresh;
}

void token_keeper::adopt(wire::credentials pair) {
    unsaved_ = pair;
    save_(pair);
    unsaved_.reset();
    pair_ = std::move(pair);
    ++generation_;
    failures_ = 0;
    // Should the portal refuse this one at once too, another would not help.
    held_until_ = time_.now() + fresh_for;
    last_refusal_ = wire::refusal{"invalid_token", "the portal refuses a token just renewed", 401, false};
    state_ = authorization::fine;
}

wire::refusal token_keeper::hold(wire::refusal why) {
    why.code = without_secrets(why.code);
    why.text = without_secrets(why.text);
    why.maybe_done = false;  // of the call that waits for the pair, nothing was done
    const bool person = wire::remedy_for(why, false) == wire::remedy::authorize_again;
    if (person)
        state_ = why.code == "PAYMENT_REQUIRED" ? authorization::refused_plan
                                                : authorization::must_authorize_again;
    const auto howlong =
        person ? std::chrono::milliseconds(refused_hold) : wire::backoff(failures_++, asked_);
    held_until_ = time_.now() + howlong;
    last_refusal_ = why;
    return why;
}

std::string token_keeper::without_secrets(std::string text) const {
    forget(text, settings_.client_secret);
    if (!settings_.webhook.empty())
        forget(text, path_of(settings_.webhook));
    for (const auto* pair : {&pair_, &unsaved_})
        if (*pair)
            for (const auto* secret :
                 {&(*pair)->access_token, &(*pair)->refresh_token, &(*pair)->application_token})
                forget(text, *secret);
    return text;
}

}  // namespace bot
