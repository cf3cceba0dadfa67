#pragma once
// The portal in this process, and the network between it and the bot: requests and events that are lost,
// repeated, late and answered by rubbish.
#include <functional>
#include <memory>
#include <set>

#include "bot/transport.hpp"
#include "diary.hpp"
#include "dice.hpp"
#include "sandbox/events.hpp"
#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"
#include "temper.hpp"

namespace simulation {

using sandbox::id_number;

// A request of the bot on its way.
struct flight {
    boost::asio::steady_timer* bell = nullptr;  // of the coroutine that waits, as long as it does
    std::optional<bot::net::answer> answer;
    bool orphaned = false;  // the process that asked is dead
};

class office {
public:
    // What others want to know of.
    struct listeners {
        std::function<void(const sandbox::delivery&)> at_the_door;  // an event arrives where the bot may be
        std::function<void(const sandbox::message&, bool is_new)> bot_spoke;
        std::function<void()> bucket_overflowed;
    };

    office(agenda& time, diary& book, const temper& mood, std::uint64_t seed);

    sandbox::portal portal;
    listeners told;
    bool calm = false;  // nothing goes wrong while it lasts

    void launch(const std::shared_ptr<flight>& ask, bot::net::address whom, bot::net::outgoing_request what);
    // After anything was done to the portal otherwise than by a request: its events go out.
    void settle();
    void send(sandbox::delivery event);
    void break_down(moment until);
    void mend() { down_until_ = {}; }
    // Forgets what only a portal that lives for years would keep.
    void tidy();
    [[nodiscard]] std::uint64_t requests() const { return requests_; }

private:
    enum class fate;
    struct sent : bot::net::outgoing_request {
        std::string host;  // with the port
    };
    fate fate_of(const bot::net::outgoing_request& what);
    bot::net::answer answered(fate how, const sent& what);
    bot::net::answer passed_on(fate how, const sent& what);
    [[nodiscard]] bool was_sent(const bot::net::outgoing_request& what) const;
    void arrive(const std::shared_ptr<flight>& ask, fate how, const sent& what);
    void come_back(const std::shared_ptr<flight>& ask, milliseconds after, bot::net::answer with);
    void hear_the_bot(const bot::net::outgoing_request& what);

    agenda& time_;
    diary& book_;
    const temper& mood_;
    dice roll_;
    moment down_until_{};
    bool down_by_network_ = false;
    id_number last_message_ = 0;
    std::uint64_t requests_ = 0;
};

// The bot's way to the portal; one of each process.
class way_out final : public bot::transport {
public:
    way_out(office& to, bot::clock& time) : to_(to), time_(time) {}
    ~way_out() override;
    boost::asio::awaitable<bot::net::answer> ask(bot::net::address whom, bot::net::outgoing_request what,
                                                 std::chrono::milliseconds patience) override;

private:
    office& to_;
    bot::clock& time_;
    std::set<std::shared_ptr<flight>> under_way_;
};

}  // namespace simulation
