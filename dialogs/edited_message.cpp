#include "dialogs/edited_message.hpp"

#include "dialogs/date_choice.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/task_choice.hpp"

namespace dialogs {

void on_edited(turn& t, user_id who, std::string_view text) {
    const conversation open = t.conversation_with(who);
    if (text.empty() || text.starts_with('/'))
        return;
    if (!is_draft(open.awaiting)) {
        if (open.awaiting == question::nothing)
            start_from_text(t, who, text, true);
        return;
    }
    const auto own = open_tasks_of(t, who);
    if (!t.more.empty())
        return;
    if (open.task == 0 || find_task_in(text, own).certainty >= by_number) {
        t.end_conversation(who);
        start_from_text(t, who, text, false);
    } else if (!read_date(text, t.speak_to(who)).readings.empty()) {
        date_in_draft(t, open, text);
    } else {
        text_in_draft(t, open, text);
    }
}

}  // namespace dialogs
