#pragma once
// HTTP over sockets. The only folder that includes Beast and OpenSSL; this header includes neither.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace bot::net {

namespace asio = boost::asio;

struct address {
    bool tls = true;
    std::string host;
    std::string port;  // "443"
    // "https://acme.bitrix24.ru/rest/" without its path; throws std::invalid_argument for anything but
    // http(s)://host[:port]. Plain http is for loopback hosts only: throws otherwise.
    static address of(std::string_view url);
    friend bool operator==(const address&, const address&) = default;
};

// ---- Asking others.

struct outgoing_request {
    std::string method = "POST";  // or GET
    std::string target;
    std::string body;
    std::string content_type = "application/json";
    bool repeatable = false;  // doing it twice is as good as once
};

struct answer {
    enum class how {
        answered,
        not_sent,
        maybe_sent
    } outcome = how::answered;  // not_sent: nothing of it reached the other side
    int status = 0;
    std::string body;
    std::string location;  // of a redirect; never followed here (T9)
    std::string trouble;   // for the log when not answered; no secrets in it
};

// Connections are kept alive and used again. One that the other side closed meanwhile is noticed before
// anything is sent; when it closes under a request without a byte of an answer, the request is repeated once
// on a new connection if nothing of it had gone out or it is `repeatable`, else it is maybe_sent. TLS 1.2 or
// newer, certificate and host name verified. Not thread-safe; requests to one address may run at the same
// time on several connections. Must outlive what it was asked.
class client {
public:
    explicit client(asio::io_context& io);
    ~client();
    // Every wait has a deadline: looking up 10 s, connecting 10 s, the whole request `patience`. Bodies above
    // 32 MiB are a failure. Never throws.
    asio::awaitable<answer> ask(const address& whom, outgoing_request what,
                                std::chrono::milliseconds patience);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

// ---- Being asked.

struct incoming_request {
    std::string method;  // HEAD comes as GET and is answered without the body
    std::string path;    // without the query, percent-decoded not at all
    std::string query;
    std::string content_type;
    std::string body;
};

struct response {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

struct door_limits {
    std::size_t body_max = 1 << 20;      // 413 beyond
    std::size_t header_max = 16 * 1024;  // 431 beyond
    std::size_t connections_max = 512;   // beyond: the longest idle one is closed, or else the newcomer
    std::chrono::seconds reading{10};    // for a whole request to arrive: then the connection is closed
    std::chrono::seconds idle{60};
};

// Handles one request; may wait (e.g. for the group commit). An exception becomes 500 without a word about
// it.
using handler = std::function<asio::awaitable<response>(incoming_request)>;

class door {
public:
    // Listens at once; throws boost::system::system_error when the address is taken or wrong. `listen` is
    // "127.0.0.1:8080", port 0 picks one. With certificate and key (PEM files) it speaks TLS.
    door(asio::io_context& io, const std::string& listen, const std::string& tls_certificate,
         const std::string& tls_key, door_limits limits, handler on_request);
    ~door();
    [[nodiscard]] unsigned short port() const;
    // Accepts no more; connections end after the request in hand.
    void close();
    [[nodiscard]] std::size_t busy() const;  // requests in hand

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace bot::net
