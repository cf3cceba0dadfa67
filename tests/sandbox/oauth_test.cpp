#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class oauth_test : public portal_test {
protected:
    reply grant(const char* type, const std::string& more, const char* secret = "sandbox-secret") {
        return get("/oauth/token/", std::string("grant_type=") + type +
                                        "&client_id=local.sandbox.1&client_secret=" + secret + "&" + more);
    }

    std::string authorised_code(const std::string& more = {}) {
        web_request request;
        request.path = "/oauth/authorize/";
        request.query = "client_id=local.sandbox.1&state=opaque" + more;
        const auto answer = raw(request);
        EXPECT_EQ(answer.status, 302);
        const std::string location = answer.headers.at(0).second;
        const auto query = form_decoded(location.substr(location.find('?') + 1));
        EXPECT_EQ(text_member(query, "state"), "opaque");
        EXPECT_EQ(text_member(query, "member_id"), p.app.member_id);
        return text_member(query, "code");
    }
};

TEST_F(oauth_test, a_code_becomes_tokens_once) {
    const auto code = authorised_code();
    const auto pair = grant("authorization_code", "code=" + code);
    EXPECT_EQ(pair.body.at("client_endpoint"), "http://127.0.0.1:8070/rest/");
    EXPECT_EQ(pair.body.at("expires_in"), 3600);
    token = text_member(pair.body, "access_token");
    EXPECT_EQ(rest("profile").result().at("ID"), "99");
    EXPECT_EQ(rest("app.info").result().at("INSTALLED"), true);
    EXPECT_EQ(grant("authorization_code", "code=" + code).error(), "invalid_grant");
}

TEST_F(oauth_test, a_code_lives_thirty_seconds) {
    const auto code = authorised_code();
    pass(30s);
    EXPECT_EQ(grant("authorization_code", "code=" + code).error(), "invalid_grant");
}

TEST_F(oauth_test, the_person_who_agrees_is_the_token_user) {
    const auto pair = grant("authorization_code", "code=" + authorised_code("&user=27"));
    token = text_member(pair.body, "access_token");
    EXPECT_EQ(rest("user.admin").result(), false);
}

TEST_F(oauth_test, refreshing_rotates_both_tokens) {
    const auto first = issue_refresh_token(p, service_user);
    const auto pair = grant("refresh_token", "refresh_token=" + first);
    EXPECT_EQ(pair.status, 200);
    EXPECT_EQ(pair.body.at("user_id"), 99);
    EXPECT_TRUE(pair.body.at("expires").is_int64());
    const auto second = text_member(pair.body, "refresh_token");
    EXPECT_NE(first, second);
    EXPECT_EQ(grant("refresh_token", "refresh_token=" + first).error(), "invalid_grant");
    EXPECT_EQ(grant("refresh_token", "refresh_token=" + second).status, 200);
}

TEST_F(oauth_test, a_wrong_secret_spends_nothing) {
    const auto refresh = issue_refresh_token(p, service_user);
    EXPECT_EQ(grant("refresh_token", "refresh_token=" + refresh, "guess").error(), "invalid_client");
    EXPECT_EQ(grant("refresh_token", "refresh_token=" + refresh).status, 200);
    EXPECT_EQ(grant("password", "").error(), "invalid_request");
}

TEST_F(oauth_test, the_installation_carries_working_tokens_and_the_secrets_of_the_portal) {
    const auto form = form_decoded(installation(p, service_user).body);
    const auto& auth = form.at("auth");
    EXPECT_EQ(form.at("event"), "ONAPPINSTALL");
    EXPECT_EQ(auth.at("scope"), "imbot im task tasks user department calendar humanresources");
    token = text_in(auth.at("access_token"));
    EXPECT_EQ(rest("app.info").result().at("INSTALLED"), true);
    EXPECT_EQ(grant("refresh_token", "refresh_token=" + text_in(auth.at("refresh_token"))).status, 200);
}

}  // namespace
}  // namespace sandbox
