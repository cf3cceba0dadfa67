#include "bot/portal_client.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::array repeat_after{1s, 3s, 9s};
constexpr auto method_pause = 60s;  // when the portal does not say for how long (2.6.2)
constexpr auto method_pause_max = 10min;
constexpr auto moved_hold = 10min;

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 307 || status == 308;
}

std::string host_in(const std::string& location) {
    try {
        return net::address::of(location).host;
    } catch (const std::invalid_argument&) {
        return {};
    }
}

bool is_about_plans(const std::string& code) {
    return code == "ACCESS_DENIED" || code == "PAYMENT_REQUIRED" || code == "WRONG_LICENSE" ||
           code == "OVERLOAD_LIMIT" || code == "BITRIX_REST_V3_EXCEPTION_LICENSEEXCEPTION";
}

// Refusals of one method, which say nothing of the others.
bool is_about_one_method(const std::string& code) {
    return code == "insufficient_scope" || code == "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION" ||
           code == "METHOD_CONFIRM_WAITING" || code == "METHOD_CONFIRM_DENIED";
}

}  // namespace

// One call or batch on its way through all repetitions.
struct portal_client::work {
    std::vector<wire::call> calls;
    bool batched = false;
    bool repeatable = false;
    bool urgent = true;
    clock::moment until;   // no new attempt after
    bool renewed = false;  // the token, for this work
    bool moved = false;    // a redirect was looked into
    std::size_t failures = 0;

    [[nodiscard]] const std::string& name() const {
        static const std::string all = "batch";
        return batched ? all : calls.front().method;
    }
    [[nodiscard]] bool v3() const { return !batched && calls.front().v3; }
};

struct portal_client::attempt {
    std::vector<wire::reply> replies;
    std::optional<wire::refusal> refused;  // the request as a whole
    bool asked = false;                    // the portal, in earnest
    bool redirected = false;
    std::string moved_to;  // host of the redirect
    token_keeper::access with;
    std::optional<wire::served> served;

    void refuse(const work& job, wire::refusal why) {
        replies.assign(job.calls.size(), wire::reply(why));
        refused = std::move(why);
    }
};

portal_client::portal_client(portal_settings settings, transport& outside, clock& time, save_tokens save)
    : outside_(outside),
      time_(time),
      tokens_(settings, outside, time, std::move(save)),
      pacer_(settings.requests_per_second, settings.burst) {}

asio::awaitable<wire::reply> portal_client::call(wire::call what, repeat how, urgency when) {
    work job;
    job.urgent = when == urgency::now;
    job.calls.push_back(std::move(what));
    job.repeatable = how == repeat::safe;
    auto replies = co_await see_through(std::move(job));
    co_return std::move(replies.front());
}

asio::awaitable<std::vector<wire::reply>> portal_client::batch(std::vector<wire::call> what, repeat how,
                                                               urgency when) {
    work job;
    job.urgent = when == urgency::now;
    if (what.empty())
        co_return std::vector<wire::reply>();
    job.calls = std::move(what);
    job.batched = true;
    job.repeatable = how == repeat::safe;
    co_return co_await see_through(std::move(job));
}

asio::awaitable<boost::system::result<wire::credentials, wire::refusal>> portal_client::exchange_code(
    std::string code) {
    co_return co_await tokens_.exchange(std::move(code));
}

asio::awaitable<std::vector<wire::reply>> portal_client::see_through(work job) {
    job.until = time_.now() + call_patience;
    bool again = true;
    attempt tried;
    while (again) {
        tried = attempt();
        co_await once(job, tried);
        again = false;
        if (tried.refused && tried.asked)
            again = co_await remedied(job, tried);
    }
    co_return std::move(tried.replies);
}

asio::awaitable<void> portal_client::once(work& job, attempt& tried) {
    auto held_back = co_await may_go(job);
    const auto access = tokens_.current();  // after the waiting: it may be a newer one now
    if (!held_back && !access)
        held_back = wire::refusal{"NO_AUTH_FOUND", "the bot is not installed on a portal", 0, false};
    if (held_back) {
        tried.refuse(job, std::move(*held_back));
        co_return;
    }
    tried.with = *access;
    std::vector<wire::call> worded;
    for (const auto& each : job.calls)
        worded.push_back(wire::spoken(each, dialect_));
    auto encoded = job.batched ? wire::encode_batch(worded, access->base, access->token)
                               : wire::encode(worded.front(), access->base, access->token);
    net::outgoing_request request;
    request.target = std::move(encoded.target);
    request.body = std::move(encoded.body);
    request.repeatable = job.repeatable;
    ++requests_[job.name()];
    tried.asked = true;
    const auto sent = time_.now();
    const auto answer = co_await outside_.ask(access->where, std::move(request), request_patience);
    judge(job, answer, tried);
    compare_clocks(sent, tried.served);
    note(job, tried, answer.body);
}

