#include "bot/app.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <deque>

#include "bot/engine.hpp"
#include "bot/group_commit.hpp"
#include "bot/installer.hpp"
#include "bot/log.hpp"
#include "bot/portal_client.hpp"
#include "bot/reception.hpp"
#include "bot/settling.hpp"
#include "bot/wire/value.hpp"
#include "storage/portal.hpp"
#include "storage/pruning.hpp"

namespace bot {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto draining_max = 4s;           // SIGTERM to exit: 5 s are promised
constexpr auto sweep_every = 1h;
constexpr auto settle_again_after = 15s;

locale::instant wall_now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

storage::secret_box key_of(const config& settings) {
    return settings.storage.key.empty() ? storage::secret_box::load_or_make_key_file(settings.storage.key_file)
                                        : storage::secret_box::from_text(settings.storage.key);
}

// 22 characters of [A-Za-z0-9_-]: 132 random bits.
std::string new_token() {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    std::string token;
    for (const char byte : storage::random_bytes(22))
        token += letters[static_cast<unsigned char>(byte) % letters.size()];
    return token;
}

}  // namespace

struct app::impl {
    explicit impl(config wanted)
        : settings(std::move(wanted)),
          disk({settings.storage.database.string(), key_of(settings)}),
          sockets(io),
          transport(sockets),
          portal(transport, clock, access_settings(), [this](const wire::credentials& fresh) { keep_tokens(fresh); }),
          commits(io, disk, wall_now, [this] { wake.cancel(); }),
          installing(settings, disk, [this](net::address whom, net::outgoing_request what, std::chrono::milliseconds patience) {
              return sockets.ask(std::move(whom), std::move(what), patience);
          }, wall_now),
          rooms(commits, installing,
                {[this] { return keys; }, [this] { return readiness(); }, [this](const wire::credentials&) { on_installed(); },
                 [this] { on_uninstalled(); }}),
          heart(disk, deciding_context()),
          door(io, settings.server.listen, settings.server.tls_certificate, settings.server.tls_key, {},
               [this](net::incoming_request asked) { return rooms.answer(std::move(asked)); }) {
        remember_installation();
        log::info("listening", {{"address", settings.server.listen}, {"port", std::to_string(door.port())}});
    }

    // ---- Who we are.

    portal_client::settings access_settings() const;
    dialogs::context deciding_context();
    void remember_installation();
    void keep_tokens(const wire::credentials& fresh);
    void on_installed();
    void on_uninstalled();
    reception::report readiness();
    std::string handler() const { return settings.server.public_url + keys.path; }

    // ---- What goes on all the time.

    asio::awaitable<void> work();
    asio::awaitable<void> carry_out(errand what);
    asio::awaitable<void> keep_settled();
    asio::awaitable<void> stop();
    asio::awaitable<void> pause(std::chrono::milliseconds how_long);

    config settings;
    asio::io_context io{1};
    storage::database disk;
    net::client sockets;
    socket_transport transport;
    machine_clock clock{io};
    locale::calendar working;
    door_keys keys;
    portal_client portal;
    asio::steady_timer wake{io};          // the engine's: cancelled when something arrived
    asio::steady_timer settle_wake{io};   // keep_settled's
    group_commit commits;
    installer installing;
    reception rooms;
    engine heart;
    net::door door;
    bool installed = false, settled_in = false, stopping = false;
    std::string trouble = "not_installed";
};

}  // namespace bot
