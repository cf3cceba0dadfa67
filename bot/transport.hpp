#pragma once
// The way to other servers, so that tests can put words into their mouths.
#include "bot/net/http.hpp"

namespace bot {

struct transport {
    virtual ~transport() = default;
    // As net::client::ask: never throws, waits at most `patience`.
    virtual boost::asio::awaitable<net::answer> ask(net::address whom, net::outgoing_request what,
                                                    std::chrono::milliseconds patience) = 0;
};

// Over sockets. The client must outlive it.
class net_transport final : public transport {
public:
    explicit net_transport(net::client& client) : client_(client) {}
    boost::asio::awaitable<net::answer> ask(net::address whom, net::outgoing_request what,
                                            std::chrono::milliseconds patience) override {
        co_return co_await client_.ask(whom, std::move(what), patience);
    }

private:
    net::client& client_;
};

}  // namespace bot
