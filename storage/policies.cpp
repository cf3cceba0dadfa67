#include "storage/policies.hpp"

namespace storage::policies {
namespace {

// Nobody waits longer to have his change looked at than it takes to write that many.
constexpr int kept_at_most = 20;

}  // namespace

std::vector<kept> all(const transaction& tx) {
    statement q(tx.link(), "SELECT since, body FROM policy ORDER BY since");
    std::vector<kept> found;
    while (q.step())
        found.push_back({q.moment(0), q.text(1)});
    return found;
}

bool put(transaction& tx, std::string_view body) {
    const auto before = all(tx);
    if (!before.empty() && before.back().body == body)
        return false;
    statement(tx.link(),
              "INSERT INTO policy(since, body) VALUES (?, ?)"
              " ON CONFLICT(since) DO UPDATE SET body = excluded.body")
        .put(tx.now())
        .put(body)
        .run();
    statement(tx.link(),
              "DELETE FROM policy WHERE since NOT IN (SELECT since FROM policy ORDER BY since DESC LIMIT ?)")
        .put(kept_at_most)
        .run();
    return true;
}

}  // namespace storage::policies
