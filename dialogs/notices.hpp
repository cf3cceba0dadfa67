#pragma once
// Who moved many deadlines at once hears of it in one message: a notice waits on disk while other reverts of
// the same person are on their way, and the last one tells of all.
#include <chrono>

#include "dialogs/turn.hpp"

namespace dialogs {

// A revert that is stuck holds the notices of the others no longer than this after the newest of them …
constexpr std::chrono::seconds notices_wait{20};
// … and reverts that follow each other no longer than this after the oldest.
constexpr std::chrono::seconds notices_wait_at_most{120};

// The portal holds the accepted deadline again: the author of the move is told, or the responsible person
// when the author cannot be written to; the latter gets one line otherwise. At once, or with what else is
// under way for that person.
void notify_put_back(turn& t, const guarded_task& record);

// The author of a silent move is asked why (asking.hpp), in the same way.
void notify_asked(turn& t, const guarded_task& record);

void on_notices_due(turn& t, const notices_due& happened);

}  // namespace dialogs