// Waits until the portal may be asked. A refusal when it may not be within the work's time.
asio::awaitable<std::optional<wire::refusal>> portal_client::may_go(const work& job) {
    for (const auto& each : job.calls) {
        const auto paused = paused_until_.find(each.method);
        if (paused != paused_until_.end() && time_.now() < paused->second)
            co_return wire::refusal{"OPERATION_TIME_LIMIT", each.method + " is paused", 0, false};
    }
    const wire::refusal too_long{"QUERY_LIMIT_EXCEEDED", "too many requests wait for the portal", 0, false};
    do {
        const auto paused = all_paused_until_ - time_.now();
        if (time_.now() + std::max(paused, 0ms) > job.until)
            co_return too_long;
        if (paused > 0ms)
            co_await time_.sleep(paused);
        const bool refused = co_await give_way(job);
        if (refused)
            co_return too_long;
        wire::pacer booked = pacer_;
        const auto wait = booked.book(time_.now());
        if (time_.now() + wait > job.until)
            co_return too_long;
        pacer_ = booked;
        if (booked_)
            booked_(pacer_.get());
        if (wait > 0ms)
            co_await time_.sleep(wait);
    } while (time_.now() < all_paused_until_);  // the limit was hit by another call meanwhile
    if (!tokens_.spent())
        co_return std::nullopt;
    co_return co_await tokens_.renew(tokens_.generation());
}

// Work that nobody waits for waits until the bucket's reserve is left. True: that would take too long.
asio::awaitable<bool> portal_client::give_way(const work& job) {
    while (!job.urgent) {
        const auto wait = pacer_.until_room(time_.now());
        if (wait <= 0ms)
            break;
        if (time_.now() + wait > job.until)
            co_return true;
        co_await time_.sleep(wait);
    }
    co_return false;
}

void portal_client::judge(const work& job, const net::answer& answer, attempt& tried) {
    if (answer.outcome != net::answer::how::answered)
        return tried.refuse(job, {"NETWORK", tokens_.without_secrets(answer.trouble), 0,
                                  answer.outcome == net::answer::how::maybe_sent});
    if (is_redirect(answer.status)) {
        tried.redirected = true;
        tried.moved_to = host_in(answer.location);
        return tried.refuse(
            job, {"PORTAL_MOVED", "answered by a redirect to " + tried.moved_to, answer.status, false});
    }
    if (job.batched)
        tried.replies = wire::decode_batch(answer.status, answer.body, job.calls.size(), &tried.served);
    else
        tried.replies.push_back(wire::decode(answer.status, answer.body, &tried.served));
    for (std::size_t k = 0; k < tried.replies.size(); ++k) {
        auto& each = tried.replies[k];
        if (each.has_value()) {
            each = wire::understood(std::move(each.value()), job.calls[k], dialect_);
            continue;
        }
        auto why = each.error();
        why.text = tokens_.without_secrets(why.text);
        each = why;
    }
    // The members of a batch may all be refused without the batch being so.
    const auto whole = job.batched && tried.replies.front().has_error()
                           ? wire::decode(answer.status, answer.body)
                           : tried.replies.front();
    if (whole.has_error())
        tried.refused = tried.replies.front().error();
}

