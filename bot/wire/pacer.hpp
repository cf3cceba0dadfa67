#pragma once
// The portal's leaky bucket, mirrored as a value. Protocol 2.6.1.
#include <chrono>
#include <cstdint>

namespace bot::wire {

class pacer {
public:
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;
    using duration = std::chrono::milliseconds;

    pacer(double leak_per_second, double capacity) : leak_(leak_per_second), capacity_(capacity) {}

    // Books one request and says how long to wait before sending it (0 when there is room).
    duration book(moment now);
    // The portal said QUERY_LIMIT_EXCEEDED: our picture was wrong (others share the address); count the
    // bucket as full.
    void overflowed(moment now);

private:
    double leak_, capacity_, level_ = 0;
    moment as_of_{};
};

}  // namespace bot::wire
