#include "bot/wire/legacy_event.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

// The first bot the event is for: one application has one (T68).
std::int64_t bot_of(const json::value& data) {
    for (const auto* each : elements(at(data, "BOT")))
        return to_int_or(at(*each, "BOT_ID"), 0);
    return 0;
}

// Where it happened and who did it; the presser of a button is the user, not the author of the message.
json::object scene_of(const json::value& data) {
    const auto& params = at(data, "PARAMS");
    auto who = to_int_or(at_path(data, {"USER", "ID"}), 0);
    if (who == 0)
        who = to_int_or(at(params, "FROM_USER_ID"), to_int_or(at(params, "USER_ID"), 0));
    json::object bot, user, chat, message;
    bot["id"] = bot_of(data);
    user["id"] = who;
    user["bot"] = to_bool(at_path(data, {"USER", "IS_BOT"}));
    const bool is_private =
        to_text(at(params, "MESSAGE_TYPE")) == "P" || to_text(at(params, "CHAT_TYPE")) == "P";
    chat["dialogId"] = at(params, "DIALOG_ID");
    chat["messageType"] = is_private ? "P" : "C";
    message["id"] = to_int_or(at(params, "MESSAGE_ID"), 0);
    message["authorId"] = to_int_or(at(params, "FROM_USER_ID"), 0);
    message["text"] = at(params, "MESSAGE");
    message["isSystem"] = to_text(at(params, "SYSTEM")) == "Y";
    json::object same;
    same["bot"] = std::move(bot);
    same["user"] = std::move(user);
    same["chat"] = std::move(chat);
    same["message"] = std::move(message);
    same["dialogId"] = at(params, "DIALOG_ID");
    return same;
}

json::value command_in(const json::value& data, const json::value& command) {
    auto same = scene_of(data);
    json::object told;
    told["id"] = to_int_or(at(command, "COMMAND_ID"), 0);
    told["command"] = "/" + to_text(at(command, "COMMAND"));
    told["params"] = at(command, "COMMAND_PARAMS");
    told["context"] = at(command, "COMMAND_CONTEXT");
    same["command"] = std::move(told);
    auto& bot = same["bot"].as_object();
    if (to_int_or(bot["id"], 0) == 0)
        bot["id"] = to_int_or(at(command, "BOT_ID"), 0);
    auto& message = same["message"].as_object();
    if (to_int_or(message["id"], 0) == 0)
        message["id"] = to_int_or(at(command, "MESSAGE_ID"), 0);
    return same;
}

}  // namespace

std::optional<retold_event> retold(const std::string& name, const json::value& data) {
    if (name == "ONIMBOTMESSAGEADD")
        return retold_event{"ONIMBOTV2MESSAGEADD", {scene_of(data)}};
    if (name == "ONIMBOTJOINCHAT")
        return retold_event{"ONIMBOTV2JOINCHAT", {scene_of(data)}};
    if (name != "ONIMCOMMANDADD")
        return std::nullopt;
    retold_event all{"ONIMBOTV2COMMANDADD", {}};
    for (const auto* each : elements(at(data, "COMMAND")))
        all.data.push_back(command_in(data, *each));
    return all;
}

}  // namespace bot::wire
