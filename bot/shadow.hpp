#pragma once
// What the guard would have done: every move the journal tells of, with the verdict mode `reason` has for it,
// or mode `approval`.
#include <functional>
#include <string>

#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "storage/transaction.hpp"

namespace bot {

struct shadow_move {
    locale::instant at{};  // when the bot judged it
    dialogs::task_id task = 0;
    std::string title;            // as the user wrote it; "" when the task was forgotten
    dialogs::user_id author = 0;  // 0: a robot
    dialogs::user_id responsible = 0;
    dialogs::deadline from, to;
    bool put_back = false;  // it would have been, or was
    // Ground of the rule: "silent", "reason", "asked", "exempt", …; a limit; or why it stood after all:
    // "nobody_to_ask", "not_told", "mass", ….
    std::string because;
    std::string words;  // the reason
    // Who would have been asked; 0 where nobody had to be, or the move was really put back.
    dialogs::user_id approver = 0;
    dialogs::user_id instead_of = 0;
    std::string approver_ground;
};

// The moves judged from `from` to before `to`, oldest first. In mode `approval` a reason asks somebody; whom,
// the journal does not tell where the move stood.
void each_shadow_move(const storage::transaction& tx, locale::instant from, locale::instant to,
                      dialogs::guard_mode mode, const std::function<void(const shadow_move&)>& take);

}  // namespace bot
