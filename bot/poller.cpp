#include "bot/poller.hpp"

#include <algorithm>

#include "bot/arrivals.hpp"
#include "bot/pages.hpp"
#include "bot/wire/value.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto overlap = 2min;  // 5.3: whole seconds, and a clock that is not ours
constexpr std::size_t list_pages_max = 4000;
// A list of several pages costs requests until its changes are older than the overlap. Its newest page comes
// with each poll; the rest is read where some of it may be unseen, and now and then for what came to light
// late.
constexpr auto unseen_rest_every = 10s, seen_rest_every = 30s;
constexpr std::string_view events_cursor = "bot_events";     // the next offset
constexpr std::string_view process_cursor = "offline_rows";  // kept, but not cleared yet; "" = none
constexpr std::string_view list_cursor = "listed_tasks";     // the newest change seen, by the portal's clock

bool comes_of_people(const dialogs::item& what) {
    return std::holds_alternative<dialogs::said>(what) || std::holds_alternative<dialogs::pressed>(what) ||
           std::holds_alternative<dialogs::commanded>(what) || std::holds_alternative<dialogs::joined>(what);
}

// A poll that brings nothing writes nothing, so that it costs no wait for the disk.
void advance(storage::transaction& tx, std::string_view cursor, const std::string& to) {
    if (storage::portal::cursor(tx, cursor) != to)
        storage::portal::move_cursor(tx, cursor, to);
}

}  // namespace

// What one poll asks, and what it brings.
struct poller::round {
    std::int64_t bot = 0;
    std::int64_t offset = 0;
    std::string to_clear;  // rows of the queue that are on disk since an earlier poll
    bool cleared = false;
    bool looks_for_orphans = false;
    std::set<std::string> orphans;
    std::string process_id;
    bool lists = false;
    bool oldest_is_new = false;  // the last task that was read of the list
    bool behind = false;         // there may be changes before it that nobody saw: the cursor stays
    locale::instant listed_from{}, listed_to{};
    std::map<dialogs::task_id, locale::instant> listed;
    std::vector<storage::inbox::arrival> arrivals;
    outcome came;
};

poller::poller(storage::database& disk, portal_client& portal, std::function<locale::instant()> now)
    : disk_(disk), portal_(portal), now_(std::move(now)) {}

asio::awaitable<poller::outcome> poller::poll(std::int64_t bot, task_source tasks) {
    round mine;
    mine.bot = bot;
    storage::look(disk_, now_(), [&](const storage::transaction& tx) {
        const auto offset = storage::portal::cursor(tx, events_cursor);
        const auto listed = wire::parse_moment(storage::portal::cursor(tx, list_cursor));
        mine.offset = offset.empty() ? wire::first_offset : std::stoll(offset);
        mine.to_clear = storage::portal::cursor(tx, process_cursor);
        mine.listed_to = listed.value_or(tx.now());
    });
    mine.lists = tasks == task_source::list;
    mine.behind = behind_;
    mine.listed_from = mine.listed_to - overlap;
    std::vector<wire::call> calls;
    if (bot != 0)
        calls.push_back(wire::get_bot_events(bot, mine.offset));
    if (tasks == task_source::queue && !mine.to_clear.empty())
        calls.push_back(wire::clear_offline_events(mine.to_clear));
    if (tasks == task_source::queue) {
        calls.push_back(wire::get_offline_events());
        mine.looks_for_orphans = orphans_possible_;
        if (mine.looks_for_orphans)
            calls.push_back(wire::list_offline_events());
        for (const auto& each : orphans_)
            calls.push_back(wire::clear_offline_events(each));
    }
    if (mine.lists)
        calls.push_back(wire::list_changed_tasks(mine.listed_from, 0));
    const auto answers = co_await portal_.batch(std::move(calls));

    auto next = answers.begin();
    if (bot != 0)
        take_bot_events(*next++, mine);
    if (tasks == task_source::queue && !mine.to_clear.empty())
        mine.cleared = (next++)->has_value();
    orphans_possible_ = orphans_possible_ || tasks == task_source::queue;  // until all of it is on disk
    if (tasks == task_source::queue) {
        take_queue(*next++, mine);
        if (mine.looks_for_orphans)
            take_orphans(*next++, mine);
    }
    if (mine.lists)
        co_await take_list(*next, mine);
    keep(mine);
    orphans_ = mine.orphans;
    const bool found_none = !mine.looks_for_orphans || mine.orphans.empty();
    orphans_possible_ = orphans_possible_ && (mine.came.maybe_lost || !found_none);
    co_return mine.came;
}

