// Settling in, the ways events may come: posted, asked for, by a webhook, to a bot of the old platform; and
// from one way to another.
#include <gmock/gmock.h>

#include "settling_rig.hpp"
#include "storage/portal.hpp"

namespace bot {
namespace {

using namespace fakes;
using testing::Contains;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;

class WaysIn : public settling_test {
protected:
    settled pull() { return run(settler.settle("")); }
    static std::string found(const settled& by, const std::string& name) {
        for (const auto& [what, value] : by.findings)
            if (what == name)
                return value;
        return "nothing";
    }
};

TEST_F(WaysIn, PostedEventsNeedNoQueue) {
    const auto by = settle();
    EXPECT_EQ(by.tasks, task_source::events);
    EXPECT_EQ(portal.event_mode, "webhook");
    EXPECT_THAT(portal.queued, IsEmpty());
    EXPECT_EQ(found(by, "task_events"), "posted by the portal");
    EXPECT_EQ(found(by, "bots"), "imbot.v2 (35)");
}

TEST_F(WaysIn, WithoutAnAddressTheQueueIsBoundAndNothingIsPosted) {
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(by.tasks, task_source::queue);
    EXPECT_EQ(portal.event_mode, "fetch");
    EXPECT_EQ(portal.webhook, "");
    EXPECT_THAT(portal.bound, IsEmpty());
    EXPECT_THAT(portal.queued, SizeIs(3));
    EXPECT_EQ(found(by, "extended_offline_queue"), "yes");
}

TEST_F(WaysIn, ASelfHostedPortalAnswersWithItsLicense) {
    portal.extended_queue = "ru_selfhosted";  // T37
    EXPECT_EQ(pull().tasks, task_source::queue);
}

TEST_F(WaysIn, WithoutAnExtendedQueueTasksAreListed) {
    portal.extended_queue = "N";
    portal.queued = {"ONTASKUPDATE"};
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(by.tasks, task_source::list);
    EXPECT_THAT(portal.queued, IsEmpty()) << "nobody would clear it";
    EXPECT_THAT(found(by, "extended_offline_queue"), StartsWith("no"));
    EXPECT_THAT(found(by, "task_events"), StartsWith("the list of tasks"));
}

TEST_F(WaysIn, AQueueThatIsRefusedWhenItIsBoundIsDoneWithout) {
    portal.no["event.bind"] = "WRONG_LICENSE";
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(by.tasks, task_source::list);
}

TEST_F(WaysIn, FromPostedToAskedForTheOldAddressIsTakenBack) {
    settle();
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_TRUE(by.was_posted_to) << "what was posted while nobody listened is lost";
    EXPECT_THAT(portal.bound, IsEmpty());
    EXPECT_THAT(portal.queued, SizeIs(3));
    EXPECT_EQ(portal.event_mode, "fetch");
    EXPECT_FALSE(pull().was_posted_to);
}

TEST_F(WaysIn, FromAskedForToPostedTheQueueOfTheBotIsEmptiedFirst) {
    pull();
    std::string modes;
    settling pushing{settings,
                     disk,
                     client,
                     people,
                     [this] { return now; },
                     [&](std::int64_t bot) -> asio::awaitable<std::string> {
                         modes += std::to_string(bot) + portal.event_mode;
                         co_return "";
                     }};
    const auto by = run(pushing.settle(handler));
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(modes, "456fetch") << "T42: the switch deletes what was not read";
    EXPECT_EQ(portal.event_mode, "webhook");
    EXPECT_THAT(portal.queued, IsEmpty());
    EXPECT_THAT(portal.bound, SizeIs(4));
    run(pushing.settle(handler));
    EXPECT_EQ(modes, "456fetch") << "once";
}

TEST_F(WaysIn, WhatCouldNotBeEmptiedIsNotSwitched) {
    pull();
    settling pushing{settings,
                     disk,
                     client,
                     people,
                     [this] { return now; },
                     [](std::int64_t) -> asio::awaitable<std::string> { co_return "NETWORK"; }};
    EXPECT_EQ(run(pushing.settle(handler)).trouble, "NETWORK");
    EXPECT_EQ(portal.event_mode, "fetch");
}

// ---- Bots of the old platform.

TEST_F(WaysIn, AnOldPortalIsSpokenToInItsOwnWay) {
    portal.speaks_v2 = false;
    const auto by = settle();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(by.bot, 567);
    EXPECT_EQ(portal.webhook, handler);
    EXPECT_THAT(portal.commands, testing::UnorderedElementsAre("help", "my", "pending", "extend", "why",
                                                               "pause", "resume", "dlg7"));
    EXPECT_THAT(portal.bound, Contains(Pair("ONTASKUPDATE", handler)));
    EXPECT_THAT(found(by, "bots"), StartsWith("imbot, the old one"));
}

// Messages may be on their way meanwhile: worded as imbot.v2 they would be refused.
TEST_F(WaysIn, AnOldPortalIsSpokenToInItsOwnWayWhileOneSettlesInAgain) {
    portal.speaks_v2 = false;
    settle();
    std::vector<bool> old;
    outside.by_content = [&](const fake_transport::question& asked) {
        old.push_back(client.dialect().legacy);
        return std::optional(over_http(portal, asked));
    };
    EXPECT_EQ(settle().trouble, "");
    EXPECT_THAT(old, testing::Each(true));
}

TEST_F(WaysIn, APortalThatWasBroughtUpToDateIsSpokenToAnew) {
    portal.speaks_v2 = false;
    settle();
    portal.speaks_v2 = true;
    EXPECT_EQ(settle().bot, 456);
    EXPECT_FALSE(client.dialect().legacy);
}

TEST_F(WaysIn, AnOldPortalCannotBePolledAndSaysSo) {
    portal.speaks_v2 = false;
    EXPECT_EQ(pull().trouble, "old_bots_cannot_be_polled");
    EXPECT_THAT(portal.registered, IsEmpty());
}

TEST_F(WaysIn, AFirstEditionOfV2TellsNoRevision) {
    portal.no["imbot.v2.Revision.get"] = "ERROR_METHOD_NOT_FOUND";
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(found(by, "bots"), "imbot.v2");
}

// ---- An incoming webhook.

class ByWebhook : public WaysIn {
protected:
    ByWebhook() {
        settings.portal.webhook = "https://acme.bitrix24.ru/rest/1/very-secret/";
        portal.application = "";
    }
    static portal_settings by_webhook() {
        portal_settings made;
        made.webhook = "https://acme.bitrix24.ru/rest/1/very-secret/";
        return made;
    }
    portal_client hooked{by_webhook(), outside, time, [](const wire::credentials&) {}};
    settling settler{settings, disk, hooked, people, [this] { return now; }};
    settled pull() { return run(settler.settle("")); }
};

TEST_F(ByWebhook, NothingIsAskedOfEventsAndTasksAreListed) {
    const auto by = pull();
    EXPECT_EQ(by.trouble, "");
    EXPECT_EQ(by.tasks, task_source::list);
    EXPECT_EQ(portal.event_mode, "fetch");
    EXPECT_EQ(found(by, "license"), "ru_basic");
    EXPECT_THAT(portal.asked, testing::Each(testing::Not(StartsWith("event.")))) << "T26";
}

TEST_F(ByWebhook, TheBotsTokenIsTheSameForEver) {
    pull();
    settling later{settings, disk, hooked, people, [this] { return now; }};
    run(later.settle(""));
    ASSERT_THAT(portal.tokens, SizeIs(2));
    EXPECT_EQ(portal.tokens[0].size(), 32u) << "T44";
    EXPECT_EQ(portal.tokens[0], portal.tokens[1]) << "another token would be another owner";
}

}  // namespace
}  // namespace bot
