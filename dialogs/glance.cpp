#include "dialogs/glance.hpp"

#include "dialogs/mass_move.hpp"
#include "dialogs/moments.hpp"

namespace dialogs {
namespace {

bool stands_as_recorded(turn& t, const task& present, const guarded_task& record) {
    const bool in_its_place = whole_minutes(present.due) == record.accepted || is_put_aside(t, present);
    return in_its_place && present.responsible == record.responsible && present.creator == record.creator &&
           present.status == record.status && present.group == record.group;
}

// What a look may still find although the task stands as it is held to.
bool is_open_to_question(const turn& t, const guarded_task& record) {
    const bool row_may_follow = record.last_move && record.last_move->author == 0;  // see forget_rowless
    const bool asked = record.asked && record.asked->outcome.empty();
    return asked || record.fighting || record.missing_looks > 0 || row_may_follow ||
           !t.known.expected_writes(record.id).empty() || t.open_request(record.id);
}

}  // namespace

bool glance_is_enough(turn& t, task_id id) {
    const auto seen = t.read.glances.find(id);
    if (seen == t.read.glances.end() || !seen->second.present)
        return false;
    const task& present = *seen->second.present;
    auto record = t.find_task(id);
    if (!record || !stands_as_recorded(t, present, *record) || is_open_to_question(t, *record))
        return false;
    ask_on(t, *record);
    if (record->title != present.title) {
        record->title = present.title;
        t.keep(*record);
    }
    return true;
}

}  // namespace dialogs
