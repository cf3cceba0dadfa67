// The engine at work while nothing goes wrong: what it asks for, in which order, and how often.
#include <gmock/gmock.h>

#include <algorithm>

#include "engine_rig.hpp"

namespace fakes {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr auto maria = portal_model::maria;
constexpr auto boris = portal_model::boris;
constexpr auto measure = engine_rig::measure;

std::size_t calls_of(const std::vector<bot::errand>& errands, const std::string& method) {
    std::size_t found = 0;
    for (const auto& each : errands)
        for (const auto& call : each.calls)
            found += call.method == method ? 1U : 0U;
    return found;
}

// One step whose errands are given to the test instead of the portal.
std::vector<bot::errand> started(engine_rig& rig) {
    return rig.heart->run_due(rig.now);
}

void finish(engine_rig& rig, const std::vector<bot::errand>& errands) {
    for (const auto& each : errands)
        rig.heart->came_back(each.id, rig.carry_out(each), rig.now);
}

TEST(Engine, HasNothingToDoWhenNothingWaits) {
    engine_rig rig;
    EXPECT_EQ(rig.heart->next_due(rig.now), std::nullopt);
    EXPECT_THAT(started(rig), SizeIs(0));
}

TEST(Engine, PutsASilentMoveBackWithThreeErrandsUntilItsAuthorIsTold) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    rig.news_are_late = true;
    while (rig.portal.told(maria).empty() && rig.step())
        continue;
    EXPECT_THAT(rig.errands, ElementsAre("look", "write", "say"));
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_NE(rig.portal.told(maria).at(0).text.find("Задача 8017"), std::string::npos);
}

TEST(Engine, ComesToRestAfterAPutBackWithOneMoreLookForItsOwnEvent) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    rig.settle_down();
    EXPECT_LE(rig.errands.size(), 4u) << testing::PrintToString(rig.errands);
    EXPECT_EQ(rig.what_waits(), "");
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
    EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'put_back'"), 1);
}

TEST(Engine, AWriteAndItsReadBackAreOneErrand) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    finish(rig, started(rig));
    const auto written = started(rig);
    ASSERT_THAT(written, SizeIs(1));
    EXPECT_EQ(written[0].calls.front().method, "tasks.task.update");
    EXPECT_TRUE(written[0].batch);
    EXPECT_FALSE(written[0].reads_only);
}

TEST(Engine, EventsOfManyTasksAreOneLook) {
    engine_rig rig;
    for (int id = 1; id <= 12; ++id)
        rig.portal.add_task(id, maria, boris, december(18));
    for (int id = 1; id <= 12; ++id)
        rig.touch(id);
    const auto looks = started(rig);
    ASSERT_THAT(looks, SizeIs(1));
    EXPECT_TRUE(looks[0].reads_only);
    EXPECT_TRUE(looks[0].batch);
    EXPECT_THAT(looks[0].calls, SizeIs(48 + 1));
    finish(rig, looks);
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 12);
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(Engine, MoreThanTwelveTasksAreGlancedAtAndLookedAtWhereTheGlanceIsNotEnough) {
    engine_rig rig;
    for (int id = 1; id <= 60; ++id) {
        rig.portal.add_task(id, maria, boris, december(18));
        rig.touch(id);
    }
    EXPECT_THAT(started(rig), SizeIs(0)) << "more may come";
    std::vector<std::vector<std::size_t>> requests;
    while (const auto due = rig.heart->next_due(rig.now)) {
        rig.now = std::max(rig.now, *due);
        const auto looks = started(rig);
        EXPECT_EQ(calls_of(looks, "tasks.task.get"), 0u);
        if (!looks.empty())
            requests.emplace_back();
        for (const auto& each : looks)
            requests.back().push_back(each.calls.size());
        finish(rig, looks);
    }
    EXPECT_THAT(requests, ElementsAre(ElementsAre(2u), ElementsAre(50u, 50u, 21u)));
    EXPECT_EQ(rig.count("SELECT count(*) FROM task"), 60);
}

TEST(Engine, EventsOfOneTaskThatWaitTogetherAreOneItem) {
    engine_rig rig;
    for (int k = 0; k < 5; ++k)
        rig.moves(maria, measure, december(22, 10 + k));
    rig.settle_down();
    EXPECT_EQ(rig.portal.own_rows(measure), 1);
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
}

TEST(Engine, AnEventThatComesDuringTheLookIsLookedAtAfterIt) {
    engine_rig rig;
    rig.touch(measure);
    const auto early = started(rig);
    const auto before = rig.carry_out(early.at(0));
    rig.moves(maria, measure, december(22));
    rig.heart->came_back(early[0].id, before, rig.now);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
}

