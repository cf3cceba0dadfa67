// The door as strangers, the portal and monitoring meet it.
#include "bot/reception.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "installation.hpp"
#include "storage/inbox.hpp"
#include "storage/portal.hpp"

namespace bot {
namespace {

using namespace fakes;
using testing::Each;
using testing::HasSubstr;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};
constexpr auto form = "application/x-www-form-urlencoded";

class Reception : public testing::Test {
protected:
    Reception() {
        sqlite3_commit_hook(
            disk.link().handle(),
            [](void* self) {
                ++static_cast<Reception*>(self)->commits;
                return 0;
            },
            this);
    }

    static asio::awaitable<void> one(reception& rooms, net::incoming_request asked, net::response& into) {
        auto answer = co_await rooms.answer(std::move(asked));
        into = std::move(answer);
    }
    // All at once, as many connections bring them.
    std::vector<net::response> answers(const std::vector<net::incoming_request>& all) {
        std::vector<net::response> got(all.size());
        for (std::size_t k = 0; k < all.size(); ++k)
            asio::co_spawn(io, one(rooms, all[k], got[k]), [](const std::exception_ptr& thrown) {
                if (thrown)
                    std::rethrow_exception(thrown);
            });
        io.restart();
        io.run();
        return got;
    }
    net::response answer(const net::incoming_request& asked) { return answers({asked}).at(0); }

    net::response get(const std::string& path) { return answer({"GET", path, "", "", ""}); }
    static net::incoming_request to(const std::string& path, std::string body, std::string type = form) {
        return {"POST", path, "", std::move(type), std::move(body)};
    }
    // An event of the portal as it comes, about a task.
    static std::string task_event(int id, const std::string& token = "application-token",
                                  const std::string& member = "m1") {
        return "event=ONTASKUPDATE&data[FIELDS_AFTER][ID]=" + std::to_string(id) +
               "&auth[application_token]=" + token + "&auth[member_id]=" + member;
    }
    static std::string words(int message, const std::string& text) {
        const auto id = std::to_string(message);
        return "event=ONIMBOTV2MESSAGEADD&data[bot][id]=456&data[user][id]=27&data[user][bot]=false"
               "&data[message][id]=" +
               id + "&data[message][authorId]=27&data[message][text]=" + text +
               "&data[chat][dialogId]=27&data[chat][type]=private"
               "&auth[application_token]=application-token&auth[member_id]=m1";
    }
    // As one that was mounted read-only.
    void disk_refuses(bool refuses) {
        disk.link().run(refuses ? "PRAGMA query_only = on" : "PRAGMA query_only = off");
    }
    std::int64_t waiting() { return disk.link().integer("SELECT count(*) FROM inbox"); }

