#include "sandbox/courier.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "sandbox/request_log.hpp"

namespace sandbox {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

struct address {
    std::string host, port, target;
};

std::optional<address> taken_apart(const std::string& url) {
    constexpr std::string_view scheme = "http://";
    if (url.rfind(scheme, 0) != 0)
        return std::nullopt;
    const auto slash = std::min(url.find('/', scheme.size()), url.size());
    const std::string authority = url.substr(scheme.size(), slash - scheme.size());
    const auto colon = authority.rfind(':');
    address to;
    to.host = authority.substr(0, colon);
    to.port = colon == std::string::npos ? "80" : authority.substr(colon + 1);
    to.target = slash < url.size() ? url.substr(slash) : "/";
    return to;
}

http::request<http::string_body> form_request(const address& to, const std::string& body) {
    http::request<http::string_body> request(http::verb::post, to.target, 11);
    request.set(http::field::host, to.host + ":" + to.port);
    request.set(http::field::user_agent, "Bitrix24 sandbox");
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.set(http::field::connection, "close");
    request.body() = body;
    request.prepare_payload();
    return request;
}

asio::awaitable<post_outcome> post_form(const address& to, const std::string& body) {
    constexpr auto patience = 5s;
    const auto executor = co_await asio::this_coro::executor;
    boost::system::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    post_outcome outcome;
    tcp::resolver resolver(executor);
    const auto endpoints = co_await resolver.async_resolve(to.host, to.port, token);
    beast::tcp_stream stream(executor);
    if (!failed) {
        stream.expires_after(patience);
        co_await stream.async_connect(endpoints, token);
    }
    const auto request = form_request(to, body);
    if (!failed) {
        stream.expires_after(patience);
        co_await http::async_write(stream, request, token);
    }
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    if (!failed) {
        stream.expires_after(patience);
        co_await http::async_read(stream, buffer, response, token);
    }
    if (failed)
        outcome.error = failed.message();
    else
        outcome.status = static_cast<int>(response.result_int());
    co_return outcome;
}

}  // namespace

courier::courier(asio::io_context& io, portal& p) : io_(io), p_(p), held_until_(io) {}

asio::awaitable<post_outcome> courier::post(delivery what) {
    ++under_way_;
    post_outcome outcome;
    const auto to = taken_apart(what.url);
    if (to) {
        outcome = co_await post_form(*to, what.body);
    } else {
        outcome.error = "only http:// handlers can be reached";
    }
    const bool before = p_.app.reachable.value_or(false);
    p_.app.reachable = outcome.status != 0;
    p_.app.last_error = outcome.arrived()     ? ""
                        : outcome.status == 0 ? outcome.error
                                              : "HTTP " + std::to_string(outcome.status);
    if (before != *p_.app.reachable)
        p_.changed();
    log_delivery(p_, what, outcome.status, outcome.error);
    --under_way_;
    settled();
    co_return outcome;
}

void courier::collect() {
    event_faults& faults = p_.faults.events;
    while (!p_.outbox.empty()) {
        const delivery what = std::move(p_.outbox.front());
        p_.outbox.pop_front();
        if (faults.lose > 0) {
            --faults.lose;
            log_delivery(p_, what, 0, "lost as planned");
            continue;
        }
        if (faults.reorder > 0) {
            --faults.reorder;
            held_.push_back(what);
            if (faults.reorder == 0)
                release_held();
            else
                release_held_soon();
            continue;
        }
        const int copies = faults.repeat > 0 ? 2 : 1;
        faults.repeat -= copies - 1;
        for (int copy = 0; copy < copies; ++copy)
            enqueue(what);
    }
}

// When fewer events come than were to be reordered.
void courier::release_held_soon() {
    held_until_.expires_after(1s);
    held_until_.async_wait([this](auto cancelled) {
        if (!cancelled)
            release_held();
    });
}

void courier::release_held() {
    held_until_.cancel();
    while (!held_.empty()) {
        enqueue(held_.back());
        held_.pop_back();
    }
}

void courier::enqueue(delivery what) {
    if (p_.faults.events.delay_ms > 0) {
        const std::chrono::milliseconds delay(p_.faults.events.delay_ms);
        asio::co_spawn(io_, enqueue_later(std::move(what), delay), asio::detached);
        return;
    }
    queue_.push_back(std::move(what));
    if (!working_)
        asio::co_spawn(io_, work(), asio::detached);
    working_ = true;
}

asio::awaitable<void> courier::enqueue_later(delivery what, std::chrono::milliseconds delay) {
    ++under_way_;
    asio::steady_timer timer(io_, delay);
    co_await timer.async_wait(asio::use_awaitable);
    --under_way_;
    post_outcome outcome = co_await post(std::move(what));
    (void)outcome;
}

asio::awaitable<void> courier::work() {
    while (!queue_.empty()) {
        delivery next = std::move(queue_.front());
        queue_.pop_front();
        post_outcome outcome = co_await post(std::move(next));
        (void)outcome;
    }
    working_ = false;
    settled();
}

void courier::settled() {
    if (under_way_ == 0 && queue_.empty() && held_.empty())
        for (auto* waiter : idle_waiters_)
            waiter->cancel();
}

asio::awaitable<bool> courier::until_idle(std::chrono::milliseconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    const auto busy = [this] { return under_way_ != 0 || !queue_.empty() || !held_.empty(); };
    while (busy() && std::chrono::steady_clock::now() < until) {
        asio::steady_timer timer(io_, until);
        idle_waiters_.insert(&timer);
        boost::system::error_code woken;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        idle_waiters_.erase(&timer);
    }
    co_return !busy();
}

}  // namespace sandbox
