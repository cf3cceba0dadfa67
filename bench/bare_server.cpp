// The limit of what the bot's door can do: Beast, Asio's coroutines and the settings of bot/net, and nothing
// behind them. It reads each request whole, looks at nothing in it, keeps nothing, and answers 200.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstdlib>
#include <iostream>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

asio::awaitable<void> serve(tcp::socket socket) {
    using namespace std::chrono_literals;
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer(80u << 10);
    bool more = true;
    while (more) {
        error_code ec;
        http::request_parser<http::string_body> parser;
        parser.header_limit(16 * 1024);
        parser.body_limit(1 << 20);
        stream.expires_after(60s);
        co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, ec));
        if (ec)
            co_return;
        http::response<http::string_body> out(http::status::ok, parser.get().version());
        out.set(http::field::content_type, "text/plain; charset=utf-8");
        out.keep_alive(parser.get().keep_alive());
        out.body() = "Kept.\n";
        out.prepare_payload();
        stream.expires_after(10s);
        co_await http::async_write(stream, out, asio::redirect_error(asio::use_awaitable, ec));
        more = !ec && out.keep_alive();
    }
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> listen(tcp::acceptor acceptor) {
    const auto io = acceptor.get_executor();
    while (true) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(io, serve(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: bare-server PORT\n";
        return 2;
    }
    asio::io_context io{1};
    const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
    tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), port});
    asio::co_spawn(io, listen(std::move(acceptor)), asio::detached);
    io.run();
}
