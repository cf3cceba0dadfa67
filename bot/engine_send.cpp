// The engine's way out: rows of the outbox become errands, and what comes back ends or postpones them.
#include <algorithm>
#include <cstdlib>
#include <span>

#include "bot/engine.hpp"
#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/fetch.hpp"
#include "bot/wire/outgoing.hpp"
#include "bot/wire/value.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;
using storage::outbox::row;
using storage::outbox::sort;

// Errands at once, of deadline writes and of messages: the portal's bucket, not we, sets the pace.
constexpr std::size_t sends_max = 4;
constexpr std::size_t talks_max = 4;  // … and of messages to people in a conversation
constexpr std::size_t pairs_max = wire::batch_calls_max / 2;  // a write and its read-back
constexpr auto write_wait_max = 10s;                          // how long a write waits for others to go with
// Of a row alone while the portal answers others: some two hours, then given up in sight of people.
constexpr int send_attempts_max = 240;
constexpr int sending_failed_max = 8;
constexpr auto burnt_uuid_wait = 61s;  // 4.6.3: two refusals this far apart mean the UUID is burnt

const dialogs::expected_write& write_in(const row& of) {
    return std::get<dialogs::write_deadline>(of.what).what;
}

std::string dialog_in(const row& of) {
    if (const auto* words = std::get_if<dialogs::say>(&of.what))
        return words->dialog;
    const auto* rewriting = std::get_if<dialogs::rewrite>(&of.what);
    return rewriting ? rewriting->dialog : std::string();
}

// Why a check could not tell whether a deadline was written. It is tried again even where the portal says no
// for good: the write itself was not refused.
wire::refusal why_unknown(std::span<const wire::reply> replies) {
    for (const auto& each : replies)
        if (each.has_error() && wire::remedy_for(each.error(), false) != wire::remedy::give_up)
            return each.error();
    return {"INTERNAL_SERVER_ERROR", "the answer tells nothing of the task", 0, false};
}

// How often the portal said so of this message one after the other. Attempts that failed otherwise do not
// count: after an outage the first such refusal would be the last.
int sending_failed_in_a_row(const storage::outbox::row& of) {
    constexpr std::string_view said = "SENDING_FAILED:";
    return of.last_error.starts_with(said) ? std::atoi(of.last_error.c_str() + said.size()) : 0;
}

}  // namespace

std::vector<errand> engine::start_sends(instant now) {
    std::vector<start> starts;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        start_writes(tx, starts);
        start_messages(tx, starts);
        if (starts.empty() && sends_.empty() && !more_to_come(tx))
            echoes_.clear();
    });
    std::vector<errand> out;
    for (auto& [what, state] : starts) {
        what.id = next_errand_++;
        for (const auto& row : state.rows) {
            keys_under_way_.insert(row.order_key);
            if (!state.checking && !row.order_key.starts_with("chat:"))
                sent_once_.insert(row.id);
        }
        sends_.emplace(what.id, std::move(state));
        out.push_back(std::move(what));
    }
    return out;
}

std::size_t engine::sends_of(sort which) const {
    const auto found = std::count_if(sends_.begin(), sends_.end(), [&](const auto& each) {
        const bool writes = std::holds_alternative<dialogs::write_deadline>(each.second.rows.front().what);
        return writes == (which == sort::deadlines);
    });
    return static_cast<std::size_t>(found);
}

bool engine::must_be_checked(const row& of) const {
    return (of.attempts > 0 || of.id <= newest_row_at_start_ || sent_once_.contains(of.id)) &&
           !not_written_.contains(of.id);
}

