#include "bot/wire/call.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <random>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

refusal refused(int status, std::string_view body) {
    const auto answer = decode(status, body);
    EXPECT_TRUE(answer.has_error()) << body;
    return answer.has_error() ? answer.error() : refusal{};
}

remedy remedy_of(std::string code, int status, bool v3 = false) {
    return remedy_for({std::move(code), "", status, false}, v3);
}

TEST(WireDecode, TheAnswerSaysWhenItWasMade) {
    std::optional<served> when;
    (void)decode(200, R"({"result":[],"time":{"start":1757424671.509725,"finish":1757424672.203906}})",
                 &when);
    ASSERT_TRUE(when);
    EXPECT_EQ(when->from.time_since_epoch(), 1757424671509ms);
    EXPECT_EQ(when->until.time_since_epoch(), 1757424672203ms);
    for (const auto* nonsense :
         {R"({})", R"({"start":1.5})", R"({"start":2.5,"finish":1.5})", R"({"start":1.5,"finish":1e300})",
          R"({"start":"1.5","finish":"2.5"})", "null", "[]"}) {
        when.reset();
        (void)decode(200, std::string(R"({"result":[],"time":)") + nonsense + "}", &when);
        EXPECT_FALSE(when) << nonsense;
    }
}

TEST(WireDecode, TheResultIsAnything) {
    EXPECT_EQ(boost::json::serialize(*decode(200, R"({"result":{"id":1},"time":{"start":1}})")),
              R"({"id":1})");
    for (const auto* any : {"true", "[]", "5", "null", "\"x\""})
        EXPECT_EQ(boost::json::serialize(*decode(200, std::string("{\"result\":") + any + "}")), any);
}

TEST(WireDecode, AMemberNamedErrorIsARefusalWhateverItsValueAndStatus) {
    EXPECT_EQ(refused(400, R"({"error":"100","error_description":"x"})").code, "100");
    EXPECT_EQ(refused(200, R"({"error":"","error_description":"Access denied"})").code, "");
    EXPECT_EQ(refused(200, R"({"error":0,"error_description":"x"})").code, "0");
    EXPECT_EQ(refused(503, R"({"error":"QUERY_LIMIT_EXCEEDED"})").status, 503);
}

TEST(WireDecode, V3ErrorsAreObjects) {
    const auto why = refused(
        403,
        R"({"error":{"code":"BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION","message":"No <b>way</b>"}})");
    EXPECT_EQ(why.code, "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION");
    EXPECT_EQ(why.text, "No way");
}

TEST(WireDecode, DescriptionsLoseTheirHtmlAndTheirLength) {
    EXPECT_EQ(
        refused(400,
                R"({"error":"ERROR_CORE","error_description":"Срок &quot;Ромашки&quot;<br>вне проекта"})")
            .text,
        "Срок \"Ромашки\" вне проекта");
    EXPECT_LE(
        refused(400, R"({"error":"E","error_description":")" + std::string(5000, 'x') + "\"}").text.size(),
        310u);
}

TEST(WireDecode, WhatIsNotThePortalsJsonMayHaveBeenDoneAndShowsNothingOfItself) {
    for (const auto* body :
         {"<html>502 /rest/1/secret/</html>", "", "[]", "{\"ok\":1}", "null", "{\"result\":"}) {
        const auto why = refused(502, body);
        EXPECT_EQ(why.code, "NOT_JSON");
        EXPECT_TRUE(why.maybe_done);
        EXPECT_EQ(why.text.find("secret"), std::string::npos);
    }
    EXPECT_EQ(refused(500, R"({"result":true})").code, "NOT_JSON");
    EXPECT_TRUE(refused(500, R"({"error":"INTERNAL_SERVER_ERROR"})").maybe_done);
    EXPECT_FALSE(refused(400, R"({"error":"0"})").maybe_done);
}

TEST(WireBatch, EachCallHasItsOwnAnswer) {
    const auto answers = decode_batch(200, R"({"result":{"result":{"c0":{"task":{"id":"8017"}},"c2":[]},
        "result_error":{"c1":{"error":"0","error_description":"Access denied."}},"result_total":[],
        "result_next":[],"result_time":[]}})",
                                      4);
    ASSERT_EQ(answers.size(), 4u);
    EXPECT_EQ(to_int(at_path(*answers[0], {"task", "id"})), 8017);
    EXPECT_EQ(answers[1].error().code, "0");
    EXPECT_TRUE(answers[2].has_value());
    EXPECT_EQ(answers[3].error().code, "NOT_JSON");
}

TEST(WireBatch, EmptyMapsAreArrays) {
    const auto answers =
        decode_batch(200, R"({"result":{"result":[],"result_error":{"c0":{"error":"x"}}}})", 1);
    EXPECT_EQ(answers[0].error().code, "x");
    EXPECT_EQ(decode_batch(200, R"({"result":[]})", 2)[1].error().code, "NOT_JSON");
}

TEST(WireBatch, ARefusedBatchRefusesEveryCall) {
    const auto answers = decode_batch(503, R"({"error":"QUERY_LIMIT_EXCEEDED"})", 3);
    ASSERT_EQ(answers.size(), 3u);
    for (const auto& each : answers)
        EXPECT_EQ(remedy_for(each.error(), false), remedy::slow_down);
}

