// imbot.v2.Chat.* and File.upload (protocol notes 4.6, 4.10, 4.11).
#include <algorithm>

#include "sandbox/bot_owner.hpp"
#include "sandbox/keyboard.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

std::string message_text(const json::object& fields) {
    const auto* given = member(fields, "message");
    if (given == nullptr || given->is_null())
        return {};
    if (!given->is_string())
        throw refusal("WRONG_MESSAGE_TYPE", "Field message must be a string");
    return stored_text(text_in(*given));
}

json::value attach_in(const json::object& fields) {
    auto attach = read_attach(member(fields, "attach"));
    if (!attach)
        throw refusal("ATTACH_ERROR", "Incorrect attach params");
    return std::move(*attach);
}

// The message this templateId already made; 0 = none yet (protocol notes 4.6.3).
id_number sent_before(const call& c, const std::string& uuid) {
    const auto found = c.p.sent_templates.find(uuid);
    if (uuid.empty() || found == c.p.sent_templates.end())
        return 0;
    const auto age = c.p.now() - found->second.second;
    const bool burnt = found->second.first == 0;
    if (age > (burnt ? std::chrono::hours{1} : std::chrono::hours{31 * 24})) {
        c.p.sent_templates.erase(found);
        return 0;
    }
    if (burnt)
        throw refusal("SENDING_FAILED", "Message sending failed");
    return found->second.first;
}

message_draft draft_of(const bot& b, const json::object& fields) {
    message_draft draft;
    draft.author = b.id;
    draft.text = message_text(fields);
    draft.attach = attach_in(fields);
    draft.system = truth_member(fields, "system", false);
    const auto keyboard = read_keyboard(member(fields, "keyboard"), b.id, false);
    if (keyboard.what == keyboard_reading::outcome::broken)
        throw refusal("KEYBOARD_ERROR", "Incorrect keyboard params");
    if (keyboard.what == keyboard_reading::outcome::buttons)
        draft.keyboard = keyboard.buttons;
    if (draft.text.empty() && draft.attach.is_null())
        throw refusal("EMPTY_MESSAGE", "Message is empty");
    draft.reply_to = number_member(fields, "replyId").value_or(0);
    if (!draft.system)
        draft.uuid = lower_case(text_member(fields, "templateId"));
    return draft;
}

message& own_message(const call& c, const bot& b) {
    auto* m = find_message(c.p, number_member(c.params, "messageId").value_or(0));
    if (m == nullptr || m->deleted)
        throw refusal("MESSAGE_NOT_FOUND", "Message not found");
    if (m->author != b.id || m->system)  // T60
        throw refusal("MESSAGE_ACCESS_DENIED", "You do not have access to this message");
    return *m;
}

json::object full_chat_view(const portal& p, const chat& c, id_number bot_id) {
    json::object view = bot_view_of_chat(p, c, bot_id, bot_id);
    view["role"] = c.owner == bot_id ? "owner" : "member";
    view["userCounter"] = c.members.size();
    view["messageCount"] = messages_of(p, c.id).size();
    return view;
}

json::array member_views(const portal& p, const chat& c) {
    json::array users;
    for (const id_number id : c.members)
        users.push_back(bot_view_of_user(p, id));
    return users;
}

answer done() {
    return {json::object{{"result", true}}, {}, {}};
}

}  // namespace

answer imbot_message_send(const call& c) {
    const bot& b = own_bot(c);
    const json::object fields = object_member(c.params, "fields");
    message_draft draft = draft_of(b, fields);
    draft.chat = bot_chat(c, b).id;
    if (draft.reply_to != 0) {
        const auto* quoted = find_message(c.p, draft.reply_to);
        if (quoted == nullptr || quoted->chat != draft.chat)
            throw refusal("REPLY_ERROR", "Reply message is not found");
    }
    id_number id = sent_before(c, draft.uuid);
    if (id == 0) {
        id = post_message(c.p, draft, c.who.as_actor());
        if (!draft.uuid.empty())
            c.p.sent_templates[draft.uuid] = {id, c.p.now()};
        echo_own_message(c.p, message(c.p.messages.at(id)), false);
    }
    return {json::object{{"id", id}, {"uuidMap", json::array()}}, {}, {}};
}

