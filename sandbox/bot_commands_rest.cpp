// imbot.v2.Command.* (protocol notes 4.9).
#include "sandbox/bot_owner.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

json::object command_view(const command& cmd) {
    return {{"id", cmd.id},         {"botId", cmd.bot},     {"command", "/" + cmd.name},
            {"common", cmd.common}, {"hidden", cmd.hidden}, {"extranetSupport", cmd.extranet}};
}

// {"ru":"..","en":".."}, or one text for all.
json::object phrases(const json::object& fields, const char* key) {
    const auto* given = member(fields, key);
    if (given != nullptr && given->is_string())
        return {{"ru", *given}};
    return object_member(fields, key);
}

void set_fields(command& cmd, const json::object& fields) {
    if (member(fields, "title") != nullptr)
        cmd.title = phrases(fields, "title");
    if (member(fields, "params") != nullptr)
        cmd.params = phrases(fields, "params");
    cmd.common = truth_member(fields, "common", cmd.common);
    cmd.hidden = truth_member(fields, "hidden", cmd.hidden);
    cmd.extranet = truth_member(fields, "extranetSupport", cmd.extranet);
}

command& own_command(const call& c, const bot& b) {
    const auto found = c.p.commands.find(number_member(c.params, "commandId").value_or(0));
    if (found == c.p.commands.end() || found->second.bot != b.id)
        throw refusal("COMMAND_NOT_FOUND", "Command not found");
    return found->second;
}

}  // namespace

answer imbot_command_register(const call& c) {
    const bot& b = own_bot(c);
    const json::object fields = fields_or_flat(c);
    std::string name = text_member(fields, "command");
    if (name.rfind('/', 0) == 0)
        name.erase(0, 1);
    if (name.empty())
        throw refusal("COMMAND_REQUIRED", "Command is required");
    if (const auto* known = find_command(c.p, b.id, name))
        return {json::object{{"command", command_view(*known)}}, {}, {}};  // not updated
    command cmd;
    cmd.bot = b.id;
    cmd.name = name;
    set_fields(cmd, fields);
    if (cmd.title.empty() && !cmd.hidden)
        throw refusal("COMMAND_TITLE_REQUIRED", "Title is required unless the command is hidden");
    cmd.id = next_id(c.p, id_of::command);
    c.p.commands[cmd.id] = cmd;
    c.p.changed();
    return {json::object{{"command", command_view(cmd)}}, {}, {}};
}

answer imbot_command_update(const call& c) {
    command& cmd = own_command(c, own_bot(c));
    set_fields(cmd, object_member(c.params, "fields"));
    c.p.changed();
    return {json::object{{"command", command_view(cmd)}}, {}, {}};
}

answer imbot_command_list(const call& c) {
    const bot& b = own_bot(c);
    json::array list;
    for (const auto& [id, cmd] : c.p.commands) {
        if (cmd.bot != b.id)
            continue;
        json::object view = command_view(cmd);
        view["title"] = text_member(cmd.title, "ru");
        view["params"] = text_member(cmd.params, "ru");
        view["category"] = full_name(c.p, b.id);
        view["context"] = "";
        list.push_back(std::move(view));
    }
    return {json::object{{"commands", list}}, {}, {}};
}

answer imbot_command_unregister(const call& c) {
    const id_number id = own_command(c, own_bot(c)).id;
    c.p.commands.erase(id);
    c.p.changed();
    return {json::object{{"result", true}}, {}, {}};
}

}  // namespace sandbox
