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

pacer::duration pacer::book(moment now, bool urgent) {
    now_ = {leaked(now_.level, leak_, now - now_.as_of) + 1, now};
    const double room = urgent ? capacity_ : capacity_ - reserve_;
    const double wait = std::max(0.0, (now_.level - room) / leak_);
    return duration(static_cast<std::int64_t>(std::ceil(wait * 1000)));
}

void pacer::overflowed(moment now) {
    now_ = {std::max(leaked(now_.level, leak_, now - now_.as_of), capacity_), now};
}

}  // namespace bot::wire
