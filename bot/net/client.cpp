#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <vector>

#include "bot/net/connection.hpp"
#include "bot/net/names.hpp"

namespace bot::net {

namespace ssl = asio::ssl;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

constexpr std::chrono::seconds connecting_max{10};
constexpr std::chrono::seconds one_endpoint_max{5};  // the next endpoint of a name is tried after it
constexpr std::chrono::seconds resting_max{30};      // below the idle limits of usual servers
constexpr std::size_t resting_count_max = 8;         // per address; more are closed
constexpr std::size_t body_max = 32u << 20;
constexpr std::uint32_t header_max = 64u << 10;
constexpr std::size_t buffer_max = 256u << 10;
constexpr int interim_answers_max = 8;  // 1xx before the answer proper

using message = http::request<http::string_body>;

std::string authority(const address& whom) {
    const bool v6 = whom.host.find(':') != std::string::npos;
    const std::string host = v6 ? '[' + whom.host + ']' : whom.host;
    return whom.port == (whom.tls ? "443" : "80") ? host : host + ':' + whom.port;
}

std::string key_of(const address& whom) {
    return (whom.tls ? "https://" : "http://") + authority(whom);
}

message written(const address& whom, const outgoing_request& what) {
    message out;
    out.method_string(what.method);
    out.target(what.target);
    out.version(11);
    out.set(http::field::host, authority(whom));
    out.set(http::field::user_agent, "deadline-guard");
    out.set(http::field::accept, "application/json");
    if (!what.body.empty() || what.method != "GET") {
        out.set(http::field::content_type, what.content_type);
        out.body() = what.body;
        out.content_length(what.body.size());
    }
    return out;
}

// One try on one connection.
struct attempt {
    answer result;
    bool closed_on_us = false;  // the other side ended the connection without a byte of an answer
    bool reusable = false;
};

void failed(attempt& of, answer::how how, const char* doing, error_code ec) {
    of.result.outcome = how;
    of.result.trouble = std::string(doing) + ": " + ec.message();
}

bool ended_by_peer(error_code ec) {
    return ec == http::error::end_of_stream || ec == asio::error::eof ||
           ec == asio::error::connection_reset || ec == asio::error::broken_pipe ||
           ec == ssl::error::stream_truncated;
}

template <class Stream>
asio::awaitable<attempt> read_answer(Stream& stream, connection& c, steady::time_point until) {
    attempt tried;
    for (int interim = 0; interim < interim_answers_max; ++interim) {
        http::response_parser<http::string_body> parser;
        parser.body_limit(body_max);
        parser.header_limit(header_max);
        error_code ec;
        c.tcp.expires_at(until);
        co_await http::async_read(stream, c.buffer, parser, into(ec));
        if (ec) {
            failed(tried, answer::how::maybe_sent, "reading the answer", ec);
            tried.closed_on_us = ended_by_peer(ec) && !parser.got_some();
            co_return tried;
        }
        auto got = parser.release();
        if (got.result_int() < 200)
            continue;
        tried.result.status = static_cast<int>(got.result_int());
        tried.result.location = std::string(got[http::field::location]);
        // Bytes nobody asked for would be read as the answer to the next request.
        tried.reusable = got.keep_alive() && !got.need_eof() && c.buffer.size() == 0;
        tried.result.body = std::move(got.body());
        co_return tried;
    }
    failed(tried, answer::how::maybe_sent, "reading the answer", asio::error::invalid_argument);
    co_return tried;
}

template <class Stream>
asio::awaitable<attempt> exchange(Stream& stream, connection& c, const message& what,
                                  steady::time_point until) {
    error_code ec;
    c.tcp.expires_at(until);
    const std::size_t gone_out = co_await http::async_write(stream, what, into(ec));
    if (ec) {
        attempt tried;
        failed(tried, gone_out == 0 ? answer::how::not_sent : answer::how::maybe_sent, "sending", ec);
        tried.closed_on_us = ended_by_peer(ec);
        co_return tried;
    }
    co_return co_await read_answer(stream, c, until);
}

asio::awaitable<attempt> try_on(connection& c, const message& what, steady::time_point until) {
    if (c.tls)
        co_return co_await exchange(*c.tls, c, what, until);
    co_return co_await exchange(c.tcp, c, what, until);
}

// A resting connection on which anything can be read is one the other side has ended.
bool still_open(connection& c) {
    char byte = 0;
    error_code ec;
    c.tcp.socket().non_blocking(true, ec);
    c.tcp.socket().receive(asio::buffer(&byte, 1), tcp::socket::message_peek, ec);
    return ec == asio::error::would_block || ec == asio::error::try_again;
}

ssl::context trusting_system_authorities() {
    ssl::context made(ssl::context::tls_client);
    made.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                     ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    made.set_default_verify_paths();
    made.set_verify_mode(ssl::verify_peer);
    return made;
}

}  // namespace

struct client::impl {
    explicit impl(asio::io_context& on) : io(on), tls(trusting_system_authorities()), lookups(on) {}

    struct resting {
        std::unique_ptr<connection> line;
        steady::time_point since;
    };
    struct line {
        std::unique_ptr<connection> open;  // null: not connected, see trouble
        std::string trouble;
    };

