#include "bot/house.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>
#include <exception>

#include "bot/engine.hpp"
#include "bot/group_commit.hpp"
#include "bot/installer.hpp"
#include "bot/log.hpp"
#include "bot/pace_file.hpp"
#include "bot/poll_pace.hpp"
#include "bot/poller.hpp"
#include "bot/portal_client.hpp"
#include "bot/reception.hpp"
#include "bot/settling.hpp"
#include "bot/start_up.hpp"
#include "bot/way_out.hpp"
#include "bot/wire/fetch.hpp"
#include "bot/wire/value.hpp"
#include "storage/portal.hpp"
#include "storage/pruning.hpp"
#include "storage/requests.hpp"

namespace bot {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds disk_rest = 2s;  // after the database failed
// What an event that was lost told of is found so, in one request. Queues and lists lose nothing.
constexpr std::chrono::milliseconds sweep_every = 10min, sweep_every_pulling = 1h;
constexpr auto settle_again_after = 15s;
constexpr auto awake_every = 1min, posts_missed_after = 3min;
constexpr std::chrono::minutes events_kept = 24h;
constexpr std::string_view awake_cursor = "awake";

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
          pace(settings.portal.poll_interval, settings.portal.requests_per_second) {
        if (const auto left = kept_pace.load(around.time.now()))
            portal.resume(*left);
        portal.keep_pace([this](const wire::pacer::state& booked) { kept_pace.save(booked); });
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
    void greet_after_absence(bool was_posted_to, bool by_another_bot);
    void note_awake();
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
    task_source tasks = task_source::events;
    std::uint64_t polls = 0;  // that came back
    int polls_failed = 0;     // in a row
    bool installed = false, settled_in = false, stopping = false;
    bool resting = false;      // keep_settled, until the next hourly sweep
    bool sweep_again = false;  // something was lost while a sweep was under way
    clock::moment disk_rests_until{};
    std::string trouble = "not_installed";
    std::string noted_state;
};

// ---- Who we are.

dialogs::context house::impl::deciding_context() {
    const auto zone = locale::zone::find(settings.locale.time_zone).value_or(locale::zone());
    working.clock = zone;
    return {now(), settings.policy, working, settings.locale.language, zone, 0, 0, "", around.new_token};
}

void house::impl::know(const storage::portal::identity& who) {
    keys.bot = who.bot;
    heart.know(who.bot, who.token_user, portal_of(who.client_endpoint));
    if (who.token_user_is_administrator)
        settings.policy.administrators.insert(who.token_user);
}

// A webhook tells no member_id: its first host stands for it. A portal that was renamed keeps its secret
// (1.6).
void house::impl::remember_webhook() {
    const auto address = settings.portal.webhook.substr(0, settings.portal.webhook.find("/rest/")) + "/rest/";
    storage::transact(disk, now(), [&](storage::transaction& tx) {
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        if (who.member_id.empty())
            who.member_id = net::address::of(address).host;
        who.client_endpoint = address;
        storage::portal::save(tx, who);
    });
}

// What the disk knows of the installation becomes what this process works with.
void house::impl::remember_installation() {
    if (by_webhook())
        remember_webhook();
    storage::transact(disk, now(), [&](storage::transaction& tx) {
        if (!storage::portal::find_secret(tx, storage::portal::door_path))
            storage::portal::save_secret(tx, storage::portal::door_path, "/event/" + around.new_token());
    });
    storage::look(disk, now(), [&](const storage::transaction& tx) {
        keys.path = storage::portal::find_secret(tx, storage::portal::door_path).value_or("");
        const auto who = storage::portal::find(tx);
        const auto pair = storage::portal::find_tokens(tx);
        installed = who && (pair || by_webhook());
        if (!installed)
            return;
        trouble = "settling_in";
        keys.member_id = who->member_id;
        keys.application_token =
            storage::portal::find_secret(tx, storage::portal::application_token).value_or("");
        know(*who);
        if (by_webhook())
            return;
        wire::credentials known;
        known.member_id = who->member_id;
        known.application_token = keys.application_token;
        known.access_token = pair->access;
        known.refresh_token = pair->refresh;
        known.client_endpoint = who->client_endpoint;
        known.server_endpoint = who->server_endpoint;
        portal.use(known);
    });
}

void house::impl::keep_tokens(const wire::credentials& fresh) {
    const auto are = storage::transact(disk, now(), [&](storage::transaction& tx) {
        storage::portal::save_tokens(tx, {fresh.access_token, fresh.refresh_token, tx.now() + 1h});
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        if (!fresh.client_endpoint.empty())  // the portal may have a new name (1.3.3)
            who.client_endpoint = fresh.client_endpoint;
        storage::portal::save(tx, who);
        return who;
    });
    know(are);
    log::info("tokens_renewed");
}

void house::impl::on_installed() {
    remember_installation();
    settle_anew();
    wake.cancel();
}

void house::impl::on_uninstalled() {
    storage::transact(disk, now(), [](storage::transaction& tx) { storage::portal::forget_tokens(tx); });
    installed = settled_in = false;
    keys.application_token.clear();  // nothing of the gone installation opens the door
    trouble = "uninstalled";
    log::warning("uninstalled");
}

reception::report house::impl::readiness() {
    json::object out;
    bool database = true;
    try {
        storage::look(disk, now(), [&](const storage::transaction& tx) {
            const auto in = storage::inbox::measure(tx);
            const auto sending = storage::outbox::measure(tx);
            out["inbox"] = in.waiting;
            out["outbox"] = sending.waiting;
            out["given_up"] = in.given_up + sending.given_up;
        });
    } catch (const storage::database_error&) {
        database = false;
    }
    const auto seen = portal.state();
    out["under_way"] = heart.under_way();
    out["database"] = database ? "fine" : "failing";
    out["portal"] = trouble.empty() ? "fine" : trouble;
    out["access"] = access();
    if (auto advice = way_out(trouble.empty() || access() != "fine" ? access() : trouble); !advice.empty())
        out["way_out"] = std::move(advice);
    out["doubles_possible"] = heart.counters().doubles_possible;
    out["requests"] = portal.requests_total();
    out["polls"] = polls;
    if (seen.last_contact)
        out["last_contact"] = wire::moment_text(std::chrono::floor<std::chrono::seconds>(*seen.last_contact));
    const bool ready = database && installed && settled_in && seen.access == authorization::fine;
    out["ready"] = ready;
    return {ready, json::serialize(out) + "\n"};
}

// A code of /readyz: whether the portal lets us in.
std::string house::impl::access() const {
    switch (portal.state().access) {
        case authorization::fine:
            return "fine";
        case authorization::refused_plan:
            return "refused_plan";
        case authorization::moved:
            return "moved";
        case authorization::must_authorize_again:
            break;
    }
    return by_webhook() ? "webhook_refused" : "must_authorize_again";
}

// What changed between the bot and its portal goes into the log once, and on disk for doctor.
void house::impl::note_state() {
    const auto now_is = access() != "fine" || trouble.empty() ? access() : trouble;
    if (now_is == noted_state)
        return;
    const auto advice = way_out(now_is);
    if (advice.empty())
        log::info("state", {{"now", now_is}});
    else
        log::warning("state", {{"now", now_is}, {"way_out", advice}});
    try {
        storage::transact(disk, now(), [&](storage::transaction& tx) {
            storage::portal::note_finding(tx, "state", now_is);
        });
        noted_state = now_is;
    } catch (const storage::database_error& why) {
        disk_failed(why);
    }
}

// ---- What goes on all the time.

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
        if (what.batches.empty()) {
            auto reply = co_await portal.call(what.calls.front(), how, when);
            replies.push_back(std::move(reply));
        }
        auto next = what.calls.begin();
        for (const auto size : what.batches) {
            std::vector<wire::call> some(next, next + static_cast<std::ptrdiff_t>(size));
            next += static_cast<std::ptrdiff_t>(size);
            auto answers = co_await portal.batch(std::move(some), how, when);
            std::move(answers.begin(), answers.end(), std::back_inserter(replies));
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
    greet_after_absence(found.was_posted_to, keys.bot != 0 && keys.bot != found.bot);
    const auto are = storage::transact(disk, now(), [&](storage::transaction& tx) {
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        who.bot = found.bot;
        who.token_user = found.integration_user;
        who.token_user_is_administrator = found.administrator;
        storage::portal::save(tx, who);
        for (const auto& [name, value] : found.findings)
            storage::portal::note_finding(tx, name, value);
        return who;
    });
    know(are);
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

// ---- Absences.

// The moment up to which nothing that people pressed can have been lost.
void house::impl::note_awake() {
    storage::transact(disk, now(), [](storage::transaction& tx) {
        storage::portal::move_cursor(tx, awake_cursor, wire::moment_text(tx.now()));
    });
}

asio::awaitable<void> house::impl::keep_awake() {
    while (!stopping) {
        co_await around.time.wait(awake_wake, awake_every);
        const bool hears = pulls() ? polls_failed == 0 : access() == "fine";
        if (stopping || !installed || !settled_in || !hears)
            continue;
        try {
            note_awake();
        } catch (const storage::database_error& why) {
            disk_failed(why);
        }
    }
}

// Presses are posted once, and kept for a day at most (T46): after a longer absence whoever has cards before
// him is asked to press again. The cards of a bot that is gone nobody can press either.
void house::impl::greet_after_absence(bool was_posted_to, bool by_another_bot) {
    const auto patience = was_posted_to ? posts_missed_after : events_kept;
    const auto since = storage::look(disk, now(), [](const storage::transaction& tx) {
        return wire::parse_moment(storage::portal::cursor(tx, awake_cursor));
    });
    if (by_another_bot || (since && now() - *since > patience)) {
        log::info("was_away", {{"since", since ? wire::moment_text(*since) : ""}});
        storage::transact(disk, now(), [](storage::transaction& tx) {
            for (const auto who : storage::requests::approvers_of_open(tx))
                storage::inbox::put(tx, {wire::store_item(dialogs::presses_lost{who}),
                                         "presses_lost:" + std::to_string(who), ""});
        });
    }
    note_awake();
}

// ---- Asking for events.

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
    try {
        came = co_await polling.poll(keys.bot, tasks);
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

bool house::at_rest() const {
    return impl_->heart.under_way() == 0;
}

}  // namespace bot
