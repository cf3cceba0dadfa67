// The sockets: reads requests, lets the portal answer, streams changes to pages.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <set>

#include "sandbox/courier.hpp"
#include "sandbox/door.hpp"

namespace sandbox {

class http_server {
public:
    // Listens at once; port 0 takes a free one. Throws boost::system::system_error when it cannot.
    http_server(asio::io_context& io, portal& p, page_source page, const std::string& host,
                unsigned short port);

    [[nodiscard]] unsigned short port() const { return acceptor_.local_endpoint().port(); }
    void start();

private:
    asio::awaitable<void> accept();
    asio::awaitable<void> serve(asio::ip::tcp::socket socket);
    asio::awaitable<web_response> install(web_response plan);
    asio::awaitable<web_response> carried_out(web_response plan);
    void wake_pages();

    asio::io_context& io_;
    portal& p_;
    page_source page_;
    courier courier_;
    asio::ip::tcp::acceptor acceptor_;
    std::set<asio::steady_timer*> pages_;  // streams waiting for a change

    friend struct page_stream;
};

}  // namespace sandbox
