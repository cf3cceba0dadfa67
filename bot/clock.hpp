#pragma once
// The passing of time, so that tests and simulations can let it pass themselves.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace bot {

struct clock {
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;

    virtual ~clock() = default;
    [[nodiscard]] virtual moment now() const = 0;
    // Until somebody cancels `bell` or the time is over, whichever comes first. One waits for a bell at a
    // time.
    virtual boost::asio::awaitable<void> wait(boost::asio::steady_timer& bell,
                                              std::chrono::milliseconds at_most) = 0;
    virtual boost::asio::awaitable<void> sleep(std::chrono::milliseconds howlong);
};

// The machine's.
struct wall_clock final : clock {
    [[nodiscard]] moment now() const override;
    boost::asio::awaitable<void> wait(boost::asio::steady_timer& bell,
                                      std::chrono::milliseconds at_most) override;
};

}  // namespace bot
