#pragma once
// The journal as the deciding code writes and reads it: what was decided about deadlines, and by whom.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/request.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

// One row of the append-only journal. Kinds: seen, accepted, silent, answered (ground: the category),
// put_back, taken_back (by its author's wish), observed, would_ask (who would have been asked about the
// observed row before it; 0: nobody), kept_closed, requested, approver (whom he stands in for: `other`),
// passed_on, policy, approved, rejected, withdrawn, obsolete, applied, failed, fight, unapprovable,
// undeliverable; reminded (`other`: who was; person: who asked for it, 0: nobody), escalated (`other`: to
// whom; 0: nobody is above), expired; held, mass_answered (ground: how; `other`: whose moves); paused (a move
// made in a pause; ground: what it would have been), pause, resume.
struct journal {
    std::string kind;
    task_id task = 0;
    user_id person = 0;  // whose deed it is
    user_id other = 0;   // approver, responsible
    request_id request = 0;
    deadline from, to;
    std::int64_t row = 0;  // history row it speaks of
    std::string ground;    // code: "earlier", "exempt", "reason", "silent", …
    std::string words;     // of people
};

// A row as it was written.
struct journal_row {
    instant at{};
    journal what;
};

// The kinds that tell what became of a task's deadline.
inline constexpr std::array<std::string_view, 13> telling_kinds{
    "accepted", "silent", "put_back", "observed", "paused", "would_ask", "unapprovable",
    "fight",    "failed", "applied",  "rejected", "held",   "expired"};
inline bool is_telling(std::string_view kind) {
    return std::find(telling_kinds.begin(), telling_kinds.end(), kind) != telling_kinds.end();
}

}  // namespace dialogs
