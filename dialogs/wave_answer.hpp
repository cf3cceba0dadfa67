#pragma once
// What follows from the answer about many silent moves: all are accepted, or all put back.
#include <string>

#include "dialogs/turn.hpp"

namespace dialogs {

// The wave ends so: its tasks are settled, its card is rewritten, its author told. `by`: who answered, 0 when
// nothing was left to answer.
void end_wave(turn& t, wave of, wave_state how, user_id by);

// What became of a wave, in one line.
std::string outcome(turn& t, const wave& of, const voice& reader);

}  // namespace dialogs
