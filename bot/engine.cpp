#include "bot/engine.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bot/engine_order.hpp"
#include "bot/later.hpp"
#include "bot/log.hpp"
#include "bot/wire/event.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;

constexpr int looks_max = 8;       // an item that still asks for more then is given up: it would ask for ever
constexpr int attempts_max = 240;  // of an item alone while the portal answers others: some two hours
constexpr auto shut_out_rest = 30s;  // a person must let us in again
constexpr auto talk_lasts = 10min;
constexpr std::size_t talks_max = 10'000;  // remembered

}  // namespace

engine::engine(storage::database& disk, dialogs::context ctx) : disk_(disk), ctx_(std::move(ctx)) {
    storage::look(disk_, instant{}, [&](const storage::transaction& tx) {
        people_.load(tx);
        newest_row_at_start_ = storage::outbox::newest(tx);
    });
}

void engine::know(dialogs::user_id bot, dialogs::user_id integration_user, std::string portal) {
    ctx_.bot = bot;
    ctx_.integration_user = integration_user;
    ctx_.portal = std::move(portal);
}

std::size_t engine::under_way() const {
    std::size_t errands = sends_.size();
    for (const auto& look : looks_)
        if (look)
            errands += std::max<std::size_t>(1, look->parts.size());
    return errands;
}

std::optional<instant> engine::next_due(instant now) const {
    std::optional<instant> when;
    const auto by = [&](const std::optional<instant>& due, instant rest) {
        if (due && (!when || std::max(*due, rest) < *when))
            when = std::max(*due, rest);
    };
    storage::look(disk_, now, [&](const storage::transaction& tx) {
        if (!look_of(lane::people))
            by(storage::inbox::next_due(tx, lane::people), people_rest_until_);
        if (!look_of(lane::hints))
            by(storage::inbox::next_due(tx, lane::hints), hints_asked_more_ ? instant{} : hints_rest_until_);
        // What is due may be behind an errand under way, whose coming back will wake us, or held.
        const bool waits = !keys_under_way_.empty() || writes_held_;
        by(storage::outbox::next_due(tx), waits ? now + 1s : instant{});
    });
    for (const auto& look : looks_)
        if (look && look->parts.empty())  // there is a page more to read, or the disk kept it from starting
            when = now;
    if (when)
        when = std::max(*when, paused_until_);
    return when;
}

std::vector<errand> engine::run_due(instant now) {
    std::vector<errand> out;
    if (now < paused_until_)
        return out;
    for (const auto which : {lane::people, lane::hints})
        while (start_round(which, now))
            continue;
    auto sends = start_sends(now);  // may throw: then nothing must count as started that nobody was given
    hand_out(lane::people, out);
    hand_out(lane::hints, out);
    std::move(sends.begin(), sends.end(), std::back_inserter(out));
    return out;
}

dialogs::context engine::context_at(instant now) const {
    auto ctx = ctx_;
    ctx.now = now;
    ctx.heard = heard_;
    return ctx;
}

dialogs::facts engine::facts_at_hand(instant now) const {
    dialogs::facts out;
    out.who = people_.everybody();
    out.departments_known = people_.knows_departments(now);
    people_.recall(out, now);
    return out;
}

std::set<dialogs::user_id> engine::awaited() const {
    std::set<dialogs::user_id> people;
    for (const auto& [id, task] : glanced_)
        people.insert(task.responsible);
    return people;
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

void engine::came_back(std::int64_t errand_id, const std::vector<wire::reply>& replies, instant now) {
    for (const auto which : {lane::people, lane::hints})
        if (part_came_back(which, errand_id, replies, now))
            return;
    const auto found = sends_.find(errand_id);
    if (found == sends_.end())
        return;
    const auto sent = std::move(found->second);
    sends_.erase(found);
    writes_held_ = false;
    const bool writes = std::holds_alternative<dialogs::write_deadline>(sent.rows.front().what);
    const bool notes = std::holds_alternative<dialogs::leave_note>(sent.rows.front().what);
    for (const auto& row : sent.rows) {
        keys_under_way_.erase(row.order_key);
        if ((writes || notes) && !sent.checking)
            not_written_.erase(row.id);  // by now it may be
    }
    if (portal_is_away(replies, now))
        return;
    if (writes)
        written(sent, replies, now);
    else if (notes)
        noted(sent, replies.front(), now);
    else
        spoken(sent.rows.front(), replies.front(), now);
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

bool engine::part_came_back(lane which, std::int64_t errand_id, const std::vector<wire::reply>& replies,
                            instant now) {
    auto& look = look_of(which);
    if (!look)
        return false;
    auto& parts = look->parts;
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.errand == errand_id; });
    if (part == parts.end() || part->replies)
        return false;
    part->replies = replies;
    part->away = portal_is_away(replies, now);
    if (std::all_of(parts.begin(), parts.end(), [](const auto& each) { return each.replies.has_value(); }))
        looked(which, now);
    return true;
}

