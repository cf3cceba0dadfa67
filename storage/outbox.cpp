#include "storage/outbox.hpp"

#include "storage/json_text.hpp"
#include "storage/take.hpp"

namespace storage {
namespace {

// One message may be said and later rewritten with the same buttons; a token that is bound to something else
// is ours to mend, not to overwrite.
void bind(transaction& tx, const dialogs::button& what) {
    if (!what.link.empty() && what.token.empty())
        return;
    const auto& bound = what.binding;
    statement(tx.link(),
              "INSERT INTO binding(token, action, recipient, task, request, card_version, argument, made_at)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(token) DO NOTHING")
        .put(what.token)
        .put(bound.action)
        .put(bound.recipient)
        .put(bound.task)
        .put_id(bound.request)
        .put(bound.card_version)
        .put(bound.argument)
        .put(tx.now())
        .run();
    if (tx.link().changed() == 0 && tx.binding(what.token) != bound)
        throw std::logic_error("a button's token is bound to something else");
}

void bind_all(transaction& tx, const dialogs::message& what) {
    for (const auto& row : what.rows)
        for (const auto& each : row)
            bind(tx, each);
}

statement& put_slot(statement& into, const std::string& slot) {
    return slot.empty() ? into.put_null() : into.put(slot);
}

// There is something to rewrite when a message lies in the slot or is on its way there.
bool is_or_will_be_in(const transaction& tx, std::string_view slot, std::string_view dialog) {
    statement q(
        tx.link(),
        "SELECT 1 FROM sent_message WHERE slot = ?1 AND dialog = ?2 UNION ALL"
        " SELECT 1 FROM outbox WHERE slot = ?1 AND dialog = ?2 AND kind = 'say' AND state = 'waiting'");
    return q.put(slot).put(dialog).step();
}

// What another bot said, which was taken off the portal with its application, ours may not change.
bool is_of_another_bot(const transaction& tx, std::string_view slot) {
    statement q(
        tx.link(),
        "SELECT 1 FROM sent_message WHERE slot = ?1 AND bot <> (SELECT bot FROM portal) AND NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE slot = ?1 AND kind = 'say' AND state = 'waiting')");
    return q.put(slot).step();
}

}  // namespace

std::string transaction::slot_of(std::int64_t message) const {
    statement q(link(), "SELECT slot FROM sent_message WHERE message = ? ORDER BY slot LIMIT 1");
    return q.put(message).step() ? q.text(0) : std::string();
}

void take(transaction& tx, const dialogs::say& step) {
    bind_all(tx, step.what);
    statement q(
        tx.link(),
        "INSERT INTO outbox(kind, dialog, slot, uuid, message, created_at) VALUES ('say', ?, ?, ?, ?, ?)");
    q.put(step.dialog);
    put_slot(q, step.slot).put(tx.home().new_uuid()).put(to_json(step.what)).put(tx.now()).run();
}

void take(transaction& tx, const dialogs::rewrite& step) {
    if (!is_or_will_be_in(tx, step.slot, step.dialog))
        return;
    if (is_of_another_bot(tx, step.slot))
        return take(tx, dialogs::say{step.dialog, step.slot, step.what});
    bind_all(tx, step.what);
    statement(tx.link(),
              "DELETE FROM outbox WHERE slot = ? AND dialog = ? AND kind = 'rewrite' AND state = 'waiting'")
        .put(step.slot)
        .put(step.dialog)
        .run();
    statement(tx.link(),
              "INSERT INTO outbox(kind, dialog, slot, message, created_at) VALUES ('rewrite', ?, ?, ?, ?)")
        .put(step.dialog)
        .put(step.slot)
        .put(to_json(step.what))
        .put(tx.now())
        .run();
}

}  // namespace storage

