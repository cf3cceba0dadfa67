#include "bot/engine.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/log.hpp"
#include "bot/wire/event.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;
using storage::inbox::item;

constexpr int items_max = 48;          // of one round
constexpr std::size_t tasks_max = 12;  // of one look: four calls each fit one batch of 50
constexpr int looks_max = 8;       // an item that still asks for more then is given up: it would ask for ever
constexpr int attempts_max = 240;  // of an item alone while the portal answers others: some two hours
constexpr auto shut_out_rest = 30s;  // a person must let us in again

}  // namespace

engine::engine(storage::database& disk, dialogs::context ctx) : disk_(disk), ctx_(std::move(ctx)) {
    storage::look(disk_, instant{}, [&](const storage::transaction& tx) {
        people_.load(tx);
        for (const auto& row : storage::outbox::due(tx, 1'000'000))
            newest_row_at_start_ = std::max(newest_row_at_start_, row.id);
    });
}

void engine::know(dialogs::user_id bot, dialogs::user_id integration_user, std::string portal) {
    ctx_.bot = bot;
    ctx_.integration_user = integration_user;
    ctx_.portal = std::move(portal);
}

std::optional<instant> engine::next_due(instant now) const {
    auto when = storage::look(disk_, now, [&](const storage::transaction& tx) {
        const auto item = look_ ? std::nullopt : storage::inbox::next_due(tx);
        const auto row = storage::outbox::next_due(tx);
        return item && row ? std::min(item, row) : (item ? item : row);
    });
    if (when && !keys_under_way_.empty() && *when <= now)
        when = now + 1s;  // what is due may be behind an errand under way: its coming back will wake us
    if (look_ && !look_->started)  // there is a page more to read, or the disk kept it from starting
        when = now;
    if (when)
        when = std::max(*when, paused_until_);
    return when;
}

std::vector<errand> engine::run_due(instant now) {
    std::vector<errand> out;
    if (now < paused_until_)
        return out;
    while (!look_ && start_round(now))
        continue;
    auto sends = start_sends(now);  // may throw: then nothing must count as started that nobody was given
    if (look_ && !look_->started) {
        look_->started = true;
        look_->id = next_errand_++;
        out.push_back({look_->id, look_->plan.calls, wire::batch_sizes(look_->plan), true});
    }
    std::move(sends.begin(), sends.end(), std::back_inserter(out));
    return out;
}

dialogs::context engine::context_at(instant now) const {
    auto ctx = ctx_;
    ctx.now = now;
    return ctx;
}

dialogs::facts engine::facts_at_hand(instant now) const {
    dialogs::facts out;
    out.who = people_.everybody();
    out.departments_known = people_.knows_departments(now);
    return out;
}

// The oldest items whose needs fit one look, and these needs. An item whose look failed is taken alone.
engine::round engine::take(const storage::transaction& tx, const dialogs::context& ctx) const {
    round taken;
    for (auto& each : storage::inbox::waiting(tx, items_max)) {
        const auto what = wire::load_item(each.body);
        auto needed = what ? dialogs::what_to_read(tx, *what, ctx) : dialogs::needs{};
        if (const auto more = more_.find(each.id); more != more_.end())
            needed.merge(more->second);
        auto together = taken.wanted;
        together.merge(needed);
        const bool alone = alone_.contains(each.id);
        if (!taken.items.empty() && (alone || together.tasks.size() + together.tasks_of.size() > tasks_max))
            break;  // the order of what happened is kept
        taken.wanted = std::move(together);
        for (const auto task : needed.tasks) {
            ++taken.wanted_by[task];
            if (is_outdated(tx, task))
                taken.outdated.insert(task);
        }
        taken.items.push_back(std::move(each));
        if (alone)
            break;
    }
    return taken;
}

