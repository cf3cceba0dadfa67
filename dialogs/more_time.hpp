#pragma once
// The request in the making: task, date, reason, summary. What is known already is not asked. Design
// section 5.
#include <string>
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// Begins a draft with what is known of it, or says why there can be none about that task.
void start_draft(turn& t, conversation draft);
// All is said: the summary is shown, or the date given back where the reason is enough.
void finish_draft(turn& t, conversation draft, const std::string& remark);
// `/extend 8017 до пятницы клиент заболел` and one free message. With `only_if_clear` a text in which neither
// a date nor a reason for a fresh revert is found is left alone: false.
bool start_from_text(turn& t, user_id who, std::string_view text, bool only_if_clear);

// A text or a press while a draft waits for it.
void text_in_draft(turn& t, conversation draft, std::string_view text);
// … that says the date, and perhaps the reason beside it.
void date_in_draft(turn& t, conversation draft, std::string_view text);
void press_in_draft(turn& t, user_id who, const button_binding& what);
// Whether a text can be a reason for moving the task of this title: words of one's own, and no small talk.
bool are_words(std::string_view text, const rules& held_to, const std::string& title);
// Whether the conversation is a draft's.
bool is_draft(question awaiting);

// Open tasks of a person as the portal shows them, nearest deadline first; read first when they are not
// known.
std::vector<task> open_tasks_of(turn& t, user_id who);
// Those that have a deadline.
std::vector<task> due_tasks_of(turn& t, user_id who);

}  // namespace dialogs
