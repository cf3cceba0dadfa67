// Items that cannot be worked on: they wait alone, and stop nobody.
#include <gmock/gmock.h>

#include "bot/wire/event.hpp"
#include "engine_rig.hpp"

namespace fakes {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr auto maria = portal_model::maria;
constexpr auto boris = portal_model::boris;
constexpr auto measure = engine_rig::measure;

void put_raw(engine_rig& rig, const std::string& body) {
    storage::transact(rig.disk, rig.now, [&](storage::transaction& tx) {
        storage::inbox::put(tx, {body, "", ""});
    });
}

std::int64_t given_up(engine_rig& rig) {
    return rig.count("SELECT count(*) FROM inbox WHERE state = 'given_up'");
}

TEST(EngineItems, AnUnreadableOneIsKeptForPeopleToSee) {
    engine_rig rig;
    put_raw(rig, "no item of ours");
    put_raw(rig, R"({"kind":"flown_away","task":8017})");
    rig.moves(maria, measure, december(22));
    rig.settle_down();
    EXPECT_EQ(given_up(rig), 2);
    EXPECT_EQ(rig.heart->counters().items_given_up, 2u);
    EXPECT_EQ(rig.portal.due(measure), december(18));
}

// A token that is bound to something else already: our mistake, found while the steps are taken.
TEST(EngineItems, OneThatMeetsAMistakeOfOursStopsNobody) {
    engine_rig rig;
    rig.portal.add_task(8018, maria, boris, december(18));
    rig.new_token = [] { return std::string("always the same"); };
    rig.says(boris, "помощь");
    rig.moves(maria, measure, december(22));
    rig.portal.now = rig.now;
    rig.portal.move(maria, 8018, december(17));
    rig.touch(8018);
    EXPECT_NO_THROW({
        for (int k = 0; k < 20; ++k)
            rig.step();
    });
    EXPECT_EQ(rig.count("SELECT count(*) FROM task WHERE id = 8018"), 1);
    EXPECT_EQ(rig.portal.due(measure), december(18));
}

// The answers to a look, those about one task spoilt.
std::vector<bot::wire::reply> spoilt(engine_rig& rig, const bot::errand& look, dialogs::task_id task) {
    auto replies = rig.carry_out(look);
    for (std::size_t k = 0; k < look.calls.size(); ++k) {
        const auto* id = look.calls[k].params.if_contains("taskId");
        if (id && id->to_number<std::int64_t>() == task)
            replies[k] = bot::wire::refusal{"INTERNAL_SERVER_ERROR", "", 500, true};
    }
    return replies;
}

TEST(EngineItems, OneThePortalCannotShowIsAskedForAloneAndStopsNobody) {
    engine_rig rig;
    for (const dialogs::task_id id : {1, 2, 3}) {
        rig.portal.add_task(id, maria, boris, december(18));
        rig.touch(id);
    }
    int looks = 0;
    for (; looks < 12 && rig.heart->next_due(rig.now); ++looks) {
        rig.now = std::max(rig.now, *rig.heart->next_due(rig.now));
        for (const auto& look : rig.heart->run_due(rig.now))
            rig.heart->came_back(look.id, spoilt(rig, look, 2), rig.now);
    }
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 2) << "the others are through";
    EXPECT_EQ(rig.count("SELECT count(*) FROM inbox WHERE state = 'waiting'"), 1);
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 3) << "and this one when the portal is well again";
}

TEST(EngineItems, OnlyTheTaskThatCouldNotBeReadIsLookedAtAgain) {
    engine_rig rig;
    for (const dialogs::task_id id : {1, 2, 3}) {
        rig.portal.add_task(id, maria, boris, december(18));
        rig.touch(id);
    }
    std::vector<std::size_t> sizes;
    while (rig.heart->next_due(rig.now)) {
        rig.now = std::max(rig.now, *rig.heart->next_due(rig.now));
        for (const auto& look : rig.heart->run_due(rig.now)) {
            sizes.push_back(look.calls.size());
            rig.heart->came_back(look.id, spoilt(rig, look, sizes.size() == 1 ? 2 : 0), rig.now);
        }
    }
    EXPECT_THAT(sizes, ElementsAre(13u, 4u));
}

