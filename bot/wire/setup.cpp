#include "bot/wire/setup.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "bot/wire/outgoing.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

// `task` comes with events of tasks, `im` with task chats; `user` may be granted in part only.
// Without `calendar` the bot works from Monday to Friday, 9 to 18.
constexpr std::array<std::string_view, 4> needed_scopes{"imbot", "im", "task", "department"};
constexpr std::array<std::string_view, 3> scopes_of_people{"user", "user_basic", "user_brief"};

constexpr std::array<std::string_view, 4> posted_events{"ONTASKADD", "ONTASKUPDATE", "ONTASKDELETE",
                                                        "ONAPPUNINSTALL"};
constexpr std::array<std::string_view, 3> queued_events{"ONTASKADD", "ONTASKUPDATE", "ONTASKDELETE"};

std::set<std::string> granted_scopes(const json::value& result) {
    std::set<std::string> granted;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty())
            granted.insert(std::exchange(word, {}));
    };
    const auto split = [&](const std::string& text) {
        for (const char c : text) {
            if (c == ' ' || c == ',')
                end_word();
            else
                word += c;
        }
        end_word();
    };
    split(to_text(result));
    for (const auto* each : elements(result))
        split(to_text(*each));
    return granted;
}

json::object fields_of(const bot_card& wanted) {
    json::object properties;
    properties["name"] = wanted.name;
    properties["lastName"] = "";
    properties["workPosition"] = wanted.work_position;
    properties["color"] = "azure";
    properties["gender"] = "M";
    json::object fields;
    fields["properties"] = std::move(properties);
    fields["eventMode"] = wanted.webhook_url.empty() ? "fetch" : "webhook";
    if (!wanted.webhook_url.empty())
        fields["webhookUrl"] = wanted.webhook_url;
    fields["isHidden"] = false;
    fields["isReactionsEnabled"] = true;
    fields["isSupportOpenline"] = false;
    return fields;
}

// Words of the portal's own menu, which asks for every language at once.
struct command_card {
    std::string_view name;
    std::string_view title_ru, title_en;
    std::string_view params_ru, params_en;
};

constexpr std::array commands{
    command_card{"help", "Что умеет помощник", "What the assistant can do", "", ""},
    command_card{"my", "Мои задачи и запросы", "My tasks and requests", "", ""},
    command_card{"pending", "Ждут моего решения", "Waiting for my decision", "", ""},
    command_card{"extend", "Запросить перенос срока", "Ask for more time", "[задача] [дата] [причина]",
                 "[task] [date] [reason]"},
    command_card{"why", "Почему срок такой", "Why a deadline is what it is", "[задача]", "[task]"},
    command_card{"pause", "Не возвращать сроки (для администраторов)",
                 "Put no deadlines back (for administrators)", "[время]", "[time]"},
    command_card{"resume", "Снова возвращать сроки (для администраторов)",
                 "Put deadlines back again (for administrators)", "", ""},
};

json::object in_both(std::string_view ru, std::string_view en) {
    json::object words;
    words["ru"] = ru;
    words["en"] = en;
    return words;
}

call register_command(std::int64_t bot, const command_card& what, bool hidden) {
    json::object fields;
    fields["command"] = what.name;
    fields["title"] = in_both(what.title_ru, what.title_en);
    fields["params"] = in_both(what.params_ru, what.params_en);
    fields["common"] = false;
    fields["hidden"] = hidden;
    fields["extranetSupport"] = false;
    call asked{"imbot.v2.Command.register", {}, false};
    asked.params["botId"] = bot;
    asked.params["fields"] = std::move(fields);
    return asked;
}

call event_call(std::string method, std::string_view event, const std::string& handler) {
    call asked{std::move(method), {}, false};
    asked.params["event"] = event;
    asked.params["handler"] = handler;
    return asked;
}

call queue_call(std::string method, std::string_view event) {
    call asked{std::move(method), {}, false};
    asked.params["event"] = event;
    asked.params["event_type"] = "offline";
    return asked;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

}  // namespace

call get_profile() {
    return {"profile", {}, false};
}

profile read_profile(const json::value& result) {
    return {std::max<std::int64_t>(to_int_or(at(result, "ID"), 0), 0), to_bool(at(result, "ADMIN"))};
}

call get_application() {
    return {"app.info", {}, false};
}

application read_application(const json::value& result) {
    return {to_text(at(result, "CODE")), to_bool(at(result, "INSTALLED")),
            to_text(at(result, "LANGUAGE_ID"))};
}

call get_scopes() {
    return {"scope", {}, false};
}

std::vector<std::string> missing_scopes(const json::value& result) {
    const auto granted = granted_scopes(result);
    const auto has = [&](std::string_view scope) { return granted.contains(std::string(scope)); };
    std::vector<std::string> missing;
    for (const auto each : needed_scopes)
        if (!has(each))
            missing.emplace_back(each);
    if (std::none_of(scopes_of_people.begin(), scopes_of_people.end(), has))
        missing.emplace_back("user_brief");
    return missing;
}

bool has_scope(const json::value& result, std::string_view scope) {
    return granted_scopes(result).contains(std::string(scope));
}

