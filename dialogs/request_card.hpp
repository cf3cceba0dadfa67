#pragma once
// How a request looks: the approver's card and the requester's receipt, before and after the decision. Design
// section 5.
#include <string>
#include <vector>

#include "dialogs/turn.hpp"

namespace dialogs {

// Slots of the two messages, for rewriting them.
std::string card_slot(request_id id);
// Of one who may decide it: the approver, or whom it went up to.
std::string card_slot(const request& of, user_id who);
std::string receipt_slot(request_id id);

// Buttons as long as it is pending or has failed; the outcome afterwards.
message card(turn& t, const request& of, const guarded_task& record);
// The same for one of those who may decide.
message card(turn& t, const request& of, const guarded_task& record, user_id who);
std::vector<std::vector<button>> decision_buttons(turn& t, const request& of, const voice& reader);
// `Отозвать` as long as nothing was decided; the outcome afterwards.
message receipt(turn& t, const request& of, const guarded_task& record);
// What became of a request, in one line; "" while it is pending.
std::string outcome(turn& t, const request& of, const voice& reader);

// What a card shows of the task becomes what the task is held to now.
void take_from(const guarded_task& record, request& of);
// Rewrites the cards of all who may decide.
void rewrite_cards(turn& t, const request& of, const guarded_task& record);
// Rewrites them and the receipt after a change.
void rewrite_request(turn& t, const request& of, const guarded_task& record);
// Sends the card of one who may decide once more, below all else: a card that changes in silence is not
// noticed. The old one says where it went; `remark` stands above the new one.
void send_card_below(turn& t, const request& of, const guarded_task& record, user_id who,
                     std::string old_text, const std::string& remark = {});
// New buttons on the approver's card: older ones are stale from now on.
request refreshed(turn& t, request of, const guarded_task& record);

// His open cards get new buttons and a line that asks to press again.
void on_presses_lost(turn& t, const presses_lost& happened);

// "\nВы решаете вместо Бориса …", or "" (absent: 0). `place`: "card", "receipt".
std::string why_this_approver(turn& t, user_id absent, const voice& reader, const std::string& place);

// A code of the portal or of our own as a reader understands it.
std::string refusal_in_words(std::string_view code, const voice& reader);

}  // namespace dialogs
