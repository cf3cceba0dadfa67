// Asking for events, where the portal does not post them.
#include "bot/house_impl.hpp"
#include "bot/log.hpp"

namespace bot {

asio::awaitable<void> house::impl::keep_polling() {
    while (!stopping) {
        std::chrono::milliseconds wait = 1h;
        const auto polled_at = around.time.now();
        if (pulls() && settled_in)
            wait = co_await poll();
        co_await around.time.wait(poll_wake, wait);
        const auto not_before = std::max(polled_at + poll_pace::fastest, pace.affordable_at());
        const auto early = std::min(wait, not_before - around.time.now());  // the clock may be set back
        if (!stopping && settled_in && wait > 0ms && early > 0ms)  // woken by something that was said
            co_await around.time.sleep(early);
    }
}

// How long to wait before the next.
asio::awaitable<std::chrono::milliseconds> house::impl::poll() {
    poller::outcome came;
    const auto asked_at = now();
    try {
        came = co_await polling.poll(keys.bot, tasks);
        if (came.trouble.empty() && !came.more)
            heart.heard(asked_at);
        if (came.trouble.empty() && polls_failed > 0)
            away.is_over(now(), false, false);
    } catch (const storage::database_error& why) {
        disk_failed(why);
        sweep_soon();  // rows of the queue may be reserved under a name that was not kept
        co_return disk_rest;
    }
    ++polls;
    const auto at = around.time.now();
    if (came.people)
        pace.somebody_acted(at);
    if (came.bot_gone) {  // T38; a bot that is gone again and again is not registered as quickly as one can
        if (polls_failed > 0)
            co_await around.time.sleep(wire::backoff(polls_failed, 0));
        settle_anew();
    }
    if (came.queue_refused && tasks == task_source::queue) {
        tasks = task_source::list;
        sweep_soon();
    }
    const bool fine = came.trouble.empty();
    if (came.maybe_lost || (fine && polls_failed > 0))  // what changed in a gap may be in no queue
        sweep_soon();
    wake.cancel();
    note_state();
    if (!fine && polls_failed == 0)
        log::warning("poll_failed", {{"why", came.trouble}});
    const auto pause = fine ? 0ms : wire::backoff(polls_failed, 0);
    polls_failed = fine ? 0 : polls_failed + 1;
    co_return std::max(pause, pace.after_poll(at, working, came.more && fine, came.requests));
}

// What was said while the bot fetched its events is taken before they are posted (T42). "" or a code of what
// failed.
asio::awaitable<std::string> house::impl::drain(std::int64_t bot) {
    constexpr int polls_max = 100;
    poller::outcome came;
    came.more = true;
    for (int k = 0; k < polls_max && came.more; ++k)
        came = co_await polling.poll(bot, task_source::events);
    co_return std::move(came.trouble);
}

}  // namespace bot
