#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/bot/net/peer.hpp"

namespace {

using namespace std::chrono_literals;
using peers::callee;
using testing::HasSubstr;
using testing::StartsWith;
namespace asio = boost::asio;
namespace net = bot::net;

const std::string fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct Client : testing::Test {
    asio::io_context io;
    net::client client{io};

    net::answer ask(unsigned short port, net::outgoing_request what = {},
                    std::chrono::milliseconds patience = 30s) {
        net::address whom;
        whom.tls = false;
        whom.host = "127.0.0.1";
        whom.port = std::to_string(port);
        return peers::run(io, client.ask(whom, std::move(what), patience));
    }
    static net::outgoing_request posting(const std::string& body, bool repeatable = false) {
        net::outgoing_request what;
        what.target = "/rest/profile.json";
        what.body = body;
        what.repeatable = repeatable;
        return what;
    }
};

TEST_F(Client, PostsJsonAndTakesTheAnswer) {
    std::string heard;
    net::answer got;
    {
        callee portal([&](callee& self) {
            auto line = self.next();
            heard = line.message();
            line.say(fine);
        });
        got = ask(portal.port(), posting("{\"a\":1}"));
    }
    EXPECT_EQ(got.outcome, net::answer::how::answered);
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "ok");
    EXPECT_THAT(heard, StartsWith("POST /rest/profile.json HTTP/1.1\r\n"));
    EXPECT_THAT(heard, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(heard, HasSubstr("Host: 127.0.0.1:"));
    EXPECT_THAT(heard, HasSubstr("\r\n\r\n{\"a\":1}"));
}

TEST_F(Client, UsesAConnectionAgain) {
    callee portal([&](callee& self) {
        auto line = self.next();
        for (int i = 0; i < 3; ++i) {
            line.message();
            line.say(fine);
        }
        self.close();  // a second connection would be refused
    });
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
}

TEST_F(Client, NoticesThatTheOtherSideEndedAConnectionAtRest) {
    std::promise<void> closed;
    callee portal([&](callee& self) {
        auto first = self.next();
        first.message();
        first.say(fine);
        first.half_close();
        closed.set_value();
        auto second = self.next();
        second.message();
        second.say(fine);
    });
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
    closed.get_future().wait();
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
}

TEST_F(Client, RepeatsARepeatableRequestOnceWhenAReusedConnectionDiesUnderIt) {
    callee portal([&](callee& self) {
        auto first = self.next();
        first.message();
        first.say(fine);
        first.message();  // takes the second request, and dies
        first.close();
        auto second = self.next();
        second.message();
        second.say(fine);
    });
    EXPECT_EQ(ask(portal.port(), posting("x", true)).body, "ok");
    EXPECT_EQ(ask(portal.port(), posting("x", true)).body, "ok");
}

TEST_F(Client, DoesNotRepeatWhatMayHaveBeenDone) {
    callee portal([&](callee& self) {
        auto first = self.next();
        first.message();
        first.say(fine);
        first.message();
        self.close();  // a repetition would find nobody, and say so
        first.close();
    });
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
    const auto got = ask(portal.port(), posting("x"));
    EXPECT_EQ(got.outcome, net::answer::how::maybe_sent);
    EXPECT_THAT(got.trouble, StartsWith("reading the answer"));
}

TEST_F(Client, DoesNotRepeatOnAFreshConnection) {
    callee portal([&](callee& self) {
        auto only = self.next();
        only.message();
        self.close();
        only.close();
    });
    EXPECT_EQ(ask(portal.port(), posting("x", true)).outcome, net::answer::how::maybe_sent);
}

TEST_F(Client, SaysWhenNothingWasSent) {
    unsigned short nobody = 0;
    {
        callee left([](callee& self) { self.close(); });
        nobody = left.port();
    }
    const auto got = ask(nobody, posting("x"));
    EXPECT_EQ(got.outcome, net::answer::how::not_sent);
    EXPECT_THAT(got.trouble, StartsWith("connecting: "));
}

TEST_F(Client, WaitsNoLongerThanItsPatience) {
    std::promise<void> done;
    callee portal([&](callee& self) {
        auto line = self.next();
        line.message();
        done.get_future().wait();
    });
    const auto got = ask(portal.port(), posting("x"), 200ms);
    done.set_value();
    EXPECT_EQ(got.outcome, net::answer::how::maybe_sent);
    EXPECT_THAT(got.trouble, HasSubstr("timeout"));
}

TEST_F(Client, WaitsNoLongerForAnAnswerThatTrickles) {
    std::promise<void> done;
    callee portal([&](callee& self) {
        auto line = self.next();
        line.message();
        line.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
        done.get_future().wait();
    });
    const auto got = ask(portal.port(), posting("x"), 200ms);
    done.set_value();
    EXPECT_EQ(got.outcome, net::answer::how::maybe_sent);
    EXPECT_EQ(got.body, "");
}

TEST_F(Client, DoesNotFollowARedirect) {
    callee portal([&](callee& self) {
        auto line = self.next();
        line.message();
        line.say(
            "HTTP/1.1 302 Found\r\nLocation: https://new.bitrix24.ru/rest/x\r\nContent-Length: 0\r\n\r\n");
    });
    const auto got = ask(portal.port(), posting("x"));
    EXPECT_EQ(got.status, 302);
    EXPECT_EQ(got.location, "https://new.bitrix24.ru/rest/x");
}

TEST_F(Client, ReadsChunksAndAnswersWithoutALength) {
    callee portal([&](callee& self) {
        auto chunked = self.next();
        chunked.message();
        chunked.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        chunked.message();
        chunked.say("HTTP/1.1 200 OK\r\n\r\nto the end");
        chunked.close();
    });
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "abc");
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "to the end");
}

