#pragma once
// The rule once more, written from the design and from what the portal itself remembers, to tell where a
// task's deadline belongs. Shares no code with the bot. Where the bot may rightly see either of two things
// (who is whose head changed meanwhile, the guard was just being announced), both are allowed.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/portal.hpp"

namespace simulation {

using sandbox::id_number;
using sandbox::instant;
using due = std::optional<instant>;

// The company at one time, valid until the next.
struct company {
    instant since;
    std::map<id_number, sandbox::department> departments;
    std::map<id_number, sandbox::person> people;
};

// A date that a supervisor let the bot write.
struct granted_date {
    id_number task = 0;
    instant decided_at;
    due before;  // what the task was held to then
    instant date;
};

struct knowledge {
    std::vector<company> companies;                             // oldest first
    std::function<std::optional<instant>(id_number)> told_at;   // when the bot decided to tell him
    std::function<std::optional<instant>(id_number)> heard_at;  // when its word was in his chat
    instant guarded_since;
    std::chrono::seconds grace{0};                                      // silent moves are asked about first
    std::function<bool(id_number, instant from, instant until)> spoke;  // to the bot, by words or a button
    std::vector<granted_date> granted;
    // Rows of histories the bot has judged. Moves it never saw, for what the task stands at was what it is
    // held to by the time it looked, count for nothing.
    std::set<id_number> judged_rows;
    id_number writer = 0;                // in whose name the bot writes
    std::set<id_number> administrators;  // named in the configuration
};

struct judgement {
    bool right = true;
    bool silent = false;  // what stands there is a move that should have been put back
    std::string why;      // for people
};

// Of an open task of the portal as it is now.
judgement judged(const sandbox::portal& portal, const sandbox::task& what, const knowledge& known);

}  // namespace simulation
