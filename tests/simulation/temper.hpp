#pragma once
// How a life is: drawn from its seed once, so that some lives are calm and some are terrible.
#include <set>
#include <string>

#include "dice.hpp"

namespace simulation {

enum class way_in { push, pull, webhook };

struct temper {
    way_in way = way_in::push;
    std::chrono::milliseconds poll_interval{3000};
    // The network and the portal: probabilities for each request.
    double not_sent = 0, lost_before = 0, lost_after = 0, bad_gateway = 0, garbage = 0, error_after = 0,
           slow = 0, limited = 0, sending_failed = 0, expired = 0;
    // Events: probabilities for each delivery.
    double event_lost = 0, event_repeated = 0, event_late = 0;
    bool narrow = false;  // the portal takes few requests at once, so that the pace is what matters
    double outages_a_day = 0;
    double kills_a_day = 0;
    double installations_a_day = 0;
    double dismissals_a_day = 0;
    // People.
    double moves_a_day = 0;         // of deadlines, by each manager, on a working day
    double tasks_a_day = 0;         // new ones, in the department
    double talkativeness = 0;       // of answering the bot's word at all
    double nonsense = 0;            // of what is typed
    double mischief = 0;            // pressing what is old, others', twice
    bool observes = false;          // the guard's mode
    std::chrono::minutes grace{0};  // how long a silent move's author is waited for
    bool hurries = false;           // requests wait for hours, not for days
    // The world around.
    std::chrono::milliseconds clock_ahead{0};  // the bot's clock, of the portal's
    double misfortunes_a_day = 0;
    std::set<std::string> without;  // what this kind of portal lacks: sandbox/kind.hpp
    std::size_t crowd = 0;          // managers above the founding ones
};

temper drawn(std::uint64_t seed);

}  // namespace simulation
