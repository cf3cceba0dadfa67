// Silent moves that are not through, those held together, and pauses.
#include <array>
#include <string>

#include "storage/take.hpp"
#include "storage/waves.hpp"

namespace storage {
namespace {

constexpr std::array<std::string_view, 3> fates{"put_back", "held", "waits"};
constexpr std::array<std::string_view, 4> states{"open", "accepted", "put_back", "over"};

template <class Value, std::size_t count>
Value value_of(const std::array<std::string_view, count>& names, std::string_view name) {
    for (std::size_t i = 0; i < count; ++i)
        if (names[i] == name)
            return static_cast<Value>(i);
    throw std::logic_error("the schema allows known names alone");
}

template <std::size_t count, class Value>
std::string_view name_in(const std::array<std::string_view, count>& names, Value value) {
    return names.at(static_cast<std::size_t>(value));
}

// Finished texts, one a question: the connection keeps a statement prepared under its text.
const std::string move_columns =
    "SELECT task, author, at, due_from, due_to, ground, words, row, fate, wave FROM silent_move ";
const std::string move_of_task = move_columns + "WHERE task = ?";
const std::string moves_alone =
    move_columns + "WHERE wave IS NULL AND author = ? AND at >= ? AND at <= ? ORDER BY at, task";
const std::string moves_of_wave = move_columns + "WHERE wave = ? ORDER BY due_from IS NULL, due_from, task";

const std::string wave_columns =
    "SELECT id, author, approver, instead_of, opened_at, first_at, last_at, state, card_version, asked,"
    " decided_by FROM wave ";
const std::string wave_by_id = wave_columns + "WHERE id = ?";
const std::string wave_open_of = wave_columns + "WHERE author = ? AND state = 'open'";
const std::string waves_open = wave_columns + "WHERE state = 'open' ORDER BY author";

dialogs::silent_move move_in(const statement& q) {
    return {q.integer(0),      q.integer(1),      q.moment(2),
            q.maybe_moment(3), q.maybe_moment(4), q.text(5),
            q.text(6),         q.integer(7),      value_of<dialogs::move_fate>(fates, q.text(8)),
            q.integer(9)};
}

dialogs::wave wave_in(const statement& q) {
    return {q.integer(0), q.integer(1),      q.integer(2), q.integer(3),
            q.moment(4),  q.moment(5),       q.moment(6),  value_of<dialogs::wave_state>(states, q.text(7)),
            q.small(8),   q.integer(9) != 0, q.integer(10)};
}

std::vector<dialogs::silent_move> all_moves(statement& q) {
    std::vector<dialogs::silent_move> out;
    while (q.step())
        out.push_back(move_in(q));
    return out;
}

std::optional<dialogs::wave> one_wave(statement& q) {
    return q.step() ? std::optional(wave_in(q)) : std::nullopt;
}

}  // namespace

std::optional<dialogs::silent_move> transaction::find_move(dialogs::task_id task) const {
    statement q(link(), move_of_task);
    return q.put(task).step() ? std::optional(move_in(q)) : std::nullopt;
}

std::vector<dialogs::silent_move> transaction::lone_moves(dialogs::user_id author, instant from,
                                                          instant to) const {
    statement q(link(), moves_alone);
    q.put(author).put(from).put(to);
    return all_moves(q);
}

std::vector<dialogs::silent_move> transaction::moves_in(dialogs::wave_id id) const {
    statement q(link(), moves_of_wave);
    q.put(id);
    return all_moves(q);
}

std::vector<dialogs::task_id> transaction::waiting_moves() const {
    statement q(link(), "SELECT task FROM silent_move WHERE fate = 'waits' ORDER BY task");
    std::vector<dialogs::task_id> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

std::optional<dialogs::wave> transaction::find_wave(dialogs::wave_id id) const {
    statement q(link(), wave_by_id);
    q.put(id);
    return one_wave(q);
}

std::optional<dialogs::wave> transaction::open_wave(dialogs::user_id author) const {
    statement q(link(), wave_open_of);
    q.put(author);
    return one_wave(q);
}

std::vector<dialogs::wave> transaction::open_waves() const {
    statement q(link(), waves_open);
    std::vector<dialogs::wave> out;
    while (q.step())
        out.push_back(wave_in(q));
    return out;
}

dialogs::wave_id transaction::next_wave_id() const {
    return link().integer("SELECT coalesce(max(id), 0) + 1 FROM wave");
}

std::vector<dialogs::pause> transaction::pauses() const {
    statement q(link(), "SELECT since, until, person, is_over FROM pause ORDER BY since");
    std::vector<dialogs::pause> out;
    while (q.step())
        out.push_back({q.moment(0), q.maybe_moment(1), q.integer(2), q.integer(3) != 0});
    return out;
}

void take(transaction& tx, const dialogs::save_move& step) {
    const auto& move = step.record;
    statement q(tx.link(),
                "INSERT INTO silent_move(task, author, at, due_from, due_to, ground, words, row, fate, wave)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(task) DO UPDATE SET"
                " author = excluded.author, at = excluded.at, due_from = excluded.due_from,"
                " due_to = excluded.due_to, ground = excluded.ground, words = excluded.words,"
                " row = excluded.row, fate = excluded.fate, wave = excluded.wave");
    q.put(move.task).put(move.author).put(move.at).put(move.from).put(move.to).put(move.ground);
    q.put(move.words).put(move.row).put(name_in(fates, move.fate)).put_id(move.wave).run();
}

void take(transaction& tx, const dialogs::forget_move& step) {
    statement(tx.link(), "DELETE FROM silent_move WHERE task = ?").put(step.task).run();
}

void take(transaction& tx, const dialogs::save_wave& step) {
    const auto& wave = step.record;
    statement q(tx.link(),
                "INSERT INTO wave(id, author, approver, instead_of, opened_at, first_at, last_at, state,"
                " card_version, asked, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET approver = excluded.approver,"
                " instead_of = excluded.instead_of, first_at = excluded.first_at, last_at = excluded.last_at,"
                " state = excluded.state, card_version = excluded.card_version, asked = excluded.asked,"
                " decided_by = excluded.decided_by");
    q.put(wave.id).put(wave.author).put(wave.approver).put(wave.instead_of).put(wave.opened_at);
    q.put(wave.first_at).put(wave.last_at).put(name_in(states, wave.state)).put(wave.card_version);
    q.put(wave.asked ? 1 : 0).put(wave.decided_by).run();
}

void take(transaction& tx, const dialogs::save_pause& step) {
    const auto& pause = step.record;
    statement(tx.link(),
              "INSERT INTO pause(since, until, person, is_over) VALUES (?, ?, ?, ?)"
              " ON CONFLICT(since) DO UPDATE SET until = excluded.until, person = excluded.person,"
              " is_over = excluded.is_over")
        .put(pause.since)
        .put(pause.until)
        .put(pause.by)
        .put(pause.over ? 1 : 0)
        .run();
}

std::vector<dialogs::user_id> waves::approvers_of_open(const transaction& tx) {
    statement q(tx.link(), "SELECT DISTINCT approver FROM wave WHERE state = 'open' ORDER BY approver");
    std::vector<dialogs::user_id> out;
    while (q.step())
        out.push_back(q.integer(0));
    return out;
}

}  // namespace storage
