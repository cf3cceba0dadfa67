#include "bot/clock.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bot {

namespace asio = boost::asio;

clock::moment wall_clock::now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

asio::awaitable<void> wall_clock::sleep(std::chrono::milliseconds howlong) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, howlong);
    boost::system::error_code woken;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

}  // namespace bot
