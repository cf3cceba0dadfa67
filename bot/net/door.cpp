#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>

#include "bot/net/visit.hpp"

namespace bot::net {

using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds breather{100};  // after accept failed, e.g. for want of file descriptors

tcp::endpoint endpoint_of(const std::string& listen) {
    const auto wrong = [] { return boost::system::system_error(asio::error::invalid_argument, "listen"); };
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos)
        throw wrong();
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host == "localhost")
        host = "127.0.0.1";
    unsigned short port = 0;
    const char* const end = listen.data() + listen.size();
    const auto read = std::from_chars(listen.data() + colon + 1, end, port);
    error_code not_numeric;
    const auto where = asio::ip::make_address(host, not_numeric);
    if (read.ec != std::errc() || read.ptr != end || not_numeric)
        throw wrong();
    return {where, port};
}

asio::ssl::context speaking_tls(const std::string& certificate, const std::string& key) {
    asio::ssl::context made(asio::ssl::context::tls_server);
    made.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                     asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                     asio::ssl::context::no_tlsv1_1);
    made.use_certificate_chain_file(certificate);
    made.use_private_key_file(key, asio::ssl::context::pem);
    return made;
}

}  // namespace

struct door::impl {
    impl(asio::io_context& io, const std::string& listen)
        : rooms(std::make_shared<house>(house{io, {}, {}, {}, {}, 0, false, false})), acceptor(io) {
        const tcp::endpoint where = endpoint_of(listen);
        acceptor.open(where.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(where);
        acceptor.listen();
    }

    std::shared_ptr<house> rooms;
    tcp::acceptor acceptor;

    static asio::awaitable<void> listen(std::shared_ptr<impl> self);
    void admit(tcp::socket socket);
    bool make_room();
};

// Ends the connection that has been idle longest, so that silent peers cannot keep the others out. False: all
// are busy.
bool door::impl::make_room() {
    visitor* longest = nullptr;
    for (visitor* who : rooms->inside)
        if (who->idle && (!longest || who->idle_since < longest->idle_since))
            longest = who;
    if (!longest)
        return false;
    longest->idle = false;
    longest->end();
    return true;
}

void door::impl::admit(tcp::socket socket) {
    if (rooms->inside.size() >= rooms->limits.connections_max && !make_room())
        return;
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    auto who = std::make_shared<visitor>(std::move(socket), rooms);
    asio::co_spawn(rooms->io, visit(std::move(who)), asio::detached);
}

asio::awaitable<void> door::impl::listen(std::shared_ptr<impl> self) {
    asio::steady_timer pause(self->rooms->io);
    while (!self->rooms->closing) {
        tcp::socket socket(self->rooms->io);
        error_code ec;
        co_await self->acceptor.async_accept(socket, into(ec));
        if (self->rooms->closing)
            co_return;
        if (!ec) {
            self->admit(std::move(socket));
            continue;
        }
        pause.expires_after(breather);
        co_await pause.async_wait(into(ec));
    }
}

door::door(asio::io_context& io, const std::string& listen, const std::string& tls_certificate,
           const std::string& tls_key, door_limits limits, handler on_request)
    : impl_(std::make_shared<impl>(io, listen)) {
    impl_->rooms->limits = limits;
    impl_->rooms->on_request = std::move(on_request);
    if (!tls_certificate.empty() || !tls_key.empty())
        impl_->rooms->tls.emplace(speaking_tls(tls_certificate, tls_key));
    asio::co_spawn(io, impl::listen(impl_), asio::detached);
}

door::~door() {
    close();
    impl_->rooms->gone = true;
    for (visitor* who : impl_->rooms->inside)
        who->end();
}

unsigned short door::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void door::close() {
    if (impl_->rooms->closing)
        return;
    impl_->rooms->closing = true;
    error_code ignored;
    impl_->acceptor.close(ignored);
    for (visitor* who : impl_->rooms->inside)
        if (who->idle)
            who->end();
}

std::size_t door::busy() const {
    return impl_->rooms->in_hand;
}

}  // namespace bot::net
