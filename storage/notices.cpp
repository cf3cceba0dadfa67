// Notices that wait for others to be told together with them.
#include "storage/take.hpp"

namespace storage {

std::vector<dialogs::held_notice> transaction::held_notices(dialogs::user_id who) const {
    statement q(link(), "SELECT task, since FROM held_notice WHERE person = ? ORDER BY task");
    q.put(who);
    std::vector<dialogs::held_notice> out;
    while (q.step())
        out.push_back({q.integer(0), q.moment(1)});
    return out;
}

bool transaction::reverts_under_way(dialogs::user_id who, dialogs::task_id besides) const {
    statement q(link(),
                "SELECT 1 FROM expected_write AS w JOIN task AS t ON t.id = w.task"
                " WHERE w.settled_at IS NULL AND w.purpose = 'revert' AND w.called_back = 0 AND w.task <> ?1"
                " AND (t.attempted_by = ?2 OR t.responsible = ?2) LIMIT 1");
    return q.put(besides).put(who).step();
}

void take(transaction& tx, const dialogs::hold_notice& step) {
    if (step.task == 0)
        return;
    statement(tx.link(),
              "INSERT INTO held_notice(person, task, since) VALUES (?, ?, ?)"
              " ON CONFLICT(person, task) DO UPDATE SET since = excluded.since")
        .put(step.who)
        .put(step.task)
        .put(tx.now())
        .run();
}

void take(transaction& tx, const dialogs::notices_told& step) {
    statement(tx.link(), "DELETE FROM held_notice WHERE person = ?").put(step.who).run();
}

}  // namespace storage
