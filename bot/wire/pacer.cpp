#include "bot/wire/pacer.hpp"

#include <algorithm>
#include <cmath>

namespace bot::wire {
namespace {

// What is left of a bucket some time later. A clock set back leaks nothing.
double leaked(double level, double per_second, pacer::duration passed) {
    const double seconds = std::max(0.0, static_cast<double>(passed.count()) / 1000);
    return std::max(0.0, level - per_second * seconds);
}

}  // namespace

pacer::duration pacer::book(moment now) {
    now_ = {leaked(now_.level, leak_, now - now_.as_of) + 1, now};
    return time_to_leak(now_.level - capacity_);
}

pacer::duration pacer::until_room(moment now) const {
    const double level = leaked(now_.level, leak_, now - now_.as_of) + 1;
    return time_to_leak(level - std::max(1.0, capacity_ - reserve_));
}

pacer::duration pacer::time_to_leak(double much) const {
    return duration(static_cast<std::int64_t>(std::ceil(std::max(0.0, much / leak_) * 1000)));
}

void pacer::overflowed(moment now) {
    now_ = {std::max(leaked(now_.level, leak_, now - now_.as_of), capacity_), now};
}

}  // namespace bot::wire