    asio::awaitable<answer> ask(const address& whom, const outgoing_request& what, steady::time_point until);
    asio::awaitable<line> connect(const address& whom, steady::time_point until);
    asio::awaitable<line> connect_to(const address& whom, tcp::endpoint where, steady::time_point until);
    asio::awaitable<error_code> shake_hands(connection& c, const address& whom, steady::time_point until);
    std::unique_ptr<connection> take(const std::string& key);
    void put(const std::string& key, std::unique_ptr<connection> idle);

    asio::io_context& io;
    ssl::context tls;
    names lookups;
    std::map<std::string, std::vector<resting>> at_rest;
};

std::unique_ptr<connection> client::impl::take(const std::string& key) {
    std::vector<resting>& lines = at_rest[key];
    while (!lines.empty()) {
        resting last = std::move(lines.back());
        lines.pop_back();
        if (steady::now() - last.since < resting_max && still_open(*last.line))
            return std::move(last.line);
    }
    return nullptr;
}

void client::impl::put(const std::string& key, std::unique_ptr<connection> idle) {
    std::vector<resting>& lines = at_rest[key];
    idle->tcp.expires_never();
    if (lines.size() >= resting_count_max)
        lines.erase(lines.begin());
    lines.push_back(resting{std::move(idle), steady::now()});
}

asio::awaitable<error_code> client::impl::shake_hands(connection& c, const address& whom,
                                                      steady::time_point until) {
    error_code ec;
    c.tls.emplace(c.tcp, tls);
    error_code not_numeric;
    asio::ip::make_address(whom.host, not_numeric);
    if (not_numeric && SSL_set_tlsext_host_name(c.tls->native_handle(), whom.host.c_str()) != 1)
        co_return asio::error::invalid_argument;
    c.tls->set_verify_callback(ssl::host_name_verification(whom.host), ec);
    if (ec)
        co_return ec;
    c.tcp.expires_at(until);
    co_await c.tls->async_handshake(ssl::stream_base::client, into(ec));
    co_return ec;
}

asio::awaitable<client::impl::line> client::impl::connect_to(const address& whom, tcp::endpoint where,
                                                             steady::time_point until) {
    line result;
    auto made = std::make_unique<connection>(tcp::socket(io), buffer_max);
    error_code ec;
    made->tcp.expires_at(until);
    co_await made->tcp.async_connect(where, into(ec));
    if (ec) {
        result.trouble = "connecting: " + ec.message();
        co_return result;
    }
    made->tcp.socket().set_option(tcp::no_delay(true), ec);
    if (whom.tls) {
        ec = co_await shake_hands(*made, whom, until);
        if (ec) {
            result.trouble = "TLS: " + ec.message();
            co_return result;
        }
    }
    result.open = std::move(made);
    co_return result;
}

asio::awaitable<client::impl::line> client::impl::connect(const address& whom, steady::time_point until) {
    line result;
    const auto found = co_await lookups.find(whom.host, whom.port);
    if (found.endpoints.empty()) {
        result.trouble = "looking up the host: " + found.trouble.message();
        co_return result;
    }
    const auto all_until = std::min(until, steady::now() + connecting_max);
    for (const tcp::endpoint& where : found.endpoints) {
        const auto now = steady::now();
        if (now >= all_until)
            break;
        result = co_await connect_to(whom, where, std::min(all_until, now + one_endpoint_max));
        if (result.open)
            co_return result;
    }
    lookups.doubt(whom.host, whom.port);
    if (result.trouble.empty())
        result.trouble = "connecting: no time left";
    co_return result;
}

asio::awaitable<answer> client::impl::ask(const address& whom, const outgoing_request& what,
                                          steady::time_point until) {
    const std::string key = key_of(whom);
    const message out = written(whom, what);
    std::unique_ptr<connection> reused = take(key);
    if (reused) {
        attempt tried = co_await try_on(*reused, out, until);
        const bool nothing_left = tried.result.outcome == answer::how::not_sent;
        if (!tried.closed_on_us || !(nothing_left || what.repeatable)) {
            if (tried.reusable)
                put(key, std::move(reused));
            co_return std::move(tried.result);
        }
    }
    line fresh = co_await connect(whom, until);
    if (!fresh.open) {
        answer none;
        none.outcome = answer::how::not_sent;
        none.trouble = std::move(fresh.trouble);
        co_return none;
    }
    attempt tried = co_await try_on(*fresh.open, out, until);
    if (tried.reusable)
        put(key, std::move(fresh.open));
    co_return std::move(tried.result);
}

client::client(asio::io_context& io) : impl_(std::make_unique<impl>(io)) {}
client::~client() = default;

asio::awaitable<answer> client::ask(const address& whom, outgoing_request what,
                                    std::chrono::milliseconds patience) {
    answer broken;
    try {
        co_return co_await impl_->ask(whom, what, steady::now() + patience);
    } catch (const std::exception& e) {
        broken.outcome = answer::how::maybe_sent;
        broken.trouble = std::string("asking: ") + e.what();
    }
    co_return broken;
}

}  // namespace bot::net
