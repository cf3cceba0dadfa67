#include "bot/house.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "bot/house_impl.hpp"
#include "bot/log.hpp"
#include "bot/wire/fetch.hpp"
#include "bot/wire/value.hpp"

namespace bot {

namespace {

// A message with buttons: somebody may press one at once.
bool asks_for_a_press(const wire::call& what) {
    return what.method == "imbot.v2.Chat.Message.send" &&
           !wire::at_path(what.params, {"fields", "keyboard"}).is_null();
}

bool says_bot_is_gone(const wire::reply& answer) {
    return answer.has_error() && wire::is_bot_gone(answer.error());
}

// How what goes on all the time may end: an exception nobody expected ends the process, which is then started
// anew. Swallowed, it would leave a bot that answers its door and does nothing.
void must_not_fail(const std::exception_ptr& failure) {
    if (failure)
        std::rethrow_exception(failure);
}

}  // namespace

// Not at once again: the portal would be asked in vain as often as it allows.
void house::impl::disk_failed(const storage::database_error& why) {
    log::error("database_failed", {{"why", why.what()}});
    disk_rests_until = around.time.now() + disk_rest;
}

asio::awaitable<void> house::impl::work() {
    while (!stopping) {
        auto idle_for = std::chrono::milliseconds(1h);
        const auto rest = disk_rests_until - around.time.now();
        const bool may_work = settled_in && rest.count() <= 0;
        try {
            if (rest.count() > 0)
                idle_for = std::chrono::ceil<std::chrono::milliseconds>(rest);
            auto errands = may_work ? heart.run_due(now()) : std::vector<errand>{};
            for (auto& each : errands)
                asio::co_spawn(around.io, carry_out(std::move(each)), must_not_fail);
            const auto due = may_work ? heart.next_due(now()) : std::nullopt;
            if (due)
                idle_for = std::max(10ms, std::chrono::milliseconds(*due - portal_now()));
        } catch (const storage::database_error& why) {
            disk_failed(why);
            idle_for = disk_rest;
        }
        co_await around.time.wait(wake, idle_for);
    }
}

asio::awaitable<void> house::impl::carry_out(errand what) {
    std::vector<wire::reply> replies;
    const auto how = what.reads_only ? portal_client::repeat::safe : portal_client::repeat::never;
    const auto when = what.urgent ? portal_client::urgency::now : portal_client::urgency::later;
    std::string failure;
    wire::refusal instead{"NETWORK", "nothing was sent", 0, true};
    try {
        if (what.batch) {
            replies = co_await portal.batch(what.calls, how, when);
        } else {
            auto reply = co_await portal.call(what.calls.front(), how, when);
            replies.push_back(std::move(reply));
        }
    } catch (const storage::database_error& why) {  // the disk did not take new tokens
        failure = why.what();
    } catch (const std::exception& why) {  // a call that cannot be encoded will never be
        failure = why.what();
        instead = {"NOT_ASKED", "our mistake", 0, false};
    }
    if (!failure.empty()) {
        log::error("errand_failed", {{"why", failure}});
        replies.assign(what.calls.size(), instead);
    }
    // In a wave of messages nobody is waited for in particular, and the wave needs the portal's bucket
    // itself.
    const bool to_somebody = what.urgent || portal.pace().level < wire::pacer::reserve_max;
    if (to_somebody && asks_for_a_press(what.calls.front()) && replies.front().has_value()) {
        pace.somebody_acted(around.time.now());
        poll_wake.cancel();
    }
    const bool was_away = heart.is_portal_away();
    try {
        heart.came_back(what.id, replies, now());
    } catch (const storage::database_error& why) {
        disk_failed(why);
    }
    if (was_away && !heart.is_portal_away())  // what changed meanwhile may have been posted to nobody
        sweep_soon();
    if (std::any_of(replies.begin(), replies.end(), says_bot_is_gone))
        settle_anew();
    note_state();
    wake.cancel();
}

house::house(config settings, storage::opening disk, surroundings around)
    : impl_(std::make_unique<impl>(std::move(settings), std::move(disk), std::move(around))) {}
house::~house() = default;

void house::begin() {
    asio::co_spawn(impl_->around.io, impl_->work(), must_not_fail);
    asio::co_spawn(impl_->around.io, impl_->keep_settled(), must_not_fail);
    asio::co_spawn(impl_->around.io, impl_->keep_polling(), must_not_fail);
    asio::co_spawn(impl_->around.io, impl_->keep_awake(), must_not_fail);
}

asio::awaitable<net::response> house::answer(net::incoming_request asked) {
    return impl_->rooms.answer(std::move(asked));
}

void house::stop() {
    impl_->stopping = true;
    impl_->wake.cancel();
    impl_->settle_wake.cancel();
    impl_->poll_wake.cancel();
    impl_->awake_wake.cancel();
}

void house::close() {
    try {
        impl_->disk.checkpoint();
    } catch (const storage::database_error& why) {
        log::warning("checkpoint_failed", {{"why", why.what()}});
    }
}

bool house::at_rest() const {
    return impl_->heart.under_way() == 0;
}

}  // namespace bot
