#pragma once
// The question to the author of a silent move, asked before it is put back (guard.grace): several moves of
// one person in one message.
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// Whether there is anything to wait for: the author can be told, knows that his deadlines are guarded, and
// somebody could decide.
bool may_be_asked(turn& t, const task& present, const verdict& found);
// After a look: the author is asked, or what he was asked is brought up to date. Sets the hour at which his
// time is over.
void follow_question(turn& t, const guarded_task& before, const verdict& found);
// The task is there no longer.
void drop_question(turn& t, guarded_task record);

// What he was asked in this message, as things are now.
message question_in(turn& t, user_id who, const std::string& slot);
std::string answer_key(const asked_move& asked);

// Asked and not settled yet, and there is still time.
bool is_open_question(const guarded_task& record, instant now);
// His moves, in one message.
void ask_author(turn& t, user_id who, const std::vector<guarded_task>& records);
// What came of a question that is closed.
std::string outcome_of_question(const asked_move& closed, const guarded_task& record, const voice& reader,
                                const std::string& reason = {});
// The button's argument: the message's slot, and a category.
std::string question_argument(std::string_view slot, std::string_view category = {});
std::pair<std::string, std::string> read_question_argument(std::string_view argument);

}  // namespace dialogs
