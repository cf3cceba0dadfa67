#include "sandbox/bots.hpp"

#include <algorithm>

#include "sandbox/legacy_bots.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

json::object with_common(portal& p, const bot& b, json::object data, const chat& in, id_number user) {
    data["chat"] = bot_view_of_chat(p, in, b.id, user);
    data["user"] = bot_view_of_user(p, user);
    data["language"] = "ru";  // the portal's, never the user's (T63)
    return data;
}

void post_to_webhook(portal& p, const bot& b, const std::string& type, const json::object& data,
                     id_number user) {
    json::object form_data{
        {"bot", {{"id", b.id}, {"code", b.code}, {"auth", event_auth(p, user, std::nullopt)}}}};
    for (const auto& [key, value] : data)
        form_data[key] = value;
    const bool by_application = b.owner == p.set.client_id;
    if (!by_application && b.webhook_url.find("CLIENT_ID=") == std::string::npos)
        return;  // T43
    if (p.befallen != trouble::none)
        return;
    const std::string token = by_application ? p.app.application_token : b.owner;
    const json::object form{{"event", type},
                            {"event_handler_id", 400 + b.id},
                            {"data", form_data},
                            {"ts", unix_text(p.now())},
                            {"auth", {{"domain", host_of(p)}, {"application_token", token}}}};
    deliver(p, type, b.webhook_url, form);
}

// Appends to the fetch log. An event ends the "nothing pending" cache, unless it is planned to race with it.
void store(portal& p, bot& b, const std::string& type, json::object data) {
    if (p.faults.events.stale > 0)
        --p.faults.events.stale;
    else
        b.idle_until.reset();
    forget_old_events(p, b);
    b.pending.push_back({next_id(p, id_of::bot_event), type, p.now(), std::move(data)});
}

void tell(portal& p, bot& b, const std::string& type, json::object data, const chat& in, id_number user) {
    data = with_common(p, b, std::move(data), in, user);
    if (b.event_mode == "webhook") {
        post_to_webhook(p, b, type, data, user);
        return;
    }
    const bool pressed = text_member(object_member(data, "command"), "context") == "keyboard";
    if (in.kind == chat_kind::direct && pressed)
        data["chat"] = json::array();  // T50
    data["bot"] = bot_view(p, b);
    store(p, b, type, std::move(data));
}

struct typed_command {
    std::string name, params;
    bool operator==(const typed_command& other) const = default;
};

// Each line that starts with a slash; equal ones count once (4.4.5).
std::vector<typed_command> commands_in(const std::string& text) {
    std::vector<typed_command> found;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.size() < 2 || line[0] != '/')
            continue;
        const auto space = std::min(line.find(' '), line.size());
        typed_command typed{line.substr(1, space - 1),
                            space < line.size() ? line.substr(space + 1) : std::string()};
        if (std::find(found.begin(), found.end(), typed) == found.end())
            found.push_back(std::move(typed));
    }
    return found;
}

void tell_command(portal& p, const command& cmd, const std::string& params, const char* context,
                  const message& about, id_number user) {
    bot* b = find_bot(p, cmd.bot);
    const chat* in = find_chat(p, about.chat);
    if (b == nullptr || in == nullptr)
        return;
    if (b->legacy) {
        legacy_command_event(p, *b, cmd, params, context, about, *in, user);
        return;
    }
    json::object data{
        {"command", {{"id", cmd.id}, {"command", "/" + cmd.name}, {"params", params}, {"context", context}}},
        {"message", bot_view_of_message(p, about)}};
    tell(p, *b, "ONIMBOTV2COMMANDADD", std::move(data), *in, user);
}

// True when the text held commands of this bot.
bool run_commands(portal& p, const bot& b, const chat& in, const message& said) {
    bool any = false;
    for (const auto& typed : commands_in(said.text)) {
        const auto* cmd = find_command(p, b.id, typed.name);
        if (cmd == nullptr || !(is_member(in, b.id) || cmd->common))
            continue;
        tell_command(p, *cmd, typed.params, "textarea", said, said.author);
        any = true;
    }
    return any;
}

