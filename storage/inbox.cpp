#include "storage/inbox.hpp"

namespace storage::inbox {
namespace {

bool was_seen(transaction& tx, std::string_view once_key) {
    statement(tx.link(), "INSERT INTO seen(once_key, at) VALUES (?, ?) ON CONFLICT(once_key) DO NOTHING")
        .put(once_key)
        .put(tx.now())
        .run();
    return tx.link().changed() == 0;
}

const std::string columns =
    "SELECT id, body, coalescing_key, arrivals, attempts, received_at, last_error FROM inbox ";

constexpr int failures_max = 8;  // of an item that others wait for

std::vector<item> items_in(statement& q) {
    std::vector<item> out;
    while (q.step())
        out.push_back({q.integer(0), q.text(1), q.text(2), q.small(3), q.small(4), q.moment(5), q.text(6)});
    return out;
}

}  // namespace

outcome put(transaction& tx, const arrival& what) {
    if (!what.once_key.empty() && was_seen(tx, what.once_key))
        return outcome::seen_before;
    statement q(tx.link(),
                "INSERT INTO inbox(body, coalescing_key, received_at, not_before) VALUES (?, ?, ?, ?)"
                " ON CONFLICT(coalescing_key) WHERE state = 'waiting' AND coalescing_key IS NOT NULL"
                " DO UPDATE SET arrivals = arrivals + 1, body = excluded.body RETURNING arrivals");
    q.put(what.body);
    if (what.coalescing_key.empty())
        q.put_null();
    else
        q.put(what.coalescing_key);
    q.put(tx.now()).put(what.not_before);
    return q.step() && q.integer(0) > 1 ? outcome::merged : outcome::added;
}

std::vector<item> waiting(const transaction& tx, lane which, int limit) {
    static const std::string of_people =
        columns +
        "INDEXED BY inbox_of_people WHERE state = 'waiting' AND hint = 0 AND not_before <= ?"
        " ORDER BY id LIMIT ?";
    static const std::string hints =
        columns + "WHERE state = 'waiting' AND hint = 1 AND not_before <= ? ORDER BY not_before, id LIMIT ?";
    statement q(tx.link(), which == lane::hints ? hints : of_people);
    q.put(tx.now()).put(limit);
    return items_in(q);
}

std::optional<instant> next_due(const transaction& tx, lane which) {
    // The lane is no parameter: SQLite would prepare the statement anew each time, as an index is of one lane
    // alone.
    static constexpr std::string_view of_people =
        "SELECT min(not_before) FROM inbox WHERE state = 'waiting' AND hint = 0";
    static constexpr std::string_view hints =
        "SELECT min(not_before) FROM inbox WHERE state = 'waiting' AND hint = 1";
    statement q(tx.link(), which == lane::hints ? hints : of_people);
    return q.step() ? q.maybe_moment(0) : std::nullopt;
}

std::vector<item> held_back(const transaction& tx) {
    static const std::string later =
        columns + "WHERE state = 'waiting' AND hint = 0 AND not_before > ? AND attempts > 0 ORDER BY id";
    statement q(tx.link(), later);
    q.put(tx.now());
    return items_in(q);
}

std::optional<instant> next_held_back(const transaction& tx) {
    statement q(tx.link(),
                "SELECT min(not_before) FROM inbox WHERE state = 'waiting' AND hint = 0 AND not_before > ?"
                " AND attempts > 0");
    return q.put(tx.now()).step() ? q.maybe_moment(0) : std::nullopt;
}

std::int64_t newest(const transaction& tx) {
    statement q(tx.link(), "SELECT coalesce(max(id), 0) FROM inbox");
    return q.step() ? q.integer(0) : 0;
}

bool deeds_wait(const transaction& tx, std::int64_t up_to) {
    statement q(tx.link(),
                "SELECT 1 FROM inbox INDEXED BY inbox_of_people WHERE state = 'waiting' AND hint = 0"
                " AND id <= ? AND coalescing_key IS NULL AND attempts < ? LIMIT 1");
    return q.put(up_to).put(failures_max).step();
}

std::vector<item> deeds(const transaction& tx, int limit) {
    static const std::string due_deeds =
        columns +
        "INDEXED BY inbox_of_people WHERE state = 'waiting' AND hint = 0 AND not_before <= ?"
        " AND coalescing_key IS NULL ORDER BY id LIMIT ?";
    statement q(tx.link(), due_deeds);
    q.put(tx.now()).put(limit);
    return items_in(q);
}

int count_hints(const transaction& tx, int limit) {
    statement q(tx.link(),
                "SELECT count(*) FROM (SELECT 1 FROM inbox WHERE state = 'waiting' AND hint = 1"
                " AND not_before <= ? LIMIT ?)");
    q.put(tx.now()).put(limit);
    return q.step() ? q.small(0) : 0;
}

bool handled(transaction& tx, const item& taken) {
    statement(tx.link(), "DELETE FROM inbox WHERE id = ? AND arrivals = ?")
        .put(taken.id)
        .put(taken.arrivals)
        .run();
    if (tx.link().changed() > 0)
        return true;
    // What was merged meanwhile is worked on as if it had come alone. Arrivals only grow, so that an older
    // taking of the same item never ends a newer one.
    statement(
        tx.link(),
        "UPDATE inbox SET attempts = 0, not_before = 0, last_error = NULL WHERE id = ? AND state = 'waiting'")
        .put(taken.id)
        .run();
    return tx.link().changed() == 0;  // gone already: nothing is left to do
}

void postponed(transaction& tx, std::int64_t id, instant until, std::string_view because) {
    statement(tx.link(),
              "UPDATE inbox SET attempts = attempts + 1, not_before = ?, last_error = ?"
              " WHERE id = ? AND state = 'waiting'")
        .put(until)
        .put(because)
        .put(id)
        .run();
}

void given_up(transaction& tx, std::int64_t id, std::string_view because) {
    statement(tx.link(),
              "UPDATE inbox SET state = 'given_up', attempts = attempts + 1, last_error = ? WHERE id = ?")
        .put(because)
        .put(id)
        .run();
}

depth measure(const transaction& tx) {
    statement waits(tx.link(),
                    "SELECT count(*), min(CASE attempts WHEN 0 THEN max(received_at, not_before)"
                    " ELSE received_at END) FROM inbox"
                    " WHERE state = 'waiting' AND (attempts > 0 OR not_before <= ?)");
    waits.put(tx.now() + std::chrono::minutes(1));
    statement lost(tx.link(), "SELECT count(*) FROM inbox WHERE state = 'given_up'");
    waits.step();
    lost.step();
    return {waits.integer(0), lost.integer(0), waits.maybe_moment(1)};
}

}  // namespace storage::inbox
