#pragma once
// The whole bot but its sockets: what goes on all the time, what comes in by the door, what is remembered.
// Time, the way to the portal and unguessable names are passed in, so that a simulation can live months of it
// in one thread.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/net/http.hpp"
#include "bot/transport.hpp"
#include "storage/database.hpp"

namespace bot {

class house {
public:
    // All outlive the house. `io` runs everything, in one thread.
    struct surroundings {
        boost::asio::io_context& io;
        clock& time;
        transport& outside;
        std::function<std::string()> new_token;  // 22 unguessable characters of [A-Za-z0-9_-]
    };

    // Opens the database. Throws storage::database_error and storage::secret_error: the text says what to do.
    house(config settings, storage::opening disk, surroundings around);
    house(const house&) = delete;
    house& operator=(const house&) = delete;
    ~house();

    // Starts what goes on all the time: reading events, deciding, sending, settling in, sweeping.
    void begin();
    // One request at the door: events, installations, health. Never throws but for a broken invariant.
    boost::asio::awaitable<net::response> answer(net::incoming_request asked);
    // Starts nothing anew: what is under way comes back and is kept.
    void stop();
    // The database is one file again; the last that is called. Does not throw: a log that stays is read at
    // the next start.
    void close();
    // Nothing is under way: after stop() the process may end.
    [[nodiscard]] bool at_rest() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace bot
