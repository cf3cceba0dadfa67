#include "sandbox/http_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <iostream>

#include "sandbox/events.hpp"

namespace sandbox {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

using http_request = http::request<http::string_body>;
using http_response = http::response<http::string_body>;

std::string header(const http_request& from, http::field name) {
    const auto value = from[name];
    return {value.data(), value.size()};
}

web_request plain(http_request&& from) {
    web_request request;
    const std::string target(from.target().data(), from.target().size());
    const auto question = target.find('?');
    request.method = std::string(from.method_string());
    request.path = target.substr(0, question);
    request.query = question == std::string::npos ? std::string() : target.substr(question + 1);
    request.content_type = header(from, http::field::content_type);
    request.authorization = header(from, http::field::authorization);
    request.host = header(from, http::field::host);
    request.origin = header(from, http::field::origin);
    request.body = std::move(from.body());
    return request;
}

http_response wired(const web_response& answer, bool keep_alive) {
    http_response response(static_cast<http::status>(answer.status), 11);
    response.set(http::field::content_type, answer.type);
    for (const auto& [name, value] : answer.headers)
        response.set(name, value);
    response.keep_alive(keep_alive);
    response.body() = answer.body;
    response.prepare_payload();
    return response;
}

// A mistake of ours must look like a portal's, and be seen on the terminal.
web_response answered(portal& p, const page_source& page, const web_request& request) {
    try {
        return respond(p, page, request);
    } catch (const std::exception& mistake) {
        std::cerr << "sandbox-portal: " << request.path << ": " << mistake.what() << '\n';
        const json::object error{{"error", "INTERNAL_SERVER_ERROR"}, {"error_description", mistake.what()}};
        return json_response(500, error);
    }
}

}  // namespace

// Server-sent events to one page: a line for each change, a comment each 15 seconds.
struct page_stream {
    http_server& server;
    beast::tcp_stream& stream;

    asio::awaitable<bool> write(std::string text) {
        boost::system::error_code failed;
        stream.expires_after(10s);
        const auto buffer = asio::buffer(text);
        co_await asio::async_write(stream, buffer, asio::redirect_error(asio::use_awaitable, failed));
        co_return !failed;
    }

    // True = something changed; false = 15 seconds passed.
    asio::awaitable<bool> change() {
        asio::steady_timer timer(server.io_, 15s);
        server.pages_.insert(&timer);
        boost::system::error_code woken;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        server.pages_.erase(&timer);
        co_return static_cast<bool>(woken);
    }

    asio::awaitable<void> run() {
        const std::string head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
            "Connection: close\r\n\r\n";
        std::int64_t known = server.p_.revision;
        bool open = co_await write(head + "data: {\"revision\":" + std::to_string(known) + "}\n\n");
        while (open) {
            if (known == server.p_.revision) {
                (void)co_await change();
            }
            const bool news = known != server.p_.revision;
            known = server.p_.revision;
            const std::string line =
                news ? "data: {\"revision\":" + std::to_string(known) + "}\n\n" : ": alive\n\n";
            open = co_await write(line);
        }
    }
};

http_server::http_server(asio::io_context& io, portal& p, page_source page, const std::string& host,
                         unsigned short port)
    : io_(io),
      p_(p),
      page_(std::move(page)),
      courier_(io, p),
      acceptor_(io, tcp::endpoint(asio::ip::make_address(host), port)) {}

void http_server::start() {
    p_.on_change = [this] { wake_pages(); };
    asio::co_spawn(io_, accept(), asio::detached);
}

asio::awaitable<void> http_server::accept() {
    for (;;) {
        boost::system::error_code failed;
        tcp::socket socket =
            co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failed));
        if (!failed)
            asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
    }
}

void http_server::wake_pages() {
    for (auto* page : pages_)
        page->cancel();
}

asio::awaitable<web_response> http_server::install(web_response plan) {
    const bool before = p_.app.installed;
    delivery parcel = installation(p_, plan.user);
    const post_outcome outcome = co_await courier_.post(std::move(parcel));
    if (!outcome.arrived())
        p_.app.installed = before;
    p_.changed();
    json::object told{{"ok", outcome.arrived()}, {"sent", outcome.status != 0}, {"status", outcome.status}};
    if (!outcome.arrived())
        told["error"] = outcome.status == 0
                            ? "Обработчик приложения не отвечает: " + outcome.error
                            : "Обработчик приложения ответил " + std::to_string(outcome.status);
    const int status = outcome.arrived() ? 200 : plan.status;
    co_return json_response(status, told);
}

// What an answer waits for.
asio::awaitable<web_response> http_server::carried_out(web_response plan) {
    if (plan.then == web_response::ending::install) {
        plan = co_await install(plan);
    } else if (plan.then == web_response::ending::wait_idle) {
        const bool idle = co_await courier_.until_idle(plan.wait);
        plan.body = idle ? R"({"idle":true})" : R"({"idle":false})";
    } else if (plan.wait.count() > 0) {
        asio::steady_timer timer(io_, plan.wait);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return plan;
}

asio::awaitable<void> http_server::serve(tcp::socket socket) {
    constexpr std::size_t largest_body = 160U << 20U;
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    boost::system::error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    boost::system::error_code unknown;
    const auto peer = stream.socket().remote_endpoint(unknown);
    const std::string address = peer.address().to_string();
    for (bool open = true; open;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(largest_body);
        stream.expires_after(120s);
        co_await http::async_read(stream, buffer, parser, token);
        if (failed)
            break;
        open = parser.get().keep_alive();
        web_request request = plain(parser.release());
        request.address = address;
        web_response answer = answered(p_, page_, request);
        courier_.collect();
        if (answer.then == web_response::ending::stream) {
            page_stream pages{*this, stream};
            co_await pages.run();
            break;
        }
        answer = co_await carried_out(std::move(answer));
        if (answer.then == web_response::ending::drop)
            break;
        const http_response response = wired(answer, open);
        stream.expires_after(30s);
        co_await http::async_write(stream, response, token);
        open = open && !failed;
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

}  // namespace sandbox
