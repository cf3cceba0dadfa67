#include "storage/pruning.hpp"

#include <array>

namespace storage {
namespace {

struct broom {
    std::string_view sql;
    std::chrono::days kept;
};

// Each by an index over age. What still waits is never swept.
constexpr std::array<broom, 9> brooms{{
    {"DELETE FROM seen WHERE once_key IN (SELECT once_key FROM seen WHERE at < ? ORDER BY at LIMIT ?)",
     seen_kept},
    {"DELETE FROM binding WHERE token IN (SELECT token FROM binding WHERE made_at < ? ORDER BY made_at LIMIT "
     "?)",
     buttons_kept},
    {"DELETE FROM sent_message WHERE slot IN (SELECT slot FROM sent_message WHERE sent_at < ? ORDER BY "
     "sent_at LIMIT ?)",
     buttons_kept},
    {"DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 'given_up' AND received_at < ?"
     " ORDER BY received_at LIMIT ?)",
     buttons_kept},
    {"DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'given_up' AND created_at < ?"
     " ORDER BY created_at LIMIT ?)",
     buttons_kept},
    {"DELETE FROM expected_write WHERE id IN (SELECT id FROM expected_write WHERE settled_at IS NOT NULL"
     " AND settled_at < ? AND id NOT IN (SELECT write FROM outbox WHERE write IS NOT NULL)"
     " ORDER BY settled_at LIMIT ?)",
     buttons_kept},
    {"DELETE FROM tolerated_move WHERE id IN (SELECT id FROM tolerated_move WHERE at < ? ORDER BY at LIMIT "
     "?)",
     tolerated_kept},
    {"DELETE FROM silent_move WHERE task IN (SELECT task FROM silent_move WHERE wave IS NULL"
     " AND fate = 'put_back' AND at < ? ORDER BY at LIMIT ?)",
     moves_kept},
    {"DELETE FROM note WHERE id IN (SELECT id FROM note WHERE decided_at < ?"
     " AND id NOT IN (SELECT note FROM outbox WHERE note IS NOT NULL) ORDER BY decided_at LIMIT ?)",
     buttons_kept},
}};

}  // namespace

bool prune(transaction& tx, int limit) {
    bool more = false;
    for (const auto& each : brooms) {
        statement(tx.link(), each.sql).put(tx.now() - each.kept).put(limit).run();
        more = more || tx.link().changed() >= limit;
    }
    return more;
}

}  // namespace storage
