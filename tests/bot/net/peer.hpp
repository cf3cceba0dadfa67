#pragma once
// The other side of a connection, byte by byte and blocking: rude where the test wants it rude.
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <thread>

#include "bot/net/http.hpp"

namespace peers {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

inline tcp::endpoint loopback(unsigned short port) {
    return {asio::ip::address_v4::loopback(), port};
}

// A socket as a test holds it. Reading gives up after 30 s, which then looks like the end of the stream.
class line {
public:
    explicit line(tcp::socket socket) : socket_(std::move(socket)) {
        const timeval patience{30, 0};
        setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    void say(const std::string& bytes) {
        error_code ignored;  // the other side may have hung up: that is what some tests are about
        asio::write(socket_, asio::buffer(bytes), ignored);
    }
    // All until the other side closes.
    std::string rest() {
        error_code ec;
        asio::read(socket_, asio::dynamic_buffer(heard_), ec);
        ended_by_reset = ec == asio::error::connection_reset;
        return std::exchange(heard_, {});
    }
    // Up to and with `end`; shorter when the other side closes before.
    std::string until(const std::string& end) {
        char byte = 0;
        error_code ec;
        while (heard_.find(end) == std::string::npos && asio::read(socket_, asio::buffer(&byte, 1), ec) == 1)
            heard_ += byte;
        const auto at = heard_.find(end);
        const auto size = at == std::string::npos ? heard_.size() : at + end.size();
        const std::string got = heard_.substr(0, size);
        heard_.erase(0, size);
        return got;
    }
    // One answer or request with a Content-Length (or none).
    std::string message() {
        const std::string head = until("\r\n\r\n");
        const auto at = head.find("Content-Length: ");
        if (at == std::string::npos)
            return head;
        const std::size_t size = std::stoul(head.substr(at + 16));
        std::string body(size - std::min(size, heard_.size()), '\0');
        error_code ec;
        asio::read(socket_, asio::buffer(body), ec);
        return head + std::exchange(heard_, {}) + body;
    }
    // Whether there is something to read, or the end.
    bool hears_within(std::chrono::milliseconds patience) {
        pollfd watched{socket_.native_handle(), POLLIN, 0};
        return poll(&watched, 1, static_cast<int>(patience.count())) == 1;
    }
    void half_close() { socket_.shutdown(tcp::socket::shutdown_send); }
    void close() { socket_.close(); }

    bool ended_by_reset = false;

private:
    tcp::socket socket_;
    std::string heard_;
};

// Somebody who calls.
class caller {
public:
    line call(unsigned short port) {
        tcp::socket socket(io_);
        socket.connect(loopback(port));
        return line(std::move(socket));
    }

private:
    asio::io_context io_;
};

// Somebody who is called: plays a script, in a thread of its own.
class callee {
public:
    explicit callee(std::function<void(callee&)> script)
        : acceptor_(io_, loopback(0)), thread_([this, script = std::move(script)] { script(*this); }) {}
    ~callee() { thread_.join(); }
    callee(const callee&) = delete;
    callee& operator=(const callee&) = delete;

    line next() { return line(acceptor_.accept()); }
    void close() { acceptor_.close(); }
    [[nodiscard]] unsigned short port() const { return port_; }

private:
    asio::io_context io_;
    tcp::acceptor acceptor_;
    unsigned short port_ = acceptor_.local_endpoint().port();
    std::thread thread_;
};

template <class T>
T run(asio::io_context& io, asio::awaitable<T> work) {
    std::optional<T> result;
    asio::co_spawn(io, std::move(work), [&](const std::exception_ptr& thrown, T value) {
        if (thrown)
            std::rethrow_exception(thrown);
        result.emplace(std::move(value));
    });
    io.restart();
    io.run();
    return std::move(result.value());
}

// A door whose io_context runs in a thread of its own.
class open_door {
public:
    open_door(bot::net::door_limits limits, bot::net::handler on_request, const std::string& certificate = "",
              const std::string& key = "")
        : door(io, "127.0.0.1:0", certificate, key, limits, std::move(on_request)),
          port(door.port()),
          thread_([this] { io.run(); }) {}
    ~open_door() {
        asio::post(io, [this] { io.stop(); });
        thread_.join();
    }
    open_door(const open_door&) = delete;
    open_door& operator=(const open_door&) = delete;

    asio::io_context io;
    bot::net::door door;
    unsigned short port;

private:
    std::thread thread_;
};

// Room for `count` sockets and some more.
inline bool allow_sockets(rlim_t count) {
    rlimit now{};
    getrlimit(RLIMIT_NOFILE, &now);
    now.rlim_cur = std::min(now.rlim_max, std::max(now.rlim_cur, count + 100));
    return setrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur >= count + 100;
}

}  // namespace peers
