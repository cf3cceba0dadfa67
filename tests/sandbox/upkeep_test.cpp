// A portal that runs for years forgets what a real one forgets, and answers the same for the same seed.
#include "portal_fixture.hpp"
#include "sandbox/deliveries.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class upkeep_test : public portal_test {
protected:
    upkeep_test() {
        p.app.installed = true;
        p.set.keep_messages = 20;
        p.set.keep_history = 10;
        rest("event.bind", {{"event", "ONTASKUPDATE"}, {"handler", "http://127.0.0.1:8080/door"}});
        rest("event.bind", {{"event", "ONTASKUPDATE"}, {"event_type", "offline"}});
        rest("imbot.v2.Bot.register", {{"fields", {{"code", "g"}, {"properties", {{"name", "Бот"}}}}}});
    }
    void live_a_day(int number) {
        pass(24h);
        use_token_of(service_user);
        does(maria, "deadline", {{"task", 8017}, {"deadline", iso_utc(p.now() + 48h)}});
        does(maria, "say", {{"dialog", "456"}, {"text", "день " + std::to_string(number)}});
        rest("imbot.v2.Chat.Message.send",
             {{"botId", 456},
              {"dialogId", "27"},
              {"fields", {{"message", "?"}, {"templateId", "t-" + std::to_string(number)}}}});
        while (const auto what = take_delivery(p))
            settle_delivery(p, *what, 200);
    }
};

TEST_F(upkeep_test, nothing_grows_over_a_thousand_days) {
    for (int day = 0; day < 1000; ++day)
        live_a_day(day);
    EXPECT_LE(p.access_tokens.size(), 8U);
    EXPECT_LE(p.sent_templates.size(), 32U);
    EXPECT_LE(p.messages.size(), 20U * p.chats.size());
    EXPECT_LE(p.tasks[8017].history.size(), 10U);
    EXPECT_LE(p.bots.at(456).pending.size(), 2U);
    EXPECT_EQ(p.offline.size(), 1U);
    EXPECT_LE(p.log.size(), 10'000U);
    EXPECT_TRUE(p.outbox.empty());
}

TEST_F(upkeep_test, the_log_can_be_switched_off) {
    p.log.clear();
    p.set.keep_log = false;
    rest("profile");
    does(maria, "deadline", {{"task", 8017}, {"deadline", iso_utc(p.now() + 48h)}});
    settle_delivery(p, *take_delivery(p), 0, "refused");
    EXPECT_TRUE(p.log.empty());
}

TEST_F(upkeep_test, deliveries_are_taken_oldest_first_and_their_fate_is_remembered) {
    does(maria, "deadline", {{"task", 8017}, {"deadline", iso_utc(p.now() + 48h)}});
    does(maria, "deadline", {{"task", 8018}, {"deadline", iso_utc(p.now() + 48h)}});
    const auto first = take_delivery(p);
    ASSERT_TRUE(first);
    EXPECT_EQ(form_decoded(first->body).at("data").at("FIELDS_AFTER").at("ID"), "8017");
    settle_delivery(p, *first, 0, "connection refused");
    EXPECT_EQ(p.app.reachable, std::optional(false));
    EXPECT_EQ(p.app.last_error, "connection refused");
    settle_delivery(p, *take_delivery(p), 200);
    EXPECT_EQ(p.app.reachable, std::optional(true));
    EXPECT_FALSE(take_delivery(p));
}

TEST_F(upkeep_test, an_expired_token_is_known_for_a_day_more) {
    pass(2h);
    EXPECT_EQ(rest("profile").error(), "expired_token");
    pass(26h);
    EXPECT_EQ(rest("profile").error(), "invalid_token");
}

std::string life_of(std::uint64_t seed) {
    moment now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    settings wanted;
    wanted.seed = seed;
    portal p = found_portal(wanted, [&] { return now; });
    p.app.installed = true;
    std::string told;
    for (int i = 0; i < 5; ++i) {
        now += 1min;
        web_request request;
        request.method = "POST";
        request.path = "/control/act";
        request.body =
            R"({"do":"deadline","user":27,"task":8017,"deadline":")" + iso_utc(p.now() + 24h) + "\"}";
        told += respond(p, {}, request).body;
        told += issue_access_token(p, service_user, std::nullopt);
    }
    web_request state;
    state.path = "/control/state";
    return told + respond(p, {}, state).body;
}

TEST(determinism, one_seed_is_one_life) {
    EXPECT_EQ(life_of(7), life_of(7));
    EXPECT_NE(life_of(7), life_of(8));
}

}  // namespace
}  // namespace sandbox
