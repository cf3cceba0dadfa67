#pragma once
// One connection of the door: requests one after the other, until it ends. For the files of this folder only.
#include <set>

#include "bot/net/connection.hpp"

namespace bot::net {

class visitor;

// What all visitors of a door share.
struct house {
    asio::io_context& io;
    door_limits limits;
    handler on_request;
    std::optional<asio::ssl::context> tls;
    std::set<visitor*> inside;  // they enter and leave it themselves
    std::size_t in_hand = 0;    // requests of which a byte has come and which are not answered
    bool closing = false;       // no more requests on a connection than the one in hand
    bool gone = false;          // the door is destroyed: the handler is not to be called
};

class visitor : public std::enable_shared_from_this<visitor> {
public:
    visitor(asio::ip::tcp::socket socket, std::shared_ptr<house> of);
    ~visitor();
    visitor(const visitor&) = delete;
    visitor& operator=(const visitor&) = delete;

    // The whole request is to arrive within `allowed`: then reading is broken off, so that there is still a
    // connection to answer 408 on. Should that miss (the cancellation came between two reads), the connection
    // is closed soon after.
    void arm(std::chrono::seconds allowed);
    void disarm();
    [[nodiscard]] bool late() const { return late_; }
    void end();  // closes the socket, whatever it is doing

    connection line;
    bool idle = true;  // not a byte of a request has come
    steady::time_point idle_since = steady::now();
    const std::shared_ptr<house> where;

private:
    asio::steady_timer patience_;
    std::uint64_t armed_ = 0;
    bool late_ = false;
};

asio::awaitable<void> visit(std::shared_ptr<visitor> who);

}  // namespace bot::net