// What each answer tells of the portal as a whole.
void portal_client::note(const work& job, const attempt& tried, const std::string& body) {
    const auto what = tried.refused ? wire::remedy_for(*tried.refused, job.v3()) : wire::remedy::give_up;
    if (!tried.refused || (what == wire::remedy::give_up && !tried.redirected)) {
        state_.last_contact = time_.now();
        state_.access = authorization::fine;
        limit_hits_ = 0;
    } else {
        state_.troubled_at = time_.now();
        state_.last_trouble = tried.refused->code + ": " + tried.refused->text;
        if (tried.redirected)
            state_.access = authorization::moved;
        else if (what == wire::remedy::authorize_again && !is_about_one_method(tried.refused->code))
            state_.access = is_about_plans(tried.refused->code) ? authorization::refused_plan
                                                                : authorization::must_authorize_again;
    }
    bool limited = false;
    for (std::size_t i = 0; i < tried.replies.size(); ++i) {
        if (tried.replies[i].has_value())
            continue;
        const auto each = wire::remedy_for(tried.replies[i].error(), job.calls[i].v3);
        limited = limited || each == wire::remedy::slow_down;
        if (each == wire::remedy::pause_method)
            pause(job.calls[i].method, body);
    }
    if (limited)
        slow_down();
}

// The portal worked on it after it was sent and before it was back: what is known of its clock changes only
// when that could not be.
void portal_client::compare_clocks(clock::moment sent, const std::optional<wire::served>& when) {
    if (!when)
        return;
    const auto least = when->until - time_.now();
    const auto most = when->from - sent;
    if (least <= most)  // else a clock was set meanwhile
        ahead_ = std::clamp(ahead_, least, most);
}

void portal_client::slow_down() {
    all_paused_until_ = time_.now() + wire::backoff(limit_hits_++, requests_total());
    pacer_.overflowed(time_.now());
}

void portal_client::pause(const std::string& method, const std::string& body) {
    const auto now = time_.now();
    const auto named = wire::operating_reset(body);
    const clock::moment until = named ? clock::moment(*named) : now + method_pause;
    paused_until_[method] = std::clamp<clock::moment>(until, now + 1s, now + method_pause_max);
}

// Whether the work is to be tried again. Waits as long as the remedy takes.
asio::awaitable<bool> portal_client::remedied(work& job, attempt& tried) {
    if (tried.redirected)
        co_return co_await found_again(job, tried);
    const auto what = wire::remedy_for(*tried.refused, job.v3());
    if (what == wire::remedy::refresh_token)
        co_return co_await renewed(job, tried);
    if (what == wire::remedy::slow_down)  // refused before it was looked at, so any call may be repeated
        co_return all_paused_until_ <= job.until;
    if (what != wire::remedy::try_again || !job.repeatable || job.failures >= repeat_after.size())
        co_return false;
    const auto wait = repeat_after[job.failures++];
    if (time_.now() + wait > job.until)
        co_return false;
    co_await time_.sleep(wait);
    co_return true;
}

asio::awaitable<bool> portal_client::renewed(work& job, attempt& tried) {
    if (job.renewed || !tokens_.settings().webhook.empty()) {
        state_.access = authorization::must_authorize_again;
        co_return false;
    }
    job.renewed = true;
    tokens_.refused_by_portal(tried.with.generation);
    auto refused = co_await tokens_.renew(tried.with.generation);
    if (!refused)
        co_return true;
    state_.troubled_at = time_.now();
    state_.last_trouble = refused->code + ": " + refused->text;
    tried.refuse(job, std::move(*refused));
    co_return false;
}

// T9. A redirect is believed only when the authorization server names the same host, and it is an allowed
// one.
asio::awaitable<bool> portal_client::found_again(work& job, attempt& tried) {
    if (job.moved || !tokens_.settings().webhook.empty() || time_.now() < moved_hold_until_)
        co_return false;
    job.moved = true;
    const auto refused = co_await tokens_.renew(tried.with.generation);
    const auto access = tokens_.current();
    if (!refused && access && access->where.host == tried.moved_to && !(access->where == tried.with.where))
        co_return true;
    moved_hold_until_ = time_.now() + moved_hold;
    co_return false;
}

portal_state portal_client::state() const {
    auto now = state_;
    if (tokens_.state() != authorization::fine)
        now.access = tokens_.state();
    return now;
}

std::map<std::string, std::uint64_t> portal_client::requests() const {
    auto all = requests_;
    if (tokens_.renewals_asked() > 0)
        all["oauth/token"] = tokens_.renewals_asked();
    return all;
}

std::uint64_t portal_client::requests_total() const {
    std::uint64_t sum = tokens_.renewals_asked();
    for (const auto& [name, count] : requests_)
        sum += count;
    return sum;
}

}  // namespace bot