namespace storage::outbox {
namespace {

const std::string columns =
    "SELECT id, order_key, kind, note, write, dialog, slot, message, uuid, attempts, created_at, last_error "
    "FROM"
    " outbox ";
const std::string due_rows = columns +
                             "WHERE head = 1 AND (kind = 'write_deadline') = ? AND not_before <= ?"
                             " ORDER BY not_before, id LIMIT ?";
const std::string by_id = columns + "WHERE id = ?";

row row_in(const transaction& tx, const statement& q) {
    row out;
    out.id = q.integer(0);
    out.order_key = q.text(1);
    const auto kind = q.text(2);
    if (kind == "write_deadline") {
        out.what = dialogs::write_deadline{write_of(tx, q.integer(4))};
    } else if (kind == "say") {
        out.what = dialogs::say{q.text(5), q.text(6), message_of(q.text(7))};
    } else if (kind == "note") {
        out.what = dialogs::leave_note{note_of(tx, q.integer(3))};
    } else {
        out.what = dialogs::rewrite{q.text(5), q.text(6), message_of(q.text(7))};
    }
    out.uuid = q.text(8);
    out.attempts = q.small(9);
    out.created_at = q.moment(10);
    out.last_error = q.text(11);
    return out;
}

}  // namespace

std::vector<row> due(const transaction& tx, sort which, int limit) {
    statement q(tx.link(), due_rows);
    q.put(which == sort::deadlines ? 1 : 0).put(tx.now()).put(limit);
    std::vector<row> out;
    while (q.step())
        out.push_back(row_in(tx, q));
    return out;
}

std::optional<instant> next_due(const transaction& tx) {
    std::optional<instant> next;
    for (const auto which : {0, 1}) {
        statement q(tx.link(),
                    "SELECT min(not_before) FROM outbox WHERE head = 1 AND (kind = 'write_deadline') = ?");
        const auto due = q.put(which).step() ? q.maybe_moment(0) : std::nullopt;
        if (due && (!next || *due < *next))
            next = due;
    }
    return next;
}

std::int64_t newest(const transaction& tx) {
    statement q(tx.link(), "SELECT coalesce(max(id), 0) FROM outbox");
    return q.step() ? q.integer(0) : 0;
}

std::optional<row> find(const transaction& tx, std::int64_t id) {
    statement q(tx.link(), by_id);
    if (!q.put(id).step())
        return std::nullopt;
    return row_in(tx, q);
}

bool delivered(transaction& tx, std::int64_t id, std::int64_t message, std::int64_t bot) {
    statement(tx.link(),
              "UPDATE told SET since = ? WHERE since IS NULL AND mode <> 'observe'"
              " AND slot = (SELECT slot FROM outbox WHERE id = ? AND kind = 'say')")
        .put(tx.now())
        .put(id)
        .run();
    if (message != 0)
        statement(
            tx.link(),
            "INSERT INTO sent_message(slot, dialog, message, bot, sent_at)"
            " SELECT slot, dialog, ?, ?, ? FROM outbox WHERE id = ? AND kind = 'say' AND slot IS NOT NULL"
            " ON CONFLICT(slot) DO UPDATE SET dialog = excluded.dialog, message = excluded.message,"
            " bot = excluded.bot, sent_at = excluded.sent_at")
            .put(message)
            .put(bot)
            .put(tx.now())
            .put(id)
            .run();
    statement(tx.link(), "DELETE FROM outbox WHERE id = ?").put(id).run();
    return tx.link().changed() > 0;
}

void postponed(transaction& tx, std::int64_t id, instant until, std::string_view because) {
    statement(tx.link(),
              "UPDATE outbox SET attempts = attempts + 1, not_before = ?, last_error = ?"
              " WHERE id = ? AND state = 'waiting'")
        .put(until)
        .put(because)
        .put(id)
        .run();
}

void given_up(transaction& tx, std::int64_t id, std::string_view because) {
    statement(tx.link(),
              "UPDATE outbox SET state = 'given_up', attempts = attempts + 1, last_error = ? WHERE id = ?")
        .put(because)
        .put(id)
        .run();
}

std::string renew_uuid(transaction& tx, std::int64_t id) {
    auto made = tx.home().new_uuid();
    statement(tx.link(), "UPDATE outbox SET uuid = ? WHERE id = ? AND kind = 'say'").put(made).put(id).run();
    return made;
}

std::optional<sent_message> message_in(const transaction& tx, std::string_view slot) {
    statement q(tx.link(), "SELECT dialog, message, bot, sent_at FROM sent_message WHERE slot = ?");
    if (!q.put(slot).step())
        return std::nullopt;
    return sent_message{q.text(0), q.integer(1), q.integer(2), q.moment(3)};
}

depth measure(const transaction& tx) {
    statement waits(tx.link(), "SELECT count(*), min(created_at) FROM outbox WHERE state = 'waiting'");
    statement lost(tx.link(), "SELECT count(*) FROM outbox WHERE state = 'given_up'");
    waits.step();
    lost.step();
    return {waits.integer(0), lost.integer(0), waits.maybe_moment(1)};
}

}  // namespace storage::outbox
