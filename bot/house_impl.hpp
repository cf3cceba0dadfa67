#pragma once
// The inside of the house, for the files it is built of: house.cpp (what goes on all the time),
// house_identity.cpp (who we are, and how we are), house_settled.cpp (settling in and sweeping) and
// house_polling.cpp.
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <string>

#include "bot/absence.hpp"
#include "bot/engine.hpp"
#include "bot/group_commit.hpp"
#include "bot/house.hpp"
#include "bot/installer.hpp"
#include "bot/pace_file.hpp"
#include "bot/poll_pace.hpp"
#include "bot/poller.hpp"
#include "bot/portal_client.hpp"
#include "bot/reception.hpp"
#include "bot/settling.hpp"
#include "bot/start_up.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct house::impl {
    impl(config wanted, storage::opening how, surroundings around_us)
        : around(std::move(around_us)),
          settings(std::move(wanted)),
          disk(how),
          kept_pace(how.path + ".pace"),
          portal(access_of(settings), around.outside, around.time,
                 [this](const wire::credentials& fresh) { keep_tokens(fresh); }),
          commits(
              around.io, disk, [this] { return now(); }, [this] { wake.cancel(); }, [this] { sweep_soon(); }),
          installing(settings, disk, around.outside, [this] { return now(); }),
          rooms(commits, installing,
                {[this] { return keys; }, [this] { return readiness(); },
                 [this](const wire::credentials&) { on_installed(); }, [this] { on_uninstalled(); }}),
          heart(disk, deciding_context()),
          settler(
              settings, disk, portal, heart.people(), [this] { return now(); },
              [this](std::int64_t bot) { return drain(bot); }),
          polling(disk, portal, [this] { return now(); }),
          pace(settings.portal.poll_interval, settings.portal.requests_per_second),
          away(disk) {
        if (const auto left = kept_pace.load(around.time.now()))
            portal.resume(*left);
        portal.keep_pace([this](const wire::pacer::state& booked) { kept_pace.save(booked); });
        if (pulls())
            heart.hear_only_when_told();
        remember_installation();
    }

    // The portal's time, as far as is known: what it and we remember is compared, and our clock may be wrong.
    [[nodiscard]] clock::moment portal_now() const { return around.time.now() + portal.ahead(); }
    [[nodiscard]] locale::instant now() const {
        return std::chrono::floor<std::chrono::seconds>(portal_now());
    }

    // ---- Who we are.

    dialogs::context deciding_context();
    void remember_installation();
    void know(const storage::portal::identity& who);
    void keep_tokens(const wire::credentials& fresh);
    void on_installed();
    void on_uninstalled();
    reception::report readiness();
    [[nodiscard]] std::string access() const;
    void note_state();
    void remember_webhook();
    [[nodiscard]] bool by_webhook() const { return !settings.portal.webhook.empty(); }
    [[nodiscard]] bool pulls() const { return settings.portal.events == way_in::pull; }
    // Where the portal posts events; "" = it is asked for them.
    [[nodiscard]] std::string handler() const {
        return pulls() ? std::string() : settings.server.public_url + keys.path;
    }

    // ---- What goes on all the time.

    asio::awaitable<void> work();
    asio::awaitable<void> carry_out(errand what);
    asio::awaitable<void> keep_settled();
    asio::awaitable<void> keep_polling();
    asio::awaitable<void> keep_awake();
    [[nodiscard]] bool hears() const;
    asio::awaitable<std::chrono::milliseconds> poll();
    asio::awaitable<std::string> drain(std::int64_t bot);
    asio::awaitable<std::string> settle_and_sweep();
    void adopt(settled found);
    void disk_failed(const storage::database_error& why);
    void sweep_soon();
    void settle_anew();

    surroundings around;
    config settings;
    storage::database disk;
    pace_file kept_pace;
    locale::calendar working;
    door_keys keys;
    portal_client portal;
    asio::steady_timer wake{around.io};         // the engine's: cancelled when something arrived
    asio::steady_timer settle_wake{around.io};  // keep_settled's
    asio::steady_timer poll_wake{around.io};    // keep_polling's
    asio::steady_timer awake_wake{around.io};   // keep_awake's
    group_commit commits;
    installer installing;
    reception rooms;
    engine heart;
    settling settler;
    poller polling;
    poll_pace pace;
    absence away;
    task_source tasks = task_source::events;
    std::uint64_t polls = 0;                                     // that came back
    int polls_failed = 0;                                        // in a row
    static constexpr std::chrono::milliseconds disk_rest{2000};  // after the database failed
    bool installed = false, settled_in = false, stopping = false;
    bool resting = false;      // keep_settled, until the next hourly sweep
    bool sweep_again = false;  // something was lost while a sweep was under way
    clock::moment disk_rests_until{};
    std::string trouble = "not_installed";
    std::string noted_state;
};

}  // namespace bot
