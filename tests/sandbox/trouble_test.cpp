// A portal in trouble, and out of it again.
#include "portal_fixture.hpp"

namespace sandbox {
namespace {

class trouble_test : public portal_test {
protected:
    trouble_test() {
        p.app.installed = true;
        rest("event.bind", {{"event", "ONTASKUPDATE"}, {"handler", "http://127.0.0.1:8080/door"}});
        refresh = issue_refresh_token(p, service_user);
    }
    void befall(const char* kind) { ASSERT_EQ(post("/control/trouble", {{"kind", kind}}).status, 200); }
    reply refreshed() {
        return get("/oauth/token/",
                   "grant_type=refresh_token&client_id=local.sandbox.1&client_secret="
                   "sandbox-secret&refresh_token=" +
                       refresh);
    }
    void move() {
        does(maria, "deadline", {{"task", 8017}, {"deadline", iso_utc(p.now() + std::chrono::hours{1})}});
    }

    std::string refresh;
};

TEST_F(trouble_test, a_renamed_portal_answers_302_at_its_old_name_and_oauth_tells_the_new_one) {
    const auto renamed = post("/control/rename", {{"to", "http://localhost:8070/"}});
    EXPECT_EQ(renamed.body.at("base"), "http://localhost:8070");
    web_request request;
    request.method = "POST";
    request.path = "/rest/profile.json";
    request.query = "a=b";
    request.authorization = "Bearer " + token;
    const auto there = raw(request);
    EXPECT_EQ(there.status, 302);
    ASSERT_EQ(there.headers.size(), 1U);
    EXPECT_EQ(there.headers[0].second, "http://localhost:8070/rest/profile.json?a=b");
    EXPECT_EQ(p.counted.http, 1);  // the bind of the start: a redirection costs nothing
    request.host = "localhost:8070";
    EXPECT_EQ(respond(p, {}, request).status, 200);
    const auto answer = refreshed().body;
    EXPECT_EQ(answer.at("client_endpoint"), "http://localhost:8070/rest/");
    EXPECT_EQ(answer.at("server_endpoint"), "http://127.0.0.1:8070/rest/");
    EXPECT_EQ(answer.at("domain"), "127.0.0.1:8070");
    move();
    EXPECT_EQ(delivered().at(0).at("auth").at("domain"), "localhost:8070");
}

TEST_F(trouble_test, a_portal_can_be_renamed_back) {
    post("/control/rename", {{"to", "http://localhost:8070"}});
    post("/control/rename", {{"to", "http://127.0.0.1:8070"}});
    EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(post("/control/rename", {{"to", "elsewhere"}}).status, 400);
}

TEST_F(trouble_test, an_inactive_application_is_unknown_until_it_is_mended) {
    befall("inactive");
    const auto answer = rest("profile");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.error(), "APPLICATION_NOT_FOUND");
    EXPECT_EQ(refreshed().error(), "invalid_client");
    EXPECT_EQ(get("/rest/99/sandbox-webhook/profile").status, 200);
    move();
    EXPECT_TRUE(delivered().empty());
    befall("mended");
    EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(refreshed().status, 200);
    EXPECT_EQ(rest("event.get").result().as_array().size(), 1U);
}

TEST_F(trouble_test, a_removed_application_loses_handlers_and_bots) {
    rest("imbot.v2.Bot.register", {{"fields", {{"code", "g"}, {"properties", {{"name", "Бот"}}}}}});
    befall("removed");
    EXPECT_EQ(rest("profile").error(), "APPLICATION_NOT_FOUND");
    EXPECT_TRUE(delivered().empty());
    befall("mended");
    EXPECT_EQ(rest("event.get").result(), json::array());
    EXPECT_EQ(rest("imbot.v2.Event.get", {{"botId", 456}}).error(), "BOT_NOT_FOUND");
}

TEST_F(trouble_test, an_expired_subscription_stops_tokens_rest_and_events) {
    befall("unpaid");
    EXPECT_EQ(refreshed().error(), "PAYMENT_REQUIRED");
    const auto answer = rest("profile");
    EXPECT_EQ(answer.error(), "ACCESS_DENIED");
    EXPECT_THAT(text_member(answer.body, "error_description"), testing::HasSubstr("commercial plans"));
    EXPECT_EQ(get("/rest/99/sandbox-webhook/profile").error(), "ACCESS_DENIED");
    move();
    EXPECT_TRUE(delivered().empty());
    befall("mended");
    EXPECT_EQ(refreshed().status, 200);  // the refusal has not used the token up
    move();
}

TEST_F(trouble_test, revoked_refresh_tokens_are_an_invalid_grant) {
    befall("revoked");
    EXPECT_EQ(refreshed().error(), "invalid_grant");
    EXPECT_EQ(rest("profile").status, 200);
    befall("mended");
    EXPECT_EQ(refreshed().status, 200);
}

TEST_F(trouble_test, maintenance_refuses_everybody_but_not_oauth) {
    befall("maintenance");
    EXPECT_EQ(rest("profile").error(), "PORTAL_DELETED");
    EXPECT_EQ(get("/rest/99/sandbox-webhook/profile").error(), "PORTAL_DELETED");
    EXPECT_EQ(refreshed().status, 200);
    befall("mended");
    EXPECT_EQ(rest("profile").status, 200);
}

TEST_F(trouble_test, an_unknown_trouble_is_refused) {
    EXPECT_EQ(post("/control/trouble", {{"kind", "flood"}}).status, 400);
}

}  // namespace
}  // namespace sandbox
