// Notes in the discussions of tasks, sent or to be sent.
#include "storage/take.hpp"

namespace storage {
namespace {

constexpr std::string_view by_id = "SELECT id, task, chat, text, decided_at, remark FROM note WHERE id = ?";
constexpr std::string_view by_task =
    "SELECT id, task, chat, text, decided_at, remark FROM note WHERE task = ? ORDER BY id";

dialogs::left_note note_in(const statement& row) {
    return {row.integer(0), row.integer(1), row.integer(2), row.text(3), row.moment(4), row.text(5)};
}

}  // namespace

std::vector<dialogs::left_note> transaction::notes_of(dialogs::task_id task) const {
    statement q(link(), by_task);
    q.put(task);
    std::vector<dialogs::left_note> out;
    while (q.step())
        out.push_back(note_in(q));
    return out;
}

dialogs::left_note note_of(const transaction& tx, std::int64_t id) {
    statement q(tx.link(), by_id);
    if (!q.put(id).step())
        throw std::logic_error("the schema keeps the note of an outbox row");
    return note_in(q);
}

void take(transaction& tx, const dialogs::leave_note& step) {
    const auto& note = step.what;
    if (note.id != 0)
        throw std::logic_error("storage gives a note its id");
    statement(tx.link(), "INSERT INTO note(task, chat, text, decided_at) VALUES (?, ?, ?, ?)")
        .put(note.task)
        .put(note.chat)
        .put(note.text)
        .put(note.decided_at)
        .run();
    const auto id = tx.link().last_id();
    statement(tx.link(), "INSERT INTO outbox(kind, task, note, created_at) VALUES ('note', ?, ?, ?)")
        .put(note.task)
        .put(id)
        .put(tx.now())
        .run();
}

void take(transaction& tx, const dialogs::note_seen& step) {
    statement(tx.link(), "UPDATE note SET remark = ? WHERE id = ?").put(step.remark).put(step.note).run();
}

}  // namespace storage
