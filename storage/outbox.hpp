#pragma once
// What the bot will do to the portal: durable, in order per chat ("chat:<dialog>") and per task
// ("task:<id>"), notes in a task's discussion apart ("note:<id>"): none holds a deadline back. Rows get here
// as steps: write_deadline, say, rewrite, leave_note.
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/transaction.hpp"

namespace storage::outbox {

struct row {
    std::int64_t id = 0;
    std::string order_key;
    // Buttons have label, token, colour and link; their bindings are not read back.
    std::variant<dialogs::write_deadline, dialogs::say, dialogs::rewrite, dialogs::leave_note> what;
    std::string uuid;  // say: templateId, the same at every repeat
    int attempts = 0;
    instant created_at{};
    std::string last_error;
};

enum class sort { deadlines, messages };  // messages: all but deadlines

// The first waiting row of each order key unless it is postponed: a postponed row holds back the later ones
// of its own key only. Oldest first, postponed ones after those that never failed.
std::vector<row> due(const transaction& tx, sort which, int limit);
// The newest row there is, 0 when there is none.
std::int64_t newest(const transaction& tx);
// When the next row may be sent: a moment not later than now() when one may be already. Nothing: none waits.
std::optional<instant> next_due(const transaction& tx);
std::optional<row> find(const transaction& tx, std::int64_t id);

// A message as the portal has it.
struct sent_message {
    std::string dialog;
    std::int64_t message = 0;
    std::int64_t bot = 0;  // whose it is: another bot may not change it
    instant sent_at{};
};

// The portal took it: the row ends. A message with a slot is remembered for rewriting; `message` and `bot`
// are 0 for deadline writes. Returns false when the row is not there any more (superseded or settled
// meanwhile).
bool delivered(transaction& tx, std::int64_t id, std::int64_t message = 0, std::int64_t bot = 0);
// Not now: one attempt more, and its key waits.
void postponed(transaction& tx, std::int64_t id, instant until, std::string_view because);
// Never: kept for people to see; later rows of its key may go.
void given_up(transaction& tx, std::int64_t id, std::string_view because);
// The portal burnt the UUID without showing a message: the repeat needs a new one. Returns it.
std::string renew_uuid(transaction& tx, std::int64_t id);

// What was last delivered in a slot; nothing when nothing was.
std::optional<sent_message> message_in(const transaction& tx, std::string_view slot);

struct depth {
    std::int64_t waiting = 0;
    std::int64_t given_up = 0;
    std::optional<instant> oldest;  // created_at of the oldest waiting row
};
depth measure(const transaction& tx);

}  // namespace storage::outbox