call get_calendar() {
    return {"calendar.settings.get", {}, false};
}

call get_revision() {
    return {"imbot.v2.Revision.get", {}, false};
}

int read_revision(const json::value& result) {
    return static_cast<int>(std::clamp<std::int64_t>(to_int_or(at(result, "rest"), 0), 0, 1000000));
}

call list_bots() {
    return {"imbot.v2.Bot.list", {}, false};
}

bool is_unknown_method(const refusal& why) {
    return why.code == "ERROR_METHOD_NOT_FOUND";
}

call get_extended_queue() {
    call asked{"feature.get", {}, false};
    asked.params["CODE"] = "rest_offline_extended";
    return asked;
}

bool read_feature(const json::value& result) {
    return upper(to_text(at(result, "value"))) != "N";
}

call ask_v3() {
    call asked{"tasks.task.get", {}, true};
    asked.params["id"] = 0;
    return asked;
}

bool speaks_v3(const reply& answer) {
    return answer.has_value() || answer.error().code.starts_with("BITRIX_REST_V3");
}

bool tells_of_tasks_in_v3(const reply& answer) {
    if (answer.has_value())
        return true;
    const auto& why = answer.error();
    const bool refused =
        remedy_for(why, true) != remedy::give_up || why.code.ends_with("METHODNOTFOUNDEXCEPTION");
    return speaks_v3(answer) && !refused;
}

call list_newest_tasks() {
    json::object newest_first;
    newest_first["ID"] = "desc";
    call asked{"tasks.task.list", {}, false};
    asked.params["order"] = std::move(newest_first);
    asked.params["select"] = json::array{"ID", "CHAT_ID"};
    asked.params["start"] = -1;  // T16: no counting
    return asked;
}

std::optional<bool> read_new_card(const json::value& result) {
    const auto tasks = elements(at(result, "tasks"));
    if (tasks.empty())
        return std::nullopt;
    return std::any_of(tasks.begin(), tasks.end(),
                       [](const auto* each) { return to_int_or(at(*each, "chatId"), 0) > 0; });
}

std::string read_license(const json::value& result) {
    return to_text(at(result, "LICENSE"));
}

call register_bot(const bot_card& wanted) {
    call asked{"imbot.v2.Bot.register", {}, false};
    auto fields = fields_of(wanted);
    fields["code"] = wanted.code;
    fields["type"] = "bot";
    asked.params["fields"] = std::move(fields);
    return asked;
}

call update_bot(std::int64_t bot, const bot_card& wanted) {
    call asked{"imbot.v2.Bot.update", {}, false};
    asked.params["botId"] = bot;
    asked.params["fields"] = fields_of(wanted);
    return asked;
}

registered_bot read_bot(const json::value& result) {
    registered_bot is;
    is.id = std::max<std::int64_t>(to_int_or(at_path(result, {"bot", "id"}), 0), 0);
    is.event_mode = to_text(at_path(result, {"bot", "eventMode"}));
    for (const auto* each : elements(at(result, "users"))) {
        if (to_int_or(at(*each, "id"), 0) != is.id)
            continue;
        is.name = to_text(at(*each, "name"));
        is.work_position = to_text(at(*each, "workPosition"));
    }
    return is;
}

bool is_as_wanted(const registered_bot& is, const bot_card& wanted) {
    return is.id != 0 && is.event_mode == (wanted.webhook_url.empty() ? "fetch" : "webhook") &&
           is.name == wanted.name && is.work_position == wanted.work_position;
}

std::vector<call> register_commands(std::int64_t bot) {
    std::vector<call> calls;
    for (const auto& each : commands)
        calls.push_back(register_command(bot, each, false));
    calls.push_back(register_command(bot, {button_command, "Кнопки", "Buttons", "", ""}, true));
    return calls;
}

call get_bindings() {
    return {"event.get", {}, false};
}

binding_changes plan_bindings(const json::value& result, const task_events& wanted) {
    binding_changes changes;
    std::set<std::string, std::less<>> posted, queued;
    for (const auto* each : elements(result)) {
        const auto event = upper(to_text(at(*each, "event")));
        const auto address = to_text(at(*each, "handler"));
        if (std::find(posted_events.begin(), posted_events.end(), event) == posted_events.end())
            continue;
        if (to_bool(at(*each, "offline"))) {
            if (!to_text(at(*each, "connector_id")).empty())
                continue;
            if (wanted.queue)
                queued.insert(event);
            else
                changes.unbind.push_back(queue_call("event.unbind", event));
        } else if (!address.empty() && address == wanted.handler) {
            posted.insert(event);
        } else if (!address.empty()) {
            changes.unbind.push_back(event_call("event.unbind", event, address));
        }
    }
    for (const auto event : posted_events)
        if (!wanted.handler.empty() && !posted.contains(event))
            changes.bind.push_back(event_call("event.bind", event, wanted.handler));
    for (const auto event : queued_events)
        if (wanted.queue && !queued.contains(event))
            changes.bind.push_back(queue_call("event.bind", event));
    return changes;
}

bool may_be_bound_already(const refusal& why) {
    return why.code == "ERROR_CORE";
}

}  // namespace bot::wire
