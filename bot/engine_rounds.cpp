// What the engine takes up next: what people do as it comes, hints about tasks in bulk.
#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/engine.hpp"
#include "bot/engine_order.hpp"
#include "bot/wire/event.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;
using storage::inbox::item;

constexpr int people_max = 256;          // items looked through at once
constexpr std::size_t tasks_max = 12;    // looked at in full at once: four calls each fit one batch of 50
constexpr std::size_t hints_max = 2500;  // as many as one batch can glance at
constexpr std::size_t calls_max = 200;   // of one round of hints: four batches, under way together
// Hints come in floods. A glance waits until one is over, or has lasted some seconds.
constexpr auto hints_pause = 1s;
constexpr auto flood_is_over_after = 2s;
constexpr auto flood_max = 5s;
constexpr auto echo_wait_max = 40s;
constexpr auto hearing_pause = 1s;

bool is_flood(const std::vector<item>& fresh, instant now) {
    if (fresh.size() <= tasks_max || fresh.size() >= hints_max)
        return false;
    const auto by_age = [](const auto& one, const auto& other) {
        return one.received_at < other.received_at;
    };
    const auto [oldest, newest] = std::minmax_element(fresh.begin(), fresh.end(), by_age);
    return now - newest->received_at < flood_is_over_after && now - oldest->received_at < flood_max;
}

}  // namespace

// An item and all it is known to need.
engine::taken engine::weigh(const storage::transaction& tx, item row, const dialogs::context& ctx) const {
    taken weighed{std::move(row), {}, {}};
    weighed.what = wire::load_item(weighed.row.body);
    if (weighed.what)
        weighed.wants = dialogs::what_to_read(tx, *weighed.what, ctx);
    if (const auto more = more_.find(weighed.row.id); more != more_.end())
        weighed.wants.merge(more->second);
    return weighed;
}

// Whether a deadline write brought what is to be known of its task, and nothing newer was judged since.
bool engine::comes_with_facts(const storage::transaction& tx, const taken& each) const {
    const auto* what = each.what ? std::get_if<dialogs::deadline_written>(&*each.what) : nullptr;
    return what && read_back_.contains(what->task) && !is_outdated(tx, what->task);
}

// A flood of words does not put off the hour for ever: waited for is what was there when it was told.
void engine::hear(const storage::transaction& tx) {
    const instant until = hears_at_once_ ? tx.now() : told_until_;
    if (!hearing_ && until > heard_)
        hearing_ = words_waiting{until, storage::inbox::newest(tx)};
    if (!hearing_ || storage::inbox::deeds_wait(tx, hearing_->newest))
        return;
    heard_ = hearing_->until;
    hearing_.reset();
}

// The hour is there at which a question was to be closed, but what its author says may not have been heard.
bool engine::may_be_answered(const storage::transaction& tx, const taken& each) const {
    const auto* due = each.what ? std::get_if<dialogs::look_due>(&*each.what) : nullptr;
    const auto record = due ? tx.find_task(due->task) : std::nullopt;
    const bool asked = record && record->asked && record->asked->outcome.empty();
    return asked && record->asked->until <= tx.now() && heard_ < record->asked->until;
}

// Those of people in their order: what is known enough about at once, else as many as fit one look. An item
// whose look failed is taken alone.
engine::round engine::take_people(const storage::transaction& tx, const dialogs::context& ctx) const {
    auto all = storage::inbox::held_back(tx);
    std::set<std::int64_t> not_now;
    for (const auto& each : all)
        not_now.insert(each.id);
    if (const auto& look = look_of(lane::people))
        for (const auto& each : look->items)
            not_now.insert(each.row.id);
    auto due = storage::inbox::waiting(tx, lane::people, people_max);
    // Hours that may not be acted on yet must not stand in the way of what has to be heard first.
    if (std::ssize(due) == people_max)
        for (auto& each : storage::inbox::deeds(tx, people_max))
            due.push_back(std::move(each));
    for (auto& each : due)
        all.push_back(std::move(each));
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one.id < other.id; });
    const auto same = [](const auto& one, const auto& other) { return one.id == other.id; };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());

    round found;
    order earlier;
    bool full = look_of(lane::people).has_value();
    bool unheard = false;
    for (auto& row : all) {
        const bool waits = not_now.contains(row.id);
        auto each = weigh(tx, std::move(row), ctx);
        if (waits || earlier.is_held(each.what)) {
            earlier.hold_after(each.what);
            continue;
        }
        if (may_be_answered(tx, each)) {
            unheard = true;
            continue;
        }
        auto left = people_.missing(each.wants, ctx.now);
        if (comes_with_facts(tx, each))
            left.tasks.clear();
        if (left.empty()) {
            found.ready.push_back(std::move(each));
            continue;
        }
        earlier.hold_after(each.what);
        auto together = found.asked;
        together.merge(left);
        const bool alone = alone_.contains(each.row.id);
        const bool fits = together.tasks.size() + together.tasks_of.size() <= tasks_max && !alone;
        if (full || (!found.to_look.empty() && !fits))
            continue;
        full = alone;
        found.asked = std::move(together);
        found.to_look.push_back(std::move(each));
    }
    if (found.ready.empty() && found.to_look.empty())
        found.rest_until = storage::inbox::next_held_back(tx);
    if (found.ready.empty() && found.to_look.empty() && unheard)
        found.rest_until = std::min(found.rest_until.value_or(instant::max()), ctx.now + hearing_pause);
    return found;
}