void poller::take_bot_events(const wire::reply& answer, round& now) const {
    if (answer.has_error()) {
        now.came.trouble = code_of(answer.error());
        now.came.bot_gone = wire::is_bot_gone(answer.error());
        return;
    }
    const auto read = wire::read_bot_events(answer.value(), now.bot, now.offset);
    for (const auto& each : read.events) {
        add_arrivals(each, now.arrivals);
        now.came.people =
            now.came.people || std::any_of(each.items.begin(), each.items.end(), comes_of_people);
    }
    now.offset = read.next_offset;
    now.came.more = read.more;
}

void poller::take_queue(const wire::reply& answer, round& now) const {
    if (answer.has_error()) {
        now.came.trouble = code_of(answer.error());
        now.came.queue_refused = wire::is_queue_refused(answer.error());
        now.came.maybe_lost = answer.error().maybe_done;
        return;
    }
    const auto read = wire::read_offline_events(answer.value());
    for (const auto& each : read.events)
        add_arrivals(each, now.arrivals);
    now.process_id = read.process_id;
    now.came.more = now.came.more || read.more;
}

// What they tell of was swept for already, or will be; here they are taken up as any others, so that the
// queue is not filled by what nobody will ever clear.
void poller::take_orphans(const wire::reply& answer, round& now) {
    if (answer.has_error())
        return;
    for (const auto& each : wire::read_reserved_events(answer.value())) {
        if (each.process_id == now.process_id || each.process_id == now.to_clear ||
            orphans_.contains(each.process_id))
            continue;
        add_arrivals(each.happened, now.arrivals);
        now.orphans.insert(each.process_id);
    }
}

asio::awaitable<void> poller::take_list(const wire::reply& newest, round& now) {
    if (newest.has_error()) {
        now.came.trouble = code_of(newest.error());
        co_return;
    }
    const bool is_whole = take_page(newest.value(), now) < wire::page_size;
    now.behind = !is_whole && (now.behind || now.oldest_is_new);
    if (is_whole || !is_rest_due(now))
        co_return;
    auto failure = co_await read_rest_of_list(now);
    now.behind = !failure.empty();
    if (now.behind)
        now.came.trouble = std::move(failure);
    whole_list_at_ = now_();
}

bool poller::is_rest_due(const round& now) const {
    const auto ago = now_() - whole_list_at_;
    return ago < 0s ||
           ago >= (now.behind ? unseen_rest_every : seen_rest_every);  // the clock may be set back
}

asio::awaitable<std::string> poller::read_rest_of_list(round& now) {
    std::size_t pages = 0;
    const page_call ask = [&](std::size_t start) {
        ++pages;
        return wire::list_changed_tasks(now.listed_from, static_cast<std::int64_t>(start));
    };
    const page_taker take = [&](const wire::json::value& page) { return take_page(page, now); };
    auto failure = co_await read_pages(portal_, wire::page_size, list_pages_max, ask, take);
    now.came.requests += static_cast<int>((pages + pages_at_once - 1) / pages_at_once);
    co_return std::move(failure);
}

std::size_t poller::take_page(const wire::json::value& page, round& now) const {
    const auto tasks = wire::read_changed_tasks(page);
    for (const auto& each : tasks) {
        const auto known = seen_.find(each.id);
        now.oldest_is_new = !each.at || known == seen_.end() || known->second != *each.at;
        now.listed[each.id] = each.at.value_or(locale::instant());
        if (each.at)
            now.listed_to = std::max(now.listed_to, *each.at);
        if (now.oldest_is_new)
            now.arrivals.push_back(
                {wire::store_item(dialogs::task_touched{each.id}), "task:" + std::to_string(each.id), ""});
    }
    return tasks.size();
}

// All at once: what was read is on disk when the portal is told so.
void poller::keep(const round& now) {
    const bool clears = now.cleared || !now.process_id.empty();
    storage::transact(disk_, now_(), [&](storage::transaction& tx) {
        for (const auto& each : now.arrivals)
            storage::inbox::put(tx, each);
        if (now.bot != 0)
            advance(tx, events_cursor, std::to_string(now.offset));
        if (clears)
            storage::portal::move_cursor(tx, process_cursor, now.process_id);
        if (now.lists && !now.behind && now.came.trouble.empty())
            advance(tx, list_cursor, wire::moment_text(now.listed_to));
    });
    behind_ = now.behind;
    for (const auto& [id, at] : now.listed)
        seen_[id] = at;
    std::erase_if(seen_, [&](const auto& each) { return each.second < now.listed_to - 2 * overlap; });
}

}  // namespace bot
