#pragma once
// The scenes of docs/conversation.ru.md and .en.md, a function a chapter.
//
// To add a scene: a few lines in the chapter it belongs to (p.scene({"что происходит", "what happens"}), then
// who moves, says or presses what), and `UPDATE_TRANSCRIPTS=1 build/dev/bin/transcript_test`. A new chapter
// goes into the list at the end of transcript_test.cpp's play_all, in the order people meet it.
#include "transcript_play.hpp"

namespace dialogs {

void first_words(play& p);      // transcript_first_words.cpp
void moves_put_back(play& p);   // transcript_put_back.cpp
void asking_for_time(play& p);  // transcript_asking.cpp
void dates_of_requests(play& p);
void time_to_answer(play& p);  // transcript_grace.cpp
void many_moves(play& p);
void deciding(play& p);  // transcript_deciding.cpp
void ends_of_requests(play& p);
void who_decides(play& p);
void requests_that_wait(play& p);  // transcript_waiting.cpp
void supervisors_desk(play& p);
void why_so(play& p);  // transcript_why.cpp
void accepted_after_all(play& p);
void desk_and_help(play& p);  // transcript_desk.cpp
void pauses(play& p);
void for_administrators(play& p);

}  // namespace dialogs
