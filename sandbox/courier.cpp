#include "sandbox/courier.hpp"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "sandbox/deliveries.hpp"
#include "sandbox/request_log.hpp"

namespace sandbox {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

struct address {
    std::string host, port, target;
    [[nodiscard]] std::string authority() const { return host + ":" + port; }
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
    request.set(http::field::host, to.authority());
    request.set(http::field::user_agent, "Bitrix24 sandbox");
    request.set(http::field::content_type, "application/x-www-form-urlencoded");
    request.keep_alive(true);
    request.body() = body;
    request.prepare_payload();
    return request;
}

constexpr auto patience = 5s;

}  // namespace

// A connection to one handler, kept for the next event.
struct courier::line {
    explicit line(const asio::any_io_executor& executor, std::string authority)
        : to(std::move(authority)), stream(executor) {}

    // Has the handler left it open? An event is sent once, so a line that may be dead is not tried.
    bool is_fresh() {
        constexpr auto longest_rest = 2s;
        char byte = 0;
        const auto peeked = ::recv(stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        const bool silent = peeked < 0 && errno == EAGAIN;
        return silent && std::chrono::steady_clock::now() - used < longest_rest;
    }

    std::string to;  // "127.0.0.1:8080"
    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    std::chrono::steady_clock::time_point used;
};

courier::courier(asio::io_context& io, portal& p) : io_(io), p_(p), held_until_(io) {}
courier::~courier() = default;

// The kept line, or a new one; nothing when the handler is not to be reached.
asio::awaitable<std::unique_ptr<courier::line>> courier::line_to(const std::string& host,
                                                                 const std::string& port,
                                                                 boost::system::error_code& failed) {
    std::unique_ptr<line> kept = std::move(kept_);
    if (kept && kept->to == host + ":" + port && kept->is_fresh())
        co_return kept;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    tcp::resolver resolver(io_);
    const auto endpoints = co_await resolver.async_resolve(host, port, token);
    if (failed)
        co_return nullptr;
    auto made = std::make_unique<line>(io_.get_executor(), host + ":" + port);
    made->stream.expires_after(patience);
    co_await made->stream.async_connect(endpoints, token);
    if (failed)
        co_return nullptr;
    made->stream.socket().set_option(tcp::no_delay(true), failed);
    co_return made;
}

asio::awaitable<post_outcome> courier::post_form(const std::string& url, const std::string& body) {
    post_outcome outcome;
    const auto to = taken_apart(url);
    if (!to) {
        outcome.error = "only http:// handlers can be reached";
        co_return outcome;
    }
    boost::system::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    std::unique_ptr<line> over = co_await line_to(to->host, to->port, failed);
    const auto request = form_request(*to, body);
    if (!failed) {
        over->stream.expires_after(patience);
        co_await http::async_write(over->stream, request, token);
    }
    http::response<http::string_body> response;
    if (!failed)
        co_await http::async_read(over->stream, over->buffer, response, token);
    if (failed) {
        outcome.error = failed.message();
        co_return outcome;
    }
    outcome.status = static_cast<int>(response.result_int());
    over->stream.expires_never();
    over->used = std::chrono::steady_clock::now();
    if (response.keep_alive())
        kept_ = std::move(over);
    co_return outcome;
}

asio::awaitable<post_outcome> courier::post(delivery what) {
    ++under_way_;
    post_outcome outcome = co_await post_form(what.url, what.body);
    settle_delivery(p_, what, outcome.status, outcome.error);
    --under_way_;
    settled();
    co_return outcome;
}

void courier::collect() {
    event_faults& faults = p_.faults.events;
    while (auto next = take_delivery(p_)) {
        const delivery what = std::move(*next);
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
