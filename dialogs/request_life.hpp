#pragma once
// The life of a request from its sending on: each step of it is kept, journalled, shown on the card and told
// to whom it concerns.
#include <string>
#include <string_view>

#include "dialogs/rule.hpp"
#include "dialogs/turn.hpp"

namespace dialogs {

// A row of the journal that tells of it, in the requester's name.
journal journal_about(std::string kind, const request& of);

// Sends a new request about this task, of which the draft says who wants what and why; the rest is given
// here. The card goes to the approver, the receipt to the requester. An open one of the same person about the
// same task is replaced. A small one may be granted at once (trust.hpp), unless it is to be seen.
void send_request(turn& t, request draft, const approver& decides, guarded_task record,
                  bool to_be_seen = false);

// A reason was enough (after_revert.hpp). Nobody is asked; the approver who would have been
// is kept.
void grant_by_reason(turn& t, request draft, const approver& instead_of, guarded_task record);
// The policy's yes, by that or because the request was small (requests.auto_approve).
bool was_by_policy(const request& of);

// The yes of the approver, or of somebody else who may say it: the deadline is written; who is told waits for
// the read-back.
void approve_request(turn& t, request of, const guarded_task& record, instant granted, user_id by);
// A move that was put back is accepted after all, by somebody entitled: a request that is decided as it is
// made. The draft says whose move it was, to when, and what was given as a reason.
void accept_move(turn& t, request draft, user_id by, guarded_task record);
void reject_request(turn& t, request of, const guarded_task& record, std::string words, user_id by);
void withdraw_request(turn& t, request of, const guarded_task& record);

// The portal holds the approved deadline.
void request_applied(turn& t, request of, const guarded_task& record);
// The portal did not take it, for good; the approver may try again.
void request_failed(turn& t, request of, const guarded_task& record, std::string_view because);
// Nothing is left to decide. Grounds: closed, deleted, other_responsible, entitled, reached, replaced. `by`:
// who brought it about.
void request_obsolete(turn& t, request of, const guarded_task& record, std::string_view ground, user_id by);

// Whether who was asked is dismissed or away, or whom he stood in for is back.
bool needs_another_approver(turn& t, user_id approver, user_id instead_of);

// Whether what was just judged leaves an open request of the task as it was: else it becomes obsolete, or its
// card is refreshed.
void check_open_request(turn& t, const task& present, const verdict& judged);

}  // namespace dialogs