// As many as are due together; approved dates, which people wait for, first. Few wait a little when more are
// to come.
void engine::start_writes(const storage::transaction& tx, std::vector<start>& out) {
    writes_held_ = false;
    const auto under_way = sends_of(sort::deadlines);
    if (under_way >= sends_max)
        return;
    std::vector<row> approved, reverts, checks;
    const auto limit = static_cast<int>(sends_max * pairs_max + keys_under_way_.size());
    for (auto& each : storage::outbox::due(tx, sort::deadlines, limit)) {
        if (keys_under_way_.contains(each.order_key))
            continue;
        const bool urgent = write_in(each).purpose == dialogs::write_purpose::apply;
        (must_be_checked(each) ? checks : urgent ? approved : reverts).push_back(std::move(each));
    }
    if (!reverts.empty() && reverts.size() < pairs_max &&
        tx.now() - reverts.front().created_at < write_wait_max && more_to_come(tx)) {
        writes_held_ = true;
        reverts.clear();
    }
    const auto send = [&](std::vector<row>& rows, bool checking, bool urgent) {
        for (std::size_t at = 0; at < rows.size() && under_way + out.size() < sends_max; at += pairs_max) {
            auto& [what, state] = out.emplace_back();
            state.checking = what.reads_only = checking;
            what.urgent = urgent;
            for (std::size_t i = at; i < std::min(at + pairs_max, rows.size()); ++i) {
                const auto& write = write_in(rows[i]);
                for (auto& call :
                     checking ? wire::check_of(write.task) : wire::write_and_read_back(write.task, write.to))
                    what.calls.push_back(std::move(call));
                state.rows.push_back(std::move(rows[i]));
            }
            what.batch = true;
        }
    };
    if (reverts.size() > 1)
        for (const auto& each : reverts)
            echoes_.insert(write_in(each).task);
    send(approved, false, true);
    send(checks, true, false);
    send(reverts, false, false);
}

// One of each chat, those of people in a conversation first.
void engine::start_messages(storage::transaction& tx, std::vector<start>& out) {
    auto under_way = sends_of(sort::messages);
    if (under_way >= sends_max + talks_max)
        return;
    auto rows = storage::outbox::due(tx, sort::messages, 64);
    std::stable_partition(rows.begin(), rows.end(),
                          [&](const row& each) { return is_talking(dialog_in(each), tx.now()); });
    for (auto& each : rows) {
        const bool urgent = is_talking(dialog_in(each), tx.now());
        if (under_way >= sends_max + (urgent ? talks_max : 0))
            break;
        if (keys_under_way_.contains(each.order_key))
            continue;
        if (const auto* note = std::get_if<dialogs::leave_note>(&each.what)) {
            if (!note->what.remark.empty()) {  // a look saw it there
                storage::outbox::delivered(tx, each.id);
                continue;
            }
            out.push_back(note_of(std::move(each)));
            ++under_way;
            continue;
        }
        auto what = message_of(tx, each);
        if (!what) {  // nothing to send: a rewrite of a message that was never delivered
            storage::outbox::delivered(tx, each.id);
            continue;
        }
        what->urgent = urgent;
        out.emplace_back(std::move(*what), send_under_way{{std::move(each)}, false});
        ++under_way;
    }
}

std::optional<errand> engine::message_of(const storage::transaction& tx, const row& of) const {
    if (const auto* words = std::get_if<dialogs::say>(&of.what))
        return errand{0, {wire::send_message(ctx_.bot, words->dialog, words->what, of.uuid)}, {}};
    const auto& rewriting = std::get<dialogs::rewrite>(of.what);
    const auto there = storage::outbox::message_in(tx, rewriting.slot);
    const bool lies_there =
        there && there->dialog == rewriting.dialog;  // else it went to somebody else since
    if (!lies_there || there->bot != ctx_.bot)
        return std::nullopt;
    return errand{0, {wire::update_message(ctx_.bot, there->message, rewriting.what)}, {}};
}

