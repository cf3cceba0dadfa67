#pragma once
// Host names into endpoints, remembered for a minute.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <string>
#include <vector>

#include "bot/net/http.hpp"

namespace bot::net {

class names {
public:
    explicit names(asio::io_context& io) : io_(io) {}

    struct found {
        std::vector<asio::ip::tcp::endpoint> endpoints;  // empty: nothing found, see trouble
        boost::system::error_code trouble;
    };
    // Waits at most ten seconds. Who asks for the same name meanwhile waits for the same lookup. When the
    // name servers fail, what they said last time is given.
    asio::awaitable<found> find(std::string host, std::string port);
    // None of the endpoints answered: they are asked for anew next time.
    void doubt(const std::string& host, const std::string& port);

private:
    struct lookup;
    std::shared_ptr<lookup> start(const std::string& host, const std::string& port,
                                  std::vector<asio::ip::tcp::endpoint> last_known);

    asio::io_context& io_;
    std::map<std::string, std::shared_ptr<lookup>> known_;
};

}  // namespace bot::net
