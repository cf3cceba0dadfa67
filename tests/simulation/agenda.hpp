#pragma once
// Time of the simulated world: it jumps from one thing that happens to the next.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "bot/clock.hpp"

namespace simulation {

using moment = bot::clock::moment;
using std::chrono::milliseconds;

class agenda {
public:
    explicit agenda(moment start) : now_(start) {}
    [[nodiscard]] moment now() const { return now_; }
    // Things of one moment happen in the order they were planned in. What lies in the past happens now.
    void plan(moment when, std::function<void()> what);
    void plan_in(milliseconds delay, std::function<void()> what) { plan(now_ + delay, std::move(what)); }
    [[nodiscard]] std::optional<moment> next() const;
    void do_next();
    void jump(moment to) { now_ = std::max(now_, to); }

private:
    moment now_;
    std::int64_t planned_ = 0;
    std::map<std::pair<moment, std::int64_t>, std::function<void()>> plans_;
};

// The clock of one process: whoever waits is woken by ring(). Dies with the process.
class process_clock final : public bot::clock {
public:
    process_clock(const agenda& world, milliseconds ahead) : world_(world), ahead_(ahead) {}
    [[nodiscard]] moment now() const override { return world_.now() + ahead_; }
    boost::asio::awaitable<void> wait(boost::asio::steady_timer& bell, milliseconds at_most) override;

    [[nodiscard]] std::optional<moment> next() const;  // in the world's time
    void ring();                                       // all bells that are due

private:
    using key = std::pair<moment, std::int64_t>;
    struct alarm;

    const agenda& world_;
    milliseconds ahead_;  // of the world's
    std::int64_t waits_ = 0;
    std::map<key, boost::asio::steady_timer*> alarms_;
};

}  // namespace simulation
