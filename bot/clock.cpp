#include "bot/clock.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bot {

namespace asio = boost::asio;

asio::awaitable<void> clock::sleep(std::chrono::milliseconds howlong) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer nobodys(executor);
    co_await wait(nobodys, howlong);
}

clock::moment wall_clock::now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

asio::awaitable<void> wall_clock::wait(asio::steady_timer& bell, std::chrono::milliseconds at_most) {
    bell.expires_after(at_most);
    boost::system::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
}

}  // namespace bot
