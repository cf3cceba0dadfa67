#pragma once
// What the portal client sees of the world, in the hands of a test: two queues of answers, and time that
// passes at once.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/portal_client.hpp"

namespace fakes {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Lets everything else that is ready go first, as a real wait does.
inline asio::awaitable<void> let_others_go() {
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
}

struct manual_clock final : bot::clock {
    moment at{1'800'000'000s};
    std::vector<std::chrono::milliseconds> slept;

    [[nodiscard]] moment now() const override { return at; }
    asio::awaitable<void> wait(asio::steady_timer&, std::chrono::milliseconds at_most) override {
        co_await sleep(at_most);
    }
    asio::awaitable<void> sleep(std::chrono::milliseconds howlong) override {
        slept.push_back(howlong);
        const auto until = at + howlong;
        co_await let_others_go();
        at = std::max(at, until);
    }
};

struct fake_transport final : bot::transport {
    struct question {
        bot::net::address whom;
        bot::net::outgoing_request what;
        std::chrono::milliseconds patience;
    };

    std::deque<bot::net::answer> portal;  // empty: a success
    std::deque<bot::net::answer> oauth;   // empty: nothing is answered
    std::vector<question> asked;          // the portal
    std::vector<question> renewals;       // the authorization server
    std::vector<std::string>* log = nullptr;

    // By what the request carries, e.g. an old token: goes before the queue.
    std::function<std::optional<bot::net::answer>(const question&)> by_content;

    asio::awaitable<bot::net::answer> ask(bot::net::address whom, bot::net::outgoing_request what,
                                          std::chrono::milliseconds patience) override {
        question mine{std::move(whom), std::move(what), patience};
        const bool renewal = mine.what.target.starts_with("/oauth/token/");
        if (log)
            log->push_back(renewal ? "renew" : "ask " + mine.what.body);
        (renewal ? renewals : asked).push_back(mine);
        co_await let_others_go();
        std::optional<bot::net::answer> special;
        if (!renewal && by_content)
            special = by_content(mine);
        if (special)
            co_return std::move(*special);
        auto& queue = renewal ? oauth : portal;
        bot::net::answer next;
        if (!queue.empty()) {
            next = queue.front();
            queue.pop_front();
        } else if (renewal) {
            next.outcome = bot::net::answer::how::not_sent;
        } else {
            next.status = 200;
            next.body = R"({"result":true})";
        }
        co_return next;
    }
};

inline bot::net::answer says(int status, std::string body) {
    bot::net::answer made;
    made.status = status;
    made.body = std::move(body);
    return made;
}
inline bot::net::answer refuses(int status, const std::string& code, const std::string& text = "") {
    return says(status, R"({"error":")" + code + R"(","error_description":")" + text + R"("})");
}
inline bot::net::answer redirects(std::string location) {
    auto made = says(302, "");
    made.location = std::move(location);
    return made;
}
inline bot::net::answer silent(bot::net::answer::how outcome) {
    bot::net::answer made;
    made.outcome = outcome;
    made.trouble = "reading the answer: connection reset";
    return made;
}
inline bot::net::answer gives_tokens(const std::string& access,
                                     const std::string& host = "acme.bitrix24.ru") {
    return says(200, R"({"access_token":")" + access + R"(","refresh_token":"refresh-of-)" + access +
                         R"(","client_endpoint":"https://)" + host +
                         R"(/rest/","domain":"oauth.bitrix24.tech","member_id":"m1",)" +
                         R"("server_endpoint":"https://oauth.bitrix24.tech/rest/","user_id":7})");
}

// What came of a coroutine that has ended.
template <class T>
T run(asio::awaitable<T> work) {
    asio::io_context loop;
    std::optional<T> result;
    asio::co_spawn(loop, std::move(work), [&](const std::exception_ptr& thrown, T value) {
        if (thrown)
            std::rethrow_exception(thrown);
        result.emplace(std::move(value));
    });
    loop.run();
    return std::move(result.value());
}

}  // namespace fakes