bool mentions(const std::string& text, id_number id) {
    const std::string low = lower_case(text);
    const std::string tag = "[user=" + std::to_string(id);
    return low.find(tag + "]") != std::string::npos || low.find(tag + " ") != std::string::npos;
}

bool hears(const bot& b, const chat& in, const message& said) {
    if (!is_member(in, b.id) || said.author == b.id)
        return false;
    return in.kind == chat_kind::direct || b.type == "supervisor" || b.type == "personal" ||
           mentions(said.text, b.id);
}

}  // namespace

bot* find_bot(portal& p, id_number id) {
    const auto found = p.bots.find(id);
    return found == p.bots.end() ? nullptr : &found->second;
}

bot& employ_bot(portal& p, bot made, person face) {
    made.id = std::max<id_number>(p.people.rbegin()->first + 1, 456);
    face.id = made.id;
    face.color = "#2fc6f6";
    face.bot = true;
    face.can_be = false;
    p.people[made.id] = std::move(face);
    p.changed();
    return p.bots[made.id] = std::move(made);
}

void dismiss_bot(portal& p, id_number id) {
    const auto found = p.bots.find(id);
    if (found == p.bots.end())
        return;
    if (found->second.legacy)
        legacy_delete_event(p, found->second);
    p.bots.erase(found);
    p.people.at(id).active = false;
    std::erase_if(p.commands, [id](const auto& entry) { return entry.second.bot == id; });
    p.changed();
}

void forget_old_events(const portal& p, bot& b) {
    const instant yesterday = p.now() - std::chrono::hours{24};
    while (!b.pending.empty() && b.pending.front().at < yesterday)
        b.pending.pop_front();
}

const command* find_command(const portal& p, id_number bot_id, std::string_view name) {
    for (const auto& [id, cmd] : p.commands)
        if (cmd.bot == bot_id && cmd.name == name)
            return &cmd;
    return nullptr;
}

id_number say(portal& p, chat& in, id_number author, const std::string& text, id_number reply_to,
              const actor& by) {
    message_draft draft;
    draft.chat = in.id;
    draft.author = author;
    draft.text = text;
    draft.reply_to = reply_to;
    draft.uuid = random_text(p, 8) + "-page";
    const id_number id = post_message(p, draft, by);
    if (in.kind == chat_kind::task)  // bots cannot be there (protocol notes 4.5)
        return id;
    const message said = p.messages.at(id);
    for (auto& [bot_id, b] : p.bots) {
        if (bot_id == author || run_commands(p, b, in, said) || !hears(b, in, said))
            continue;
        if (b.legacy)
            legacy_message_event(p, b, said, in);
        else
            tell(p, b, "ONIMBOTV2MESSAGEADD", {{"message", bot_view_of_message(p, said)}}, in, author);
    }
    return id;
}

void edit(portal& p, message& said, const std::string& text) {
    said.text = text;
    said.edited = true;
    p.changed();
    const auto* in = find_chat(p, said.chat);
    if (in == nullptr || in->kind == chat_kind::task)
        return;
    const message now = said;
    for (auto& [bot_id, b] : p.bots)
        if (!b.legacy && bot_id != now.author && hears(b, *in, now))
            tell(p, b, "ONIMBOTV2MESSAGEUPDATE", {{"message", bot_view_of_message(p, now)}}, *in, now.author);
}

bool press_command(portal& p, id_number user, const message& carrier, id_number bot_id,
                   const std::string& name, const std::string& params) {
    const auto* in = find_chat(p, carrier.chat);
    const auto* cmd = find_command(p, bot_id, name);
    if (in == nullptr || cmd == nullptr || !is_member(*in, user))
        return false;
    tell_command(p, *cmd, params, "keyboard", carrier, user);
    return true;
}

