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
    const auto found = p.direct_chats.find(std::minmax(one, other));
    return found == p.direct_chats.end() ? nullptr : find_chat(p, found->second);
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
    p.direct_chats[std::minmax(one, other)] = id;
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

std::string stored_text(std::string_view given) {
    constexpr std::size_t longest = 20'000;
    constexpr std::size_t mark = 4;  // of "[br]" and "#br#"
    std::string text;
    for (std::size_t at = 0; at < given.size();) {
        const bool may_break = given[at] == '[' || given[at] == '#';
        const std::string word = may_break ? lower_case(given.substr(at, mark)) : std::string();
        const bool breaks = word == "[br]" || word == "#br#";
        text += breaks ? '\n' : given[at];
        at += breaks ? mark : 1;
    }
    text = trimmed(text);
    std::size_t characters = 0;
    for (std::size_t i = 0; text.size() > longest && i < text.size(); ++i) {
        const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins && characters++ == longest)
            return text.substr(0, i) + " (...)";
    }
    return text;
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
    c.messages.push_back(m.id);
    if (p.set.keep_messages != 0 && c.messages.size() > p.set.keep_messages) {
        p.messages.erase(c.messages.front());
        c.messages.pop_front();
    }
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
    const auto in = p.chats.find(chat);
    if (in == p.chats.end())
        return found;
    for (const id_number id : in->second.messages)
        if (const message& m = p.messages.at(id); !m.deleted)
            found.push_back(&m);
    return found;
}

void delete_chat(portal& p, id_number id) {
    const auto found = p.chats.find(id);
    if (found == p.chats.end())
        return;
    for (const id_number message : found->second.messages)
        p.messages.erase(message);
    p.chats.erase(found);
}

std::int64_t unread_count(const portal& p, const chat& c, id_number user) {
    const auto read = c.last_read.find(user);
    const id_number last = read == c.last_read.end() ? 0 : read->second;
    return std::count_if(std::upper_bound(c.messages.begin(), c.messages.end(), last), c.messages.end(),
                         [&](id_number id) {
                             const message& m = p.messages.at(id);
                             return !m.deleted && m.author != user;
                         });
}

void mark_read(portal& p, chat& c, id_number user) {
    if (c.messages.empty() || c.last_read[user] == c.messages.back())
        return;
    c.last_read[user] = c.messages.back();
    p.changed();
}

}  // namespace sandbox