    asio::io_context io;
    config settings = for_acme();
    storage::database disk{an_empty_database()};
    fake_transport outside;
    int commits = 0, woken = 0, installations = 0, farewells = 0;
    door_keys keys{"/event/abc", "m1", "application-token", 456};
    bool ready = true;
    group_commit kept{io, disk, [] { return noon; }, [this] { ++woken; }};
    installer installing{settings, disk, outside, [] { return noon; }};
    reception rooms{kept,
                    installing,
                    {[this] { return keys; },
                     [this] {
                         return reception::report{ready, "{\"ready\":1}\n"};
                     },
                     [this](const wire::credentials&) { ++installations; }, [this] { ++farewells; }}};
};

// ---- Who is let in where.

TEST_F(Reception, HealthIsSaidWhateverElseIsSo) {
    EXPECT_EQ(get("/healthz").status, 200);
    ready = false;
    keys = {};
    EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(Reception, ReadinessIsTheHousesReport) {
    EXPECT_EQ(get("/readyz").status, 200);
    EXPECT_EQ(get("/readyz").content_type, "application/json");
    ready = false;
    EXPECT_EQ(get("/readyz").status, 503);
    EXPECT_EQ(get("/readyz").body, "{\"ready\":1}\n");
}

TEST_F(Reception, AnythingElseIsNotThere) {
    for (const char* path : {"/", "", "/install", "/event/abc", "/metrics", "/healthz/", "/../healthz"})
        EXPECT_EQ(get(path).status, 404) << path;
    for (const char* path : {"/", "/healthz", "/readyz", "/event/", "/event/ab", "/event/abcd", "/event/ABC",
                             "/install/", "/event/abc/"})
        EXPECT_EQ(answer(to(path, task_event(1))).status, 404) << path;
    for (const char* method : {"PUT", "DELETE", "OPTIONS", "post"})
        EXPECT_EQ(answer({method, "/event/abc", "", form, task_event(1)}).status, 404) << method;
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Reception, NothingChangesByGet) {
    net::incoming_request asked = to("/event/abc", task_event(1));
    asked.method = "GET";
    asked.query = task_event(1);
    answer(asked);
    asked.path = "/install";
    answer(asked);
    EXPECT_EQ(commits, 0);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Reception, WithoutAnInstallationThereIsNoEventDoor) {
    keys = {};
    for (const char* path : {"", "/event/abc", "/event/"})
        EXPECT_EQ(answer(to(path, task_event(1, "", ""))).status, 404) << path;
    keys.path = "/event/abc";
    EXPECT_EQ(answer(to("/event/abc", task_event(1, "", ""))).status, 403) << "no token is no proof";
}

// ---- Events.

TEST_F(Reception, AGenuineEventIsOnDiskBeforeItIsAnswered) {
    const auto said = answer(to("/event/abc", task_event(8017)));
    EXPECT_EQ(said.status, 200);
    EXPECT_EQ(waiting(), 1);
    EXPECT_EQ(woken, 1);
}

TEST_F(Reception, JsonIsReadAsFormsAre) {
    const auto said = answer(to("/event/abc",
                                R"({"event":"ONTASKUPDATE","data":{"FIELDS_AFTER":{"ID":8017}},)"
                                R"("auth":{"application_token":"application-token","member_id":"m1"}})",
                                "application/json"));
    EXPECT_EQ(said.status, 200);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Reception, AnEventThatProvesNothingChangesNothing) {
    for (const auto& body :
         {task_event(1, "wrong"), task_event(1, ""), task_event(1, "application-toke"),
          task_event(1, "application-tokenx"), task_event(1, "application-token", "m2"),
          task_event(1, "Application-token"), std::string("event=ONTASKUPDATE&data[FIELDS_AFTER][ID]=1"),
          std::string("event=ONAPPUNINSTALL&auth[application_token]=wrong"), std::string("nonsense"),
          std::string()})
        EXPECT_EQ(answer(to("/event/abc", body)).status, 403) << body;
    EXPECT_EQ(waiting(), 0);
    EXPECT_EQ(commits, 0);
    EXPECT_EQ(farewells, 0);
}

TEST_F(Reception, ABotEventMayLeaveTheMemberOut) {
    EXPECT_EQ(answer(to("/event/abc",
                        "event=ONTASKUPDATE&data[FIELDS_AFTER][ID]=1"
                        "&auth[application_token]=application-token"))
                  .status,
              200);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Reception, WhatCannotBeReadIsSaidAndNothingOfItIsRepeated) {
    std::string deep = "event=x&a";
    for (int k = 0; k < 1000; ++k)
        deep += "[b]";
    const auto nested = answer(to("/event/abc", deep + "=1"));
    EXPECT_EQ(nested.status, 400);
    EXPECT_EQ(nested.body.find("[b]"), std::string::npos);
    EXPECT_EQ(answer(to("/event/abc", "{\"event\":", "application/json")).status, 400);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Reception, BrokenTextIsKeptRepaired) {
    EXPECT_EQ(answer(to("/event/abc", words(791, "%FF%FEhello"))).status, 200);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Reception, AnEventThatMeansNothingIsAnsweredAndNotKept) {
    EXPECT_EQ(answer(to("/event/abc", "event=ONSOMETHING&auth[application_token]=application-token")).status,
              200);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Reception, ARepeatOfTheSameMessageIsOneItem) {
    for (int k = 0; k < 3; ++k)
        EXPECT_EQ(answer(to("/event/abc", words(791, "hello"))).status, 200);
    EXPECT_EQ(waiting(), 1);
    EXPECT_EQ(answer(to("/event/abc", words(792, "hello"))).status, 200);
    EXPECT_EQ(waiting(), 2);
}

TEST_F(Reception, EventsOfOneTaskAreMergedWhileTheyWait) {
    for (int k = 0; k < 3; ++k)
        answer(to("/event/abc", task_event(8017)));
    answer(to("/event/abc", task_event(8018)));
    EXPECT_EQ(waiting(), 2);
    EXPECT_EQ(disk.link().integer("SELECT arrivals FROM inbox ORDER BY id LIMIT 1"), 3);
}

TEST_F(Reception, SeveralCommandsOfOneMessageAreAllKept) {
    std::string body =
        "event=ONIMBOTV2COMMANDADD&data[bot][id]=456&data[user][id]=27&data[message][id]=5"
        "&auth[application_token]=application-token";
    for (const char* each : {"0][command]=help", "1][command]=my"})
        body += std::string("&data[command][") + each;
    for (int k = 0; k < 2; ++k)
        EXPECT_EQ(answer(to("/event/abc", body)).status, 200);
    EXPECT_EQ(waiting(), 2);
}

TEST_F(Reception, AFarewellIsHeardFromThePortalAlone) {
    EXPECT_EQ(
        answer(to("/event/abc", "event=ONAPPUNINSTALL&auth[application_token]=application-token")).status,
        200);
    EXPECT_EQ(farewells, 1);
}

// ---- The disk.

TEST_F(Reception, WhatWaitsTogetherIsCommittedTogether) {
    std::vector<net::incoming_request> burst;
    for (int id = 1; id <= 100; ++id)
        burst.push_back(to("/event/abc", task_event(id)));
    for (const auto& said : answers(burst))
        EXPECT_EQ(said.status, 200);
    EXPECT_EQ(commits, 1);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(waiting(), 100);
}

TEST_F(Reception, ADiskThatRefusesIsSaidToAllAndTheNextOnesAreTakenAgain) {
    disk_refuses(true);
    for (const auto& said : answers({to("/event/abc", task_event(1)), to("/event/abc", task_event(2))}))
        EXPECT_EQ(said.status, 503);
    EXPECT_EQ(waiting(), 0);
    EXPECT_EQ(woken, 0);
    disk_refuses(false);
    EXPECT_EQ(answer(to("/event/abc", task_event(1))).status, 200);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Reception, AMessageRefusedByTheDiskIsNotTakenForSeen) {
    disk_refuses(true);
    EXPECT_EQ(answer(to("/event/abc", words(791, "hello"))).status, 503);
    disk_refuses(false);
    EXPECT_EQ(answer(to("/event/abc", words(791, "hello"))).status, 200);
    EXPECT_EQ(waiting(), 1);
}

// ---- Installing.

std::string install_event(const std::string& host = "acme.bitrix24.ru") {
    return "event=ONAPPINSTALL&auth[access_token]=access-1&auth[refresh_token]=refresh-1&auth[member_id]=m1"
           "&auth[application_token]=application-token&auth[client_endpoint]=https://" +
           host +
           "/rest/"
           "&auth[server_endpoint]=https://oauth.bitrix24.tech/rest/";
}

TEST_F(Reception, AnInstallationEventIsAnsweredInWords) {
    outside.portal = {confirms("local.5f", true)};
    const auto said = answer(to("/install", install_event()));
    EXPECT_EQ(said.status, 200);
    EXPECT_THAT(said.content_type, HasSubstr("text/plain"));
    EXPECT_EQ(installations, 1);
}

TEST_F(Reception, AnInstallationPageIsAnsweredByAPageThatFinishesIt) {
    outside.portal = {confirms("local.5f", true)};
    auto asked = to("/install",
                    "AUTH_ID=access-1&REFRESH_ID=refresh-1&member_id=m1&APPLICATION_TOKEN=t"
                    "&SERVER_ENDPOINT=https://oauth.bitrix24.tech/rest/");
    asked.query = "DOMAIN=acme.bitrix24.ru&PROTOCOL=1&LANG=ru";
    const auto said = answer(asked);
    EXPECT_EQ(said.status, 200);
    EXPECT_THAT(said.content_type, HasSubstr("text/html"));
    EXPECT_THAT(said.body, HasSubstr("installFinish"));
    EXPECT_EQ(installations, 1);
}

TEST_F(Reception, ARefusedInstallationIsToldWhyAndTheHouseDoesNotHearOfIt) {
    outside.portal = {confirms("local.5f", false)};
    const auto said = answer(to("/install", install_event()));
    EXPECT_EQ(said.status, 403);
    EXPECT_THAT(said.body, HasSubstr("administrator"));
    EXPECT_EQ(answer(to("/install", install_event("evil.com"))).status, 403);
    for (const char* nonsense : {"", "event=ONTASKUPDATE", "AUTH_ID=x", "%%%"})
        EXPECT_EQ(answer(to("/install", nonsense)).status, 400) << nonsense;
    EXPECT_EQ(installations, 0);
    EXPECT_EQ(commits, 0);
}

TEST_F(Reception, AnInstallationTheDiskDoesNotTakeIsNoInstallation) {
    outside.portal = {confirms("local.5f", true)};
    disk_refuses(true);
    const auto said = answer(to("/install", install_event()));
    EXPECT_EQ(said.status, 503);
    EXPECT_EQ(installations, 0);
}

TEST(ConstantTime, EqualTextsAreEqualAndNoOthers) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    const std::string with_zero("a\0c", 3);
    EXPECT_TRUE(equal_in_constant_time(with_zero, with_zero));
    EXPECT_FALSE(equal_in_constant_time("abc", ""));
    EXPECT_FALSE(equal_in_constant_time("", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abcabc", "abc")) << "a repetition of it";
    EXPECT_FALSE(equal_in_constant_time("ab", "abab"));
    EXPECT_FALSE(equal_in_constant_time("a", "aaa"));
    EXPECT_FALSE(equal_in_constant_time("", std::string(3, '\0')));
    EXPECT_FALSE(equal_in_constant_time("\x80", "\0"));
}

TEST(ConstantTime, EveryBitCounts) {
    const std::string one = "application-token";
    for (std::size_t at = 0; at < one.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            auto other = one;
            other[at] = static_cast<char>(other[at] ^ (1 << bit));
            EXPECT_FALSE(equal_in_constant_time(other, one)) << at << " " << bit;
        }
}

}  // namespace
}  // namespace bot
