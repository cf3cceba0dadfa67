// Offers of tokens from anywhere on the internet: what is believed, and that nothing else changes anything.
#include "bot/installer.hpp"

#include <gmock/gmock.h>

#include "installation.hpp"
#include "storage/portal.hpp"

namespace bot {
namespace {

using namespace fakes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

class Installer : public testing::Test {
protected:
    installer::outcome install(const wire::credentials& offered) { return run(installing.install(offered)); }

    // Refused, and nothing is on disk.
    installer::outcome refused(const wire::credentials& offered) {
        const auto before = on_disk();
        const auto came = install(offered);
        EXPECT_FALSE(came.installed);
        EXPECT_NE(came.text, "") << "whoever installs is told what is wrong";
        EXPECT_EQ(on_disk(), before);
        return came;
    }

    struct known {
        std::optional<storage::portal::identity> who;
        std::optional<storage::portal::tokens> pair;
        std::optional<std::string> application_token;
        friend bool operator==(const known&, const known&) = default;
    };
    known on_disk() {
        return storage::look(disk, noon, [](const storage::transaction& tx) -> known {
            return {storage::portal::find(tx), storage::portal::find_tokens(tx),
                    storage::portal::find_secret(tx, storage::portal::application_token)};
        });
    }

    config settings = for_acme();
    storage::database disk{an_empty_database()};
    fake_transport outside;
    installer installing{settings, disk, outside, [] { return noon; }};
};

TEST_F(Installer, AnHonestOfferIsConfirmedByThePortalAndKept) {
    outside.portal = {confirms("local.5f", true)};
    const auto came = install(an_offer());
    EXPECT_TRUE(came.installed);
    EXPECT_EQ(came.status, 200);
    const auto is = on_disk();
    ASSERT_TRUE(is.who);
    EXPECT_EQ(is.who->member_id, "m1");
    EXPECT_EQ(is.who->client_endpoint, "https://acme.bitrix24.ru/rest/");
    EXPECT_EQ(is.who->server_endpoint, "https://oauth.bitrix24.tech/rest/");
    EXPECT_EQ(is.who->token_user, 99);
    EXPECT_EQ(is.pair, (storage::portal::tokens{"access-1", "refresh-1", noon + 1h}));
    EXPECT_EQ(is.application_token, "application-token");
}

TEST_F(Installer, ThePortalIsAskedOnceWithTheOfferedTokenAtTheOfferedAddress) {
    outside.portal = {confirms("local.5f", true)};
    install(an_offer());
    ASSERT_THAT(outside.asked, SizeIs(1));
    EXPECT_EQ(outside.asked[0].whom.host, "acme.bitrix24.ru");
    EXPECT_TRUE(outside.asked[0].whom.tls);
    EXPECT_THAT(outside.asked[0].what.target, HasSubstr("/rest/batch"));
    EXPECT_THAT(outside.asked[0].what.body, HasSubstr("access-1"));
    EXPECT_THAT(outside.asked[0].what.body, HasSubstr("app.info"));
    EXPECT_THAT(outside.asked[0].what.body, HasSubstr("profile"));
}

TEST_F(Installer, AHostThatIsNotAllowedIsNotEvenAsked) {
    for (const char* endpoint :
         {"https://evil.com/rest/", "https://acme.bitrix24.ru.evil.com/rest/",
          "https://acme.bitrix24.ru@evil.com/rest/", "https://evil.com/https://acme.bitrix24.ru/rest/",
          "http://acme.bitrix24.ru/rest/", "https://acme.bitrix24.ru\r\n.evil.com/rest/",
          "//acme.bitrix24.ru", "", "https://"}) {
        auto offered = an_offer();
        offered.client_endpoint = endpoint;
        const auto came = refused(offered);
        EXPECT_EQ(came.status, 403) << endpoint;
        EXPECT_EQ(came.code, "host_not_allowed") << endpoint;
    }
    EXPECT_THAT(outside.asked, IsEmpty()) << "the token is shown to nobody";
}

TEST_F(Installer, AnAuthorizationServerOfSomebodyElseIsNotBelieved) {
    auto offered = an_offer();
    offered.server_endpoint = "https://oauth.evil.com/rest/";
    EXPECT_EQ(refused(offered).code, "oauth_server_not_allowed");
    EXPECT_THAT(outside.asked, IsEmpty());
}

TEST_F(Installer, WithoutAnAuthorizationServerTheConfiguredOneIsMeant) {
    outside.portal = {confirms("local.5f", true)};
    auto offered = an_offer();
    offered.server_endpoint = "";
    EXPECT_TRUE(install(offered).installed);
    EXPECT_EQ(on_disk().who->server_endpoint, "https://oauth.bitrix24.tech/rest/");
}

TEST_F(Installer, AnOfferWithoutOneOfItsPartsIsIncomplete) {
    for (auto part : {&wire::credentials::access_token, &wire::credentials::refresh_token,
                      &wire::credentials::member_id, &wire::credentials::application_token}) {
        auto offered = an_offer();
        offered.*part = "";
        const auto came = refused(offered);
        EXPECT_EQ(came.status, 400);
        EXPECT_EQ(came.code, "incomplete");
    }
    EXPECT_THAT(outside.asked, IsEmpty());
}

TEST_F(Installer, SomebodyWhoIsNoAdministratorMayNotInstall) {
    outside.portal = {confirms("local.5f", false)};
    const auto came = refused(an_offer());
    EXPECT_EQ(came.status, 403);
    EXPECT_EQ(came.code, "not_administrator");
}

TEST_F(Installer, TokensOfAnotherApplicationAreRefused) {
    outside.portal = {confirms("local.other", true)};
    EXPECT_EQ(refused(an_offer()).code, "other_application");
    outside.portal = {confirms("", true)};
    EXPECT_EQ(refused(an_offer()).code, "other_application");
}

TEST_F(Installer, ATokenThePortalDoesNotKnowIsRefused) {
    outside.portal = {refuses(401, "invalid_token")};
    EXPECT_EQ(refused(an_offer()).code, "token_not_accepted");
    outside.portal = {says(200, R"({"result":{"result":{"c0":{"CODE":"local.5f"}},)"
                                R"("result_error":{"c1":{"error":"insufficient_scope"}}}})")};
    EXPECT_EQ(refused(an_offer()).code, "token_not_accepted");
}

// Nothing was found out about the token, so nothing is said about it.
TEST_F(Installer, APortalThatDoesNotAnswerMayBeTriedAgain) {
    using how = net::answer::how;
    for (const auto& answer :
         {silent(how::not_sent), silent(how::maybe_sent), says(502, "<html>Bad gateway</html>"),
          says(200, ""), says(200, "<html>"), redirects("https://evil.com/rest/"),
          refuses(503, "QUERY_LIMIT_EXCEEDED"), refuses(500, "INTERNAL_SERVER_ERROR")}) {
        outside.portal = {answer};
        const auto came = refused(an_offer());
        EXPECT_EQ(came.status, 502) << answer.body;
        EXPECT_EQ(came.code, "portal_unreachable") << answer.body;
    }
}

TEST_F(Installer, AnswersOfTheWrongShapeInstallNothing) {
    for (const char* body : {R"({"result":[]})", R"({"result":{"result":[],"result_error":[]}})",
                             R"({"result":{"result":{"c0":[],"c1":[]}}})",
                             R"({"result":{"result":{"c0":{"CODE":"local.5f"},"c1":"ADMIN"}}})",
                             R"({"result":{"result":{"c0":{"CODE":["local.5f"]},"c1":{"ADMIN":true}}}})"}) {
        outside.portal = {says(200, body)};
        refused(an_offer());
    }
}

TEST_F(Installer, ASecondPortalIsRefusedAndTheFirstOneStays) {
    outside.portal = {confirms("local.5f", true), confirms("local.5f", true)};
    ASSERT_TRUE(install(an_offer()).installed);
    auto other = an_offer();
    other.member_id = "m2";
    other.access_token = "access-of-another";
    EXPECT_EQ(refused(other).code, "other_portal");
}

TEST_F(Installer, APortalKnownByAWebhookIsTheSameOnItsHostAlone) {
    outside.portal = {confirms("local.5f", true), confirms("local.5f", true)};
    const auto known_at = [&](const std::string& endpoint) {
        storage::transact(disk, noon, [&](storage::transaction& tx) {
            storage::portal::identity who;
            who.member_id = "by-webhook";
            who.client_endpoint = endpoint;
            storage::portal::save(tx, who);
        });
    };
    known_at("https://other.bitrix24.ru/rest/");
    EXPECT_EQ(refused(an_offer()).code, "other_portal");
    known_at(an_offer().client_endpoint);
    EXPECT_TRUE(install(an_offer()).installed);
}

TEST_F(Installer, InstallingAgainBringsNewKeysAndKeepsTheBot) {
    outside.portal = {confirms("local.5f", true), confirms("local.5f", true)};
    ASSERT_TRUE(install(an_offer()).installed);
    storage::transact(disk, noon, [](storage::transaction& tx) {
        auto who = storage::portal::find(tx).value();
        who.bot = 456;
        storage::portal::save(tx, who);
    });
    auto again = an_offer();
    again.access_token = "access-2";
    again.refresh_token = "refresh-2";
    again.application_token = "application-token-2";
    ASSERT_TRUE(install(again).installed);
    const auto is = on_disk();
    EXPECT_EQ(is.who->bot, 456);
    EXPECT_EQ(is.pair->access, "access-2");
    EXPECT_EQ(is.application_token, "application-token-2");
}

TEST_F(Installer, NoAnswerShowsASecret) {
    for (const auto& answer : {confirms("local.other", true), confirms("local.5f", false),
                               refuses(401, "invalid_token", "access-1"), says(500, "access-1")}) {
        outside.portal = {answer};
        const auto came = refused(an_offer());
        for (const char* secret : {"access-1", "refresh-1", "application-token"})
            EXPECT_EQ((came.text + came.code).find(secret), std::string::npos);
    }
}

TEST(AllowedHost, IsComparedWholeWithoutPortAndInAnyLetterCase) {
    const std::vector<std::string> allowed{"acme.bitrix24.ru", "127.0.0.1"};
    EXPECT_TRUE(is_allowed_host("https://acme.bitrix24.ru/rest/", allowed));
    EXPECT_TRUE(is_allowed_host("https://ACME.Bitrix24.ru:8443/rest/", allowed));
    EXPECT_TRUE(is_allowed_host("http://127.0.0.1:8000/rest/", allowed));
    for (const char* wrong :
         {"http://127.0.0.1.evil.com/rest/", "https://127.0.0.1.evil.com/rest/", "https://bitrix24.ru/rest/",
          "https://xacme.bitrix24.ru/rest/", "https://acme.bitrix24.ru./rest/", "acme.bitrix24.ru", ""})
        EXPECT_FALSE(is_allowed_host(wrong, allowed)) << wrong;
    EXPECT_FALSE(is_allowed_host("https://acme.bitrix24.ru/rest/", {}));
    EXPECT_FALSE(is_allowed_host("nonsense", {""}));
}

}  // namespace
}  // namespace bot
