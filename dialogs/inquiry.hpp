#pragma once
// "Уточнить": one who may decide asks the requester something, and the answer comes onto the card. The
// request stays open meanwhile; the newest question is kept.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// The approver is asked what he wants to know; ready questions below.
void ask_what_to_inquire(turn& t, const request& of, user_id who);
// His question, in his own words or one of the ready ones (button argument), goes to the requester.
void inquire(turn& t, request of, user_id who, std::string words);
std::string ready_question(std::string_view which, const voice& reader);

// The requester says something to a question about his request: typed while he is asked, or in reply to the
// question. False: this text is no answer to one.
bool answers_inquiry(turn& t, const said& happened, std::string_view text);
void press_answer_inquiry(turn& t, user_id who, const button_binding& what);

// His question is open: until it is answered he is not reminded, and it goes to nobody else.
inline bool waits_for_answer(const request& of) {
    return !of.question.empty() && of.answer.empty();
}

// "Вы спросили: … Ответ: …", for the card of a request that is not decided; "" when nothing was asked.
std::string inquiry_on_card(turn& t, const request& of, const voice& reader);
// The same for the requester's receipt.
std::string inquiry_on_receipt(turn& t, const request& of, const voice& reader);

}  // namespace dialogs
