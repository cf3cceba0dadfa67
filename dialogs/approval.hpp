#pragma once
// The approver's side: approve, reject with words, another date; and the answers to presses that come too
// late. Design section 4.
#include <string_view>

#include "dialogs/turn.hpp"

namespace dialogs {

// A press on a card, or on what the card led to. The recipient was checked already.
void press_on_card(turn& t, user_id who, const button_binding& what);
// `Отозвать` of the requester.
void press_withdraw(turn& t, user_id who, const button_binding& what);
// `Изменить` of the requester: the request as a draft, which replaces it when it is sent.
void press_change_request(turn& t, user_id who, const button_binding& what);
// The words of a rejection, or another date, typed.
void text_in_approval(turn& t, const conversation& open, std::string_view text);
// Why there is nothing to decide for him: what became of it, or who decides.
void tell_decided_already(turn& t, user_id who, const request& of);
// Asks again what the approver was asked.
void ask_approver_again(turn& t, const conversation& open);
bool is_approval(question awaiting);

// From now on this person's next words are the answer to that question about this request.
conversation begin_question(turn& t, user_id who, question what, const request& of);
// Asks the approver, and says so when that ends a request of his own in the making.
void ask_approver(turn& t, question what, const request& of, user_id who, message asked);
// Ends what he was being asked about this request; a draft of his own goes on.
void end_question_about(turn& t, user_id who, request_id id);

}  // namespace dialogs