void engine::looked(lane which, instant now) {
    auto done = std::move(*look_of(which));
    look_of(which).reset();
    hints_asked_more_ = hints_asked_more_ || which == lane::hints;
    std::vector<wire::reply> replies;
    dialogs::needs away;
    for (const auto& part : std::exchange(done.parts, {})) {
        replies.insert(replies.end(), part.replies->begin(), part.replies->end());
        if (part.away)
            away.merge(wire::within(done.plan, part.first, part.count));
    }
    const auto missed = wire::fold_look(done.plan, replies, done.read);
    done.items = whole_ones(done, missed, away, now);
    if (done.items.empty())
        return;
    if (auto rest = wire::more_departments(done.plan, replies); !rest.calls.empty()) {
        done.plan = std::move(rest);
        look_of(which) = std::move(done);
        return;
    }
    if (!missed.rest) {
        learn_people(done, now);
        done.read.who = people_.everybody();  // the look itself reads one head a department
    }
    done.read.awaited = awaited();
    decide_all(done.items, done.read, now);
}

// The items all of whose needs were read. The others stay where they are: for later, when it is their own
// look that failed.
std::vector<engine::taken> engine::whole_ones(look_under_way& done, const wire::unread& missed,
                                              const dialogs::needs& away, instant now) {
    auto shared = done.asked;
    shared.tasks.clear();
    shared.glances.clear();
    shared.options.clear();
    dialogs::needs failed;
    failed.tasks = failed.glances = failed.options = missed.tasks;
    dialogs::needs again;
    again.tasks = done.judged_meanwhile;
    again.tasks.insert(missed.moved_on.begin(), missed.moved_on.end());
    for (const auto task : missed.moved_on)
        glanced_.erase(task);

    std::vector<taken> whole, to_put_off, to_try_alone;
    for (auto& each : done.items) {
        if (each.wants.has_some_of(away))
            continue;
        if (missed.rest && each.wants.has_some_of(shared))
            to_try_alone.push_back(std::move(each));
        else if (each.wants.has_some_of(failed))
            to_put_off.push_back(std::move(each));
        else if (!each.wants.has_some_of(again))
            whole.push_back(std::move(each));
    }
    put_off(to_try_alone, "look_failed", true, now);
    put_off(to_put_off, "look_failed", false, now);
    return whole;
}

