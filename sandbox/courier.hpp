// Carries events to their handlers: one attempt each, in order, with short deadlines, over a kept connection.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <set>

#include "sandbox/portal.hpp"

namespace sandbox {

namespace asio = boost::asio;

// What came of a POST: the handler's status, or 0 and why.
struct post_outcome {
    int status = 0;
    std::string error;
    [[nodiscard]] bool arrived() const { return status >= 200 && status < 300; }
};

class courier {
public:
    courier(asio::io_context& io, portal& p);
    courier(const courier&) = delete;
    courier& operator=(const courier&) = delete;
    ~courier();

    // Takes what waits in the portal's outbox; planned event faults strike here.
    void collect();
    // One POST at once, past the queue; noted in the log and in portal::app.
    asio::awaitable<post_outcome> post(delivery what);
    // Returns when nothing waits and nothing is under way, or after `most`. True = idle.
    asio::awaitable<bool> until_idle(std::chrono::milliseconds most);

private:
    struct line;

    asio::awaitable<std::unique_ptr<line>> line_to(const std::string& host, const std::string& port,
                                                   boost::system::error_code& failed);
    asio::awaitable<post_outcome> post_form(const std::string& url, const std::string& body);
    void enqueue(delivery what);
    void release_held();
    void release_held_soon();
    asio::awaitable<void> work();
    asio::awaitable<void> enqueue_later(delivery what, std::chrono::milliseconds delay);
    void settled();

    asio::io_context& io_;
    portal& p_;
    std::unique_ptr<line> kept_;  // idle, to the handler of the last event
    std::deque<delivery> queue_;
    std::vector<delivery> held_;  // for planned reordering
    asio::steady_timer held_until_;
    int under_way_ = 0;
    bool working_ = false;
    std::set<asio::steady_timer*> idle_waiters_;
};

}  // namespace sandbox
