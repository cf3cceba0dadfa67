#include "dialogs/after_revert.hpp"

#include <chrono>
#include <utility>

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

std::optional<guarded_task> fresh_revert(turn& t, user_id who) {
    constexpr std::chrono::hours fresh{24};
    auto moved = t.known.tasks_of(who);
    for (const auto& row : t.known.put_back_since(t.ctx.now - fresh))  // of others, too
        if (auto record = t.find_task(row.what.task); record && row.what.person == who)
            if (record->responsible != who && !is_closed(record->status))
                moved.push_back(std::move(*record));
    std::optional<guarded_task> last;
    for (const auto& each : moved) {
        const bool his = each.attempted_by == who && attempted_date(each, t.ctx.now);
        if (!his || each.reverts.empty() || t.ctx.now - each.reverts.back() > fresh ||
            t.open_request(each.id))
            continue;
        if (!last || last->reverts.back() < each.reverts.back())
            last = each;
    }
    return last;
}

}  // namespace dialogs
