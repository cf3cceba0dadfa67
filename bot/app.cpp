#include "bot/app.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>

#include "bot/house.hpp"
#include "bot/log.hpp"
#include "bot/start_up.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto draining_max = 4s;  // SIGTERM to exit: 5 s are promised

}  // namespace

struct app::impl {
    explicit impl(const config& settings)
        : sockets(io),
          outside(sockets),
          rooms(settings, opening_of(settings), {io, time, outside, new_token}),
          door(open_door(io, settings,
                         [this](net::incoming_request asked) { return rooms.answer(std::move(asked)); })) {
        log::info("listening", {{"address", settings.server.listen}, {"port", std::to_string(door.port())}});
    }

    asio::awaitable<void> stop();

    asio::io_context io{1};
    wall_clock time;
    net::client sockets;
    net_transport outside;
    house rooms;
    net::door door;
};

// Accepts no more, lets what is under way come back, then ends the loop.
asio::awaitable<void> app::impl::stop() {
    log::info("stopping");
    door.close();
    rooms.stop();
    const auto end = time.now() + draining_max;
    while ((!rooms.at_rest() || door.busy() > 0) && time.now() < end)
        co_await time.sleep(20ms);
    io.stop();
}

app::app(const config& settings) : impl_(std::make_unique<impl>(settings)) {}
app::~app() = default;

void app::run() {
    auto& here = *impl_;
    asio::signal_set signals(here.io, SIGTERM, SIGINT);
    signals.async_wait([&here](const boost::system::error_code& failure, int) {
        if (!failure)
            asio::co_spawn(here.io, here.stop(), [](const std::exception_ptr& trouble) {
                if (trouble)
                    std::rethrow_exception(trouble);
            });
    });
    here.rooms.begin();
    here.io.run();
    here.rooms.close();
    log::info("stopped");
}

}  // namespace bot
