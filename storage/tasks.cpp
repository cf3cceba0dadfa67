// Tasks under guard, and the deadline writes of the bot's own that are expected in their history.
#include <array>

#include "storage/json_text.hpp"
#include "storage/pruning.hpp"
#include "storage/take.hpp"

namespace storage {
namespace {

constexpr std::array<std::string_view, 3> purposes{"revert", "apply", "mend"};

dialogs::write_purpose purpose_of(std::string_view name) {
    for (std::size_t i = 0; i < purposes.size(); ++i)
        if (purposes[i] == name)
            return static_cast<dialogs::write_purpose>(i);
    throw std::logic_error("the schema allows known purposes alone");
}

constexpr std::string_view task_by_id =
    "SELECT id, title, responsible, creator, status, accepted, original, settled_row, moves, moved_by, "
    "moved_at,"
    " moved_from, spent_remarks, reverts, fighting, missing_looks, attempted, attempted_by, last_verdict, "
    "earlier_moves, workgroup, leeway, asked, answers"
    " FROM task WHERE id = ?";
constexpr std::string_view tasks_open_of =
    "SELECT id, title, responsible, creator, status, accepted, original, settled_row, moves, moved_by, "
    "moved_at,"
    " moved_from, spent_remarks, reverts, fighting, missing_looks, attempted, attempted_by, last_verdict, "
    "earlier_moves, workgroup, leeway, asked, answers"
    " FROM task WHERE responsible = ? AND status NOT IN (5, 7) ORDER BY accepted IS NULL, accepted, id";

constexpr std::string_view tasks_asked_now =
    "SELECT id, title, responsible, creator, status, accepted, original, settled_row, moves, moved_by, "
    "moved_at,"
    " moved_from, spent_remarks, reverts, fighting, missing_looks, attempted, attempted_by, last_verdict, "
    "earlier_moves, workgroup, leeway, asked, answers"
    " FROM task WHERE asked_now = ? ORDER BY id";
constexpr std::string_view tasks_asked_in =
    "SELECT id, title, responsible, creator, status, accepted, original, settled_row, moves, moved_by, "
    "moved_at,"
    " moved_from, spent_remarks, reverts, fighting, missing_looks, attempted, attempted_by, last_verdict, "
    "earlier_moves, workgroup, leeway, asked, answers"
    " FROM task WHERE asked_in = ? ORDER BY id";

dialogs::guarded_task task_in(const statement& row) {
    dialogs::guarded_task out;
    out.id = row.integer(0);
    out.title = row.text(1);
    out.responsible = row.integer(2);
    out.creator = row.integer(3);
    out.status = row.small(4);
    out.accepted = row.maybe_moment(5);
    out.original = row.maybe_moment(6);
    out.settled_row = row.integer(7);
    out.moves = row.small(8);
    if (!row.is_null(9))
        out.last_move = dialogs::accepted_move{row.integer(9), row.moment(10), row.maybe_moment(11)};
    out.spent_remarks = texts_of(row.text(12));
    out.reverts = instants_of(row.text(13));
    out.fighting = row.integer(14) != 0;
    out.missing_looks = row.small(15);
    out.attempted = row.maybe_moment(16);
    out.attempted_by = row.integer(17);
    out.last_verdict = row.text(18);
    out.earlier_moves = moves_of(row.text(19));
    out.group = row.integer(20);
    out.used = leeway_of(row.text(21));
    if (!row.is_null(22))
        out.asked = asked_of(row.text(22));
    out.answers = remarks_of(row.text(23));
    return out;
}

std::vector<dialogs::guarded_task> tasks_in(statement& rows) {
    std::vector<dialogs::guarded_task> out;
    while (rows.step())
        out.push_back(task_in(rows));
    return out;
}

constexpr std::string_view insert_or_update =
    "INSERT INTO task(id, responsible, status, accepted, title, creator, original, settled_row, moves,"
    " moved_by, moved_at, moved_from, spent_remarks, reverts, fighting, missing_looks, attempted,"
    " attempted_by, last_verdict, earlier_moves, workgroup, leeway, asked, answers)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT(id) DO UPDATE SET title = excluded.title, responsible = excluded.responsible,"
    " creator = excluded.creator, status = excluded.status, accepted = excluded.accepted,"
    " original = excluded.original, settled_row = excluded.settled_row, moves = excluded.moves,"
    " moved_by = excluded.moved_by, moved_at = excluded.moved_at, moved_from = excluded.moved_from,"
    " spent_remarks = excluded.spent_remarks, reverts = excluded.reverts, fighting = excluded.fighting,"
    " missing_looks = excluded.missing_looks, attempted = excluded.attempted,"
    " attempted_by = excluded.attempted_by, last_verdict = excluded.last_verdict,"
    " earlier_moves = excluded.earlier_moves, workgroup = excluded.workgroup,"
    " leeway = excluded.leeway, asked = excluded.asked, answers = excluded.answers";
// What task_open_of is over stays as it is, as it mostly does: among a million tasks the index's page would
// be read and written for nothing, for SQLite puts every column that is set in its index anew.
constexpr std::string_view update_in_place =
    "UPDATE task SET title = ?5, creator = ?6, original = ?7, settled_row = ?8, moves = ?9, moved_by = ?10,"
    " moved_at = ?11, moved_from = ?12, spent_remarks = ?13, reverts = ?14, fighting = ?15,"
    " missing_looks = ?16, attempted = ?17, attempted_by = ?18, last_verdict = ?19, earlier_moves = ?20,"
    " workgroup = ?21, leeway = ?22, asked = ?23, answers = ?24"
    " WHERE id = ?1 AND responsible = ?2 AND status = ?3 AND accepted IS ?4";

statement& put_task(statement&& into, const dialogs::guarded_task& task) {
    into.put(task.id).put(task.responsible).put(task.status).put(task.accepted).put(task.title);
    into.put(task.creator).put(task.original).put(task.settled_row).put(task.moves);
    if (task.last_move)
        into.put(task.last_move->author).put(task.last_move->at).put(task.last_move->before);
    else
        into.put_null().put_null().put_null();
    into.put(to_json(task.spent_remarks)).put(to_json(task.reverts)).put(task.fighting ? 1 : 0);
    into.put(task.missing_looks).put(task.attempted).put(task.attempted_by).put(task.last_verdict);
    into.put(to_json(task.earlier_moves)).put(task.group).put(to_json(task.used));
    if (task.asked)
        into.put(to_json(*task.asked));
    else
        into.put_null();
    return into.put(to_json(task.answers));
}

dialogs::expected_write write_in(const statement& row) {
    return {row.integer(0), row.integer(1), row.maybe_moment(2), row.maybe_moment(3), purpose_of(row.text(4)),
            row.integer(5), row.integer(6), row.moment(7),       row.integer(8) != 0};
}

void send_no_more(transaction& tx, std::int64_t write) {
    statement(tx.link(), "DELETE FROM outbox WHERE write = ? AND state = 'waiting'").put(write).run();
}

void settle(transaction& tx, std::int64_t write) {
    send_no_more(tx, write);
    statement(tx.link(), "UPDATE expected_write SET settled_at = ? WHERE id = ? AND settled_at IS NULL")
        .put(tx.now())
        .put(write)
        .run();
}

// What the week's count is taken from. Moves so old that no week asks for them are not put back.
void put_tolerated(transaction& tx, const dialogs::guarded_task& task) {
    statement(tx.link(), "DELETE FROM tolerated_move WHERE task = ?").put(task.id).run();
    for (const auto& his : task.used.tallies)
        for (const auto at : his.tolerated)
            if (at > tx.now() - tolerated_kept)
                statement(tx.link(), "INSERT INTO tolerated_move(person, at, task) VALUES (?, ?, ?)")
                    .put(his.responsible)
                    .put(at)
                    .put(task.id)
                    .run();
}

}  // namespace

std::optional<dialogs::guarded_task> transaction::find_task(dialogs::task_id id) const {
    statement q(link(), task_by_id);
    if (!q.put(id).step())
        return std::nullopt;
    return task_in(q);
}

std::vector<dialogs::guarded_task> transaction::tasks_of(dialogs::user_id responsible) const {
    statement q(link(), tasks_open_of);
    return tasks_in(q.put(responsible));
}

std::vector<dialogs::guarded_task> transaction::questions_to(dialogs::user_id who) const {
    statement q(link(), tasks_asked_now);
    return tasks_in(q.put(who));
}

std::vector<dialogs::guarded_task> transaction::asked_in(std::string_view slot) const {
    statement q(link(), tasks_asked_in);
    return tasks_in(q.put(slot));
}

std::vector<dialogs::tolerated_move> transaction::tolerated_moves(dialogs::user_id responsible, instant from,
                                                                  instant until) const {
    statement q(
        link(),
        "SELECT task, at FROM tolerated_move WHERE person = ? AND at >= ? AND at < ? ORDER BY at, task");
    q.put(responsible).put(from).put(until);
    std::vector<dialogs::tolerated_move> out;
    while (q.step())
        out.push_back({q.integer(0), q.moment(1)});
    return out;
}

std::vector<dialogs::expected_write> transaction::expected_writes(dialogs::task_id task) const {
    statement q(
        link(),
        "SELECT id, task, due_from, due_to, purpose, request, judged_row, decided_at, called_back FROM"
        " expected_write"
        " WHERE task = ? AND settled_at IS NULL ORDER BY id");
    q.put(task);
    std::vector<dialogs::expected_write> out;
    while (q.step())
        out.push_back(write_in(q));
    return out;
}

std::vector<dialogs::expected_write> transaction::pending_reverts() const {
    statement q(
        link(),
        "SELECT id, task, due_from, due_to, purpose, request, judged_row, decided_at, called_back FROM"
        " expected_write"
        " WHERE settled_at IS NULL AND purpose = 'revert' AND called_back = 0 ORDER BY id");
    std::vector<dialogs::expected_write> out;
    while (q.step())
        out.push_back(write_in(q));
    return out;
}

dialogs::expected_write write_of(const transaction& tx, std::int64_t id) {
    statement q(
        tx.link(),
        "SELECT id, task, due_from, due_to, purpose, request, judged_row, decided_at, called_back FROM"
        " expected_write"
        " WHERE id = ?");
    if (!q.put(id).step())
        throw std::logic_error("the schema keeps the deadline write of an outbox row");
    return write_in(q);
}

void take(transaction& tx, const dialogs::save_task& step) {
    put_task(statement(tx.link(), update_in_place), step.record).run();
    if (tx.link().changed() == 0)
        put_task(statement(tx.link(), insert_or_update), step.record).run();
    put_tolerated(tx, step.record);
}

void take(transaction& tx, const dialogs::forget_task& step) {
    for (const auto& write : tx.expected_writes(step.task))
        settle(tx, write.id);
    statement(tx.link(), "DELETE FROM held_notice WHERE task = ?").put(step.task).run();
    statement(tx.link(), "DELETE FROM tolerated_move WHERE task = ?").put(step.task).run();
    statement(tx.link(), "DELETE FROM task WHERE id = ?").put(step.task).run();
}

void take(transaction& tx, const dialogs::settle_write& step) {
    settle(tx, step.write);
}

void take(transaction& tx, const dialogs::call_back& step) {
    send_no_more(tx, step.write);
    statement(tx.link(), "UPDATE expected_write SET called_back = 1 WHERE id = ? AND settled_at IS NULL")
        .put(step.write)
        .run();
}

void take(transaction& tx, const dialogs::write_deadline& step) {
    const auto& write = step.what;
    if (write.id != 0)
        throw std::logic_error("storage gives a deadline write its id");
    statement(tx.link(),
              "INSERT INTO expected_write(task, due_from, due_to, purpose, request, judged_row, decided_at)"
              " VALUES (?, ?, ?, ?, ?, ?, ?)")
        .put(write.task)
        .put(write.from)
        .put(write.to)
        .put(purposes.at(static_cast<std::size_t>(write.purpose)))
        .put_id(write.request)
        .put(write.judged_row)
        .put(write.decided_at)
        .run();
    const auto id = tx.link().last_id();
    statement(tx.link(),
              "INSERT INTO outbox(kind, task, write, created_at) VALUES ('write_deadline', ?, ?, ?)")
        .put(write.task)
        .put(id)
        .put(tx.now())
        .run();
}

}  // namespace storage
