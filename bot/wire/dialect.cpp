#include "bot/wire/dialect.hpp"

#include <array>
#include <boost/json/array.hpp>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

constexpr std::string_view of_bots = "imbot.v2.";

std::string yes_or_no(const json::value& from) {
    return to_bool(from) ? "Y" : "N";
}

json::object properties_of(const json::value& fields) {
    const auto& named = at(fields, "properties");
    json::object properties;
    properties["NAME"] = at(named, "name");
    properties["LAST_NAME"] = at(named, "lastName");
    properties["WORK_POSITION"] = at(named, "workPosition");
    properties["COLOR"] = "AZURE";
    properties["PERSONAL_GENDER"] = at(named, "gender");
    return properties;
}

json::object registering(const json::object& params, const dialect& how) {
    const auto& fields = at(params, "fields");
    json::object old;
    old["CODE"] = at(fields, "code");
    old["TYPE"] = "B";
    old["EVENT_HANDLER"] = how.handler;
    old["OPENLINE"] = "N";
    old["PROPERTIES"] = properties_of(fields);
    return old;
}

json::object updating(const json::object& params, const dialect& how) {
    json::object fields;
    fields["EVENT_HANDLER"] = how.handler;
    fields["PROPERTIES"] = properties_of(at(params, "fields"));
    json::object old;
    old["BOT_ID"] = at(params, "botId");
    old["FIELDS"] = std::move(fields);
    return old;
}

json::object registering_command(const json::object& params, const dialect& how) {
    const auto& fields = at(params, "fields");
    json::array words;
    for (const auto language : {"ru", "en"}) {
        json::object each;
        each["LANGUAGE_ID"] = language;
        each["TITLE"] = at_path(fields, {"title", language});
        each["PARAMS"] = at_path(fields, {"params", language});
        words.push_back(std::move(each));
    }
    json::object old;
    old["BOT_ID"] = at(params, "botId");
    old["COMMAND"] = at(fields, "command");
    old["COMMON"] = yes_or_no(at(fields, "common"));
    old["HIDDEN"] = yes_or_no(at(fields, "hidden"));
    old["EXTRANET_SUPPORT"] = yes_or_no(at(fields, "extranetSupport"));
    old["EVENT_COMMAND_ADD"] = how.handler;
    old["LANG"] = std::move(words);
    return old;
}

json::object message(const json::object& params) {
    const auto& fields = at(params, "fields");
    json::object old;
    old["BOT_ID"] = at(params, "botId");
    old["MESSAGE"] = at(fields, "message");
    old["URL_PREVIEW"] = "N";
    if (const auto& keyboard = at(fields, "keyboard"); !keyboard.is_null())
        old["KEYBOARD"] = keyboard;
    return old;
}

json::object sending(const json::object& params, const dialect&) {
    auto old = message(params);
    old["DIALOG_ID"] = at(params, "dialogId");
    return old;
}

json::object rewriting(const json::object& params, const dialect&) {
    auto old = message(params);
    old["MESSAGE_ID"] = at(params, "messageId");
    return old;
}

struct translation {
    std::string_view now, before;
    json::object (*params)(const json::object&, const dialect&);
};

constexpr std::array translations{
    translation{"imbot.v2.Bot.register", "imbot.register", registering},
    translation{"imbot.v2.Bot.update", "imbot.update", updating},
    translation{"imbot.v2.Command.register", "imbot.command.register", registering_command},
    translation{"imbot.v2.Chat.Message.send", "imbot.message.add", sending},
    translation{"imbot.v2.Chat.Message.update", "imbot.message.update", rewriting},
};

}  // namespace

call spoken(call what, const dialect& how) {
    if (!what.method.starts_with(of_bots))
        return what;
    if (how.legacy)
        for (const auto& each : translations)
            if (each.now == what.method)
                return {std::string(each.before), each.params(what.params, how), false};
    if (!how.bot_token.empty()) {
        what.params["botToken"] = how.bot_token;
        if (what.method == "imbot.v2.Bot.register")  // T45
            what.params["fields"].as_object()["botToken"] = how.bot_token;
    }
    return what;
}

json::value understood(json::value answer, const call& asked, const dialect& how) {
    if (!how.legacy)
        return answer;
    json::object same;
    if (asked.method == "imbot.v2.Chat.Message.send") {
        same["id"] = to_int_or(answer, 0);
        return same;
    }
    if (asked.method == "imbot.v2.Bot.register") {
        json::object bot;
        bot["id"] = to_int_or(answer, 0);
        bot["eventMode"] = "webhook";
        same["bot"] = std::move(bot);
        return same;
    }
    return answer;
}

}  // namespace bot::wire
