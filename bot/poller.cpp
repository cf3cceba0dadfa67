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
// A list of more than a page costs requests again and again until its changes are older than the overlap:
// it is read less often meanwhile, or polls would take all that the portal allows.
constexpr auto long_list_rest = 10s;
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
    std::string process_id;
    bool lists = false;
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
    mine.lists = tasks == task_source::list && now_() >= list_rests_until_;
    mine.listed_from = mine.listed_to - overlap;
    std::vector<wire::call> calls;
    if (bot != 0)
        calls.push_back(wire::get_bot_events(bot, mine.offset));
    if (tasks == task_source::queue && !mine.to_clear.empty())
        calls.push_back(wire::clear_offline_events(mine.to_clear));
    if (tasks == task_source::queue)
        calls.push_back(wire::get_offline_events());
    if (mine.lists)
        calls.push_back(wire::list_changed_tasks(mine.listed_from, 0));
    const auto answers = co_await portal_.batch(std::move(calls));

    auto next = answers.begin();
    if (bot != 0)
        take_bot_events(*next++, mine);
    if (tasks == task_source::queue && !mine.to_clear.empty())
        mine.cleared = (next++)->has_value();
    if (tasks == task_source::queue)
        take_queue(*next, mine);
    if (mine.lists && next->has_error())
        mine.came.trouble = code_of(next->error());
    if (mine.lists && next->has_value()) {
        take_list(next->value(), mine);
        if (mine.listed.size() >= wire::page_size) {
            mine.came.trouble = co_await read_more_of_list(mine);
            list_rests_until_ = now_() + long_list_rest;
        }
    }
    keep(mine);
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

void poller::take_list(const wire::json::value& page, round& now) const {
    for (const auto& each : wire::read_changed_tasks(page)) {
        const auto known = seen_.find(each.id);
        now.listed[each.id] = each.at.value_or(locale::instant());
        if (each.at)
            now.listed_to = std::max(now.listed_to, *each.at);
        if (!each.at || known == seen_.end() || known->second != *each.at)
            now.arrivals.push_back(
                {wire::store_item(dialogs::task_touched{each.id}), "task:" + std::to_string(each.id), ""});
    }
}

asio::awaitable<std::string> poller::read_more_of_list(round& now) {
    const page_call ask = [&](std::size_t start) {
        return wire::list_changed_tasks(now.listed_from, static_cast<std::int64_t>(start));
    };
    const page_taker take = [&](const wire::json::value& page) {
        take_list(page, now);
        return wire::read_changed_tasks(page).size();
    };
    co_return co_await read_pages(portal_, wire::page_size, list_pages_max, ask, take);
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
        if (now.lists && now.came.trouble.empty())
            advance(tx, list_cursor, wire::moment_text(now.listed_to));
    });
    for (const auto& [id, at] : now.listed)
        seen_[id] = at;
    std::erase_if(seen_, [&](const auto& each) { return each.second < now.listed_to - 2 * overlap; });
}

}  // namespace bot
