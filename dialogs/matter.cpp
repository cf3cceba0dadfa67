#include "dialogs/matter.hpp"

#include <utility>

namespace dialogs {

void read_people_of(turn& t, const guarded_task& record, const task_facts& now) {
    for (const user_id who : concerned(&record, now)) {
        t.find_person(who);
        for (const user_id head : t.read.who.heads_above(who))
            t.find_person(head);
    }
}

matter matter_of(turn& t, const task_facts& now, const guarded_task& record,
                 const std::vector<expected_write>& expected, std::vector<left_note> notes) {
    const task_id id = record.id;
    return {t.ctx.rules,
            record,
            now,
            expected,
            t.read.who,
            t.ctx.integration_user,
            t.known.guarded_since(),
            t.ctx.now,
            t.ctx.clock,
            t.ctx.working,
            [&t, id](user_id responsible, instant from, instant until) {
                return t.tolerated_elsewhere(id, responsible, from, until);
            },
            t.known.pauses(),
            false,
            std::move(notes),
            t.asks_reason(id)};
}

}  // namespace dialogs