// Whether the facts that came with a write of this task are older than what was judged since.
bool engine::is_outdated(const storage::transaction& tx, dialogs::task_id task) const {
    const auto came = read_back_.find(task);
    if (came == read_back_.end())
        return false;
    const auto record = tx.find_task(task);
    if (!record || record->settled_row == 0)
        return false;
    const auto& rows = came->second.history;
    return std::none_of(rows.begin(), rows.end(),
                        [&](const auto& row) { return row.id >= record->settled_row; });
}

// Takes what waits. True: it was decided at once and there may be more; false: nothing waits, or a look is
// under way now.
bool engine::start_round(instant now) {
    const auto ctx = context_at(now);
    auto [items, wanted, wanted_by, outdated] =
        storage::look(disk_, now, [&](const storage::transaction& tx) { return take(tx, ctx); });
    if (items.empty())
        return false;
    auto asked = people_.missing(wanted, now);
    auto at_hand = facts_at_hand(now);
    for (const auto& each : items) {
        const auto what = wire::load_item(each.body);
        const auto* came_with = what ? std::get_if<dialogs::deadline_written>(&*what) : nullptr;
        if (!came_with || !read_back_.contains(came_with->task) || wanted_by[came_with->task] > 1 ||
            outdated.contains(came_with->task))
            continue;  // another item of this task may tell of something newer than these facts, or did
        asked.tasks.erase(came_with->task);
        at_hand.tasks[came_with->task] = read_back_.at(came_with->task);
    }
    if (asked.empty()) {
        decide_all(items, at_hand, now);
        return true;
    }
    look_ = look_under_way{0, std::move(items), wire::plan_look(asked), asked, std::move(at_hand), false};
    return false;
}

void engine::came_back(std::int64_t errand_id, const std::vector<wire::reply>& replies, instant now) {
    if (look_ && look_->id == errand_id)
        return looked(replies, now);
    const auto found = sends_.find(errand_id);
    if (found == sends_.end())
        return;
    const auto sent = std::move(found->second);
    sends_.erase(found);
    keys_under_way_.erase(sent.row.order_key);
    const bool writes = std::holds_alternative<dialogs::write_deadline>(sent.row.what);
    if (writes && !sent.checking)
        not_written_.erase(sent.row.id);  // by now it may be
    if (portal_is_away(replies, now))
        return;
    if (writes)
        written(sent, replies, now);
    else
        spoken(sent, replies.front(), now);
}

// Then what is to be done stays where it is, in its order, and no attempt is counted: an outage loses
// nothing, however long it is. False: the portal answers, if only by refusing this errand.
bool engine::portal_is_away(const std::vector<wire::reply>& replies, instant now) {
    const bool away = std::all_of(replies.begin(), replies.end(), [](const wire::reply& each) {
        return each.has_error() && wire::is_of_all_calls(each.error());
    });
    if (!away) {
        outages_ = 0;
        return false;
    }
    const auto& why = replies.front().error();
    log::warning("portal_away", {{"code", why.code}, {"status", std::to_string(why.status)}});
    if (now < paused_until_)
        return true;  // the same outage, met by another errand
    const auto wait = wire::backoff(outages_++, static_cast<std::uint64_t>(next_errand_));
    const bool shut_out = wire::remedy_for(why, false) == wire::remedy::authorize_again;
    paused_until_ = now + (shut_out ? shut_out_rest : std::chrono::ceil<std::chrono::seconds>(wait));
    return true;
}

void engine::looked(const std::vector<wire::reply>& replies, instant now) {
    auto done = std::move(*look_);
    look_.reset();
    if (portal_is_away(replies, now))
        return;
    if (!wire::fold_look(done.plan, replies, done.read))
        return put_off(done.items, "look_failed", now);
    if (auto rest = wire::more_departments(done.plan, replies); !rest.calls.empty()) {
        done.plan = std::move(rest);
        done.started = false;
        look_ = std::move(done);
        return;
    }
    learn_people(done, now);
    decide_all(done.items, done.read, now);
}

