#pragma once
// The portal as one asks it: at its pace, with a token that is good, again where that is safe, and patiently.
// Protocol 2.6.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/token_keeper.hpp"
#include "bot/wire/call.hpp"
#include "bot/wire/dialect.hpp"
#include "bot/wire/pacer.hpp"

namespace bot {

struct portal_state {
    std::optional<clock::moment>
        last_contact;  // an answer of the portal that was one, a refusal of business included
    std::optional<clock::moment> troubled_at;
    std::string last_trouble;  // code and text, without secrets
    authorization access = authorization::fine;
};

class portal_client {
public:
    // `safe`: doing it twice is as good as once, so passing faults are answered by three repetitions, after
    // 1, 3 and 9 s.
    enum class repeat { never, safe };
    // `later`: nobody waits for it, so it leaves the bucket's reserve to those who do (wire::pacer).
    enum class urgency { now, later };

    // `outside` and `time` outlive the client, and the client its calls. Throws as token_keeper.
    portal_client(portal_settings settings, transport& outside, clock& time, save_tokens save);

    // See token_keeper::use. With a webhook it is not needed.
    void use(const wire::credentials& pair) { tokens_.use(pair); }
    // How calls about bots are worded from now on.
    void speak(wire::dialect how) { dialect_ = std::move(how); }
    [[nodiscard]] const wire::dialect& dialect() const { return dialect_; }

    // A request to the portal takes 65 s at most, a call with all its waits and repetitions call_patience and
    // a request. Refusals have been remedied as far as this side can; what is left is for the caller: a call
    // that was refused with maybe_done may have been done. Codes of our own: NETWORK, NOT_JSON (see wire),
    // PORTAL_MOVED (a redirect: the portal has a name that was not allowed, or that its authorization server
    // does not confirm), NO_AUTH_FOUND with status 0 (not installed), QUERY_LIMIT_EXCEEDED with status 0 (the
    // queue at the bucket is too long), OPERATION_TIME_LIMIT with status 0 (the method is paused; not even
    // asked). Throws what save_tokens throws (nothing was done then), and std::logic_error for calls that
    // cannot be encoded.
    boost::asio::awaitable<wire::reply> call(wire::call what, repeat how = repeat::never,
                                             urgency when = urgency::now);
    // One request, one reply a call, in order. At most wire::batch_calls_max; none: no request.
    boost::asio::awaitable<std::vector<wire::reply>> batch(std::vector<wire::call> what,
                                                           repeat how = repeat::never,
                                                           urgency when = urgency::now);
    // For `connect`: see token_keeper::exchange.
    boost::asio::awaitable<boost::system::result<wire::credentials, wire::refusal>> exchange_code(
        std::string code);

    [[nodiscard]] portal_state state() const;
    // HTTP requests so far: by method, "batch" and "oauth/token" among them.
    [[nodiscard]] std::map<std::string, std::uint64_t> requests() const;
    [[nodiscard]] std::uint64_t requests_total() const;
    // What is to be added to our clock for the portal's, as far as its answers tell: 0 when they allow for
    // it.
    [[nodiscard]] std::chrono::milliseconds ahead() const { return ahead_; }
    // The bucket as it stands; as the process before this one left it; and who keeps it for the one after,
    // told of each request that is booked.
    [[nodiscard]] wire::pacer::state pace() const { return pacer_.get(); }
    void resume(const wire::pacer::state& left) { pacer_.restore(left); }
    void keep_pace(std::function<void(const wire::pacer::state&)> booked) { booked_ = std::move(booked); }

private:
    struct work;
    struct attempt;

    boost::asio::awaitable<std::vector<wire::reply>> see_through(work job);
    boost::asio::awaitable<void> once(work& job, attempt& tried);
    boost::asio::awaitable<std::optional<wire::refusal>> may_go(const work& job);
    boost::asio::awaitable<bool> give_way(const work& job);
    boost::asio::awaitable<bool> remedied(work& job, attempt& tried);
    boost::asio::awaitable<bool> renewed(work& job, attempt& tried);
    boost::asio::awaitable<bool> found_again(work& job, attempt& tried);
    void judge(const work& job, const net::answer& answer, attempt& tried);
    void note(const work& job, const attempt& tried, const std::string& body);
    void compare_clocks(clock::moment sent, const std::optional<wire::served>& when);
    void slow_down();
    void pause(const std::string& method, const std::string& body);

    transport& outside_;
    clock& time_;
    token_keeper tokens_;
    wire::dialect dialect_;
    wire::pacer pacer_;
    std::function<void(const wire::pacer::state&)> booked_;
    clock::moment all_paused_until_{};
    std::chrono::milliseconds ahead_{0};
    int limit_hits_ = 0;                                 // QUERY_LIMIT_EXCEEDED in a row
    std::map<std::string, clock::moment> paused_until_;  // by method
    clock::moment moved_hold_until_{};                   // redirects are not looked into before
    portal_state state_;
    std::map<std::string, std::uint64_t> requests_;
};

constexpr std::chrono::seconds request_patience{65};  // the portal's own is 60 s (2.6.3)
constexpr std::chrono::minutes call_patience{5};

}  // namespace bot
