// What lies before approvers besides the cards: the list that is open, what they agreed to together, whom
// they trust.
#include "storage/json_text.hpp"
#include "storage/take.hpp"

namespace storage {

dialogs::approver_desk transaction::desk_of(dialogs::user_id approver) const {
    statement q(link(), "SELECT listed_at, agreed, agreed_until, step FROM approver_desk WHERE person = ?");
    dialogs::approver_desk out;
    out.who = approver;
    if (!q.put(approver).step())
        return out;
    out.listed_at = q.maybe_moment(0);
    out.agreed = seen_requests_of(q.text(1));
    out.agreed_until = q.maybe_moment(2);
    out.step = q.small(3);
    return out;
}

void take(transaction& tx, const dialogs::save_desk& step) {
    const auto& desk = step.record;
    statement q(
        tx.link(),
        "INSERT INTO approver_desk(person, listed_at, agreed, agreed_until, step) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT(person) DO UPDATE SET listed_at = excluded.listed_at, agreed = excluded.agreed,"
        " agreed_until = excluded.agreed_until, step = excluded.step");
    q.put(desk.who).put(desk.listed_at).put(to_json(desk.agreed)).put(desk.agreed_until).put(desk.step);
    q.run();
}

std::vector<dialogs::trust> transaction::trusted_by(dialogs::user_id approver) const {
    statement q(link(), "SELECT person, since, until FROM trust WHERE approver = ? ORDER BY person");
    q.put(approver);
    std::vector<dialogs::trust> out;
    while (q.step())
        out.push_back({approver, q.integer(0), q.moment(1), q.moment(2)});
    return out;
}

void take(transaction& tx, const dialogs::save_trust& step) {
    statement q(
        tx.link(),
        "INSERT INTO trust(approver, person, since, until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT(approver, person) DO UPDATE SET since = excluded.since, until = excluded.until");
    q.put(step.record.approver).put(step.record.person).put(step.record.since).put(step.record.until);
    q.run();
}

}  // namespace storage