TEST(WireRemedy, TheCodeDecidesUnderAnyStatus) {
    for (const int status : {200, 400, 429, 503})
        EXPECT_EQ(remedy_of("QUERY_LIMIT_EXCEEDED", status), remedy::slow_down);
    EXPECT_EQ(remedy_of("OPERATION_TIME_LIMIT", 429), remedy::pause_method);
    EXPECT_EQ(remedy_of("expired_token", 401), remedy::refresh_token);
    EXPECT_EQ(remedy_of("invalid_token", 401), remedy::refresh_token);
    EXPECT_EQ(remedy_of("insufficient_scope", 403), remedy::authorize_again);
    EXPECT_EQ(remedy_of("insufficient_scope", 401), remedy::authorize_again);
    EXPECT_EQ(remedy_of("PORTAL_DELETED", 403), remedy::try_again);
    EXPECT_EQ(remedy_of("CONNECTION_ERROR", 401), remedy::try_again);
    EXPECT_EQ(remedy_of("NETWORK", 0), remedy::try_again);
    EXPECT_EQ(remedy_of("NOT_JSON", 502), remedy::try_again);
    EXPECT_EQ(remedy_of("invalid_grant", 400), remedy::authorize_again);
    for (const auto* business :
         {"0", "100", "", "ERROR_CORE", "BOT_NOT_FOUND", "CHAT_NOT_FOUND", "ERROR_METHOD_NOT_FOUND"})
        EXPECT_EQ(remedy_of(business, 400), remedy::give_up) << business;
    EXPECT_EQ(remedy_of("SOMETHING_NEW", 500), remedy::try_again);
}

TEST(WireRemedy, ADeniedAccessIsBusinessUnlessItIsAboutThePlan) {
    EXPECT_EQ(remedy_of("ACCESS_DENIED", 400), remedy::give_up);
    EXPECT_EQ(remedy_of("ACCESS_DENIED", 403), remedy::give_up);
    EXPECT_EQ(remedy_of("ACCESS_DENIED", 401), remedy::authorize_again);
    EXPECT_EQ(remedy_for({"ACCESS_DENIED", "REST is available only on commercial plans.", 403, false}, false),
              remedy::authorize_again);
}

TEST(WireRemedy, V3HidesAnExpiredTokenBehind401) {
    EXPECT_EQ(remedy_of("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", 401, true), remedy::refresh_token);
    EXPECT_EQ(remedy_of("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", 403, true), remedy::give_up);
    EXPECT_EQ(remedy_of("BITRIX_REST_V3_EXCEPTION_RATELIMITEXCEPTION", 429, true), remedy::slow_down);
    EXPECT_EQ(remedy_of("NOT_JSON", 404, true), remedy::give_up);
}

TEST(WireRemedy, PausesGrowAndAreSpread) {
    EXPECT_EQ(backoff(0, 0), 1s);
    EXPECT_EQ(backoff(3, 0), 8s);
    EXPECT_EQ(backoff(5, 0), 30s);
    EXPECT_EQ(backoff(1000, 0), 30s);
    EXPECT_EQ(backoff(-1, 0), 1s);
    for (std::uint64_t salt = 0; salt < 1000; salt += 7) {
        EXPECT_GE(backoff(2, salt), 4s);
        EXPECT_LE(backoff(2, salt), 5s);
    }
    EXPECT_NE(backoff(2, 1), backoff(2, 2));
}

TEST(WireLimits, TheResetTimeIsOptional) {
    const auto moment = std::chrono::sys_seconds(std::chrono::seconds(1757425271));
    EXPECT_EQ(operating_reset(R"({"result":1,"time":{"operating_reset_at":1757425271,"operating":0.6}})"),
              moment);
    EXPECT_EQ(operating_reset(
                  R"({"result":{"result_time":{"c0":{"operating_reset_at":1757425270},
            "c1":{"operating_reset_at":1757425271}}}})"),
              moment);
    EXPECT_EQ(operating_reset(R"({"result":1,"time":{"start":1}})"), std::nullopt);
    EXPECT_EQ(operating_reset("<html>"), std::nullopt);
}

TEST(WireDecode, NoBytesMakeItThrow) {
    std::mt19937 random(7);
    const std::string whole =
        R"({"result":{"result":{"c0":{"task":{"id":"1"}}},"result_error":{"c1":{"error":"0"}}},
        "time":{"operating_reset_at":5}})";
    for (int round = 0; round < 5000; ++round) {
        auto body = whole;
        for (int change = 0; change < 4; ++change)
            body[random() % body.size()] =
                random() % 2 ? static_cast<char>(random()) : "{}[]\":,0"[random() % 8];
        body.resize(random() % 3 ? body.size() : random() % body.size());
        EXPECT_EQ(decode_batch(200, body, 3).size(), 3u);
        (void)decode(static_cast<int>(random() % 600), body);
        (void)operating_reset(body);
    }
}

}  // namespace
}  // namespace bot::wire