TEST(EngineItems, OneThatFailsForEverIsGivenUpAfterHours) {
    engine_rig rig;
    rig.touch(measure);
    rig.fated = [](std::size_t, const bot::errand&) { return fate::error_after; };
    const auto begun = rig.now;
    rig.settle_down(10'000);
    EXPECT_EQ(given_up(rig), 1);
    EXPECT_GT(rig.now - begun, 2h) << "an outage is longer than a few minutes";
    EXPECT_LT(rig.now - begun, 24h);
}

TEST(EngineItems, OneThatAsksForMoreIsDecidedWithItAndTheOthersDoNotWait) {
    engine_rig rig;
    rig.portal.people.push_back({300, "Новый Человек", "Новый", "M", true, true, "", {5}});
    rig.portal.add_task(9000, 300, 300, december(18));
    rig.touch(9000);
    rig.touch(measure);
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 2);
    EXPECT_EQ(rig.count("SELECT count(*) FROM person WHERE id = 300"), 1);
    EXPECT_THAT(rig.errands, ElementsAre("look", "look"));
}

// ---- Order.

// The answers to a look, those about one person spoilt.
std::vector<bot::wire::reply> without_people(engine_rig& rig, const bot::errand& look) {
    auto replies = rig.carry_out(look);
    for (std::size_t k = 0; k < look.calls.size(); ++k)
        if (look.calls[k].method == "user.get")
            replies[k] = bot::wire::refusal{"INTERNAL_SERVER_ERROR", "", 500, true};
    return replies;
}

TEST(EngineItems, WhatAPersonSaysIsNotOvertakenByWhatHeSaysLater) {
    engine_rig rig;
    rig.portal.people.push_back({300, "Новый Человек", "Новый", "M", true, true, "", {5}});
    rig.says(300, "помощь");
    const auto first = rig.heart->run_due(rig.now);
    ASSERT_THAT(first, SizeIs(1));
    EXPECT_TRUE(first[0].urgent) << "a person waits";
    rig.heart->came_back(first[0].id, without_people(rig, first[0]), rig.now);
    rig.says(300, "мои");
    rig.says(boris, "помощь");
    EXPECT_THAT(rig.heart->run_due(rig.now), SizeIs(1)) << "another one is answered at once";
    EXPECT_EQ(rig.count("SELECT count(*) FROM inbox WHERE state = 'waiting'"), 2) << "he is not";
    ASSERT_TRUE(rig.heart->next_due(rig.now));
    rig.restart();  // the order is on disk
    rig.settle_down();
    const auto told = rig.portal.told(300);
    ASSERT_THAT(told, SizeIs(2));
    rig.says(300, "помощь");
    rig.settle_down();
    EXPECT_EQ(rig.portal.told(300).back().text, told[0].text) << "help came first";
}

TEST(EngineItems, WhatALookSawBeforeANewerOneWasJudgedIsLookedAtAgain) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    const auto early = rig.heart->run_due(rig.now);
    ASSERT_THAT(early, SizeIs(1));
    const auto before = rig.carry_out(early[0]);
    rig.portal.move(boris, measure, december(24));
    rig.put(dialogs::deadline_written{measure, 4711, ""});  // of people's lane, and looks at the same task
    const auto late = rig.heart->run_due(rig.now);
    ASSERT_THAT(late, SizeIs(1));
    rig.heart->came_back(late[0].id, rig.carry_out(late[0]), rig.now);
    rig.heart->came_back(early[0].id, before, rig.now);
    EXPECT_EQ(rig.count("SELECT count(*) FROM inbox WHERE state = 'waiting'"), 1);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(24));
    EXPECT_EQ(rig.portal.own_rows(measure), 0);
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(EngineItems, MessagesToPeopleInAConversationAreUrgent) {
    engine_rig rig;
    rig.says(boris, "помощь");
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "", {"to somebody who said nothing", {}}});
    });
    const auto sent = rig.heart->run_due(rig.now);
    ASSERT_THAT(sent, SizeIs(2));
    EXPECT_TRUE(sent[0].urgent);
    EXPECT_FALSE(sent[1].urgent);
}

// ---- The disk.

TEST(EngineItems, ADiskThatRefusesStopsEverythingAndLosesNothing) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    const auto look = rig.heart->run_due(rig.now);
    rig.disk_refuses(true);
    EXPECT_THROW(rig.heart->came_back(look.at(0).id, rig.carry_out(look.at(0)), rig.now),
                 storage::database_error);
    rig.disk_refuses(false);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(EngineItems, WhatADiskErrorKeptFromStartingStartsLater) {
    engine_rig rig;
    rig.touch(measure);
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "", {"hello", {}}});
        tx.apply(dialogs::say{"13", "", {"hello", {}}});
    });
    rig.disk_refuses(true);
    EXPECT_THROW(rig.heart->run_due(rig.now), storage::database_error);
    rig.disk_refuses(false);
    EXPECT_EQ(rig.heart->under_way(), 1u) << "the look that was prepared, at most";
    rig.settle_down();
    EXPECT_THAT(rig.portal.messages, SizeIs(2));
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 1);
    EXPECT_EQ(rig.what_waits(), "");
}

}  // namespace
}  // namespace fakes
