// Every REST method, grouped by the file that holds it.
#pragma once

#include "sandbox/rest.hpp"

namespace sandbox {

// system_rest.cpp
answer profile(const call& c);
answer app_info(const call& c);
answer scope(const call& c);
answer methods(const call& c);  // methods.cpp
answer method_get(const call& c);
answer server_time(const call& c);
answer feature_get(const call& c);
answer user_admin(const call& c);
answer calendar_settings_get(const call& c);

// people_rest.cpp
answer user_get(const call& c);
answer user_current(const call& c);
answer department_get(const call& c);

// tasks_rest.cpp
answer tasks_task_get(const call& c);
answer tasks_task_list(const call& c);
answer tasks_task_add(const call& c);
answer tasks_task_update(const call& c);
answer tasks_task_delete(const call& c);
answer tasks_task_getaccess(const call& c);

// task_history_rest.cpp
answer tasks_task_history_list(const call& c);
answer task_commentitem_getlist(const call& c);
answer task_commentitem_add(const call& c);

// tasks_v3.cpp
answer v3_task_get(const call& c);
answer v3_task_update(const call& c);
answer v3_task_list(const call& c);
answer v3_task_access_get(const call& c);
answer v3_task_chat_message_send(const call& c);

// im_rest.cpp
answer im_user_get(const call& c);
answer im_user_list_get(const call& c);
answer im_dialog_get(const call& c);
answer v3_node_list(const call& c);
answer v3_node_get(const call& c);
answer im_department_managers_get(const call& c);
answer im_department_get(const call& c);
answer im_chat_get(const call& c);
answer im_chat_user_add(const call& c);
answer im_dialog_messages_get(const call& c);
answer im_notify_personal_add(const call& c);

// events_rest.cpp
answer event_bind(const call& c);
answer event_unbind(const call& c);
answer event_get(const call& c);
answer event_test(const call& c);
answer events(const call& c);

// bots_rest.cpp
answer imbot_revision_get(const call& c);
answer imbot_bot_register(const call& c);
answer imbot_bot_update(const call& c);
answer imbot_bot_get(const call& c);
answer imbot_bot_list(const call& c);
answer imbot_bot_unregister(const call& c);
answer imbot_event_get(const call& c);

// bot_commands_rest.cpp
answer imbot_command_register(const call& c);
answer imbot_command_update(const call& c);
answer imbot_command_list(const call& c);
answer imbot_command_unregister(const call& c);

// bot_chat_rest.cpp
answer imbot_message_send(const call& c);
answer imbot_message_update(const call& c);
answer imbot_message_delete(const call& c);
answer imbot_input_action(const call& c);
answer imbot_chat_add(const call& c);
answer imbot_chat_get(const call& c);
answer imbot_chat_user_list(const call& c);
answer imbot_file_upload(const call& c);

// legacy_bots_rest.cpp
answer im_revision_get(const call& c);
answer legacy_bot_register(const call& c);
answer legacy_bot_update(const call& c);
answer legacy_bot_unregister(const call& c);
answer legacy_bot_list(const call& c);
answer legacy_message_add(const call& c);
answer legacy_message_update(const call& c);
answer legacy_message_delete(const call& c);
answer legacy_send_typing(const call& c);
answer legacy_command_register(const call& c);
answer legacy_command_unregister(const call& c);

}  // namespace sandbox