// News of our own writes, which more of them will follow.
bool engine::is_echo(const item& row, instant now) const {
    if (echoes_.empty() || now - row.received_at >= echo_wait_max)
        return false;
    const auto what = wire::load_item(row.body);
    const auto* touched = what ? std::get_if<dialogs::task_touched>(&*what) : nullptr;
    return touched && echoes_.contains(touched->task);
}

// First those a glance was not enough for, then those nobody looked at yet: a few in full, many at a glance.
engine::round engine::take_hints(const storage::transaction& tx, const dialogs::context& ctx) const {
    round found;
    std::vector<item> fresh;
    std::size_t calls = 0;
    bool alone = false;
    for (auto& row : storage::inbox::waiting(tx, lane::hints, static_cast<int>(hints_max))) {
        found.rest_until = ctx.now + hints_pause;
        const bool failed = alone_.contains(row.id);
        if (!failed && !more_.contains(row.id)) {
            fresh.push_back(std::move(row));
            continue;
        }
        if (alone || calls >= calls_max || (failed && !found.to_look.empty())) {
            found.more = true;
            continue;
        }
        alone = failed;
        auto each = weigh(tx, std::move(row), ctx);
        for (const auto task : each.wants.tasks)
            calls += glanced_.contains(task) ? wire::calls_of_glanced_task : wire::calls_of_task;
        found.asked.merge(people_.missing(each.wants, ctx.now));
        found.to_look.push_back(std::move(each));
    }
    std::erase_if(fresh, [&](const item& row) { return is_echo(row, ctx.now); });
    if (alone || calls >= calls_max || ctx.now < hints_rest_until_ || is_flood(fresh, ctx.now))
        return found;
    const bool few = found.to_look.empty() && fresh.size() <= tasks_max;
    const auto room = (calls_max - calls) * wire::tasks_of_glance;
    for (std::size_t i = 0; i < std::min(fresh.size(), room); ++i) {
        auto each = weigh(tx, std::move(fresh[i]), ctx);
        if (!few && each.what && std::holds_alternative<dialogs::task_touched>(*each.what)) {
            dialogs::needs glance;
            glance.glances = std::move(each.wants.tasks);
            each.wants = std::move(glance);
        }
        found.asked.merge(people_.missing(each.wants, ctx.now));
        (each.wants.empty() ? found.ready : found.to_look).push_back(std::move(each));
    }
    return found;
}

// Whether more tasks are about to be looked at: what is to be written and told waits for them a little, to go
// together.
bool engine::more_to_come(const storage::transaction& tx) const {
    const auto quiet = static_cast<int>(tasks_max + echoes_.size());
    return !glanced_.empty() || storage::inbox::count_hints(tx, quiet + 1) > quiet;
}

// Takes what waits. True: some was decided at once and there may be more.
bool engine::start_round(lane which, instant now) {
    const bool hints = which == lane::hints;
    if (hints && (look_of(which) || (now < hints_rest_until_ && !hints_asked_more_)))
        return false;
    auto found = storage::look(disk_, now, [&](const storage::transaction& tx) {
        hear(tx);
        const auto ctx = context_at(now);
        return hints ? take_hints(tx, ctx) : take_people(tx, ctx);
    });
    const bool fresh_rest = hints && now < hints_rest_until_;  // only those that asked for more were taken
    if (!fresh_rest)
        (hints ? hints_rest_until_ : people_rest_until_) = found.rest_until.value_or(instant{});
    if (hints)
        hints_asked_more_ = found.more;
    if (!found.asked.tasks.empty())
        people_.ask_along(found.asked, now);
    if (!found.to_look.empty())
        look_of(which) = look_under_way{std::move(found.to_look),
                                        wire::plan_look(found.asked, glanced_),
                                        found.asked,
                                        facts_at_hand(now),
                                        {},
                                        {}};
    if (found.ready.empty())
        return false;
    auto at_hand = facts_at_hand(now);
    at_hand.awaited = awaited();
    for (const auto& each : found.ready)
        if (const auto* what = each.what ? std::get_if<dialogs::deadline_written>(&*each.what) : nullptr)
            if (const auto came = read_back_.find(what->task); came != read_back_.end())
                at_hand.tasks[what->task] = came->second;
    decide_all(found.ready, at_hand, now);
    return true;
}

// Each batch of a look is an errand of its own, so that they are under way together.
void engine::hand_out(lane which, std::vector<errand>& out) {
    auto& look = look_of(which);
    if (!look || !look->parts.empty())
        return;
    auto next = look->plan.calls.begin();
    std::size_t first = 0;
    for (const auto size : wire::batch_sizes(look->plan)) {
        const auto end = next + static_cast<std::ptrdiff_t>(size);
        look->parts.push_back({next_errand_++, first, size, {}, false});
        out.push_back({look->parts.back().errand, {next, end}, !next->v3, true, which == lane::people});
        first += size;
        next = end;
    }
}

}  // namespace bot
