#include "bot/poll_pace.hpp"

#include <algorithm>
#include <cmath>

namespace bot {

namespace {

constexpr double share = 0.25;           // of the drain
constexpr double hour = 3600;            // seconds
constexpr double ahead_share = 1.0 / 6;  // of an hour's budget may be spent at once

}  // namespace

bool poll_pace::in_conversation(moment now) const {
    return last_action_ && now - *last_action_ < conversation;
}

poll_pace::duration poll_pace::wanted(moment now, const locale::calendar& working) const {
    if (in_conversation(now))
        return fastest;
    const bool at_work = working.is_working_time(std::chrono::floor<std::chrono::seconds>(now));
    return at_work ? usual_ : std::max(usual_, at_rest);
}

// A bucket: in no hour more runs out of it than its size and an hour's inflow, which together are the budget.
poll_pace::duration poll_pace::after_poll(moment now, const locale::calendar& working, bool more,
                                          int requests) {
    const double budget = drain_ * share * hour;
    const double ahead = budget * ahead_share;
    const double a_second = (budget - ahead) / hour;
    const double passed = std::max(0.0, std::chrono::duration<double>(now - as_of_).count());
    spent_ = std::max(0.0, spent_ - passed * a_second) + requests;
    as_of_ = now;
    const double over = std::max(0.0, spent_ + 1 - ahead);
    const duration paid(static_cast<std::int64_t>(std::ceil(over / a_second * 1000)));
    affordable_at_ = now + paid;
    return std::max(more ? duration(0) : wanted(now, working), paid);
}

}  // namespace bot
