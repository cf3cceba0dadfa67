#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/bot/net/peer.hpp"

namespace {

using namespace std::chrono_literals;
using peers::caller;
using peers::open_door;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
namespace asio = boost::asio;
namespace net = bot::net;

// Says back what it was asked.
asio::awaitable<net::response> echo(net::incoming_request in) {
    net::response out;
    out.body = in.method + ' ' + in.path + " [" + in.query + "] " + in.content_type + ' ' + in.body;
    if (in.path == "/throw")
        throw std::runtime_error("a secret");
    if (in.path == "/size")
        out.body = std::to_string(in.body.size());
    co_return out;
}

net::door_limits hasty() {
    net::door_limits limits;
    limits.reading = 1s;
    return limits;
}

std::string get(const std::string& path, const std::string& more = "Connection: close\r\n") {
    return "GET " + path + " HTTP/1.1\r\nHost: bot\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: bot\r\nContent-Type: text/x\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct Door : testing::Test {
    caller me;
    open_door open{{}, echo};

    std::string answer_to(const std::string& bytes) {
        auto line = me.call(open.port);
        line.say(bytes);
        return line.rest();
    }
};

TEST_F(Door, HandsOverMethodPathQueryTypeAndBody) {
    const auto got = answer_to(post("/a/b?c=d&e=%20", "hello", "Connection: close\r\n"));
    EXPECT_THAT(got, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(got, EndsWith("\r\n\r\nPOST /a/b [c=d&e=%20] text/x hello"));
    EXPECT_THAT(got, HasSubstr("Connection: close"));
}

TEST_F(Door, KeepsAConnectionForTheNextRequest) {
    auto line = me.call(open.port);
    for (int i = 0; i < 3; ++i) {
        line.say(post("/n", std::to_string(i)));
        EXPECT_THAT(line.message(), EndsWith("POST /n [] text/x " + std::to_string(i)));
    }
}

TEST_F(Door, AnswersPipelinedRequestsInOrder) {
    const auto got = answer_to(post("/1", "one") + post("/2", "two") + get("/3"));
    const auto first = got.find("POST /1 [] text/x one");
    const auto second = got.find("POST /2 [] text/x two");
    const auto third = got.find("GET /3 []");
    ASSERT_NE(third, std::string::npos);
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
}

TEST_F(Door, AnswersAPeerThatHasFinishedSending) {
    auto line = me.call(open.port);
    line.say(post("/half", "x"));
    line.half_close();
    EXPECT_THAT(line.rest(), EndsWith("POST /half [] text/x x"));
}

TEST_F(Door, AnswersHeadLikeGetWithoutTheBody) {
    const auto got = answer_to("HEAD /h HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(got, HasSubstr("Content-Length: " + std::to_string(std::string("GET /h []  ").size())));
    EXPECT_THAT(got, EndsWith("\r\n\r\n"));
}

TEST_F(Door, SpeaksHttp10) {
    EXPECT_THAT(answer_to("GET /old HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.0 200 OK"));
}

TEST_F(Door, DecodesChunks) {
    const auto got = answer_to(
        "POST /c HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\n\r\n");
    EXPECT_THAT(got, EndsWith(" abcdefg"));
}

TEST_F(Door, LimitsChunksLikeAnyBody) {
    std::string bytes = "POST /c HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 40; ++i)
        bytes += "10000\r\n" + std::string(65536, 'x') + "\r\n";
    EXPECT_THAT(answer_to(bytes + "0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST_F(Door, RefusesWhatCouldSmuggleARequest) {
    const std::string start = "POST /s HTTP/1.1\r\nHost: bot\r\n";
    EXPECT_THAT(answer_to(start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to(start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to(start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to(start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(answer_to("POST /s HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                HasSubstr(" 400 "));
    EXPECT_THAT(answer_to("GET /s HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("GET /s HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(Door, RefusesGarbage) {
    EXPECT_THAT(answer_to("\x16\x03\x01\x02 not http at all\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("GET http://elsewhere/ HTTP/1.1\r\nHost: bot\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("GET / HTTP/3.0\r\nHost: bot\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: bot\r\nContent-Length: -1\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(answer_to(get("/still")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Door, LimitsTheHeader) {
    EXPECT_THAT(answer_to(get("/", "X: " + std::string(20000, 'x') + "\r\n")), StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(answer_to("GET /" + std::string(200000, 'x')), StartsWith("HTTP/1.1 431 "));
}

TEST_F(Door, RefusesTwentyMegabytesWithAnAnswerThatArrives) {
    auto line = me.call(open.port);
    line.say(post("/big", std::string(20u << 20, 'x')));
    EXPECT_THAT(line.rest(), StartsWith("HTTP/1.1 413 "));
    EXPECT_FALSE(line.ended_by_reset);
}

TEST_F(Door, TakesABodyOfExactlyTheLimit) {
    EXPECT_THAT(answer_to(post("/size", std::string(1u << 20, 'x'), "Connection: close\r\n")),
                EndsWith("\r\n1048576"));
}

TEST_F(Door, BidsThoseWhoAskFirstToGoOn) {
    auto line = me.call(open.port);
    line.say(
        "POST /e HTTP/1.1\r\nHost: bot\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: "
        "close\r\n\r\n");
    EXPECT_EQ(line.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    line.say("ok");
    EXPECT_THAT(line.rest(), EndsWith(" ok"));
    EXPECT_THAT(
        answer_to("POST /e HTTP/1.1\r\nHost: bot\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"),
        StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(answer_to("POST /e HTTP/1.1\r\nHost: bot\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\n"),
                StartsWith("HTTP/1.1 417 "));
}

TEST_F(Door, TellsNothingOfAnException) {
    const auto got = answer_to(get("/throw"));
    EXPECT_THAT(got, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(got, Not(HasSubstr("secret")));
}

TEST_F(Door, SurvivesPeersThatVanish) {
    for (int i = 0; i < 50; ++i) {
        auto line = me.call(open.port);
        line.say(std::string("POST /v HTTP/1.1\r\nHost: bot\r\nContent-Length: 10\r\n\r\nabc")
                     .substr(0, std::size_t(i) + 1));
        line.close();
    }
    EXPECT_THAT(answer_to(get("/alive")), StartsWith("HTTP/1.1 200 "));
}

TEST(DoorInAHurry, TellsSlowPeersThatTheyAreSlow) {
    open_door open(hasty(), echo);
    caller me;
    auto slow = me.call(open.port);
    slow.say("POST /slow HTTP/1.1\r\nHost: b");
    auto slower = me.call(open.port);
    slower.say("POST /slow HTTP/1.1\r\nHost: bot\r\nContent-Length: 5\r\n\r\nab");
    auto silent = me.call(open.port);
    EXPECT_THAT(slow.rest(), StartsWith("HTTP/1.1 408 "));
    EXPECT_THAT(slower.rest(), StartsWith("HTTP/1.1 408 "));
    EXPECT_EQ(silent.rest(), "");
}

TEST(DoorInAHurry, IsNotKeptByAByteNowAndThen) {
    open_door open(hasty(), echo);
    caller me;
    auto loris = me.call(open.port);
    loris.say("GET / HTTP/1.1\r\n");
    while (!loris.hears_within(50ms))
        loris.say("X");  // each byte is in time, the request is not
    const std::string answer = loris.rest();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 "));
}

TEST(DoorForFew, HoldsNoMoreConnectionsThanItsLimit) {
    if (!peers::allow_sockets(2200))
        GTEST_SKIP() << "too few file descriptors allowed";
    net::door_limits limits;
    limits.connections_max = 100;
    open_door open(limits, echo);
    caller me;
    std::vector<peers::line> lines;
    for (int i = 0; i < 1000; ++i)
        lines.push_back(me.call(open.port));
    const auto answered = [&] {
        int count = 0;
        for (auto& line : lines) {
            line.say(get("/", ""));
            count += line.message().empty() ? 0 : 1;
        }
        return count;
    };
    answered();  // after it all have come in
    EXPECT_EQ(answered(), 100);
}

TEST(DoorForFew, IsNotKeptShutByThoseWhoSayNothing) {
    net::door_limits limits;
    limits.connections_max = 2;
    open_door open(limits, echo);
    caller me;
    auto first = me.call(open.port);
    auto second = me.call(open.port);
    auto third = me.call(open.port);
    third.say(get("/"));
    EXPECT_THAT(third.rest(), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(first.rest(), "");
    second.say(get("/"));
    EXPECT_THAT(second.rest(), StartsWith("HTTP/1.1 200 "));
}

TEST(DoorForFew, SendsNewcomersAwayWhileAllAreBusy) {
    net::door_limits limits;
    limits.connections_max = 1;
    asio::io_context io;
    asio::steady_timer hold(io, asio::steady_timer::time_point::max());
    bool entered = false;
    net::handler waiting = [&](net::incoming_request) -> asio::awaitable<net::response> {
        entered = true;
        boost::system::error_code ec;
        co_await hold.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        co_return net::response();
    };
    net::door door(io, "127.0.0.1:0", "", "", limits, waiting);
    caller me;
    auto busy = me.call(door.port());
    busy.say(get("/"));
    while (!entered)
        io.run_one();
    auto late = me.call(door.port());
    while (!late.hears_within(0ms))
        io.run_one();
    EXPECT_EQ(late.rest(), "");
    EXPECT_EQ(door.busy(), 1u);
}

TEST(DoorClosing, FinishesWhatIsInHandAndEndsTheRest) {
    asio::io_context io;
    asio::steady_timer hold(io, asio::steady_timer::time_point::max());
    bool entered = false;
    net::handler waiting = [&](net::incoming_request) -> asio::awaitable<net::response> {
        entered = true;
        boost::system::error_code ec;
        co_await hold.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        net::response out;
        out.body = "finished";
        co_return out;
    };
    net::door door(io, "127.0.0.1:0", "", "", {}, waiting);
    caller me;
    auto busy = me.call(door.port());
    auto idle = me.call(door.port());
    busy.say(get("/", ""));
    while (!entered)
        io.run_one();
    EXPECT_EQ(door.busy(), 1u);
    door.close();
    hold.cancel();
    io.run();  // ends: nobody is waited for any more
    EXPECT_EQ(door.busy(), 0u);
    const auto got = busy.rest();
    EXPECT_THAT(got, EndsWith("finished"));
    EXPECT_THAT(got, HasSubstr("Connection: close"));
    EXPECT_EQ(idle.rest(), "");
}

TEST(DoorListening, RefusesAnAddressThatIsTakenOrNone) {
    asio::io_context io;
    net::door first(io, "127.0.0.1:0", "", "", {}, echo);
    const auto taken = "127.0.0.1:" + std::to_string(first.port());
    EXPECT_THROW(net::door(io, taken, "", "", {}, echo), boost::system::system_error);
    for (const char* wrong : {"", "8080", "127.0.0.1:", "127.0.0.1:99999", "somewhere:80", "127.0.0.1:80x"})
        EXPECT_THROW(net::door(io, wrong, "", "", {}, echo), boost::system::system_error) << wrong;
}

}  // namespace