TEST_F(Client, SkipsInterimAnswers) {
    callee portal([&](callee& self) {
        auto line = self.next();
        line.message();
        line.say("HTTP/1.1 103 Early Hints\r\n\r\n" + fine);
    });
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
}

TEST_F(Client, RefusesGarbageAndEndlessAnswers) {
    const auto after = [&](const std::string& bytes) {
        callee portal([&](callee& self) {
            auto line = self.next();
            line.message();
            line.say(bytes);
            line.close();
        });
        return ask(portal.port(), posting("x")).outcome;
    };
    EXPECT_EQ(after("SSH-2.0-OpenSSH_9.2\r\n"), net::answer::how::maybe_sent);
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"),
              net::answer::how::maybe_sent);
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\nX: " + std::string(100000, 'x')), net::answer::how::maybe_sent);
    EXPECT_EQ(after("HTTP/1.1 200 OK\r\n\r\n" + std::string(34u << 20, 'x')), net::answer::how::maybe_sent);
    EXPECT_EQ(after(""), net::answer::how::maybe_sent);
}

TEST_F(Client, DropsAConnectionThatSaysMoreThanItWasAsked) {
    callee portal([&](callee& self) {
        auto first = self.next();
        first.message();
        first.say(fine + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        auto second = self.next();
        second.message();
        second.say(fine);
    });
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
    EXPECT_EQ(ask(portal.port(), posting("x")).body, "ok");
}

TEST_F(Client, AsksOneAddressSeveralThingsAtOnce) {
    callee portal([&](callee& self) {
        auto first = self.next();
        auto second = self.next();  // before the first is answered
        second.message();
        first.message();
        second.say(fine);
        first.say(fine);
    });
    net::address whom = net::address::of("http://127.0.0.1:" + std::to_string(portal.port()));
    int answered = 0;
    for (int i = 0; i < 2; ++i)
        asio::co_spawn(
            io, client.ask(whom, posting("x"), 30s),
            [&](const std::exception_ptr&, const net::answer& got) { answered += got.body == "ok" ? 1 : 0; });
    io.run();
    EXPECT_EQ(answered, 2);
}

TEST_F(Client, LooksUpNames) {
    callee portal([&](callee& self) {
        auto line = self.next();
        line.message();
        line.say(fine);
    });
    const auto whom = net::address::of("http://localhost:" + std::to_string(portal.port()));
    EXPECT_EQ(peers::run(io, client.ask(whom, posting("x"), 30s)).body, "ok");
}

}  // namespace
