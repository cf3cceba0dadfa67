// Chats and messages.
#pragma once

#include "sandbox/events.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

struct message_draft {
    id_number chat = 0;
    id_number author = 0;
    std::string text;
    json::value attach, keyboard;
    id_number reply_to = 0;
    std::string uuid;
    bool system = false;
};

chat* find_chat(portal& p, id_number id);
message* find_message(portal& p, id_number id);

// The private chat of two, or nullptr / made on demand.
chat* direct_chat(portal& p, id_number one, id_number other);
chat& open_direct_chat(portal& p, id_number one, id_number other);
// The other one of a private chat.
id_number peer_in(const chat& direct, id_number me);

// "chat5" or a user's id, as `me` says it; nullptr when there is no such chat (yet).
chat* chat_of_dialog(portal& p, id_number me, std::string_view dialog);
// How `me` calls this chat: "chat5" or the other one's id.
std::string dialog_of(const chat& c, id_number me);

bool is_member(const chat& c, id_number user);
// Members; for a task's chat whoever may read the task.
bool may_read_chat(portal& p, id_number user, const chat& c);

// As the portal keeps a bot's text: trimmed, at most 20 000 characters (not bytes), [BR] and #BR# as line
// breaks.
std::string stored_text(std::string_view text);

// Stores the message, tells applications when it is a task's chat. Returns its id.
// A stranger who writes into a task's chat becomes an auditor (T86).
id_number post_message(portal& p, const message_draft& draft, const actor& by);

// The chat and all its messages.
void delete_chat(portal& p, id_number id);

// Messages of a chat, oldest first, deleted ones left out.
std::vector<const message*> messages_of(const portal& p, id_number chat);
std::int64_t unread_count(const portal& p, const chat& c, id_number user);
void mark_read(portal& p, chat& c, id_number user);

}  // namespace sandbox
