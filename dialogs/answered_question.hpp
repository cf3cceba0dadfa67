#pragma once
// Questions that were answered, or are asked no more: they lose their buttons, so that a chat never holds
// more than one live question of the bot.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// The slot of the message that asks what this conversation waits for.
std::string question_slot(const conversation& open);
// The step after this one. It grows even when an ended conversation was forgotten: its buttons stay stale.
int next_step(const conversation& before, instant now);

// Rewrites the question of each conversation that moved on in this turn: what was answered, without buttons.
void close_answered_questions(turn& t);

}  // namespace dialogs
