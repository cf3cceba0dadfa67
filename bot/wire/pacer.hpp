#pragma once
// The portal's leaky bucket, mirrored as a value. Protocol 2.6.1.
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace bot::wire {

class pacer {
public:
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;
    using duration = std::chrono::milliseconds;

    // Work that nobody waits for leaves this much of the bucket to people who do (of small buckets a fifth).
    static constexpr double reserve_max = 10;

    // How full the bucket was, and when: of all processes that ask in the same name, one after the other.
    struct state {
        double level = 0;
        moment as_of{};
    };

    pacer(double leak_per_second, double capacity)
        : leak_(leak_per_second), capacity_(capacity), reserve_(std::min(reserve_max, capacity / 5)) {}

    // Books one request and says how long to wait before sending it (0 when there is room).
    duration book(moment now);
    // How long work that nobody waits for has to wait before it may book (0: now). It does not book ahead, so
    // that it never stands before people.
    [[nodiscard]] duration until_room(moment now) const;
    // The portal said QUERY_LIMIT_EXCEEDED: our picture was wrong (others share the address); count the
    // bucket as full.
    void overflowed(moment now);

    [[nodiscard]] state get() const { return now_; }
    void restore(const state& known) { now_ = known; }

private:
    [[nodiscard]] duration time_to_leak(double much) const;

    double leak_, capacity_, reserve_;
    state now_;
};

}  // namespace bot::wire
