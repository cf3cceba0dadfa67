// The table of everything the portal can be asked.
#include <array>
#include <unordered_map>

#include "sandbox/batch.hpp"
#include "sandbox/kind.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/offline.hpp"
#include "sandbox/params.hpp"

namespace sandbox {
namespace {

constexpr unsigned plain = method_entry::plain;
constexpr unsigned upper = method_entry::upper_keys;
constexpr unsigned upper_oauth = method_entry::upper_keys | method_entry::no_webhook;

constexpr std::array v2_methods = {
    method_entry{"batch", "", batch, upper},
    method_entry{"profile", "", profile, upper},
    method_entry{"app.info", "", app_info, upper},
    method_entry{"scope", "", scope, upper},
    method_entry{"methods", "", methods, upper},
    method_entry{"method.get", "", method_get, upper},
    method_entry{"server.time", "", server_time, upper},
    method_entry{"feature.get", "", feature_get, upper},
    method_entry{"user.admin", "", user_admin, upper},
    method_entry{"user.get", "user", user_get, upper},
    method_entry{"user.current", "user", user_current, upper},
    method_entry{"department.get", "department", department_get, upper},
    method_entry{"calendar.settings.get", "calendar", calendar_settings_get, upper},

    method_entry{"tasks.task.get", "task", tasks_task_get, plain},
    method_entry{"tasks.task.list", "task", tasks_task_list, plain},
    method_entry{"tasks.task.add", "task", tasks_task_add, plain},
    method_entry{"tasks.task.update", "task", tasks_task_update, plain},
    method_entry{"tasks.task.delete", "task", tasks_task_delete, plain},
    method_entry{"tasks.task.getaccess", "task", tasks_task_getaccess, plain},
    method_entry{"tasks.task.history.list", "task", tasks_task_history_list, plain},
    method_entry{"task.commentitem.getlist", "task", task_commentitem_getlist, upper},
    method_entry{"task.commentitem.add", "task", task_commentitem_add, upper},

    method_entry{"im.user.get", "im", im_user_get, upper},
    method_entry{"im.user.list.get", "im", im_user_list_get, upper},
    method_entry{"im.department.managers.get", "im", im_department_managers_get, upper},
    method_entry{"im.department.get", "im", im_department_get, upper},
    method_entry{"im.chat.get", "im", im_chat_get, upper},
    method_entry{"im.chat.user.add", "im", im_chat_user_add, upper},
    method_entry{"im.dialog.get", "im", im_dialog_get, upper},
    method_entry{"im.dialog.messages.get", "im", im_dialog_messages_get, upper},
    method_entry{"im.notify.personal.add", "im", im_notify_personal_add, upper},

    method_entry{"event.bind", "", event_bind, upper_oauth},
    method_entry{"event.unbind", "", event_unbind, upper_oauth},
    method_entry{"event.get", "", event_get, upper_oauth},
    method_entry{"event.test", "", event_test, upper_oauth},
    method_entry{"events", "", events, upper_oauth},
    method_entry{"event.offline.get", "", event_offline_get, upper_oauth},
    method_entry{"event.offline.clear", "", event_offline_clear, upper_oauth},
    method_entry{"event.offline.error", "", event_offline_error, upper_oauth},
    method_entry{"event.offline.list", "", event_offline_list, upper_oauth},

    method_entry{"imbot.v2.Revision.get", "imbot", imbot_revision_get, plain},
    method_entry{"imbot.v2.Bot.register", "imbot", imbot_bot_register, plain},
    method_entry{"imbot.v2.Bot.update", "imbot", imbot_bot_update, plain},
    method_entry{"imbot.v2.Bot.get", "imbot", imbot_bot_get, plain},
    method_entry{"imbot.v2.Bot.list", "imbot", imbot_bot_list, plain},
    method_entry{"imbot.v2.Bot.unregister", "imbot", imbot_bot_unregister, plain},
    method_entry{"imbot.v2.Command.register", "imbot", imbot_command_register, plain},
    method_entry{"imbot.v2.Command.update", "imbot", imbot_command_update, plain},
    method_entry{"imbot.v2.Command.list", "imbot", imbot_command_list, plain},
    method_entry{"imbot.v2.Command.unregister", "imbot", imbot_command_unregister, plain},
    method_entry{"imbot.v2.Event.get", "imbot", imbot_event_get, plain},
    method_entry{"imbot.v2.Chat.Message.send", "imbot", imbot_message_send, plain},
    method_entry{"imbot.v2.Chat.Message.update", "imbot", imbot_message_update, plain},
    method_entry{"imbot.v2.Chat.Message.delete", "imbot", imbot_message_delete, plain},
    method_entry{"imbot.v2.Chat.InputAction.notify", "imbot", imbot_input_action, plain},
    method_entry{"imbot.v2.Chat.add", "imbot", imbot_chat_add, plain},
    method_entry{"imbot.v2.Chat.get", "imbot", imbot_chat_get, plain},
    method_entry{"imbot.v2.Chat.User.list", "imbot", imbot_chat_user_list, plain},
    method_entry{"imbot.v2.File.upload", "imbot", imbot_file_upload, plain},

    method_entry{"im.revision.get", "im", im_revision_get, upper},
    method_entry{"imbot.register", "imbot", legacy_bot_register, upper},
    method_entry{"imbot.update", "imbot", legacy_bot_update, upper},
    method_entry{"imbot.unregister", "imbot", legacy_bot_unregister, upper},
    method_entry{"imbot.bot.list", "imbot", legacy_bot_list, upper},
    method_entry{"imbot.message.add", "imbot", legacy_message_add, upper},
    method_entry{"imbot.message.update", "imbot", legacy_message_update, upper},
    method_entry{"imbot.message.delete", "imbot", legacy_message_delete, upper},
    method_entry{"imbot.chat.sendTyping", "imbot", legacy_send_typing, upper},
    method_entry{"imbot.command.register", "imbot", legacy_command_register, upper},
    method_entry{"imbot.command.unregister", "imbot", legacy_command_unregister, upper},
};

constexpr std::array v3_methods = {
    method_entry{"tasks.task.get", "tasks", v3_task_get, plain},
    method_entry{"tasks.task.update", "tasks", v3_task_update, plain},
    method_entry{"tasks.task.list", "tasks", v3_task_list, plain},
    method_entry{"tasks.task.access.get", "tasks", v3_task_access_get, plain},
    method_entry{"tasks.task.chat.message.send", "tasks", v3_task_chat_message_send, plain},
    method_entry{"humanresources.node.list", "humanresources", v3_node_list, plain},
    method_entry{"humanresources.node.get", "humanresources", v3_node_get, plain},
};

using method_index = std::unordered_map<std::string, const method_entry*>;

template <std::size_t Size>
method_index indexed(const std::array<method_entry, Size>& table) {
    method_index by_name;
    for (const auto& entry : table)
        by_name[lower_case(entry.name)] = &entry;
    return by_name;
}

const method_entry* named(const method_index& table, std::string_view name) {
    const auto found = table.find(lower_case(name));
    return found == table.end() ? nullptr : found->second;
}

}  // namespace

const method_entry* v2_method(std::string_view name) {
    static const method_index table = indexed(v2_methods);
    return named(table, name);
}
const method_entry* v3_method(std::string_view name) {
    static const method_index table = indexed(v3_methods);
    return named(table, name);
}

std::vector<std::string> method_names() {
    std::vector<std::string> names;
    for (const auto& entry : v2_methods)
        names.push_back(lower_case(entry.name));
    return names;
}

answer methods(const call& c) {
    json::array names;
    for (const auto& name : method_names())
        if (has_method(c.p, name))
            names.emplace_back(name);
    return {names, {}, {}};
}

}  // namespace sandbox
