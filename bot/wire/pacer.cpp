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
    level_ = leaked(level_, leak_, now - as_of_) + 1;
    as_of_ = now;
    const double wait = std::max(0.0, (level_ - capacity_) / leak_);
    return duration(static_cast<std::int64_t>(std::ceil(wait * 1000)));
}

void pacer::overflowed(moment now) {
    level_ = std::max(leaked(level_, leak_, now - as_of_), capacity_);
    as_of_ = now;
}

}  // namespace bot::wire
