// The API of bots before imbot.v2: UPPER_CASE parameters, bare results, events by POST only (protocol
// notes 4.15).
#include <algorithm>

#include "sandbox/bot_owner.hpp"
#include "sandbox/keyboard.hpp"
#include "sandbox/kind.hpp"
#include "sandbox/legacy_bots.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

std::string legacy_owner(const call& c) {
    if (!c.who.webhook)
        return c.p.set.client_id;
    const std::string client = text_member(c.params, "CLIENT_ID");
    if (client.empty())
        throw refusal("ACCESS_DENIED", "Client ID not specified", 403);
    return "custom" + client;
}

// The bot of BOT_ID; without one the first of the application.
bot& legacy_bot(const call& c) {
    const std::string owner = legacy_owner(c);
    const auto id = number_member(c.params, "BOT_ID").value_or(0);
    for (auto& [known, b] : c.p.bots)
        if (id == 0 && b.owner == owner)
            return b;
    auto* found = find_bot(c.p, id);
    if (found == nullptr)
        throw refusal("BOT_ID_ERROR", "Bot not found");
    if (found->owner != owner)
        throw refusal("APP_ID_ERROR", "Bot was installed by another rest application");
    return *found;
}

// EVENT_HANDLER stands for all of them; the first three are needed.
struct handler_field {
    const char* field;
    const char* event;
    bool needed;
};
constexpr std::array handler_fields = {handler_field{"EVENT_MESSAGE_ADD", "ONIMBOTMESSAGEADD", true},
                                       handler_field{"EVENT_WELCOME_MESSAGE", "ONIMBOTJOINCHAT", true},
                                       handler_field{"EVENT_BOT_DELETE", "ONIMBOTDELETE", true},
                                       handler_field{"EVENT_MESSAGE_UPDATE", "ONIMBOTMESSAGEUPDATE", false},
                                       handler_field{"EVENT_MESSAGE_DELETE", "ONIMBOTMESSAGEDELETE", false}};

std::string checked_handler(const std::string& url, const std::string& field) {
    if (judged_handler(url) != handler_verdict::good)
        throw refusal(field + "_ERROR", "Wrong handler URL");
    return url;
}

void set_handlers(bot& b, const json::object& fields, bool registering) {
    const std::string common = text_member(fields, "EVENT_HANDLER");
    for (const auto& [field, event, needed] : handler_fields) {
        const std::string url = common.empty() ? text_member(fields, field) : common;
        if (!url.empty() || (registering && needed))
            b.handlers[event] = checked_handler(url, field);
    }
}

void set_face(person& who, const json::object& properties) {
    const auto set = [&](std::string& slot, const char* key) {
        if (member(properties, key) != nullptr)
            slot = text_member(properties, key);
    };
    set(who.name, "NAME");
    set(who.last_name, "LAST_NAME");
    set(who.position, "WORK_POSITION");
    set(who.gender, "PERSONAL_GENDER");
}

void check_count(const portal& p, const std::string& owner) {
    constexpr int most = 5;
    const auto own = std::count_if(p.bots.begin(), p.bots.end(),
                                   [&](const auto& entry) { return entry.second.owner == owner; });
    if (own >= most)
        throw refusal("MAX_COUNT_ERROR", "Has reached the maximum number of bots for application");
}

json::value legacy_attach(const call& c) {
    auto attach = read_attach(member(c.params, "ATTACH"));
    if (!attach)
        throw refusal("ATTACH_ERROR", "Incorrect attach params");
    return std::move(*attach);
}

keyboard_reading legacy_keyboard(const call& c, const bot& b) {
    auto read = read_keyboard(member(c.params, "KEYBOARD"), b.id, false);
    if (read.what == keyboard_reading::outcome::broken)
        throw refusal("KEYBOARD_ERROR", "Incorrect keyboard params");
    return read;
}

message& own_legacy_message(const call& c, const bot& b) {
    const auto id = number_member(c.params, "MESSAGE_ID").value_or(0);
    if (id <= 0)
        throw refusal("MESSAGE_ID_ERROR", "Message ID can't be empty");
    auto* m = find_message(c.p, id);
    if (m == nullptr || m->deleted || m->author != b.id || m->system)
        throw refusal("CANT_EDIT_MESSAGE", "Time has expired for modification or you don't have access", 403);
    return *m;
}

std::string legacy_dialog(const call& c) {
    std::string dialog = text_member(c.params, "DIALOG_ID");
    if (dialog.empty())
        throw refusal("DIALOG_ID_EMPTY", "Dialog ID can't be empty");
    return dialog;
}

// [{"LANGUAGE_ID":"ru","TITLE":"..","PARAMS":".."}]
void set_phrases(command& cmd, const call& c) {
    const auto* list = member(c.params, "LANG");
    if (list != nullptr && list->is_array())
        for (const auto& item : list->get_array())
            if (item.is_object()) {
                const std::string language = text_member(item.get_object(), "LANGUAGE_ID");
                cmd.title[language] = text_member(item.get_object(), "TITLE");
                cmd.params[language] = text_member(item.get_object(), "PARAMS");
            }
    if (cmd.title.empty() && !cmd.hidden)
        throw refusal("LANG_ERROR", "Lang set can't be empty");
}

answer plain(json::value result) {
    return {std::move(result), {}, {}};
}

}  // namespace

answer im_revision_get(const call& c) {
    const int rest = has_method(c.p, "imbot.v2.revision.get") ? 36 : 30;
    return plain(json::object{
        {"rest", rest}, {"web", 130}, {"mobile", 22}, {"desktop", 6}, {"im_revision_mobile", 22}});
}

