#pragma once
// Many silent moves of one author at once are not put back but held, until his supervisor has answered for
// all of them (wave_card.hpp). Also the moves that wait: for the end of a pause, for a task to be reopened.
#include <chrono>

#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// The moments of such moves lie within this.
constexpr std::chrono::minutes mass_within{10};
// A card waits this long for further moves, so that it is not redrawn for each.
constexpr std::chrono::seconds wave_card_after{3};

// What the verdict put_back speaks of is remembered with what became of it.
void note_move(turn& t, const verdict& found, move_fate fate);

// Whether the silent move that `found` speaks of is one of more than the rules allow. Counted are moves
// remembered and those in facts read that were not judged yet.
bool is_mass(turn& t, const verdict& found);

// If so, it is held and its author's supervisor asked, and nothing is written.
bool hold_if_mass(turn& t, const verdict& found, const approver& decides);

// A look after the rule had its say: takes a task out of its wave when it has been settled otherwise, takes
// up what waited. The record to keep.
guarded_task follow_up(turn& t, const task& present, guarded_task record, bool may_write);

// The task is gone.
void forget_moves_of(turn& t, task_id task);

// Its wave, if it is part of one, goes to another approver when who was asked cannot answer any more.
void ask_on(turn& t, const guarded_task& record);

// Stands where it was moved, and nothing is to be done about it now: held, or waiting still.
bool is_put_aside(turn& t, const task& present);

}  // namespace dialogs