void engine::learn_people(const look_under_way& done, instant now) {
    const auto& asked = done.asked;
    people_.learn(asked, done.read, now);
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
void engine::decide_all(const std::vector<taken>& items, const dialogs::facts& read, instant now) {
    const auto ctx = context_at(now);
    try {
        storage::transact(disk_, now, [&](storage::transaction& tx) {
            order earlier;
            for (const auto& each : items)
                if (earlier.is_held(each.what) || !decide_one(tx, each, read, ctx))
                    earlier.hold_after(each.what);
        });
        return;
    } catch (const storage::database_error& trouble) {
        if (!trouble.is_forbidden())
            throw;  // the disk, not an item, is at fault: all wait
        log::error("round_failed", {{"items", std::to_string(items.size())}, {"why", trouble.what()}});
    } catch (const std::exception& mistake) {  // ours: it must not stop the others either
        log::error("round_failed", {{"items", std::to_string(items.size())}, {"why", mistake.what()}});
    }
    order earlier;
    for (const auto& each : items) {
        try {
            const bool decided =
                !earlier.is_held(each.what) && storage::transact(disk_, now, [&](storage::transaction& tx) {
                    return decide_one(tx, each, read, ctx);
                });
            if (!decided)
                earlier.hold_after(each.what);
        } catch (const std::exception& trouble) {
            log::error("item_failed", {{"item", std::to_string(each.row.id)}, {"why", trouble.what()}});
            earlier.hold_after(each.what);
            put_off({each}, trouble.what(), true, now);
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
bool engine::decide_one(storage::transaction& tx, const taken& each, const dialogs::facts& read,
                        const dialogs::context& ctx) {
    const auto id = each.row.id;
    if (!each.what) {
        give_up(tx, each, "unreadable");
        return true;
    }
    note_talk(*each.what, ctx.now);
    const auto decided = dialogs::decide(tx, *each.what, read, ctx);
    if (!decided.more.empty() && rounds_[id]++ < looks_max) {
        ask_for_more(each, decided.more, read);
        return false;
    }
    if (!decided.more.empty()) {
        give_up(tx, each, "asked for more each time");
        return true;
    }
    take_steps(tx, each, decided.steps);
    for (auto& look : looks_)
        if (look && !look->parts.empty())
            for (const auto task : each.wants.tasks)
                look->judged_meanwhile.insert(task);
    forget(each);
    return true;
}

// The item ends before the hours it set begin: one may be its own, once more.
void engine::take_steps(storage::transaction& tx, const taken& each,
                        const std::vector<dialogs::step>& steps) {
    storage::inbox::handled(tx, each.row);
    for (const auto& step : steps) {
        tx.apply(step);
        log_step(step);
        if (const auto later = arrival_of(step))
            storage::inbox::put(tx, *later);
    }
}

void engine::ask_for_more(const taken& each, const dialogs::needs& more, const dialogs::facts& read) {
    more_[each.row.id].merge(more);
    for (const auto task : more.tasks) {
        if (read.tasks.contains(task)) {  // it was looked at, and that was not enough
            glanced_.erase(task);
            read_back_.erase(task);
            continue;
        }
        const auto seen = read.glances.find(task);
        if (seen != read.glances.end() && seen->second.present && seen->second.chat_known)
            glanced_.insert_or_assign(task, *seen->second.present);
        read_back_.erase(task);  // it was not enough
    }
    hints_asked_more_ = true;
}

void engine::give_up(storage::transaction& tx, const taken& each, std::string_view because) {
    log::error("item_given_up", {{"item", std::to_string(each.row.id)}, {"why", std::string(because)}});
    storage::inbox::given_up(tx, each.row.id, because);
    ++counts_.items_given_up;
    forget(each);
}

// What was kept in memory for an item that is through.
void engine::forget(const taken& each) {
    more_.erase(each.row.id);
    rounds_.erase(each.row.id);
    alone_.erase(each.row.id);
    if (!each.what)
        return;
    if (const auto* came_with = std::get_if<dialogs::deadline_written>(&*each.what))
        read_back_.erase(came_with->task);
    if (const auto* touched = std::get_if<dialogs::task_touched>(&*each.what))
        glanced_.erase(touched->task);
}

void engine::note_talk(const dialogs::item& what, instant now) {
    const auto dialog = dialog_of(what);
    if (dialog.empty())
        return;
    if (talking_.size() >= talks_max)
        std::erase_if(talking_, [&](const auto& each) { return !is_talking(each.first, now); });
    talking_[dialog] = now;
}

bool engine::is_talking(const std::string& dialog, instant now) const {
    const auto found = talking_.find(dialog);
    return found != talking_.end() && now - found->second < talk_lasts;
}

void engine::put_off(const std::vector<taken>& items, std::string_view because, bool alone, instant now) {
    if (items.empty())
        return;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        for (const auto& each : items) {
            if (each.row.attempts >= attempts_max) {
                give_up(tx, each, because);
                continue;
            }
            if (alone)
                alone_.insert(each.row.id);
            for (const auto task : each.wants.tasks)
                glanced_.erase(task);
            const auto wait = wire::backoff(each.row.attempts, static_cast<std::uint64_t>(each.row.id));
            storage::inbox::postponed(tx, each.row.id, now + std::chrono::ceil<std::chrono::seconds>(wait),
                                      because);
        }
    });
}

}  // namespace bot
