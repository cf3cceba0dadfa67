#include "bot/portal_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "bot/wire/setup.hpp"
#include "tests/bot/net/fake_portal.hpp"

namespace {

using namespace fakes;
using bot::authorization;
using bot::portal_client;
using bot::wire::reply;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

bot::wire::call method(const std::string& name, bool v3 = false) {
    bot::wire::call made;
    made.method = name;
    made.v3 = v3;
    return made;
}

struct PortalClient : testing::Test {
    fake_transport wire;
    manual_clock time;
    std::vector<std::string> log;
    std::vector<bot::wire::credentials> saved;
    bool disk_full = false;
    std::optional<portal_client> portal;

    static bot::portal_settings settings() {
        bot::portal_settings made;
        made.client_id = "local.1";
        made.client_secret = "client-secret";
        made.allowed_hosts = {"acme.bitrix24.ru", "Renamed.bitrix24.ru"};
        return made;
    }
    static bot::wire::credentials first_pair() {
        bot::wire::credentials pair;
        pair.member_id = "m1";
        pair.application_token = "application-token";
        pair.access_token = "access-1";
        pair.refresh_token = "refresh-of-access-1";
        pair.client_endpoint = "https://acme.bitrix24.ru/rest/";
        pair.server_endpoint = "https://oauth.bitrix24.tech/rest/";
        return pair;
    }
    void SetUp() override {
        begin(settings());
        portal->use(first_pair());
    }
    void begin(const bot::portal_settings& with) {
        wire.log = &log;
        portal.emplace(with, wire, time, [this](const bot::wire::credentials& pair) {
            if (disk_full)
                throw std::runtime_error("disk full");
            log.push_back("save " + pair.access_token);
            saved.push_back(pair);
        });
    }
    void begin_with_webhook() {
        bot::portal_settings with;
        with.webhook = "https://acme.bitrix24.ru/rest/1/very-secret/";
        begin(with);
    }
    reply call(const std::string& name, portal_client::repeat how = portal_client::repeat::never) {
        return run(portal->call(method(name), how));
    }
    std::vector<reply> batch(const std::vector<std::string>& names,
                             portal_client::repeat how = portal_client::repeat::never) {
        std::vector<bot::wire::call> calls;
        for (const auto& name : names)
            calls.push_back(method(name));
        return run(portal->batch(calls, how));
    }
    void expire_access_1() {
        wire.by_content = [](const fake_transport::question& q) -> std::optional<bot::net::answer> {
            if (q.what.body.find("access-1") != std::string::npos)
                return refuses(401, "expired_token");
            return std::nullopt;
        };
    }
};

TEST_F(PortalClient, AsksThePortalWithItsTokenAndWaits65Seconds) {
    EXPECT_TRUE(call("profile").has_value());
    ASSERT_THAT(wire.asked, SizeIs(1));
    EXPECT_EQ(wire.asked[0].whom, bot::net::address::of("https://acme.bitrix24.ru"));
    EXPECT_THAT(wire.asked[0].what.target, HasSubstr("/rest/profile"));
    EXPECT_THAT(wire.asked[0].what.body, HasSubstr("access-1"));
    EXPECT_THAT(wire.asked[0].what.target, Not(HasSubstr("access-1")));
    EXPECT_EQ(wire.asked[0].patience, 65s);
    EXPECT_EQ(portal->state().last_contact, time.now());
}

TEST_F(PortalClient, LearnsFromAnswersHowFarThePortalsClockIsAhead) {
    const auto served = [](const char* start, const char* finish) {
        return says(
            200, std::string(R"({"result":true,"time":{"start":)") + start + R"(,"finish":)" + finish + "}}");
    };
    wire.portal = {served("1800000000.0", "1800000000.0"),  // ours is right: nothing is learnt
                   served("1800000600.5", "1800000600.5"), says(200, R"({"result":true})"),
                   served("1799999400", "1799999400.0")};  // whole seconds are no number of the portal's
    for (const auto learnt : {0ms, 600'500ms, 600'500ms, 600'500ms}) {
        call("profile");
        EXPECT_EQ(portal->ahead(), learnt);
    }
    wire.portal = {served("1799999400.0", "1799999400.0")};
    call("profile");
    EXPECT_EQ(portal->ahead(), -600'000ms);
}

TEST_F(PortalClient, AsksNothingBeforeItIsInstalled) {
    begin(settings());
    const auto got = call("profile");
    EXPECT_EQ(got.error().code, "NO_AUTH_FOUND");
    EXPECT_THAT(wire.asked, IsEmpty());
}

TEST_F(PortalClient, AsksAWebhookWithoutAToken) {
    begin_with_webhook();
    EXPECT_TRUE(call("profile").has_value());
    EXPECT_THAT(wire.asked[0].what.target, HasSubstr("/rest/1/very-secret/profile"));
    EXPECT_THAT(wire.asked[0].what.body, Not(HasSubstr("auth")));
}

TEST_F(PortalClient, CountsRequestsByMethod) {
    call("profile");
    call("profile");
    batch({"user.get", "app.info"});
    EXPECT_THAT(portal->requests(), ElementsAre(std::pair("batch", 1u), std::pair("profile", 2u)));
    EXPECT_EQ(portal->requests_total(), 3u);
}

TEST_F(PortalClient, WaitsForTheBucketToLeak) {
    auto with = settings();
    with.burst = 2;
    begin(with);
    portal->use(first_pair());
    for (int i = 0; i < 2; ++i)
        call("profile");
    EXPECT_THAT(time.slept, IsEmpty());
    call("profile");
    EXPECT_THAT(time.slept, ElementsAre(500ms));
}

TEST_F(PortalClient, LeavesAReserveOfTheBucketToPeople) {
    auto with = settings();
    with.burst = 10;
    begin(with);
    portal->use(first_pair());
    const auto later = [&] {
        run(portal->call(method("profile"), portal_client::repeat::never, portal_client::urgency::later));
    };
    for (int i = 0; i < 8; ++i)
        later();
    EXPECT_THAT(time.slept, IsEmpty());
    call("profile");
    EXPECT_THAT(time.slept, IsEmpty());
    later();
    EXPECT_THAT(time.slept, ElementsAre(1s)) << "until the two of the reserve are free again";
}

TEST_F(PortalClient, GoesOnAtThePaceOfTheProcessBefore) {
    auto with = settings();
    with.burst = 2;
    begin(with);
    portal->use(first_pair());
    portal->resume({2, time.now()});
    call("profile");
    EXPECT_THAT(time.slept, ElementsAre(500ms));
    EXPECT_DOUBLE_EQ(portal->pace().level, 3.0) << "booked before it waited";
}

TEST_F(PortalClient, RefusesWhatWouldWaitTooLongAtTheBucket) {
    auto with = settings();
    with.burst = 1;
    with.requests_per_second = 0.001;
    begin(with);
    portal->use(first_pair());
    EXPECT_TRUE(call("profile").has_value());
    EXPECT_EQ(call("profile").error().code, "QUERY_LIMIT_EXCEEDED");
    EXPECT_THAT(wire.asked, SizeIs(1));
}

// ---- Tokens.

TEST_F(PortalClient, RenewsAnExpiredTokenAndSavesThePairBeforeItIsUsed) {
    expire_access_1();
    wire.oauth.push_back(gives_tokens("access-2"));
    EXPECT_TRUE(call("profile").has_value());
    ASSERT_THAT(log, SizeIs(4));
    EXPECT_THAT(log[0], HasSubstr("access-1"));
    EXPECT_EQ(log[1], "renew");
    EXPECT_EQ(log[2], "save access-2");
    EXPECT_THAT(log[3], HasSubstr("access-2"));
    EXPECT_EQ(saved[0].application_token, "application-token");
    EXPECT_EQ(saved[0].refresh_token, "refresh-of-access-2");
    EXPECT_EQ(wire.renewals[0].whom.host, "oauth.bitrix24.tech");
    EXPECT_EQ(wire.renewals[0].what.method, "GET");
    EXPECT_FALSE(wire.renewals[0].what.repeatable);
}

TEST_F(PortalClient, RenewsOnceForManyCallsAtOnce) {
    expire_access_1();
    wire.oauth.push_back(gives_tokens("access-2"));
    asio::io_context loop;
    int succeeded = 0;
    for (int i = 0; i < 7; ++i)
        asio::co_spawn(loop, portal->call(method("profile")),
                       [&](const std::exception_ptr& thrown, const reply& got) {
                           succeeded += !thrown && got.has_value() ? 1 : 0;
                       });
    loop.run();
    EXPECT_EQ(succeeded, 7);
    EXPECT_THAT(wire.renewals, SizeIs(1));
    EXPECT_THAT(saved, SizeIs(1));
    EXPECT_THAT(wire.asked, SizeIs(14));
}

TEST_F(PortalClient, DoesNotRenewForATokenThatIsNotInUseAnyMore) {
    expire_access_1();
    wire.by_content = [this, old = wire.by_content](const fake_transport::question& q) {
        if (q.what.target.find("slow") != std::string::npos && wire.asked.size() == 1)
            portal->use([] {
                auto newer = first_pair();
                newer.access_token = "access-9";
                return newer;
            }());
        return old(q);
    };
    EXPECT_TRUE(call("slow").has_value());
    EXPECT_THAT(wire.renewals, IsEmpty());
    EXPECT_THAT(wire.asked.back().what.body, HasSubstr("access-9"));
}

TEST_F(PortalClient, UsesNoPairThatIsNotOnDiskAndLosesNone) {
    expire_access_1();
    wire.oauth.push_back(gives_tokens("access-2"));
    disk_full = true;
    EXPECT_THROW(call("profile"), std::runtime_error);
    EXPECT_THROW(call("profile"), std::runtime_error);
    EXPECT_THAT(wire.asked, SizeIs(1));  // with access-1, the first time
    disk_full = false;
    EXPECT_TRUE(call("profile").has_value());
    EXPECT_THAT(wire.renewals,
                SizeIs(1));  // the old refresh token was spent: the pair at hand was saved instead
    EXPECT_THAT(wire.asked.back().what.body, HasSubstr("access-2"));
}

TEST_F(PortalClient, TellsAllWhoWaitThatThePairCouldNotBeSaved) {
    expire_access_1();
    wire.oauth.push_back(gives_tokens("access-2"));
    disk_full = true;
    asio::io_context loop;
    int thrown_at = 0;
    for (int i = 0; i < 3; ++i)
        asio::co_spawn(loop, portal->call(method("profile")),
                       [&](const std::exception_ptr& thrown, const reply&) { thrown_at += thrown ? 1 : 0; });
    loop.run();
    EXPECT_EQ(thrown_at, 3);
    EXPECT_THAT(wire.renewals, SizeIs(1));
}

TEST_F(PortalClient, RepeatsACallOnceOnlyAfterARenewal) {
    wire.by_content = [](const fake_transport::question&) { return refuses(401, "expired_token"); };
    wire.oauth.push_back(gives_tokens("access-2"));
    wire.oauth.push_back(gives_tokens("access-3"));
    EXPECT_EQ(call("profile").error().code, "expired_token");
    EXPECT_THAT(wire.asked, SizeIs(2));
    call("profile");
    EXPECT_THAT(wire.renewals, SizeIs(1));  // a token that is a minute old is not renewed
    EXPECT_EQ(portal->state().access, authorization::must_authorize_again);
}

TEST_F(PortalClient, StopsAskingWhenTheAuthorizationIsGone) {
    expire_access_1();
    wire.oauth.push_back(refuses(400, "invalid_grant"));
    EXPECT_EQ(call("profile").error().code, "invalid_grant");
    EXPECT_EQ(portal->state().access, authorization::must_authorize_again);
    EXPECT_EQ(call("profile").error().code, "invalid_grant");
    EXPECT_THAT(wire.asked, SizeIs(1));
    EXPECT_THAT(wire.renewals, SizeIs(1));
    auto again = first_pair();
    again.access_token = "access-5";
    portal->use(again);
    EXPECT_EQ(portal->state().access, authorization::fine);
    EXPECT_TRUE(call("profile").has_value());
}

TEST_F(PortalClient, TriesARefusedRenewalAgainLater) {
    expire_access_1();
    wire.oauth.push_back(refuses(200, "PAYMENT_REQUIRED"));
    EXPECT_EQ(call("profile").error().code, "PAYMENT_REQUIRED");
    EXPECT_EQ(portal->state().access, authorization::refused_plan);
    time.at += 6min;
    wire.oauth.push_back(gives_tokens("access-2"));
    EXPECT_TRUE(call("profile").has_value());
    EXPECT_EQ(portal->state().access, authorization::fine);
    EXPECT_THAT(wire.asked, SizeIs(2));  // the spent token was not shown again
}

TEST_F(PortalClient, CallsAnUnreachableAuthorizationServerAPassingFault) {
    expire_access_1();
    const auto got = call("profile");
    EXPECT_EQ(got.error().code, "NETWORK");
    EXPECT_FALSE(got.error().maybe_done);
    EXPECT_EQ(portal->state().access, authorization::fine);
}

TEST_F(PortalClient, DoesNotTakeTokensOfAnotherPortal) {
    expire_access_1();
    auto others = gives_tokens("access-2");
    others.body.replace(others.body.find("\"m1\""), 4, "\"m2\"");
    wire.oauth.push_back(others);
    EXPECT_TRUE(call("profile").has_error());
    EXPECT_THAT(saved, IsEmpty());
}

TEST_F(PortalClient, KeepsTheOldAddressWhenTheNewOneIsNotAllowed) {
    expire_access_1();
    wire.oauth.push_back(gives_tokens("access-2", "evil.example.com"));
    EXPECT_TRUE(call("profile").has_value());
    EXPECT_EQ(saved[0].client_endpoint, "https://acme.bitrix24.ru/rest/");
    EXPECT_EQ(wire.asked.back().whom.host, "acme.bitrix24.ru");
}

TEST_F(PortalClient, RenewsForV3WhateverItsErrorIsCalled) {
    wire.portal.push_back(
        says(401, R"({"error":{"code":"BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION","message":"no"}})"));
    wire.oauth.push_back(gives_tokens("access-2"));
    EXPECT_TRUE(run(portal->call(method("tasks.task.get", true))).has_value());
    EXPECT_THAT(wire.renewals, SizeIs(1));
}

TEST_F(PortalClient, ShowsTokensToAllowedHostsOnly) {
    auto pair = first_pair();
    for (const char* endpoint :
         {"https://evil.example.com/rest/", "http://acme.bitrix24.ru/rest/", "nonsense", "",
          "https://acme.bitrix24.ru.evil.com/rest/", "https://acme.bitrix24.ru@evil.com/rest/"}) {
        pair.client_endpoint = endpoint;
        EXPECT_THROW(portal->use(pair), std::invalid_argument) << endpoint;
    }
    pair = first_pair();
    for (const char* endpoint : {"https://evil.example.com/rest/", "https://oauth.bitrix24.tech:444/rest/",
                                 "https://oauth.bitrix24.tech.evil.com/"}) {
        pair.server_endpoint = endpoint;
        EXPECT_THROW(portal->use(pair), std::invalid_argument) << endpoint;
    }
    call("profile");
    EXPECT_EQ(wire.asked[0].whom.host, "acme.bitrix24.ru");
}

TEST_F(PortalClient, ExchangesACodeForAPairOfAnAllowedPortal) {
    wire.oauth.push_back(gives_tokens("access-2"));
    const auto got = run(portal->exchange_code("the-code"));
    ASSERT_TRUE(got.has_value());
    EXPECT_EQ(got->access_token, "access-2");
    EXPECT_THAT(wire.renewals[0].what.target, HasSubstr("code=the-code"));
    EXPECT_THAT(saved, IsEmpty());
    wire.oauth.push_back(gives_tokens("access-3", "evil.example.com"));
    EXPECT_TRUE(run(portal->exchange_code("the-code")).has_error());
}

// ---- Faults.

TEST_F(PortalClient, RepeatsWhatIsSafeThreeTimes) {
    for (int i = 0; i < 4; ++i)
        wire.portal.push_back(says(502, "<html><h1>Bad gateway</h1></html>"));
    const auto got = call("profile", portal_client::repeat::safe);
    EXPECT_EQ(got.error().code, "NOT_JSON");
    EXPECT_THAT(time.slept, ElementsAre(1s, 3s, 9s));
    EXPECT_THAT(wire.asked, SizeIs(4));
    EXPECT_THAT(portal->state().last_trouble, HasSubstr("NOT_JSON"));
    EXPECT_EQ(portal->state().last_contact, std::nullopt);
}

TEST_F(PortalClient, IsContentWhenARepetitionSucceeds) {
    wire.portal.push_back(silent(bot::net::answer::how::maybe_sent));
    EXPECT_TRUE(call("profile", portal_client::repeat::safe).has_value());
    EXPECT_TRUE(wire.asked[0].what.repeatable);
}

TEST_F(PortalClient, RepeatsNothingElseAndSaysWhetherItMayBeDone) {
    wire.portal = {silent(bot::net::answer::how::maybe_sent), silent(bot::net::answer::how::not_sent),
                   says(200, "<html>"), refuses(500, "INTERNAL_SERVER_ERROR"), refuses(400, "ERROR_CORE")};
    std::vector<bool> maybe_done;
    for (int i = 0; i < 5; ++i)
        maybe_done.push_back(call("tasks.task.update").error().maybe_done);
    EXPECT_THAT(maybe_done, ElementsAre(true, false, true, true, false));
    EXPECT_THAT(wire.asked, SizeIs(5));
    EXPECT_FALSE(wire.asked[0].what.repeatable);
}

TEST_F(PortalClient, PausesForEverybodyWhenTheBucketOverflowed) {
    wire.portal.push_back(refuses(503, "QUERY_LIMIT_EXCEEDED"));
    wire.portal.push_back(refuses(429, "QUERY_LIMIT_EXCEEDED"));
    EXPECT_TRUE(call("tasks.task.update").has_value());
    EXPECT_THAT(wire.asked, SizeIs(3));
    ASSERT_GE(time.slept.size(), 2u);
    EXPECT_GE(time.slept[0], 1s);
    const auto total = std::accumulate(time.slept.begin(), time.slept.end(), std::chrono::milliseconds(0));
    EXPECT_GE(total, 3s);
    EXPECT_LT(total, 6s);
}

TEST_F(PortalClient, GivesUpAtLastOnAPortalThatIsAlwaysFull) {
    wire.by_content = [](const fake_transport::question&) { return refuses(503, "QUERY_LIMIT_EXCEEDED"); };
    EXPECT_EQ(call("profile").error().code, "QUERY_LIMIT_EXCEEDED");
    const auto total = std::accumulate(time.slept.begin(), time.slept.end(), std::chrono::milliseconds(0));
    EXPECT_LE(total, 5min);
    EXPECT_LT(wire.asked.size(), 20u);
}

TEST_F(PortalClient, PausesOneMethodThatUsedUpItsTime) {
    wire.portal.push_back(refuses(429, "OPERATION_TIME_LIMIT"));
    EXPECT_EQ(call("user.get").error().code, "OPERATION_TIME_LIMIT");
    EXPECT_EQ(call("user.get").error().code, "OPERATION_TIME_LIMIT");
    EXPECT_THAT(wire.asked, SizeIs(1));
    EXPECT_TRUE(call("profile").has_value());
    time.at += 61s;
    EXPECT_TRUE(call("user.get").has_value());
}

TEST_F(PortalClient, TellsNoSecrets) {
    wire.portal.push_back(refuses(400, "ERROR_CORE", "bad auth access-1 at application-token"));
    EXPECT_THAT(call("profile").error().text, Not(HasSubstr("access-1")));
    expire_access_1();
    wire.oauth.push_back(refuses(400, "invalid_client", "client-secret refresh-of-access-1"));
    const auto got = call("profile");
    for (const std::string& text : {got.error().text, portal->state().last_trouble})
        for (const char* secret : {"client-secret", "access-1"})
            EXPECT_THAT(text, Not(HasSubstr(secret)));
    begin_with_webhook();
    wire.portal.push_back(refuses(400, "ERROR_CORE", "no such page: /rest/1/very-secret/profile"));
    wire.by_content = nullptr;
    EXPECT_THAT(call("profile").error().text, Not(HasSubstr("very-secret")));
}

TEST_F(PortalClient, KnowsARefusalOfBusinessFromTrouble) {
    wire.portal.push_back(refuses(400, "ERROR_TASK_NOT_FOUND"));
    call("tasks.task.get");
    EXPECT_EQ(portal->state().last_contact, time.now());
    wire.portal.push_back(refuses(401, "APPLICATION_NOT_FOUND"));
    call("tasks.task.get");
    EXPECT_EQ(portal->state().access, authorization::must_authorize_again);
    call("tasks.task.get");
    EXPECT_EQ(portal->state().access, authorization::fine);
}

// ---- A portal under another name.

TEST_F(PortalClient, FollowsARedirectThatTheAuthorizationServerConfirms) {
    wire.portal.push_back(redirects("https://renamed.bitrix24.ru/rest/profile.json"));
    wire.oauth.push_back(gives_tokens("access-2", "renamed.bitrix24.ru"));
    EXPECT_TRUE(call("profile").has_value());
    ASSERT_THAT(wire.asked, SizeIs(2));
    EXPECT_EQ(wire.asked[1].whom.host, "renamed.bitrix24.ru");
    EXPECT_EQ(wire.asked[1].what.method, "POST");
    EXPECT_EQ(saved[0].client_endpoint, "https://renamed.bitrix24.ru/rest/");
}

TEST_F(PortalClient, FollowsNoRedirectThatIsNotConfirmed) {
    wire.portal.push_back(redirects("https://renamed.bitrix24.ru/rest/profile.json"));
    wire.oauth.push_back(gives_tokens("access-2"));
    EXPECT_EQ(call("profile").error().code, "PORTAL_MOVED");
    EXPECT_THAT(wire.asked, SizeIs(1));
    wire.portal.push_back(redirects("https://renamed.bitrix24.ru/rest/profile.json"));
    EXPECT_EQ(call("profile").error().code, "PORTAL_MOVED");
    EXPECT_THAT(wire.renewals, SizeIs(1));  // T12
}

TEST_F(PortalClient, FollowsNoRedirectToAHostThatIsNotAllowed) {
    wire.portal.push_back(redirects("https://evil.example.com/rest/profile.json"));
    wire.oauth.push_back(gives_tokens("access-2", "evil.example.com"));
    const auto got = call("profile");
    EXPECT_EQ(got.error().code, "PORTAL_MOVED");
    EXPECT_FALSE(got.error().maybe_done);
    EXPECT_EQ(bot::wire::remedy_for(got.error(), false), bot::wire::remedy::authorize_again);
    EXPECT_THAT(saved, SizeIs(1));  // the new pair is kept all the same
    for (const auto& each : wire.asked)
        EXPECT_EQ(each.whom.host, "acme.bitrix24.ru");
}

TEST_F(PortalClient, FollowsNoRedirectOfAWebhook) {
    begin_with_webhook();
    wire.portal.push_back(redirects("https://renamed.bitrix24.ru/rest/1/very-secret/profile.json"));
    const auto got = call("profile");
    EXPECT_EQ(got.error().code, "PORTAL_MOVED");
    EXPECT_THAT(got.error().text, Not(HasSubstr("very-secret")));
    EXPECT_THAT(wire.asked, SizeIs(1));
}

TEST_F(PortalClient, KnowsThatThePortalHasMovedUntilItAnswersAgain) {
    begin_with_webhook();
    wire.portal.push_back(redirects("https://renamed.bitrix24.ru/rest/1/very-secret/profile.json"));
    call("profile");
    EXPECT_EQ(portal->state().access, authorization::moved);
    wire.portal.push_back(silent(bot::net::answer::how::not_sent));
    call("profile");
    EXPECT_EQ(portal->state().access, authorization::moved) << "silence says nothing else";
    call("profile");
    EXPECT_EQ(portal->state().access, authorization::fine);
}

// ---- How one speaks of bots.

TEST_F(PortalClient, NamesTheBotsTokenInCallsAboutBotsAlone) {
    begin_with_webhook();
    portal->speak({"0f3c0f3c", false, ""});
    call("imbot.v2.Event.get");
    call("profile");
    batch({"profile", "imbot.v2.Event.get"});
    EXPECT_THAT(wire.asked[0].what.body, HasSubstr(R"("botToken":"0f3c0f3c")"));
    EXPECT_THAT(wire.asked[1].what.body, Not(HasSubstr("botToken")));
    EXPECT_THAT(wire.asked[2].what.body, HasSubstr(R"("c0":"profile")"));
    EXPECT_THAT(wire.asked[2].what.body, HasSubstr("botToken=0f3c0f3c"));
}

TEST_F(PortalClient, UnderstandsTheAnswersOfOldPortals) {
    portal->speak({"", true, "https://bot.example.com/event/abc"});
    auto sending = method("imbot.v2.Chat.Message.send");
    sending.params["botId"] = 567;
    wire.portal.push_back(says(200, R"({"result":84331})"));
    EXPECT_EQ(run(portal->call(sending)).value(), (boost::json::value{{"id", 84331}}));
    EXPECT_THAT(wire.asked[0].what.target, HasSubstr("/imbot.message.add"));
    wire.portal.push_back(says(200, R"({"result":{"result":{"c0":1,"c1":567},"result_error":[]}})"));
    const auto replies = batch({"profile", "imbot.v2.Bot.register"});
    EXPECT_EQ(replies[0].value(), boost::json::value(1));
    EXPECT_EQ(bot::wire::read_bot(replies[1].value()).id, 567);
}

TEST_F(PortalClient, TellsOfEachRequestItBooksBeforeItWaits) {
    auto with = settings();
    with.burst = 2;
    begin(with);
    portal->use(first_pair());
    std::vector<std::pair<double, std::size_t>> told;  // how full, and what was asked by then
    portal->keep_pace(
        [&](const bot::wire::pacer::state& now) { told.emplace_back(now.level, wire.asked.size()); });
    for (int k = 0; k < 3; ++k)
        call("profile");
    EXPECT_THAT(told, ElementsAre(std::pair(1.0, 0u), std::pair(2.0, 1u), std::pair(3.0, 2u)));
}

// ---- Batches.

TEST_F(PortalClient, GivesEachCallOfABatchItsReply) {
    wire.portal.push_back(says(
        200, R"({"result":{"result":{"c0":1},"result_error":{"c1":{"error":"0","error_description":""}}}})"));
    const auto got = batch({"profile", "tasks.task.get"});
    ASSERT_EQ(got.size(), 2u);
    EXPECT_TRUE(got[0].has_value());
    EXPECT_EQ(got[1].error().code, "0");
    EXPECT_EQ(portal->state().last_contact, time.now());
}

TEST_F(PortalClient, DoesNotMistakeABatchOfRefusalsForARefusedBatch) {
    wire.portal.push_back(
        says(200, R"({"result":{"result":[],"result_error":{"c0":{"error":"INTERNAL_SERVER_ERROR"}}}})"));
    EXPECT_TRUE(batch({"profile"}, portal_client::repeat::safe)[0].has_error());
    EXPECT_THAT(wire.asked, SizeIs(1));
}

TEST_F(PortalClient, RemediesABatchThatIsRefusedAsAWhole) {
    wire.portal = {refuses(401, "expired_token"), refuses(503, "QUERY_LIMIT_EXCEEDED"),
                   says(200, R"({"result":{"result":{"c0":1,"c1":2},"result_error":[]}})")};
    wire.oauth.push_back(gives_tokens("access-2"));
    const auto got = batch({"profile", "app.info"});
    ASSERT_EQ(got.size(), 2u);
    EXPECT_TRUE(got[0].has_value());
    EXPECT_TRUE(got[1].has_value());
    EXPECT_THAT(wire.renewals, SizeIs(1));
}

TEST_F(PortalClient, RefusesEveryCallOfABatchThatWasNotAnswered) {
    wire.portal.push_back(silent(bot::net::answer::how::maybe_sent));
    const auto got = batch({"profile", "app.info"});
    ASSERT_EQ(got.size(), 2u);
    for (const auto& each : got) {
        EXPECT_EQ(each.error().code, "NETWORK");
        EXPECT_TRUE(each.error().maybe_done);
    }
}

TEST_F(PortalClient, PausesAMethodThatABatchFoundUsedUp) {
    wire.portal.push_back(says(
        200, R"({"result":{"result":{"c0":1},"result_error":{"c1":{"error":"OPERATION_TIME_LIMIT"}}}})"));
    batch({"profile", "user.get"});
    EXPECT_EQ(batch({"app.info", "user.get"})[0].error().code, "OPERATION_TIME_LIMIT");
    EXPECT_THAT(wire.asked, SizeIs(1));
}

TEST_F(PortalClient, AsksNothingForAnEmptyBatch) {
    EXPECT_TRUE(batch({}).empty());
    EXPECT_THAT(wire.asked, IsEmpty());
}

}  // namespace
