// Settling in with the portal, again whenever that is needed, and sweeping now and then.
#include "bot/house_impl.hpp"
#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "storage/inbox.hpp"
#include "storage/pruning.hpp"
#include "storage/requests.hpp"

namespace bot {

namespace {

// What an event that was lost told of is found so, in one request. Queues and lists lose nothing.
constexpr std::chrono::milliseconds sweep_every = 10min, sweep_every_pulling = 1h;
constexpr auto settle_again_after = 15s;
constexpr auto awake_every = 1min;

// How long a request waits may be set otherwise than when it was sent, and older versions set no hours.
void set_hours_of_requests(storage::transaction& tx) {
    for (const auto id : storage::requests::all_open(tx))
        storage::inbox::put(
            tx, {wire::store_item(dialogs::request_due{id}), "request:" + std::to_string(id) + ":anew", ""});
}

}  // namespace

void house::impl::settle_anew() {
    settled_in = false;
    settle_wake.cancel();
}

// Events the disk did not take are lost, as the portal does not repeat them: what they told of tasks is
// looked for.
void house::impl::sweep_soon() {
    sweep_again = true;
    if (resting)
        settle_wake.cancel();
}

// The bot, its commands and the people's tree are as they should be: what was found becomes what this process
// works with.
void house::impl::adopt(settled found) {
    working = std::move(found.working);
    away.is_over(now(), found.was_posted_to, keys.bot != 0 && keys.bot != found.bot);
    const auto are = storage::transact(disk, now(), [&](storage::transaction& tx) {
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        who.bot = found.bot;
        who.token_user = found.integration_user;
        who.token_user_is_administrator = found.administrator;
        storage::portal::save(tx, who);
        for (const auto& [name, value] : found.findings)
            storage::portal::note_finding(tx, name, value);
        set_hours_of_requests(tx);
        return who;
    });
    know(are);
    heart.speak_v3(found.tasks_in_v3);
    tasks = found.tasks;
    settled_in = true;
    wake.cancel();  // what waits does not wait for the sweep
    poll_wake.cancel();
    trouble = "sweeping";
    log::info("settled_in",
              {{"bot", std::to_string(found.bot)}, {"requests", std::to_string(portal.requests_total())}});
}

// "" when all is as it should be (or an uninstallation came between), else a code of what is not.
asio::awaitable<std::string> house::impl::settle_and_sweep() {
    // A portal that was connected without an address never told us by what to know its posts.
    if (!settled_in && !pulls() && keys.application_token.empty())
        co_return "door_key_unknown";
    if (!settled_in) {
        auto found = co_await settler.settle(handler());
        if (!installed || !found.trouble.empty())
            co_return std::move(found.trouble);
        adopt(std::move(found));
    }
    auto failure = co_await settler.sweep();
    storage::transact(disk, now(), [](storage::transaction& tx) { storage::prune(tx, 10'000); });
    co_return failure;
}

// Settles in when there is an installation, again after each new one and while it fails; then sweeps now and
// then.
asio::awaitable<void> house::impl::keep_settled() {
    while (!stopping) {
        if (!installed) {
            co_await around.time.wait(settle_wake, 1h);
            continue;
        }
        std::string failure;
        sweep_again = false;
        try {
            failure = co_await settle_and_sweep();
            if (failure.empty() && settled_in && !pulls())
                away.is_over(now(), true, false);
        } catch (const std::exception& why) {
            failure = "failed";
            log::error("settling_failed", {{"why", why.what()}});
        }
        wake.cancel();
        if (failure.empty() && !settled_in)
            continue;  // installed anew, or uninstalled, meanwhile
        if (installed)
            trouble = failure;
        if (!failure.empty())
            log::warning("not_settled", {{"why", failure}});
        note_state();
        resting = failure.empty();
        const auto rest = pulls() ? sweep_every_pulling : sweep_every;
        const bool at_leisure = resting && !sweep_again;
        const auto how_long = at_leisure ? rest : std::chrono::milliseconds(settle_again_after);
        co_await around.time.wait(settle_wake, how_long);
        resting = false;
    }
}

// Whether what people press reaches the bot, as far as it can know.
bool house::impl::hears() const {
    const bool portal_answers = !heart.is_portal_away() && (trouble.empty() || trouble == "sweeping");
    const bool reached = pulls() ? polls_failed == 0 : access() == "fine" && portal_answers;
    return installed && settled_in && reached && !sweep_again;
}

asio::awaitable<void> house::impl::keep_awake() {
    while (!stopping) {
        co_await around.time.wait(awake_wake, awake_every);
        if (stopping || !hears())
            continue;
        try {
            away.note_awake(now());
        } catch (const storage::database_error& why) {
            disk_failed(why);
        }
    }
}

}  // namespace bot
