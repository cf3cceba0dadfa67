#include "bot/net/visit.hpp"

#include <boost/beast/http.hpp>

namespace bot::net {

namespace http = beast::http;

namespace {

constexpr std::chrono::seconds grace{2};  // to say goodbye, and for what a missed cancellation costs
constexpr std::size_t farewell_bytes_max = 32u << 20;

using request_parser = http::request_parser<http::string_body>;

// Counts one more for as long as it lives.
struct counted {
    explicit counted(std::size_t& of) : of_(of) { ++of_; }
    ~counted() { --of_; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;

private:
    std::size_t& of_;
};

// What is wrong with a header that parses; 0 = nothing.
int objection(const http::request<http::string_body>& asked) {
    if (asked.target().empty() || asked.target().front() != '/')
        return 400;
    const auto hosts = asked.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && asked.version() >= 11))
        return 400;
    // Beast refuses it beside Content-Length; other codings or a proxy's doubts about the length are how
    // requests are smuggled.
    const auto codings = asked.count(http::field::transfer_encoding);
    if (codings > 1 || (codings == 1 && asked.version() < 11))
        return 400;
    if (codings == 1 && !beast::iequals(asked[http::field::transfer_encoding], "chunked"))
        return 501;
    const auto expected = asked[http::field::expect];
    return expected.empty() || beast::iequals(expected, "100-continue") ? 0 : 417;
}

constexpr int nobody_there = -1;

int status_for(error_code ec, bool late) {
    if (late)
        return 408;
    if (!ec)
        return 0;
    if (ec == http::error::body_limit)
        return 413;
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
        return 431;
    if (ec == http::error::end_of_stream)
        return nobody_there;
    return ec.category() == http::make_error_code(http::error::bad_method).category() ? 400 : nobody_there;
}

incoming_request taken(request_parser& parser) {
    auto asked = parser.release();
    incoming_request in;
    const std::string target(asked.target());
    const auto question = target.find('?');
    in.method = asked.method() == http::verb::head ? "GET" : std::string(asked.method_string());
    in.path = target.substr(0, question);
    if (question != std::string::npos)
        in.query = target.substr(question + 1);
    in.content_type = std::string(asked[http::field::content_type]);
    in.body = std::move(asked.body());
    return in;
}

response refused(int status) {
    response out;
    out.status = status;
    out.body = std::string(http::obsolete_reason(static_cast<http::status>(status))) + '\n';
    return out;
}

asio::awaitable<response> answer_of(house& where, incoming_request in) {
    response out;
    try {
        if (where.gone)
            co_return refused(503);
        out = co_await where.on_request(std::move(in));
        co_return out;
    } catch (const std::exception&) {
        out = refused(500);
    }
    co_return out;
}

// How the answer is to be given.
struct manner {
    bool head = false;
    bool keep = false;
    unsigned version = 11;
};

manner manner_for(const request_parser& asked, int refusal) {
    manner how;
    how.head = asked.get().method() == http::verb::head;
    how.keep = refusal == 0 && asked.get().keep_alive();
    if (asked.is_header_done())
        how.version = asked.get().version();
    return how;
}

http::response<http::string_body> composed(response what, const manner& how) {
    http::response<http::string_body> out;
    out.result(static_cast<unsigned>(what.status));
    out.version(how.version);
    out.set(http::field::content_type, what.content_type);
    out.set(http::field::cache_control, "no-store");
    out.set("X-Content-Type-Options", "nosniff");
    out.keep_alive(how.keep);
    out.body() = std::move(what.body);
    out.prepare_payload();
    if (how.head)
        out.body().clear();  // Content-Length stays
    return out;
}

// Waits for the first byte of a request. False: there will be none.
template <class Stream>
asio::awaitable<bool> first_byte(Stream& stream, connection& line, std::chrono::seconds allowed) {
    if (line.buffer.size() > 0)  // pipelined
        co_return true;
    error_code ec;
    line.tcp.expires_after(allowed);
    const auto room = line.buffer.prepare(2048);
    const std::size_t got = co_await stream.async_read_some(room, into(ec));
    line.buffer.commit(got);
    co_return !ec;
}

// Reads a request; gives 0, the status to refuse it with, or nobody_there.
template <class Stream>
asio::awaitable<int> receive(Stream& stream, visitor& who, const door_limits& limits,
                             request_parser& parser) {
    error_code ec;
    connection& line = who.line;
    line.tcp.expires_after(limits.reading + grace);
    who.arm(limits.reading);
    co_await http::async_read_header(stream, line.buffer, parser, into(ec));
    const int objected = ec ? 0 : objection(parser.get());
    if (objected != 0) {
        who.disarm();
        co_return objected;
    }
    if (!ec && !parser.is_done() && !parser.get()[http::field::expect].empty() && line.buffer.size() == 0) {
        const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream, asio::buffer(go_on), into(ec));
    }
    if (!ec)
        co_await http::async_read(stream, line.buffer, parser, into(ec));
    who.disarm();
    co_return status_for(ec, who.late() && ec);
}

