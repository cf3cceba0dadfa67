#pragma once
// Silent moves that are not through yet, those of one author that are held together, and pauses of the guard.
#include <string>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

using wave_id = std::int64_t;

// What became of a move that did not stand: put back; held, with others, until the supervisor answers; left
// for later, because the guard is paused or the task is closed.
enum class move_fate { put_back, held, waits };

// The last such move of a task. Kept while it is held or waits, else as long as it counts with others.
struct silent_move {
    task_id task = 0;
    user_id author = 0;
    instant at{};        // of the history row
    deadline from;       // what the task is held to
    deadline to;         // where it was moved
    std::string ground;  // "silent", "asked": rule.hpp
    std::string words;   // of the author, for "asked"
    std::int64_t row = 0;
    move_fate fate = move_fate::put_back;
    wave_id wave = 0;  // that it is part of; 0 = none
    friend bool operator==(const silent_move&, const silent_move&) = default;
};

enum class wave_state { open, accepted, put_back, over };  // over: nothing was left to decide

// More silent moves of one author within ten minutes than the rules allow. One answer decides of all.
struct wave {
    wave_id id = 0;
    user_id author = 0;
    user_id approver = 0;
    user_id instead_of = 0;  // the absent person he is asked for; 0 = none
    instant opened_at{};
    instant first_at{}, last_at{};  // of the moves in it
    wave_state state = wave_state::open;
    int card_version = 1;  // grows with what is asked about: buttons of older cards are stale
    bool asked = false;    // the card was sent
    user_id decided_by = 0;
    friend bool operator==(const wave&, const wave&) = default;
};

// While the guard is paused, moves stand: by their own moment, whenever they are seen.
struct pause {
    instant since{};
    std::optional<instant> until;  // its end, also when it was ended early; nothing: until somebody ends it
    user_id by = 0;
    bool over = false;  // its end was told
    friend bool operator==(const pause&, const pause&) = default;
};

inline bool is_paused(const std::vector<pause>& all, instant at) {
    for (const pause& each : all)
        if (each.since <= at && (!each.until || at < *each.until))
            return true;
    return false;
}

}  // namespace dialogs
