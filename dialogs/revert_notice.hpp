#pragma once
// What is said when a deadline was put back, or could not be. Design section 5.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// Whom the message about a revert reaches: the author of the move, else the responsible person, else nobody.
user_id addressee_of(turn& t, const guarded_task& record);
// To that person: what was put back and what he can do now.
void tell_put_back(turn& t, user_id addressee, const guarded_task& record);
// To the responsible person, when the author of the move was somebody else.
void tell_one_line(turn& t, const guarded_task& record);
// To the author, who had it put back himself.
void tell_taken_back(turn& t, const guarded_task& record);
// Something automatic fights the guard: its supervisor hears of it.
void tell_fight(turn& t, const guarded_task& record);
// The portal does not let the bot write this deadline.
void tell_write_refused(turn& t, const guarded_task& record, std::string_view because);
// Nobody could approve a request about this task, so the change stands: told once a day, of whatever task.
void tell_unapprovable(turn& t, const guarded_task& record);

// The attempted date when it can still be asked for.
deadline attempted_date(const guarded_task& record, instant now);
// `Запросить перенос на 22.12`, `Другая дата`; with `Почему вернулся срок?` on demand.
std::vector<std::vector<button>> request_buttons(turn& t, const guarded_task& record, const voice& reader,
                                                 bool with_why);

}  // namespace dialogs