void engine::learn_people(const look_under_way& done, instant now) {
    const auto& asked = done.asked;
    if (asked.people.empty() && !asked.departments)
        return;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        std::vector<dialogs::person> people;
        for (const auto who : asked.people)
            if (const auto* found = done.read.who.find(who))
                people.push_back(*found);
        std::optional<std::vector<dialogs::department>> tree;
        if (asked.departments && done.read.departments_known) {
            tree.emplace();
            for (const auto& [id, each] : done.read.who.departments())
                tree->push_back(each);
        }
        people_.learn(tx, people, tree);
    });
}

// All items of a round in one transaction; when that fails for a reason of their own, each alone, so that one
// bad item stops nobody.
void engine::decide_all(const std::vector<item>& items, const dialogs::facts& read, instant now) {
    const auto ctx = context_at(now);
    try {
        storage::transact(disk_, now, [&](storage::transaction& tx) {
            for (const auto& each : items)
                decide_one(tx, each, read, ctx);
        });
        return;
    } catch (const storage::database_error& trouble) {
        if (!trouble.is_forbidden())
            throw;  // the disk, not an item, is at fault: all wait
        log::error("round_failed", {{"items", std::to_string(items.size())}, {"why", trouble.what()}});
    } catch (const std::exception& mistake) {  // ours: it must not stop the others either
        log::error("round_failed", {{"items", std::to_string(items.size())}, {"why", mistake.what()}});
    }
    for (const auto& each : items) {
        try {
            storage::transact(disk_, now, [&](storage::transaction& tx) { decide_one(tx, each, read, ctx); });
        } catch (const std::exception& trouble) {
            log::error("item_failed", {{"item", std::to_string(each.id)}, {"why", trouble.what()}});
            put_off({each}, trouble.what(), now);
        }
    }
}

namespace {

void log_step(const dialogs::step& taken) {
    if (const auto* row = std::get_if<dialogs::journal>(&taken))
        log::info(row->kind, {{"task", std::to_string(row->task)},
                              {"person", std::to_string(row->person)},
                              {"request", std::to_string(row->request)},
                              {"ground", row->ground}});
}

}  // namespace

// Decides an item and takes its steps. False: it asks for more and stays where it is.
bool engine::decide_one(storage::transaction& tx, const item& taken, const dialogs::facts& read,
                        const dialogs::context& ctx) {
    const auto what = wire::load_item(taken.body);
    if (!what) {
        log::error("item_unreadable", {{"item", std::to_string(taken.id)}});
        storage::inbox::given_up(tx, taken.id, "unreadable");
        return true;
    }
    const auto decided = dialogs::decide(tx, *what, read, ctx);
    if (!decided.more.empty() && rounds_[taken.id]++ < looks_max) {
        more_[taken.id].merge(decided.more);
        return false;
    }
    more_.erase(taken.id);
    rounds_.erase(taken.id);
    alone_.erase(taken.id);
    if (!decided.more.empty()) {
        log::error("item_never_knew_enough", {{"item", std::to_string(taken.id)}});
        storage::inbox::given_up(tx, taken.id, "asked for more each time");
        return true;
    }
    for (const auto& each : decided.steps) {
        tx.apply(each);
        log_step(each);
    }
    if (const auto* came_with = std::get_if<dialogs::deadline_written>(&*what))
        read_back_.erase(came_with->task);
    storage::inbox::handled(tx, taken);
    return true;
}

void engine::put_off(const std::vector<item>& items, std::string_view because, instant now) {
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        for (const auto& each : items) {
            if (each.attempts >= attempts_max) {
                log::error("item_given_up",
                           {{"item", std::to_string(each.id)}, {"why", std::string(because)}});
                storage::inbox::given_up(tx, each.id, because);
                continue;
            }
            alone_.insert(each.id);
            const auto wait = wire::backoff(each.attempts, static_cast<std::uint64_t>(each.id));
            storage::inbox::postponed(tx, each.id, now + std::chrono::ceil<std::chrono::seconds>(wait),
                                      because);
        }
    });
}

}  // namespace bot