TEST(Engine, ReadsAllPagesOfTheDepartmentsBeforeItDecides) {
    engine_rig rig;
    for (int id = 100; id < 170; ++id)
        rig.portal.departments.push_back({id, "Отдел " + std::to_string(id), 1, 0});
    rig.portal.departments.push_back({200, "Последний", 1, boris});
    rig.now += 2h;  // what was read at the start is too old by now
    rig.moves(maria, measure, december(22));
    finish(rig, started(rig));
    ASSERT_TRUE(rig.heart->next_due(rig.now)) << "there is a page more to ask for";
    EXPECT_LE(*rig.heart->next_due(rig.now), rig.now);
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM department"), 73);
    EXPECT_EQ(rig.portal.due(measure), december(18));
}

TEST(Engine, NothingIsDueTwiceWhileItIsUnderWay) {
    engine_rig rig;
    rig.moves(maria, measure, december(22));
    const auto look = started(rig);
    EXPECT_EQ(rig.heart->next_due(rig.now), std::nullopt);
    EXPECT_THAT(started(rig), SizeIs(0));
    EXPECT_EQ(rig.heart->under_way(), 1u);
    finish(rig, look);
    ASSERT_TRUE(rig.heart->next_due(rig.now));
    EXPECT_LE(*rig.heart->next_due(rig.now), rig.now) << "the write waits";
    const auto write = started(rig);
    ASSERT_THAT(write, SizeIs(1));
    EXPECT_THAT(started(rig), SizeIs(0));
    ASSERT_TRUE(rig.heart->next_due(rig.now));
    EXPECT_GT(*rig.heart->next_due(rig.now), rig.now) << "a stepper must not turn round and round";
}

TEST(Engine, MessagesToOnePersonGoOneAfterTheOther) {
    engine_rig rig;
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        for (const char* words : {"first", "second", "third"})
            tx.apply(dialogs::say{"27", "", {words, {}}});
        tx.apply(dialogs::say{"13", "", {"to another", {}}});
    });
    auto sent = started(rig);
    ASSERT_THAT(sent, SizeIs(2)) << "one of each chat";
    const bot::errand first = sent[0];
    rig.heart->came_back(sent[1].id, rig.carry_out(sent[1]), rig.now);
    EXPECT_THAT(started(rig), SizeIs(0)) << "the second waits for the first";
    rig.heart->came_back(first.id, {bot::wire::refusal{"NETWORK", "", 0, true}}, rig.now);
    EXPECT_THAT(started(rig), SizeIs(0)) << "and does not overtake it when it failed";
    rig.settle_down();
    std::vector<std::string> texts;
    for (const auto& each : rig.portal.told(maria))
        texts.push_back(each.text);
    EXPECT_THAT(texts, ElementsAre("first", "second", "third"));
}

TEST(Engine, SendsAtMostFourAtOnceAndAllInTheEnd) {
    engine_rig rig;
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        for (int who = 1; who <= 10; ++who)
            tx.apply(dialogs::say{std::to_string(who), "", {"hello", {}}});
    });
    EXPECT_THAT(started(rig), SizeIs(4));
    rig.restart();
    rig.settle_down();
    EXPECT_THAT(rig.portal.messages, SizeIs(10));
}

TEST(Engine, ARewriteOfAMessageThatWasNeverDeliveredIsNoErrand) {
    engine_rig rig;
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "card", {"a card", {}}});
        tx.apply(dialogs::rewrite{"27", "card", {"the card, decided", {}}});
    });
    const auto sent = started(rig);
    rig.heart->came_back(sent.at(0).id, {bot::wire::refusal{"ACCESS_DENIED", "", 403, false}}, rig.now);
    rig.settle_down();
    EXPECT_THAT(rig.errands, testing::Each("look")) << "of who it was that cannot be written to";
    EXPECT_EQ(rig.count("SELECT count(*) FROM outbox WHERE state = 'waiting'"), 0);
}

TEST(Engine, ARewriteOfAMessageOfAnotherBotIsDropped) {
    engine_rig rig;
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "card", {"a card", {}}});
    });
    rig.settle_down();
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::rewrite{"27", "card", {"the card, decided", {}}});
    });
    rig.heart->know(portal_model::bot + 1, portal_model::service, "https://acme.bitrix24.ru");
    rig.settle_down();
    EXPECT_THAT(rig.errands, ElementsAre("say"));
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(Engine, AnAnswerToAnErrandNobodyKnowsIsIgnored) {
    engine_rig rig;
    rig.heart->came_back(4711, {bot::wire::refusal{"NETWORK", "", 0, true}}, rig.now);
    EXPECT_EQ(rig.heart->next_due(rig.now), std::nullopt);
}

}  // namespace
}  // namespace fakes
