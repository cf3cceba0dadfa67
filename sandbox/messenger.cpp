#include "sandbox/messenger.hpp"

#include <algorithm>

#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {

chat* find_chat(portal& p, id_number id) {
    const auto found = p.chats.find(id);
    return found == p.chats.end() ? nullptr : &found->second;
}

message* find_message(portal& p, id_number id) {
    const auto found = p.messages.find(id);
    return found == p.messages.end() ? nullptr : &found->second;
}

chat* direct_chat(portal& p, id_number one, id_number other) {
    for (auto& [id, c] : p.chats)
        if (c.kind == chat_kind::direct && c.members == std::set<id_number>{one, other})
            return &c;
    return nullptr;
}

chat& open_direct_chat(portal& p, id_number one, id_number other) {
    if (auto* found = direct_chat(p, one, other))
        return *found;
    const id_number id = next_id(p, id_of::chat);
    chat& c = p.chats[id];
    c.id = id;
    c.kind = chat_kind::direct;
    c.owner = one;
    c.members = {one, other};
    p.changed();
    return c;
}

id_number peer_in(const chat& direct, id_number me) {
    for (const id_number id : direct.members)
        if (id != me)
            return id;
    return me;
}

chat* chat_of_dialog(portal& p, id_number me, std::string_view dialog) {
    if (dialog.substr(0, 4) == "chat") {
        const auto id = number_in(json::value(std::string(dialog.substr(4))));
        return id ? find_chat(p, *id) : nullptr;
    }
    const auto peer = number_in(json::value(std::string(dialog)));
    return peer ? direct_chat(p, me, *peer) : nullptr;
}

std::string dialog_of(const chat& c, id_number me) {
    return c.kind == chat_kind::direct ? std::to_string(peer_in(c, me)) : "chat" + std::to_string(c.id);
}

bool is_member(const chat& c, id_number user) {
    return c.members.count(user) != 0;
}

bool may_read_chat(portal& p, id_number user, const chat& c) {
    if (c.kind != chat_kind::task)
        return is_member(c, user);
    const auto* t = find_task(p, c.task);
    return t != nullptr && may_read(p, user, *t);
}

id_number post_message(portal& p, const message_draft& draft, const actor& by) {
    chat& c = p.chats.at(draft.chat);
    message m;
    m.id = next_id(p, id_of::message);
    m.chat = draft.chat;
    m.author = draft.author;
    m.at = p.now();
    m.text = draft.text;
    m.attach = draft.attach;
    m.keyboard = draft.keyboard;
    m.reply_to = draft.reply_to;
    m.uuid = draft.uuid;
    m.system = draft.system;
    p.messages[m.id] = m;
    if (draft.author != 0)
        c.last_read[draft.author] = m.id;
    if (c.kind == chat_kind::task) {
        if (draft.author != 0 && c.members.insert(draft.author).second)
            if (auto* t = find_task(p, c.task))
                t->auditors.push_back(draft.author);
        announce_task_message(p, c, m, by);
    }
    p.changed();
    return m.id;
}

std::vector<const message*> messages_of(const portal& p, id_number chat) {
    std::vector<const message*> found;
    for (const auto& [id, m] : p.messages)
        if (m.chat == chat && !m.deleted)
            found.push_back(&m);
    return found;
}

std::int64_t unread_count(const portal& p, const chat& c, id_number user) {
    const auto read = c.last_read.find(user);
    const id_number last = read == c.last_read.end() ? 0 : read->second;
    const auto all = messages_of(p, c.id);
    return std::count_if(all.begin(), all.end(),
                         [&](const message* m) { return m->id > last && m->author != user; });
}

void mark_read(portal& p, chat& c, id_number user) {
    const auto all = messages_of(p, c.id);
    if (all.empty() || c.last_read[user] == all.back()->id)
        return;
    c.last_read[user] = all.back()->id;
    p.changed();
}

}  // namespace sandbox
