#pragma once
// A manager's wish for a new deadline, and its life until it is applied or closed.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

using request_id = std::int64_t;

enum class request_state { pending, applying, applied, failed, rejected, withdrawn, obsolete, expired };

std::string_view name_of(request_state state);  // "pending", … as stored
std::optional<request_state> request_state_of(std::string_view name);
// Still to be decided or written: at most one such request a task.
inline bool is_open(request_state state) {
    return state == request_state::pending || state == request_state::applying ||
           state == request_state::failed;
}

// An answer is waited for: the approver may try again what failed.
inline bool waits_for_decision(request_state state) {
    return state == request_state::pending || state == request_state::failed;
}

struct request {
    request_id id = 0;
    task_id task = 0;
    user_id requester = 0;
    user_id responsible = 0;  // of the task when the card was made
    user_id approver = 0;
    std::string approver_ground;  // why he: approver.hpp
    user_id instead_of = 0;       // the absent person he was asked for; 0 = none
    deadline due;                 // the accepted deadline the card shows as "old"
    int status = 2;               // of the task when the card was made
    instant wanted{};
    std::optional<instant> granted;  // the date the approver chose; equals wanted unless he named another
    std::string category;            // key of a reason category, never empty; "undone": undo.hpp
    std::string words;               // the manager's own, may be empty unless category is "other"
    request_state state = request_state::pending;
    int card_version = 1;  // buttons of older versions are stale
    instant asked_at{};
    std::optional<instant> decided_at;
    user_id decided_by = 0;
    std::string decision_words;             // of a rejection or a failure; else a code
    int move_number = 1;                    // the how-many-th move of this task it would be
    instant held_since{};                   // when it came before the approver
    std::optional<instant> reminded;        // when he was last
    std::optional<instant> went_up;         // when somebody above him was sought
    user_id above = 0;                      // whom it went up to: he may decide as well; 0 = nobody
    std::optional<instant> reminded_above;  // when he was last
    bool remind_soon = false;               // as soon as those it waits for work: the requester asked for it
    std::string question;                   // to the requester; "" = none
    user_id asked_by = 0;                   // who of those who may decide wants to know; 0 = nobody
    std::string answer;                     // to it; "" = he waits for one
    friend bool operator==(const request&, const request&) = default;
};

inline bool waits_for_decision(const request& of) {
    return waits_for_decision(of.state);
}
// The date a yes would set: what could not be written is tried again as it was granted.
inline instant date_at_stake(const request& of) {
    return of.granted.value_or(of.wanted);
}
// The approver, and whom it went up to.
inline std::vector<user_id> deciders_of(const request& of) {
    return of.above == 0 ? std::vector{of.approver} : std::vector{of.approver, of.above};
}
inline bool may_decide(const request& of, user_id who) {
    return of.approver == who || (of.above != 0 && of.above == who);
}

}  // namespace dialogs