// Deadline writes came back, each with its read-back in the same answer; or checks of some that may have
// happened before. Each has a verdict of its own.
void engine::written(const send_under_way& sent, const std::vector<wire::reply>& replies, instant now) {
    std::vector<const row*> through;
    std::vector<std::pair<const row*, wire::refusal>> failures;
    std::map<dialogs::task_id, dialogs::task_facts> seen;
    const std::span<const wire::reply> all(replies);
    for (std::size_t i = 0; i < sent.rows.size(); ++i) {
        const auto& of = sent.rows[i];
        const auto& write = write_in(of);
        const auto own = all.subspan(2 * i, 2);
        if (!sent.checking && own[0].has_error()) {
            failures.emplace_back(&of, own[0].error());
            continue;
        }
        auto facts = sent.checking ? wire::fold_check(write.task, own[0], own[1])
                                   : wire::fold_written(write.task, own[0], own[1]);
        if (sent.checking && !facts) {
            failures.emplace_back(&of, why_unknown(own));
            continue;
        }
        if (sent.checking && facts->present && facts->present->due == write.from && write.from != write.to) {
            not_written_.insert(of.id);  // it never arrived: write it now
            continue;
        }
        if (facts)
            seen[write.task] = std::move(*facts);
        through.push_back(&of);
    }
    for (auto& [task, facts] : seen)
        read_back_[task] = std::move(facts);
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        for (const auto* each : through) {
            const dialogs::deadline_written what{write_in(*each).task, write_in(*each).id, ""};
            storage::outbox::delivered(tx, each->id);
            storage::inbox::put(tx, {wire::store_item(what), "", ""});
        }
        for (const auto& [each, why] : failures)
            failed(tx, *each, why);
    });
    for (const auto* each : through) {
        sent_once_.erase(each->id);  // not before: a row the disk did not let go is checked, not repeated
        log::info("deadline_written", {{"task", std::to_string(write_in(*each).task)},
                                       {"checked", sent.checking ? "true" : "false"}});
    }
}

void engine::spoken(const row& of, const wire::reply& answer, instant now) {
    if (!answer.has_error()) {
        const bool said = std::holds_alternative<dialogs::say>(of.what);
        const auto message = said ? wire::to_int_or(wire::at(answer.value(), "id"), 0) : 0;
        storage::transact(disk_, now, [&](storage::transaction& tx) {
            storage::outbox::delivered(tx, of.id, message, said ? ctx_.bot : 0);
        });
        return log::info(said ? "message_sent" : "message_rewritten", {{"row", std::to_string(of.id)}});
    }
    auto why = answer.error();
    const int before = sending_failed_in_a_row(of);
    const bool burnt = why.code == "SENDING_FAILED" && before > 0;
    if (why.code == "SENDING_FAILED" && before + 1 >= sending_failed_max)
        why = {"SENDING_FAILED_FOR_GOOD", why.text, 0, false};
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        if (why.code != "SENDING_FAILED")
            return failed(tx, of, why);
        if (burnt)
            storage::outbox::renew_uuid(tx, of.id);
        storage::outbox::postponed(tx, of.id, now + burnt_uuid_wait,
                                   why.code + ":" + std::to_string(before + 1));
    });
    if (why.code != "SENDING_FAILED")
        return;
    counts_.doubles_possible += burnt ? 1 : 0;  // here only
    log::warning("sending_failed", {{"row", std::to_string(of.id)},
                                    {"attempt", std::to_string(of.attempts)},
                                    {"new_uuid", burnt ? "true" : "false"}});
}

void engine::failed(storage::transaction& tx, const row& of, const wire::refusal& why) {
    const auto what = wire::remedy_for(why, false);
    const bool passing = what == wire::remedy::pause_method || what == wire::remedy::authorize_again;
    const bool hopeless = what == wire::remedy::give_up && !wire::is_bot_gone(why);  // a new bot will say it
    const bool for_ever = hopeless || (!passing && of.attempts + 1 >= send_attempts_max);
    log::warning(for_ever ? "send_given_up" : "send_postponed", {{"row", std::to_string(of.id)},
                                                                 {"key", of.order_key},
                                                                 {"code", why.code},
                                                                 {"status", std::to_string(why.status)}});
    const auto wait = std::chrono::ceil<std::chrono::seconds>(
        wire::backoff(of.attempts, static_cast<std::uint64_t>(of.id)));
    if (!for_ever)
        return storage::outbox::postponed(tx, of.id, tx.now() + wait, why.code);
    storage::outbox::given_up(tx, of.id, why.code);
    ++counts_.sends_given_up;
    std::optional<dialogs::item> news;
    if (const auto* write = std::get_if<dialogs::write_deadline>(&of.what))
        news = dialogs::deadline_written{write->what.task, write->what.id, why.code};
    else if (const auto* words = std::get_if<dialogs::say>(&of.what);
             words && !words->dialog.starts_with("chat"))
        news = dialogs::message_refused{std::stoll(words->dialog), words->slot, why.code};
    if (news)
        storage::inbox::put(tx, {wire::store_item(*news), "", ""});
}

}  // namespace bot
