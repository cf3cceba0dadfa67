#include "bot/wire/oauth.hpp"

#include <gtest/gtest.h>

namespace bot::wire {
namespace {

TEST(WireOauth, TargetsCarryTheirProofEncoded) {
    EXPECT_EQ(refresh_target("local.5f", "a&b", "r+/="),
              "/oauth/token/"
              "?grant_type=refresh_token&client_id=local.5f&client_secret=a%26b&refresh_token=r%2B%2F%3D");
    EXPECT_EQ(code_target("id", "secret", "c"),
              "/oauth/token/?grant_type=authorization_code&client_id=id&client_secret=secret&code=c");
}

TEST(WireOauth, ThePortalIsTheClientEndpointAndNotTheDomain) {
    const auto pair = read_tokens(
        200, R"({"access_token":"a","refresh_token":"r","client_endpoint":"https://acme.bitrix24.ru/rest/",
        "domain":"oauth.bitrix24.tech","server_endpoint":"https://oauth.bitrix24.tech/rest/",
        "member_id":"m","user_id":1,"expires_in":3600})");
    ASSERT_TRUE(pair.has_value());
    EXPECT_EQ(pair->access_token, "a");
    EXPECT_EQ(pair->refresh_token, "r");
    EXPECT_EQ(pair->client_endpoint, "https://acme.bitrix24.ru/rest/");
    EXPECT_EQ(pair->server_endpoint, "https://oauth.bitrix24.tech/rest/");
    EXPECT_EQ(pair->member_id, "m");
    EXPECT_EQ(pair->user, 1);
}

TEST(WireOauth, ARefusalKeepsItsCodeUnderAnyStatus) {
    for (const int status : {200, 400, 401}) {
        const auto refused = read_tokens(status, R"({"error":"invalid_grant","error_description":"x"})");
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(remedy_for(refused.error(), false), remedy::authorize_again);
    }
}

TEST(WireOauth, HalfAPairIsNone) {
    for (const auto* body : {"<html>", "", "[]", "{}", R"({"access_token":"a"})",
                             R"({"access_token":"a","refresh_token":"r"})"}) {
        const auto refused = read_tokens(200, body);
        ASSERT_TRUE(refused.has_error()) << body;
        EXPECT_EQ(refused.error().code, "NOT_JSON");
        EXPECT_EQ(remedy_for(refused.error(), false), remedy::try_again);
    }
}

}  // namespace
}  // namespace bot::wire
