#pragma once
// The running process: the house between its sockets; starts, drains, stops.
#include <memory>

#include "bot/config.hpp"

namespace bot {

class app {
public:
    // Opens the database and the door. Throws what they throw: the text says what to do.
    explicit app(const config& settings);
    ~app();
    // Until SIGTERM or SIGINT: then no more is accepted, what is in hand is finished, at most 4 seconds long.
    void run();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace bot
