#pragma once
// A TCP connection, with TLS above it where asked. For the files of this folder only: it includes Beast.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <optional>

#include "bot/net/http.hpp"

namespace bot::net {

namespace beast = boost::beast;

using boost::system::error_code;
using steady = std::chrono::steady_clock;

// For failures that are expected: the awaited operation puts them into `ec` instead of throwing.
inline auto into(error_code& ec) {
    return asio::redirect_error(asio::use_awaitable, ec);
}

struct connection {
    using tls_layer = asio::ssl::stream<beast::tcp_stream&>;

    connection(asio::ip::tcp::socket socket, std::size_t buffer_max)
        : tcp(std::move(socket)), buffer(buffer_max) {}
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    beast::tcp_stream tcp;  // all deadlines are set here
    std::optional<tls_layer> tls;
    beast::flat_buffer buffer;  // read from the other side and not used yet
};

}  // namespace bot::net
