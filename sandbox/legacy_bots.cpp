#include "sandbox/legacy_bots.hpp"

#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/trouble.hpp"

namespace sandbox {
namespace {

const char* yes_no(bool truth) {
    return truth ? "Y" : "N";
}

// Tokens of the user for an application; a webhook's bot has none.
json::object auth_for(portal& p, const bot& b, id_number user) {
    if (b.owner == p.set.client_id)
        return event_auth(p, user, std::nullopt);
    json::object auth = event_auth(p, 0, std::nullopt);
    auth["application_token"] = b.owner;
    return auth;
}

json::object bot_block(const bot& b, const json::object& auth) {
    json::object block = auth;
    block["AUTH"] = auth;
    block["BOT_ID"] = b.id;
    block["BOT_CODE"] = b.code;
    return block;
}

json::object user_block(const portal& p, id_number user) {
    const auto* who = find_person(p, user);
    if (who == nullptr)
        return {};
    return {{"ID", user},
            {"NAME", full_name(p, user)},
            {"FIRST_NAME", who->name},
            {"LAST_NAME", who->last_name},
            {"WORK_POSITION", who->position},
            {"GENDER", who->gender},
            {"IS_BOT", yes_no(who->bot)},
            {"IS_CONNECTOR", "N"},
            {"IS_NETWORK", "N"},
            {"IS_EXTRANET", "N"}};
}

// "[USER=456]Name[/USER], text" without its mentions of the bot.
std::string without_mentions(std::string text, id_number bot) {
    const std::string open = "[user=" + std::to_string(bot);
    const std::string close = "[/user]";
    for (;;) {
        const std::string low = lower_case(text);
        const auto begin = low.find(open);
        const auto after = begin == std::string::npos ? begin : begin + open.size();
        if (after >= low.size() || (low[after] != ']' && low[after] != ' '))
            return trimmed(text);
        const auto end = low.find(close, after);
        if (end == std::string::npos)
            return trimmed(text);
        text.erase(begin, end + close.size() - begin);
    }
}

json::object params_of(const bot& b, const message& about, const chat& in, id_number user) {
    const bool direct = in.kind == chat_kind::direct;
    json::object params{{"MESSAGE", direct ? about.text : without_mentions(about.text, b.id)}};
    if (!direct)
        params["MESSAGE_ORIGINAL"] = about.text;
    params["MESSAGE_TYPE"] = direct ? "P" : "C";
    params["CHAT_TYPE"] = direct ? "P" : "C";
    params["FROM_USER_ID"] = user;
    if (direct)
        params["TO_USER_ID"] = b.id;
    params["DIALOG_ID"] = direct ? std::to_string(user) : "chat" + std::to_string(in.id);
    params["TO_CHAT_ID"] = in.id;
    params["MESSAGE_ID"] = about.id;
    params["SYSTEM"] = yes_no(about.system);
    params["LANGUAGE"] = "ru";
    return params;
}

void post(portal& p, const bot& b, const std::string& event, const std::string& url, json::object data,
          json::object auth) {
    if (url.empty() || p.befallen != trouble::none)
        return;
    deliver(p, event, url,
            {{"event", event},
             {"event_handler_id", 400 + b.id},
             {"data", std::move(data)},
             {"ts", unix_text(p.now())},
             {"auth", std::move(auth)}});
}

std::string handler_of(const bot& b, const std::string& event) {
    const auto found = b.handlers.find(event);
    return found == b.handlers.end() ? std::string() : found->second;
}

}  // namespace

void legacy_message_event(portal& p, const bot& b, const message& said, const chat& in) {
    const json::object auth = auth_for(p, b, said.author);
    json::object data{{"BOT", {{std::to_string(b.id), bot_block(b, auth)}}},
                      {"PARAMS", params_of(b, said, in, said.author)},
                      {"USER", user_block(p, said.author)}};
    post(p, b, "ONIMBOTMESSAGEADD", handler_of(b, "ONIMBOTMESSAGEADD"), std::move(data), auth);
}

void legacy_command_event(portal& p, const bot& b, const command& cmd, const std::string& params,
                          const std::string& context, const message& about, const chat& in, id_number user) {
    const json::object auth = auth_for(p, b, user);
    json::object block = bot_block(b, auth);
    block["COMMAND"] = cmd.name;
    block["COMMAND_ID"] = cmd.id;
    block["COMMAND_PARAMS"] = params;
    block["COMMAND_CONTEXT"] = upper_case(context);
    block["MESSAGE_ID"] = about.id;
    json::object data{{"COMMAND", {{std::to_string(cmd.id), std::move(block)}}},
                      {"PARAMS", params_of(b, about, in, user)},
                      {"USER", user_block(p, user)}};
    post(p, b, "ONIMCOMMANDADD", cmd.handler, std::move(data), auth);
}

void legacy_join_event(portal& p, const bot& b, const chat& in, id_number by_user) {
    const bool direct = in.kind == chat_kind::direct;
    json::object params{{"CHAT_TYPE", direct ? "P" : "C"}, {"MESSAGE_TYPE", direct ? "P" : "C"}};
    params["BOT_ID"] = b.id;
    params["USER_ID"] = by_user;
    if (direct) {
        params["TO_USER_ID"] = b.id;
        params["FROM_USER_ID"] = by_user;
        params["DIALOG_ID"] = by_user;
    } else {
        params["CHAT_ID"] = in.id;
        params["CHAT_AUTHOR_ID"] = in.owner;
        params["CHAT_ENTITY_TYPE"] = "";
        params["CHAT_ENTITY_ID"] = "";
        params["ACCESS_HISTORY"] = "Y";
        params["DIALOG_ID"] = "chat" + std::to_string(in.id);
    }
    params["LANGUAGE"] = "ru";
    const json::object auth = auth_for(p, b, by_user);
    json::object data{{"BOT", {{std::to_string(b.id), bot_block(b, auth)}}},
                      {"PARAMS", std::move(params)},
                      {"USER", user_block(p, by_user)}};
    post(p, b, "ONIMBOTJOINCHAT", handler_of(b, "ONIMBOTJOINCHAT"), std::move(data), auth);
}

void legacy_delete_event(portal& p, const bot& b) {
    post(p, b, "ONIMBOTDELETE", handler_of(b, "ONIMBOTDELETE"), {{"BOT_ID", b.id}, {"BOT_CODE", b.code}},
         auth_for(p, b, 0));
}

}  // namespace sandbox