void bot_joined(portal& p, chat& in, id_number bot_id, id_number by_user) {
    auto* b = find_bot(p, bot_id);
    if (b != nullptr && b->legacy)
        legacy_join_event(p, *b, in, by_user);
    else if (b != nullptr)
        tell(p, *b, "ONIMBOTV2JOINCHAT", {{"dialogId", dialog_of(in, bot_id)}}, in, by_user);
}

void echo_own_message(portal& p, const message& said, bool edited) {
    auto* b = find_bot(p, said.author);
    const auto* in = find_chat(p, said.chat);
    if (b == nullptr || b->legacy || in == nullptr || in->kind == chat_kind::direct || said.system)
        return;
    if (!edited)
        run_commands(p, *b, *in, said);
    else if (b->type == "supervisor" || mentions(said.text, b->id))
        tell(p, *b, "ONIMBOTV2MESSAGEUPDATE", {{"message", bot_view_of_message(p, said)}}, *in, b->id);
}

json::object bot_view(const portal& p, const bot& b) {
    const auto own_commands = std::count_if(p.commands.begin(), p.commands.end(),
                                            [&](const auto& entry) { return entry.second.bot == b.id; });
    return {{"id", b.id},
            {"code", b.code},
            {"type", b.type},
            {"isHidden", b.hidden},
            {"isSupportOpenline", b.openline},
            {"isReactionsEnabled", b.reactions},
            {"backgroundId", b.background},
            {"language", "ru"},
            {"moduleId", "rest"},
            {"eventMode", b.event_mode},
            {"countMessage", 0},
            {"countCommand", own_commands},
            {"countChat", 0},
            {"countUser", 0}};
}

json::object bot_view_of_chat(const portal& p, const chat& c, id_number bot_id, id_number user) {
    const bool direct = c.kind == chat_kind::direct;
    const id_number other = user == bot_id ? peer_in(c, bot_id) : user;
    return {{"id", c.id},
            {"dialogId", direct ? std::to_string(other) : "chat" + std::to_string(c.id)},
            {"name", direct ? full_name(p, other) : c.title},
            {"description", c.description},
            {"type", direct ? "private" : "chat"},
            {"messageType", direct ? "P" : "C"},
            {"owner", c.owner},
            {"color", "#ab7761"},
            {"avatar", ""},
            {"extranet", false},
            {"containsCollaber", false},
            {"entityType", ""},
            {"entityId", ""},
            {"entityData1", ""},
            {"entityData2", ""},
            {"entityData3", ""},
            {"entityLink", json::object()},
            {"diskFolderId", 42},
            {"permissions", json::object()},
            {"parentChatId", 0},
            {"parentMessageId", 0},
            {"isNew", false},
            {"textFieldEnabled", "Y"},
            {"backgroundId", nullptr}};
}

json::object bot_view_of_message(const portal& p, const message& m) {
    json::object params;
    if (m.keyboard.is_array())
        params["KEYBOARD"] = m.keyboard;
    if (!m.attach.is_null())
        params["ATTACH"] = m.attach;
    if (m.reply_to != 0)
        params["REPLY_ID"] = m.reply_to;
    if (m.edited)
        params["IS_EDITED"] = "Y";
    return {{"id", m.id},
            {"chatId", m.chat},
            {"chat_id", m.chat},
            {"authorId", m.author},
            {"author_id", m.author},
            {"date", iso_in(portal_zone, m.at)},
            {"text", m.text},
            {"isSystem", m.system},
            {"uuid", m.uuid.empty() ? json::value(nullptr) : json::value(m.uuid)},
            {"forward", nullptr},
            {"params", or_empty_list(std::move(params))},
            {"viewedByOthers", p.chats.at(m.chat).last_read.size() > 1}};
}

}  // namespace sandbox
