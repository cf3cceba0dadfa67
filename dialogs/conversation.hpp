#pragma once
// The names of what buttons do, as bindings keep them. `argument`, `card_version`: see each.
#include <string_view>

namespace dialogs::action {

// About a deadline that was put back; they start a request. Good for as long as the task is.
inline constexpr std::string_view ask_for = "ask_for";      // argument: the date, unix seconds
inline constexpr std::string_view ask_other = "ask_other";  // another date, asked for next
inline constexpr std::string_view ask_why = "ask_why";
// Of somebody above: it stands after all.
inline constexpr std::string_view accept_move = "accept_move";  // argument: the date, unix seconds

// Of the question about a silent move; argument: asking.hpp.
inline constexpr std::string_view give_reason = "give_reason";
inline constexpr std::string_view take_back = "take_back";    // he puts the deadline back himself
inline constexpr std::string_view answer_for = "answer_for";  // task (0: all); card_version as below

// Of a request in the making; card_version is the step of the conversation that showed them.
inline constexpr std::string_view pick_task = "pick_task";      // task
inline constexpr std::string_view turn_page = "turn_page";      // argument: tasks before it
inline constexpr std::string_view pick_date = "pick_date";      // argument: unix seconds
inline constexpr std::string_view pick_reason = "pick_reason";  // argument: key of a category
inline constexpr std::string_view send = "send";
inline constexpr std::string_view change = "change";  // shows the three below
inline constexpr std::string_view change_task = "change_task";
inline constexpr std::string_view change_date = "change_date";
inline constexpr std::string_view change_reason = "change_reason";
inline constexpr std::string_view discard = "discard";

// Of the requester's receipt; request.
inline constexpr std::string_view change_request = "change_request";
inline constexpr std::string_view withdraw = "withdraw";

// Of the approver's card; request, card_version is the card's.
inline constexpr std::string_view approve = "approve";
inline constexpr std::string_view from_afar = "from_afar";  // argument of approve: not on the card itself
inline constexpr std::string_view reject = "reject";
inline constexpr std::string_view reject_silently = "reject_silently";
inline constexpr std::string_view other_date = "other_date";
inline constexpr std::string_view grant = "grant";  // argument: the date, unix seconds
inline constexpr std::string_view decide_later = "decide_later";
inline constexpr std::string_view reject_with = "reject_with";  // argument: which of the ready answers
inline constexpr std::string_view inquire = "inquire";
inline constexpr std::string_view inquire_with = "inquire_with";  // argument: which of the ready questions
inline constexpr std::string_view trust = "trust";                // argument: until then, unix seconds

// Of the question about his request to the requester; request.
inline constexpr std::string_view answer_inquiry = "answer_inquiry";

// Of the list of all that waits for an approver.
inline constexpr std::string_view show_pending = "show_pending";  // card_version: how many were shown already
inline constexpr std::string_view list_together = "list_together";    // argument: up to so many working days
inline constexpr std::string_view agree_together = "agree_together";  // argument: "request:card version,…"
inline constexpr std::string_view not_now = "not_now";
inline constexpr std::string_view think_again = "think_again";      // card_version: the desk's step
inline constexpr std::string_view apply_now = "apply_now";          // the same
inline constexpr std::string_view trust_no_more = "trust_no_more";  // argument: the person

// Of a request that waits, wherever it is named; request.
inline constexpr std::string_view show_card = "show_card";
inline constexpr std::string_view remind = "remind";
// Of one that expired: its approver has it before him again; request.
inline constexpr std::string_view look_again = "look_again";

// Of the card about many moves; argument: the wave, card_version is the card's.
inline constexpr std::string_view mass_accept = "mass_accept";
inline constexpr std::string_view mass_put_back = "mass_put_back";
inline constexpr std::string_view mass_show = "mass_show";  // card_version: tasks shown already

// Of help.
inline constexpr std::string_view show_desk = "show_desk";
inline constexpr std::string_view start_request = "start_request";

}  // namespace dialogs::action
