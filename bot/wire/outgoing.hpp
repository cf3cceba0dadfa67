#pragma once
// What the bot does to the portal, as calls. Protocol 4.6, 4.7, 5.4.
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/wire/call.hpp"
#include "dialogs/message.hpp"
#include "dialogs/note.hpp"
#include "dialogs/task.hpp"

namespace bot::wire {

constexpr std::string_view button_command =
    "dlg7";  // hidden command behind every button; unusual on purpose (4.4.5)

// Buttons without a label, and links to anything but "/…" and http(s), are left out: the portal would drop
// them (T58). Texts are cut at 20 000 characters (T61). imbot.v2.Chat.Message.send with templateId = uuid
// (4.6.3). Single calls only, never in a batch (T14).
call send_message(std::int64_t bot, std::string_view dialog, const dialogs::message& what,
                  std::string_view uuid);
// imbot.v2.Chat.Message.update; no rows = "N" takes the keyboard away; BOT_ID is always inside (T57).
call update_message(std::int64_t bot, std::int64_t message, const dialogs::message& what);
// The id of a message that was sent; 0 when the answer does not say.
std::int64_t sent_message(const json::value& result);
// tasks.task.update with DEADLINE alone (T78), whole minutes, offset given (T76); "" clears (T77).
call write_deadline(dialogs::task_id task, const dialogs::deadline& to);
// A note in the task's discussion, in the name the token gives (5.8): a message in its chat, where v3
// answers, else a comment. Single calls only.
call leave_note(const dialogs::left_note& note, bool v3);
// The discussion it went to, to look for it there.
call look_for_note(const dialogs::left_note& note);
std::vector<dialogs::remark> read_discussion(const dialogs::left_note& note, const json::value& result);

// A message as it lies in the outbox (labels, tokens, links; no bindings), and back; throws std::logic_error
// when the text is not one that store_message gave.
std::string store_message(const dialogs::message& what);
dialogs::message load_message(std::string_view stored);

}  // namespace bot::wire
