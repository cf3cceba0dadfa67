#pragma once
// What follows from a decision: the only things that change what the house remembers or reach the portal.
#include <cstdint>
#include <string>
#include <variant>

#include "dialogs/journal.hpp"
#include "dialogs/memory.hpp"
#include "dialogs/message.hpp"
#include "dialogs/note.hpp"
#include "dialogs/request.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

// Imperatives: all of a decision is committed in one transaction, in order.

struct save_task {
    guarded_task record;
};
struct forget_task {
    task_id task = 0;
};
struct save_request {
    request record;
};
struct save_conversation {
    conversation record;
};  // awaiting nothing = ended
struct settle_write {
    std::int64_t write = 0;
};  // its history row was found, or it will never come
// Its deadline is not to be written any more. It is expected all the same: it may be on its way already.
struct call_back {
    std::int64_t write = 0;
};
struct save_language {
    user_id who = 0;
    std::string code;
};
// What he is told of how deadlines are guarded, his own or those under the rules of a name; observe: that
// they are so no longer. It counts from when the message in the slot is delivered; "": from now.
struct mark_told {
    user_id who = 0;
    guard_mode mode = guard_mode::reason;
    std::string about{};
    std::string slot{};
};
// The message in the slot never reached him: he was not told.
struct forget_told {
    std::string slot;
};
// Writes a deadline. Becomes an expected_write and an outbox row; what comes back is deadline_written.
struct write_deadline {
    expected_write what;
};
// Sends a message to a person (private chat) or a chat. A slot names the message for a later rewrite; "" =
// never rewritten.
struct say {
    std::string dialog;
    std::string slot;
    message what;
};
// Replaces the message in a slot; nothing happens when it was never delivered.
struct rewrite {
    std::string dialog;
    std::string slot;
    message what;
};

// Keeps what is to be told this person of this task until other reverts of his are through, so that one
// message tells of all (notices.hpp). notices_due comes at `until` at the latest.
struct hold_notice {
    user_id who = 0;
    task_id task = 0;  // 0: nothing new is held, only `until` changes
    instant until{};
};
// All that was held for this person was said.
struct notices_told {
    user_id who = 0;
};

// Looks at the task once more at that hour (look_due), whatever else happens until then.
struct look_later {
    task_id task = 0;
    instant at{};
};

// Looks at the task once more when there is time: news like any other.
struct look_again {
    task_id task = 0;
};

struct save_move {
    silent_move record;
};
struct forget_move {
    task_id task = 0;
};
struct save_wave {
    wave record;
};
// The card of the author's open wave is due at that hour (wave_due), unless it is sooner.
struct wave_later {
    user_id author = 0;
    instant at{};
};
struct save_pause {
    pause record;
};
// pause_over comes at that hour.
struct pause_later {
    instant until{};
};

// Something may be due for this request at that hour (request_due).
struct request_later {
    request_id request = 0;
    instant at{};
};

// Leaves a note in the task's discussion, in the name the token gives.
struct leave_note {
    left_note what;
};
// A note was seen there: known by this key from now on.
struct note_seen {
    std::int64_t note = 0;
    std::string remark;
};

struct save_desk {
    approver_desk record;
};
// What the approver agreed to together is due at that hour (desk_due).
struct desk_later {
    user_id who = 0;
    instant at{};
};
// One between two people: a newer one replaces it.
struct save_trust {
    trust record;
};

using step = std::variant<save_task, forget_task, save_request, save_conversation, settle_write,
                          save_language, mark_told, forget_told, journal, write_deadline, say, rewrite,
                          hold_notice, notices_told, look_later, look_again, save_move, forget_move,
                          save_wave, wave_later, save_pause, pause_later, leave_note, note_seen, call_back,
                          request_later, save_desk, desk_later, save_trust>;

}  // namespace dialogs