answer imbot_message_update(const call& c) {
    const bot& b = own_bot(c);
    message& m = own_message(c, b);
    const json::object fields = object_member(c.params, "fields");
    const auto keyboard = read_keyboard(member(fields, "keyboard"), b.id, true);
    if (member(fields, "attach") != nullptr)
        m.attach = attach_in(fields);
    if (member(fields, "message") != nullptr)
        m.text = message_text(fields);
    if (keyboard.what == keyboard_reading::outcome::removed)
        m.keyboard = nullptr;
    if (keyboard.what == keyboard_reading::outcome::buttons)  // broken: the old one stays, silently (T57)
        m.keyboard = keyboard.buttons;
    m.edited = true;
    m.deleted = m.text.empty() && m.attach.is_null();
    echo_own_message(c.p, message(m), true);
    c.p.changed();
    return done();
}

answer imbot_message_delete(const call& c) {
    own_message(c, own_bot(c)).deleted = true;
    c.p.changed();
    return done();
}

answer imbot_input_action(const call& c) {
    bot_chat(c, own_bot(c));
    return done();
}

answer imbot_chat_add(const call& c) {
    const bot& b = own_bot(c);
    const json::object fields = object_member(c.params, "fields");
    chat made;
    made.id = next_id(c.p, id_of::chat);
    made.title = text_member(fields, "title");
    made.description = text_member(fields, "description");
    made.owner = number_member(fields, "ownerId").value_or(b.id);
    made.members = {b.id, made.owner};
    if (const auto* users = member(fields, "userIds"))
        for (const auto id : numbers_in(*users))
            if (find_person(c.p, id) != nullptr)
                made.members.insert(id);
    c.p.chats[made.id] = made;
    if (const auto text = message_text(fields); !text.empty()) {
        message_draft draft;
        draft.chat = made.id;
        draft.author = b.id;
        draft.text = text;
        post_message(c.p, draft, c.who.as_actor());
    }
    c.p.changed();
    return {
        json::object{{"chat", full_chat_view(c.p, made, b.id)}, {"users", member_views(c.p, made)}}, {}, {}};
}

answer imbot_chat_get(const call& c) {
    const bot& b = own_bot(c);
    const chat& in = bot_chat(c, b);
    return {json::object{{"chat", full_chat_view(c.p, in, b.id)}, {"users", member_views(c.p, in)}}, {}, {}};
}

answer imbot_chat_user_list(const call& c) {
    const bot& b = own_bot(c);
    json::array users = member_views(c.p, bot_chat(c, b));
    const auto limit = std::clamp<std::int64_t>(number_member(c.params, "limit").value_or(50), 1, 200);
    users.resize(std::min(users.size(), static_cast<std::size_t>(limit)));
    return {users, {}, {}};
}

answer imbot_file_upload(const call& c) {
    const bot& b = own_bot(c);
    const json::object fields = object_member(c.params, "fields");
    const std::string name = text_member(fields, "name");
    const std::string content = text_member(fields, "content");
    if (content.empty() || name.empty())
        throw refusal("FILE_EMPTY", "File is empty");
    static const std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    if (content.size() % 4 != 0 || content.find_first_not_of(alphabet) != std::string::npos)
        throw refusal("FILE_INVALID_CONTENT", "File content is not base64");
    const chat& in = bot_chat(c, b);
    const auto padding = static_cast<std::size_t>(std::count(content.begin(), content.end(), '='));
    const auto size = content.size() / 4 * 3 - padding;
    message_draft draft;
    draft.chat = in.id;
    draft.author = b.id;
    draft.text = trimmed(message_text(fields) + "\n[b]" + name + "[/b] (" + std::to_string(size) + " байт)");
    const id_number sent = post_message(c.p, draft, c.who.as_actor());
    const auto dot = name.rfind('.');
    return {json::object{{"file",
                          {{"id", next_id(c.p, id_of::file)},
                           {"chatId", in.id},
                           {"name", name},
                           {"extension", dot == std::string::npos ? std::string() : name.substr(dot + 1)},
                           {"size", size}}},
                         {"messageId", sent},
                         {"chatId", in.id},
                         {"dialogId", text_member(c.params, "dialogId")}},
            {},
            {}};
}

}  // namespace sandbox
