#include "dialogs/after_revert.hpp"

#include "dialogs/limits.hpp"
#include "dialogs/revert_notice.hpp"

namespace dialogs {

bool within_limits(const rules& held_to, const guarded_task& record, instant wanted) {
    return limit_beyond(held_to, record, wanted).empty();
}

bool reason_suffices(turn& t, user_id who, const guarded_task& record, instant wanted) {
    const rules& held_to = t.rules_of(record);
    if (held_to.after_revert != after_revert_rule::reason || held_to.mode != guard_mode::reason)
        return false;
    const auto attempted = attempted_date(record, t.ctx.now);
    const bool his = record.attempted_by == who || record.responsible == who;
    const bool fresh = !record.reverts.empty() && t.ctx.now - record.reverts.back() <= returns_within;
    const bool was_answered = record.last_verdict == "mass";  // a supervisor has said no
    return his && fresh && !was_answered && attempted && wanted <= *attempted && !record.fighting &&
           !t.has_pending_write(record.id) && within_limits(held_to, record, wanted);
}

}  // namespace dialogs
