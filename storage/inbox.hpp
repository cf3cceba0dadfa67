#pragma once
// What happened and was not worked on yet: durable, coalescing.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/transaction.hpp"

namespace storage::inbox {

struct arrival {
    std::string body;            // opaque to storage
    std::string coalescing_key;  // "task:8017": merged with a waiting item of the same key; "" = never merged
    std::string once_key;  // "said:791": dropped when it was put before, within a week; "" = always taken
    instant
        not_before{};  // a timer: not ready earlier. What merges into a waiting one leaves its hour as it is
};

enum class outcome { added, merged, seen_before };

// Many arrivals may be put in one transaction: they are on disk when it has returned.
outcome put(transaction& tx, const arrival& what);

struct item {
    std::int64_t id = 0;
    std::string body;  // of the newest arrival
    std::string coalescing_key;
    int arrivals = 1;       // how many were merged into it
    int attempts = 0;       // failed looks
    instant received_at{};  // of the first arrival
    std::string last_error;
};

// Hints say that a task may have changed (their coalescing key is "task:…"); a thousand of them must not
// stand before what a person says.
enum class lane { people, hints };

// Those of a lane that may be worked on now. Hints: oldest first, postponed ones after those that never
// failed; of people: as they came.
std::vector<item> waiting(const transaction& tx, lane which, int limit);
// When something of a lane will be ready: a moment not later than now() when something is already. Nothing:
// the lane is empty.
std::optional<instant> next_due(const transaction& tx, lane which);
// Of people: those that failed and may not be worked on yet. What follows them in the same chat waits too.
std::vector<item> held_back(const transaction& tx);
std::optional<instant> next_held_back(const transaction& tx);
// The newest item there is, 0 when there is none.
std::int64_t newest(const transaction& tx);
// Whether something of people up to this item waits; hours that were set are not counted, nor is what failed
// time and again.
bool deeds_wait(const transaction& tx, std::int64_t up_to);
// The oldest of them that are due, whatever hours stand before them.
std::vector<item> deeds(const transaction& tx, int limit);
// How many hints are ready, counted up to `limit`.
int count_hints(const transaction& tx, int limit);

// It was worked on. When something more was merged into it meanwhile (arrivals differ from those taken) it
// stays, to be worked on again: returns false.
bool handled(transaction& tx, const item& taken);
// Not now: the portal could not be asked. Kept for later with one attempt more.
void postponed(transaction& tx, std::int64_t id, instant until, std::string_view because);
// Never: kept for people to see, no longer waiting.
void given_up(transaction& tx, std::int64_t id, std::string_view because);

// Hours more than a minute ahead are not counted.
struct depth {
    std::int64_t waiting = 0;
    std::int64_t given_up = 0;
    std::optional<instant> oldest;  // since when the oldest could have been worked on
};
depth measure(const transaction& tx);

}  // namespace storage::inbox
