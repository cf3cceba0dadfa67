#pragma once
// The passing of time, so that tests and simulations can let it pass themselves.
#include <boost/asio/awaitable.hpp>
#include <chrono>

namespace bot {

struct clock {
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;

    virtual ~clock() = default;
    [[nodiscard]] virtual moment now() const = 0;
    virtual boost::asio::awaitable<void> sleep(std::chrono::milliseconds howlong) = 0;
};

// The machine's. Sleeps on the executor of the coroutine that asks.
struct wall_clock final : clock {
    [[nodiscard]] moment now() const override;
    boost::asio::awaitable<void> sleep(std::chrono::milliseconds howlong) override;
};

}  // namespace bot