answer legacy_bot_register(const call& c) {
    const std::string owner = legacy_owner(c);
    const std::string code = text_member(c.params, "CODE");
    const json::object properties = object_member(c.params, "PROPERTIES");
    if (code.empty())
        throw refusal("CODE_ERROR", "Bot code isn't specified");
    if (text_member(properties, "NAME").empty() && text_member(properties, "LAST_NAME").empty())
        throw refusal("NAME_ERROR", "Bot name isn't specified");
    for (const auto& [id, b] : c.p.bots)
        if (b.code == code && b.owner == owner)
            return plain(id);
    check_count(c.p, owner);
    bot made;
    made.code = code;
    made.owner = owner;
    made.legacy = true;
    made.type = text_member(c.params, "TYPE") == "S" ? "supervisor" : "bot";
    made.openline = truth_member(c.params, "OPENLINE", false);
    set_handlers(made, c.params, true);
    person face;
    set_face(face, properties);
    return plain(employ_bot(c.p, std::move(made), std::move(face)).id);
}

answer legacy_bot_update(const call& c) {
    bot& b = legacy_bot(c);
    const json::object fields = object_member(c.params, "FIELDS");
    set_handlers(b, fields, false);
    set_face(c.p.people.at(b.id), object_member(fields, "PROPERTIES"));
    c.p.changed();
    return plain(true);
}

answer legacy_bot_unregister(const call& c) {
    dismiss_bot(c.p, legacy_bot(c).id);
    return plain(true);
}

answer legacy_bot_list(const call& c) {
    const std::string owner = legacy_owner(c);
    json::object list;
    for (const auto& [id, b] : c.p.bots)
        if (b.owner == owner)
            list[std::to_string(id)] = json::object{{"ID", id},
                                                    {"NAME", full_name(c.p, id)},
                                                    {"CODE", b.code},
                                                    {"OPENLINE", b.openline ? "Y" : "N"}};
    return plain(or_empty_list(std::move(list)));
}

answer legacy_message_add(const call& c) {
    const bot& b = legacy_bot(c);
    message_draft draft;
    draft.author = b.id;
    draft.text = stored_text(text_member(c.params, "MESSAGE"));
    draft.attach = legacy_attach(c);
    draft.system = truth_member(c.params, "SYSTEM", false);
    if (auto keyboard = legacy_keyboard(c, b); keyboard.what == keyboard_reading::outcome::buttons)
        draft.keyboard = std::move(keyboard.buttons);
    if (draft.text.empty() && draft.attach.is_null())
        throw refusal("MESSAGE_EMPTY", "Message can't be empty");
    draft.chat = chat_for_bot(c.p, b, legacy_dialog(c)).id;
    return plain(post_message(c.p, draft, c.who.as_actor()));  // its own commands are skipped here
}

answer legacy_message_update(const call& c) {
    const bot& b = legacy_bot(c);
    message& m = own_legacy_message(c, b);
    const auto keyboard = legacy_keyboard(c, b);
    if (member(c.params, "ATTACH") != nullptr)
        m.attach = legacy_attach(c);
    if (member(c.params, "MESSAGE") != nullptr)
        m.text = stored_text(text_member(c.params, "MESSAGE"));
    if (keyboard.what == keyboard_reading::outcome::removed)
        m.keyboard = nullptr;
    if (keyboard.what == keyboard_reading::outcome::buttons)
        m.keyboard = keyboard.buttons;
    m.edited = true;
    m.deleted = m.text.empty() && m.attach.is_null();
    c.p.changed();
    return plain(true);
}

answer legacy_message_delete(const call& c) {
    own_legacy_message(c, legacy_bot(c)).deleted = true;
    c.p.changed();
    return plain(true);
}

answer legacy_send_typing(const call& c) {
    chat_for_bot(c.p, legacy_bot(c), legacy_dialog(c));
    return plain(true);
}

answer legacy_command_register(const call& c) {
    const bot& b = legacy_bot(c);
    std::string name = text_member(c.params, "COMMAND");
    name.erase(0, name.rfind('/', 0) == 0 ? 1 : 0);
    if (name.empty())
        throw refusal("COMMAND_ERROR", "Command isn't specified");
    if (const auto* known = find_command(c.p, b.id, name))
        return plain(known->id);
    command cmd;
    cmd.bot = b.id;
    cmd.name = name;
    cmd.common = truth_member(c.params, "COMMON", false);
    cmd.hidden = truth_member(c.params, "HIDDEN", false);
    cmd.extranet = truth_member(c.params, "EXTRANET_SUPPORT", false);
    cmd.handler = checked_handler(text_member(c.params, "EVENT_COMMAND_ADD"), "EVENT_COMMAND_ADD");
    set_phrases(cmd, c);
    cmd.id = next_id(c.p, id_of::command);
    c.p.commands[cmd.id] = cmd;
    c.p.changed();
    return plain(cmd.id);
}

answer legacy_command_unregister(const call& c) {
    const auto found = c.p.commands.find(number_member(c.params, "COMMAND_ID").value_or(0));
    if (found == c.p.commands.end())
        throw refusal("COMMAND_ID_ERROR", "Command not found");
    if (c.p.bots.at(found->second.bot).owner != legacy_owner(c))
        throw refusal("APP_ID_ERROR", "Command was installed by another rest application");
    c.p.commands.erase(found);
    c.p.changed();
    return plain(true);
}

}  // namespace sandbox
