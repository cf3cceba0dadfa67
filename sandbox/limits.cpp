#include "sandbox/limits.hpp"

#include <algorithm>
#include <numeric>

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t minutes_kept = 10;

std::int64_t minute_of(instant at) {
    return std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count();
}

std::pair<std::string, std::string> key_of(const caller& who, const std::string& name) {
    return {who.webhook ? "webhook" : "application", lower_case(name)};
}

// Empties the slots of minutes that have dropped out since it was last looked at.
void roll(operating_time& spent, std::int64_t now) {
    const auto passed = std::min(now - spent.minute, minutes_kept);
    for (std::int64_t i = 0; i < passed; ++i)
        spent.seconds[static_cast<std::size_t>((now - i) % minutes_kept)] = 0;
    spent.minute = now;
}

double total(const operating_time& spent) {
    return std::accumulate(spent.seconds.begin(), spent.seconds.end(), 0.0);
}

double cost_of(const portal& p, const std::string& lower_case_method) {
    const auto& planned = p.faults.operating;
    for (const auto& name : {lower_case_method, std::string("*")})
        if (const auto found = planned.find(name); found != planned.end())
            return found->second;
    return p.set.operating_cost;
}

double drained(const portal& p, const leaky_bucket& bucket) {
    const double passed = std::chrono::duration<double>(p.clock() - bucket.at).count();
    return std::max(0.0, bucket.level - passed * p.set.bucket_drain);
}

}  // namespace

double bucket_level(const portal& p) {
    double highest = 0;
    for (const auto& [address, bucket] : p.buckets)
        highest = std::max(highest, drained(p, bucket));
    return highest;
}

bool poured_into_bucket(portal& p, const std::string& address) {
    auto& bucket = p.buckets[address];
    const moment now = p.clock();
    bucket = {drained(p, bucket), now};
    if (bucket.level + 1 > p.set.bucket_capacity)
        return false;
    bucket.level += 1;
    p.counted.highest_bucket = std::max(p.counted.highest_bucket, bucket.level);
    return true;
}

void spend_operating_time(portal& p, const caller& who, const std::string& name) {
    constexpr double shortest_counted = 0.1;
    const auto key = key_of(who, name);
    if (p.set.operating_limit <= 0 || key.second == "batch")
        return;
    auto& spent = p.operating[key];
    const std::int64_t now = minute_of(p.now());
    roll(spent, now);
    if (total(spent) >= p.set.operating_limit) {
        ++p.counted.operation_limit;
        throw refusal("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429);
    }
    const double cost = cost_of(p, key.second);
    if (cost > shortest_counted)
        spent.seconds[static_cast<std::size_t>(now % minutes_kept)] += cost;
}

operating_view operating_of(const portal& p, const caller& who, const std::string& name) {
    const std::int64_t now = minute_of(p.now());
    operating_view view{0, p.now().time_since_epoch().count() + 600};
    const auto found = p.operating.find(key_of(who, name));
    if (found == p.operating.end())
        return view;
    operating_time spent = found->second;
    roll(spent, now);
    view.used = total(spent);
    for (std::int64_t minute = now - minutes_kept + 1; minute <= now; ++minute)
        if (spent.seconds[static_cast<std::size_t>(minute % minutes_kept)] > 0) {
            view.reset_at = (minute + minutes_kept) * 60;
            break;
        }
    return view;
}

bool tells_operating(const portal& p) {
    return p.set.bucket || p.set.operating_limit > 0;
}

}  // namespace sandbox
