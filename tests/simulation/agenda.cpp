#include "agenda.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace simulation {

namespace asio = boost::asio;

void agenda::plan(moment when, std::function<void()> what) {
    plans_.emplace(std::pair(std::max(when, now_), planned_++), std::move(what));
}

std::optional<moment> agenda::next() const {
    if (plans_.empty())
        return std::nullopt;
    return plans_.begin()->first.first;
}

void agenda::do_next() {
    auto first = plans_.extract(plans_.begin());
    jump(first.key().first);
    first.mapped()();
}

// In the frame of the coroutine that waits: gone from the clock however the waiting ends, a kill included.
struct process_clock::alarm {
    alarm(process_clock& of, moment when, asio::steady_timer& bell) : clock(of), at(when, of.waits_++) {
        clock.alarms_.emplace(at, &bell);
    }
    alarm(const alarm&) = delete;
    alarm& operator=(const alarm&) = delete;
    ~alarm() { clock.alarms_.erase(at); }
    process_clock& clock;
    key at;
};

asio::awaitable<void> process_clock::wait(asio::steady_timer& bell, milliseconds at_most) {
    bell.expires_at(asio::steady_timer::time_point::max());
    const alarm set(*this, world_.now() + std::max(at_most, milliseconds(0)), bell);
    boost::system::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
}

std::optional<moment> process_clock::next() const {
    if (alarms_.empty())
        return std::nullopt;
    return alarms_.begin()->first.first;
}

void process_clock::ring() {
    while (!alarms_.empty() && alarms_.begin()->first.first <= world_.now()) {
        auto* bell = alarms_.begin()->second;
        alarms_.erase(alarms_.begin());
        bell->cancel();
    }
}

}  // namespace simulation
