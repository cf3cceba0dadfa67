// The engine's way out: rows of the outbox become errands, and what comes back ends or postpones them.
#include <algorithm>

#include "bot/engine.hpp"
#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/outgoing.hpp"
#include "bot/wire/value.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t sends_max = 4;  // errands at once: the portal's bucket, not we, sets the pace
// Of a row alone while the portal answers others: some two hours, then given up in sight of people.
constexpr int send_attempts_max = 240;
constexpr auto burnt_uuid_wait = 61s;  // 4.6.3: two refusals this far apart mean the UUID is burnt

std::string storing(const dialogs::item& what) {
    return wire::store_item(what);
}

// Why a check could not tell whether a deadline was written. It is tried again even where the portal says no
// for good: the write itself was not refused.
wire::refusal why_unknown(const std::vector<wire::reply>& replies) {
    for (const auto& each : replies)
        if (each.has_error() && wire::remedy_for(each.error(), false) != wire::remedy::give_up)
            return each.error();
    return {"INTERNAL_SERVER_ERROR", "the answer tells nothing of the task", 0, false};
}

}  // namespace

std::vector<errand> engine::start_sends(instant now) {
    std::vector<errand> out;
    std::vector<send_under_way> states;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        for (auto& row : storage::outbox::due(tx, 64)) {
            if (sends_.size() + states.size() >= sends_max)
                break;
            if (keys_under_way_.contains(row.order_key))
                continue;
            send_under_way state;
            auto next = errand_for(tx, row, state, now);
            if (!next) {  // nothing to send: a rewrite of a message that was never delivered
                storage::outbox::delivered(tx, row.id);
                continue;
            }
            state.row = std::move(row);
            states.push_back(std::move(state));
            out.push_back(std::move(*next));
        }
    });
    for (std::size_t k = 0; k < out.size(); ++k) {
        const auto& row = states[k].row;
        out[k].id = next_errand_++;
        keys_under_way_.insert(row.order_key);
        if (!states[k].checking && row.order_key.starts_with("task:"))
            sent_once_.insert(row.id);
        sends_.emplace(out[k].id, std::move(states[k]));
    }
    return out;
}

std::optional<errand> engine::errand_for(const storage::transaction& tx, const storage::outbox::row& row,
                                         send_under_way& state, instant) {
    if (const auto* write = std::get_if<dialogs::write_deadline>(&row.what)) {
        dialogs::needs back;
        back.tasks.insert(write->what.task);
        state.checking =
            (row.attempts > 0 || row.id <= newest_row_at_start_ || sent_once_.contains(row.id)) &&
            !not_written_.contains(row.id);
        state.plan = wire::plan_look(back);
        errand out{0, {}, {}, state.checking};
        if (!state.checking)
            out.calls.push_back(wire::write_deadline(write->what.task, write->what.to));
        out.calls.insert(out.calls.end(), state.plan.calls.begin(), state.plan.calls.end());
        out.batches = {out.calls.size()};
        return out;
    }
    if (const auto* words = std::get_if<dialogs::say>(&row.what))
        return errand{0, {wire::send_message(ctx_.bot, words->dialog, words->what, row.uuid)}, {}, false};
    const auto& rewriting = std::get<dialogs::rewrite>(row.what);
    const auto there = storage::outbox::message_in(tx, rewriting.slot);
    if (!there || there->bot != ctx_.bot)
        return std::nullopt;
    return errand{0, {wire::update_message(ctx_.bot, there->message, rewriting.what)}, {}, false};
}

// A deadline write came back, with the read-back in the same answer; or a check of one that may have happened
// before.
void engine::written(const send_under_way& sent, const std::vector<wire::reply>& replies, instant now) {
    const auto& write = std::get<dialogs::write_deadline>(sent.row.what).what;
    if (!sent.checking && replies.front().has_error())
        return failed(sent.row, replies.front().error(), now);
    dialogs::facts read;
    const std::vector<wire::reply> rest(replies.begin() + (sent.checking ? 0 : 1), replies.end());
    const bool known = wire::fold_look(sent.plan, rest, read) && read.tasks.contains(write.task);
    if (sent.checking) {
        if (!known)
            return failed(sent.row, why_unknown(rest), now);
        const auto& present = read.tasks.at(write.task).present;
        if (present && present->due == write.from &&
            write.from != write.to) {  // it never arrived: write it now
            not_written_.insert(sent.row.id);
            return;
        }
    }
    if (known)
        read_back_[write.task] = read.tasks.at(write.task);
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        storage::outbox::delivered(tx, sent.row.id);
        storage::inbox::put(tx, {storing(dialogs::deadline_written{write.task, write.id, ""}), "", ""});
    });
    sent_once_.erase(sent.row.id);  // not before: a row the disk did not let go is checked, not repeated
    log::info("deadline_written",
              {{"task", std::to_string(write.task)}, {"checked", sent.checking ? "true" : "false"}});
}

void engine::spoken(const send_under_way& sent, const wire::reply& answer, instant now) {
    if (answer.has_error()) {
        const auto& why = answer.error();
        if (why.code != "SENDING_FAILED")
            return failed(sent.row, why, now);
        if (sent.row.attempts + 1 >= 8)
            return failed(sent.row, {"SENDING_FAILED_FOR_GOOD", why.text, 0, false}, now);
        storage::transact(disk_, now, [&](storage::transaction& tx) {
            if (sent.row.last_error == why.code)
                storage::outbox::renew_uuid(
                    tx, sent.row.id);  // a double is possible here only: counted by the log
            storage::outbox::postponed(tx, sent.row.id, now + burnt_uuid_wait, why.code);
        });
        return log::warning("sending_failed", {{"row", std::to_string(sent.row.id)},
                                               {"attempt", std::to_string(sent.row.attempts)}});
    }
    const bool said = std::holds_alternative<dialogs::say>(sent.row.what);
    const auto message = said ? wire::to_int_or(wire::at(answer.value(), "id"), 0) : 0;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        storage::outbox::delivered(tx, sent.row.id, message, said ? ctx_.bot : 0);
    });
    log::info(said ? "message_sent" : "message_rewritten", {{"row", std::to_string(sent.row.id)}});
}

void engine::failed(const storage::outbox::row& row, const wire::refusal& why, instant now) {
    const auto what = wire::remedy_for(why, false);
    const bool passing = what == wire::remedy::pause_method || what == wire::remedy::authorize_again;
    const bool for_ever =
        what == wire::remedy::give_up || (!passing && row.attempts + 1 >= send_attempts_max);
    log::warning(for_ever ? "send_given_up" : "send_postponed", {{"row", std::to_string(row.id)},
                                                                 {"key", row.order_key},
                                                                 {"code", why.code},
                                                                 {"status", std::to_string(why.status)}});
    const auto wait = std::chrono::ceil<std::chrono::seconds>(
        wire::backoff(row.attempts, static_cast<std::uint64_t>(row.id)));
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        if (!for_ever)
            return storage::outbox::postponed(tx, row.id, now + wait, why.code);
        storage::outbox::given_up(tx, row.id, why.code);
        if (const auto* write = std::get_if<dialogs::write_deadline>(&row.what))
            storage::inbox::put(
                tx, {storing(dialogs::deadline_written{write->what.task, write->what.id, why.code}), "", ""});
        else if (const auto* words = std::get_if<dialogs::say>(&row.what);
                 words && !words->dialog.starts_with("chat"))
            storage::inbox::put(
                tx, {storing(dialogs::message_refused{std::stoll(words->dialog), words->slot, why.code}), "",
                     ""});
    });
}

}  // namespace bot
