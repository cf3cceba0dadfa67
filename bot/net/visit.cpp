#include "bot/net/visit.hpp"

#include <boost/beast/http.hpp>

namespace bot::net {

namespace http = beast::http;

namespace {

constexpr std::chrono::seconds grace{2};  // to say goodbye, and for what a missed cancellation costs
constexpr std::size_t farewell_bytes_max = 32u << 20;
constexpr std::size_t first_bytes = 4096, more_bytes = 65536;  // to read at once

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

constexpr int nobody_there = -1;  // instead of a status
constexpr int more_to_come = -2;

int status_for(error_code ec, bool late) {
    if (late)
        return 408;
    if (ec == http::error::body_limit)
        return 413;
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
        return 431;
    return ec.category() == http::make_error_code(http::error::bad_method).category() ? 400 : nobody_there;
}

// Takes what has come of a request. Gives 0 when it is whole, more_to_come, or the status to refuse it with.
int digest(beast::flat_buffer& come, request_parser& parser) {
    while (!parser.is_done()) {
        if (come.size() == 0)
            return more_to_come;
        const bool had_header = parser.is_header_done();
        error_code ec;
        come.consume(parser.put(come.data(), ec));
        if (ec == http::error::need_more)
            return more_to_come;
        if (ec)
            return status_for(ec, false);
        const int objected = had_header ? 0 : objection(parser.get());
        if (objected != 0)
            return objected;
    }
    return 0;
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

// The answer as it goes over the line. Text put together by hand: to compose and serialize a Beast message
// would cost as much as to put an event on disk.
std::string composed(const response& what, const manner& how) {
    const std::string_view reason = http::obsolete_reason(static_cast<http::status>(what.status));
    std::string out;
    out.reserve(256 + what.body.size());
    out += how.version >= 11 ? "HTTP/1.1 " : "HTTP/1.0 ";
    out += std::to_string(what.status);
    out.append(" ").append(reason);
    out.append("\r\nContent-Type: ").append(what.content_type);
    out += "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ";
    out += std::to_string(what.body.size());
    if (how.keep != (how.version >= 11))
        out += how.keep ? "\r\nConnection: keep-alive" : "\r\nConnection: close";
    out += "\r\n\r\n";
    if (!how.head)
        out += what.body;
    return out;
}

// What of it the socket takes without waiting; a failure will be met again by who sends the rest.
std::size_t send_now(beast::tcp_stream& on, std::string_view text) {
    error_code ignored;
    return on.socket().write_some(asio::buffer(text), ignored);
}
std::size_t send_now(connection::tls_layer&, std::string_view) {
    return 0;
}

template <class Stream>
asio::awaitable<bool> send(Stream& stream, connection& line, std::string_view text,
                           std::chrono::seconds allowed) {
    error_code ec;
    text.remove_prefix(send_now(stream, text));
    if (!text.empty()) {
        line.tcp.expires_after(allowed);
        co_await asio::async_write(stream, asio::buffer(text), into(ec));
    }
    co_return !ec;
}

// Waits for the first byte of a request. False: there will be none.
template <class Stream>
asio::awaitable<bool> first_byte(Stream& stream, connection& line, std::chrono::seconds allowed) {
    if (line.buffer.size() > 0)  // pipelined
        co_return true;
    error_code ec;
    line.tcp.expires_after(allowed);
    const auto room = line.buffer.prepare(first_bytes);  // mostly the whole request
    const std::size_t got = co_await stream.async_read_some(room, into(ec));
    line.buffer.commit(got);
    co_return !ec;
}

bool waits_to_be_told(const request_parser& parser) {
    return parser.is_header_done() && !parser.get()[http::field::expect].empty();
}

// Reads what is still to come of a request; gives what digest gives, or nobody_there.
template <class Stream>
asio::awaitable<int> receive_rest(Stream& stream, visitor& who, const door_limits& limits,
                                  request_parser& parser) {
    connection& line = who.line;
    line.tcp.expires_after(limits.reading + grace);
    who.arm(limits.reading);
    bool told = false;
    int found = more_to_come;
    while (found == more_to_come) {
        error_code ec;
        if (!told && line.buffer.size() == 0 && waits_to_be_told(parser)) {
            told = true;
            const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(stream, asio::buffer(go_on), into(ec));
        }
        const auto size = beast::read_size(line.buffer, more_bytes);
        if (!ec && size == 0)
            ec = http::error::buffer_overflow;
        if (!ec) {
            const auto room = line.buffer.prepare(size);
            const std::size_t got = co_await stream.async_read_some(room, into(ec));
            line.buffer.commit(got);
        }
        if (ec == asio::error::eof && parser.got_some()) {
            ec = {};
            parser.put_eof(ec);
        }
        found = ec ? status_for(ec, who.late()) : digest(line.buffer, parser);
    }
    who.disarm();
    co_return found;
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
    int refusal = digest(who.line.buffer, parser);
    if (refusal == more_to_come)
        refusal = co_await receive_rest(stream, who, where.limits, parser);
    if (refusal == nobody_there)
        co_return false;
    manner how = manner_for(parser, refusal);
    response out;
    if (refusal != 0) {
        out = refused(refusal);
    } else {
        incoming_request in = taken(parser);
        out = co_await answer_of(where, std::move(in));
    }
    how.keep = how.keep && !where.closing;
    const std::string text = composed(out, how);
    const bool sent = co_await send(stream, who.line, text, where.limits.reading);
    co_return how.keep&& sent;
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
    error_code ignored;
    line.tcp.socket().non_blocking(true, ignored);  // for send_now
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
