#pragma once
// A revert undone: for a day somebody above the responsible person can accept the move after all, without a
// request. It takes the way of a request that is made and decided in the same breath.
#include <optional>

#include "dialogs/turn.hpp"

namespace dialogs {

inline constexpr std::chrono::hours accept_within{24};

struct put_back_move {
    instant wanted{};
    user_id author = 0;  // who is told, and for whom the request is made
    instant until{};     // when it is too late to accept it
};

// Whether the deadline stands where it was put back to, or is on its way there.
bool was_put_back(turn& t, const guarded_task& record);
// The move this person may accept now: the last that was put back.
std::optional<put_back_move> acceptable_move(turn& t, user_id who, const guarded_task& record);
// `Принять перенос на 22.12`
button accept_button(turn& t, const guarded_task& record, const put_back_move& move, const voice& reader);

// A press on it: all is checked again.
void press_accept(turn& t, user_id who, const button_binding& what);

}  // namespace dialogs
