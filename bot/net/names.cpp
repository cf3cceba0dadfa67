#include "bot/net/names.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bot::net {

using asio::ip::tcp;
using steady = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds remembered{60};
constexpr std::size_t names_max = 64;  // beyond: all are forgotten; a portal and two OAuth servers are three

}  // namespace

struct names::lookup {
    explicit lookup(asio::io_context& io) : resolver(io), settled(io) {}

    std::vector<tcp::endpoint> endpoints;
    boost::system::error_code trouble;
    bool done = false;
    bool doubted = false;
    steady::time_point at;
    tcp::resolver resolver;
    asio::steady_timer settled;  // cancelled when done

    bool fresh() const { return !done || (!trouble && !doubted && steady::now() - at < remembered); }
};

std::shared_ptr<names::lookup> names::start(const std::string& host, const std::string& port,
                                            std::vector<tcp::endpoint> last_known) {
    auto begun = std::make_shared<lookup>(io_);
    begun->endpoints = std::move(last_known);
    begun->settled.expires_after(patience);
    // getaddrinfo cannot be interrupted, so nobody waits for it: its answer comes here, late or not.
    begun->resolver.async_resolve(host, port, [begun](boost::system::error_code ec, const auto& results) {
        begun->done = true;
        begun->trouble = ec;
        begun->at = steady::now();
        if (!ec) {
            begun->endpoints.clear();
            for (const auto& entry : results)
                begun->endpoints.push_back(entry.endpoint());
        }
        begun->settled.cancel();
    });
    return begun;
}

asio::awaitable<names::found> names::find(std::string host, std::string port) {
    found result;
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(host, not_numeric);
    if (!not_numeric) {
        result.endpoints.emplace_back(numeric, static_cast<unsigned short>(std::stoul(port)));
        co_return result;
    }
    if (known_.size() > names_max)
        known_.clear();
    std::shared_ptr<lookup>& entry = known_[host + ':' + port];
    if (!entry || !entry->fresh())
        entry = start(host, port, entry ? entry->endpoints : std::vector<tcp::endpoint>());
    const std::shared_ptr<lookup> mine = entry;
    if (!mine->done) {
        if (mine->settled.expiry() <= steady::now())
            mine->settled.expires_after(patience);
        boost::system::error_code woken;
        co_await mine->settled.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    result.endpoints = mine->endpoints;
    result.trouble = mine->done ? mine->trouble : asio::error::timed_out;
    co_return result;
}

void names::doubt(const std::string& host, const std::string& port) {
    const auto entry = known_.find(host + ':' + port);
    if (entry != known_.end())
        entry->second->doubted = true;
}

}  // namespace bot::net
