// Requests and their life.
#include <string>

#include "storage/requests.hpp"
#include "storage/take.hpp"

namespace storage {
namespace {

// Finished texts, one a question: the connection keeps a statement prepared under its text.
const std::string columns =
    "SELECT id, task, requester, responsible, approver, approver_ground, due, status, wanted, granted, "
    "category,"
    " words, state, card_version, asked_at, decided_at, decided_by, decision_words, move_number,"
    " instead_of, held_since, reminded, went_up, above, reminded_above, remind_soon, question, asked_by,"
    " answer FROM request ";
const std::string is_open = " AND state IN ('pending', 'applying', 'failed')";
const std::string open_only = is_open + " ORDER BY id";
const std::string by_id = columns + "WHERE id = ?";
const std::string open_by_task = columns + "WHERE task = ?" + open_only;
const std::string open_by_requester = columns + "WHERE requester = ?" + open_only;
const std::string open_by_approver =
    columns + "WHERE approver = ?1" + is_open + " UNION ALL " + columns + "WHERE above = ?1" + open_only;

dialogs::request request_in(const statement& row) {
    const auto state = dialogs::request_state_of(row.text(12));
    if (!state)
        throw std::logic_error("the schema allows known states of a request alone");
    dialogs::request out;
    out.id = row.integer(0);
    out.task = row.integer(1);
    out.requester = row.integer(2);
    out.responsible = row.integer(3);
    out.approver = row.integer(4);
    out.approver_ground = row.text(5);
    out.due = row.maybe_moment(6);
    out.status = row.small(7);
    out.wanted = row.moment(8);
    out.granted = row.maybe_moment(9);
    out.category = row.text(10);
    out.words = row.text(11);
    out.state = *state;
    out.card_version = row.small(13);
    out.asked_at = row.moment(14);
    out.decided_at = row.maybe_moment(15);
    out.decided_by = row.integer(16);
    out.decision_words = row.text(17);
    out.move_number = row.small(18);
    out.instead_of = row.integer(19);
    out.held_since = row.moment(20);
    out.reminded = row.maybe_moment(21);
    out.went_up = row.maybe_moment(22);
    out.above = row.integer(23);
    out.reminded_above = row.maybe_moment(24);
    out.remind_soon = row.integer(25) != 0;
    out.question = row.text(26);
    out.asked_by = row.integer(27);
    out.answer = row.text(28);
    return out;
}

std::vector<dialogs::request> requests_where(connection& db, const std::string& sql, std::int64_t value) {
    statement q(db, sql);
    q.put(value);
    std::vector<dialogs::request> out;
    while (q.step())
        out.push_back(request_in(q));
    return out;
}

std::optional<dialogs::request> first_of(std::vector<dialogs::request> found) {
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

}  // namespace

std::optional<dialogs::request> transaction::find_request(dialogs::request_id id) const {
    return first_of(requests_where(link(), by_id, id));
}
std::optional<dialogs::request> transaction::open_request(dialogs::task_id task) const {
    return first_of(requests_where(link(), open_by_task, task));
}
std::vector<dialogs::request> transaction::open_requests_by(dialogs::user_id requester) const {
    return requests_where(link(), open_by_requester, requester);
}
std::vector<dialogs::request> transaction::open_requests_for(dialogs::user_id approver) const {
    return requests_where(link(), open_by_approver, approver);
}
std::vector<dialogs::task_id> transaction::tasks_of_open_requests() const {
    statement q(link(),
                "SELECT task FROM request WHERE state IN ('pending', 'applying', 'failed') ORDER BY task");
    std::vector<dialogs::task_id> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}
dialogs::request_id transaction::next_request_id() const {
    return link().integer("SELECT coalesce(max(id), 0) + 1 FROM request");
}

void take(transaction& tx, const dialogs::save_request& step) {
    const auto& wish = step.record;
    statement q(
        tx.link(),
        "INSERT INTO request(id, task, requester, responsible, approver, approver_ground, due, status, "
        "wanted,"
        " granted, category, words, state, card_version, asked_at, decided_at, decided_by, decision_words,"
        " move_number, instead_of, held_since, reminded, went_up, above, reminded_above, remind_soon, "
        "question,"
        " asked_by, answer) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT(id) DO UPDATE SET task = excluded.task, requester = excluded.requester,"
        " responsible = excluded.responsible, approver = excluded.approver,"
        " approver_ground = excluded.approver_ground, due = excluded.due, status = excluded.status,"
        " wanted = excluded.wanted, granted = excluded.granted, category = excluded.category,"
        " words = excluded.words, state = excluded.state, card_version = excluded.card_version,"
        " asked_at = excluded.asked_at, decided_at = excluded.decided_at, decided_by = excluded.decided_by,"
        " decision_words = excluded.decision_words, move_number = excluded.move_number,"
        " instead_of = excluded.instead_of, held_since = excluded.held_since, reminded = excluded.reminded,"
        " went_up = excluded.went_up, above = excluded.above, reminded_above = excluded.reminded_above,"
        " remind_soon = excluded.remind_soon, question = excluded.question, asked_by = excluded.asked_by,"
        " answer = excluded.answer");
    q.put(wish.id).put(wish.task).put(wish.requester).put(wish.responsible).put(wish.approver);
    q.put(wish.approver_ground).put(wish.due).put(wish.status).put(wish.wanted).put(wish.granted);
    q.put(wish.category).put(wish.words).put(dialogs::name_of(wish.state)).put(wish.card_version);
    q.put(wish.asked_at)
        .put(wish.decided_at)
        .put(wish.decided_by)
        .put(wish.decision_words)
        .put(wish.move_number)
        .put(wish.instead_of);
    q.put(wish.held_since).put(wish.reminded).put(wish.went_up).put(wish.above).put(wish.reminded_above);
    q.put(wish.remind_soon ? 1 : 0).put(wish.question).put(wish.asked_by).put(wish.answer);
    q.run();
}

std::vector<dialogs::user_id> requests::approvers_of_open(const transaction& tx) {
    statement q(tx.link(),
                "SELECT approver FROM request WHERE state IN ('pending', 'applying', 'failed')"
                " UNION SELECT above FROM request WHERE state IN ('pending', 'applying', 'failed')"
                " AND above > 0 ORDER BY 1");
    std::vector<dialogs::user_id> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

std::vector<dialogs::request_id> requests::all_open(const transaction& tx) {
    statement q(tx.link(),
                "SELECT id FROM request WHERE state IN ('pending', 'applying', 'failed') ORDER BY task");
    std::vector<dialogs::request_id> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

}  // namespace storage
