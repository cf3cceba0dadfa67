#include "temper.hpp"

namespace simulation {

temper drawn(std::uint64_t seed) {
    dice roll(seed, "temper");
    temper t;
    t.way = roll.one_of<way_in>({way_in::push, way_in::push, way_in::pull, way_in::webhook});
    // Polls cost this machine most of all, and are all alike.
    const bool often = roll.chance(0.03);
    t.poll_interval = often              ? std::chrono::minutes(1)
                      : roll.chance(0.5) ? std::chrono::minutes(5)
                                         : std::chrono::minutes(15);
    // A third of the lives meets hardly a fault, a third some, a third many.
    const double harm = roll.one_of<double>({0.0, 0.1, 1.0});
    const auto some = [&](double at_most) { return roll.chance(0.6) ? harm * roll.between(0, at_most) : 0; };
    for (double* each : {&t.not_sent, &t.lost_before, &t.lost_after, &t.bad_gateway, &t.garbage,
                         &t.error_after, &t.slow, &t.limited})
        *each = some(0.08);
    t.sending_failed = some(0.15);
    t.expired = some(0.03);
    for (double* each : {&t.event_lost, &t.event_repeated, &t.event_late})
        *each = some(0.3);
    t.narrow = roll.chance(0.3);
    t.outages_a_day = some(3);
    t.kills_a_day = some(30);
    t.installations_a_day = some(0.5);
    t.dismissals_a_day = some(0.3);
    const double bustle = roll.chance(0.1) ? 3 : 1;  // busy lives are dear and find the same
    t.moves_a_day = bustle * roll.between(0.5, 3);
    t.tasks_a_day = bustle * roll.between(0.5, 2.5);
    t.talkativeness = roll.between(0.2, 0.95);
    t.nonsense = roll.between(0, 0.4);
    t.mischief = roll.between(0, 0.3);
    t.observes = roll.chance(0.04);
    t.crowd = roll.below(7);
    if (roll.chance(0.35))
        t.clock_ahead = roll.between(std::chrono::minutes(-10), std::chrono::minutes(10));
    if (roll.chance(0.35))
        t.misfortunes_a_day = roll.between(0.1, 1.0);
    if (roll.chance(0.35))
        t.without = {roll.one_of<std::string>(
            {"v3", "v3_page", "new_card", "offline_extended", "auth_connector", "calendar"})};
    if (roll.chance(0.3))
        t.grace = roll.one_of<std::chrono::minutes>(
            {std::chrono::minutes(2), std::chrono::minutes(15), std::chrono::minutes(120)});
    t.hurries = roll.chance(0.5);
    return t;
}

}  // namespace simulation