// One request and its answer. False: the connection is to be ended.
template <class Stream>
asio::awaitable<bool> converse(house& where, visitor& who, Stream& stream, bool first) {
    who.idle = true;
    who.idle_since = steady::now();
    const auto allowed = first ? where.limits.reading : where.limits.idle;
    const bool came = co_await first_byte(stream, who.line, allowed);
    if (!came)
        co_return false;
    who.idle = false;
    const counted in_hand(where.in_hand);

    request_parser parser;
    parser.header_limit(static_cast<std::uint32_t>(where.limits.header_max));
    parser.body_limit(where.limits.body_max);
    const int refusal = co_await receive(stream, who, where.limits, parser);
    if (refusal == nobody_there)
        co_return false;
    manner how = manner_for(parser, refusal);
    response out = refused(refusal == 0 ? 500 : refusal);
    if (refusal == 0) {
        incoming_request in = taken(parser);
        out = co_await answer_of(where, std::move(in));
    }
    how.keep = how.keep && !where.closing;
    const auto message = composed(std::move(out), how);
    error_code ec;
    who.line.tcp.expires_after(where.limits.reading);
    co_await http::async_write(stream, message, into(ec));
    co_return how.keep && !ec;
}

// Lets the other side read our last answer: closing while it still sends would make its kernel drop it.
asio::awaitable<void> part(connection& line) {
    error_code ec;
    line.tcp.expires_after(grace);
    if (line.tls)
        co_await line.tls->async_shutdown(into(ec));
    ec = {};
    line.tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    std::vector<char> waste(16384);
    std::size_t wasted = 0;
    line.tcp.expires_after(grace);
    while (!ec && wasted < farewell_bytes_max) {
        const std::size_t got = co_await line.tcp.async_read_some(asio::buffer(waste), into(ec));
        wasted += got;
    }
    line.tcp.close();
}

template <class Stream>
asio::awaitable<void> conversation(house& where, visitor& who, Stream& stream) {
    bool more = true;
    for (bool first = true; more; first = false)
        more = co_await converse(where, who, stream, first);
    who.idle = true;  // nothing in hand: the goodbye may be cut short
}

}  // namespace

visitor::visitor(asio::ip::tcp::socket socket, std::shared_ptr<house> of)
    : line(std::move(socket), of->limits.header_max + (64u << 10)),
      where(std::move(of)),
      patience_(where->io) {
    if (where->tls)
        line.tls.emplace(line.tcp, *where->tls);
    where->inside.insert(this);
}

visitor::~visitor() {
    where->inside.erase(this);
}

void visitor::arm(std::chrono::seconds allowed) {
    late_ = false;
    patience_.expires_after(allowed);
    patience_.async_wait([self = weak_from_this(), mine = ++armed_](error_code ec) {
        const auto who = self.lock();
        if (ec || !who || who->armed_ != mine)
            return;
        who->late_ = true;
        who->line.tcp.cancel();
    });
}

void visitor::disarm() {
    ++armed_;
    patience_.cancel();
}

void visitor::end() {
    line.tcp.close();
}

asio::awaitable<void> visit(std::shared_ptr<visitor> who) {
    house& where = *who->where;
    if (!who->line.tls) {
        co_await conversation(where, *who, who->line.tcp);
    } else {
        error_code ec;
        who->line.tcp.expires_after(where.limits.reading);
        co_await who->line.tls->async_handshake(asio::ssl::stream_base::server, into(ec));
        if (ec)
            co_return;
        co_await conversation(where, *who, *who->line.tls);
    }
    co_await part(who->line);
}

}  // namespace bot::net
