// Each errand of a whole story goes wrong in every way it can, and the process is killed at each of them. The
// story must end as if nothing had happened.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "engine_story.hpp"

namespace fakes {
namespace {

using testing::SizeIs;

constexpr auto maria = portal_model::maria;
constexpr auto boris = portal_model::boris;
constexpr auto anna = portal_model::anna;
constexpr auto measure = engine_rig::measure;

// How an undisturbed story ends.
struct ending {
    std::string seen;
    std::size_t errands = 0;
    std::int64_t journal = 0;
};

ending end_of(engine_rig& rig) {
    return {rig.portal.seen_by_people(), rig.errands.size(), rig.count("SELECT count(*) FROM journal")};
}

const ending& undisturbed() {
    static const ending known = [] {
        engine_rig rig;
        live_the_story(rig);
        EXPECT_EQ(rig.what_waits(), "");
        EXPECT_EQ(rig.portal.due(measure), december(22));
        EXPECT_EQ(rig.portal.own_rows(measure), 2) << "put back once, moved once";
        return end_of(rig);
    }();
    return known;
}

class EachErrand : public testing::TestWithParam<fate> {};

TEST_P(EachErrand, MayFailOnceAndTheStoryEndsRight) {
    const auto& right = undisturbed();
    ASSERT_GT(right.errands, 8u);
    for (std::size_t n = 0; n < right.errands; ++n) {
        SCOPED_TRACE("errand " + std::to_string(n));
        engine_rig rig;
        rig.befalls(GetParam(), n);
        live_the_story(rig);
        EXPECT_EQ(rig.portal.seen_by_people(), right.seen);
        EXPECT_EQ(rig.count("SELECT count(*) FROM journal"), right.journal);
        EXPECT_EQ(rig.what_waits(), "");
    }
}

TEST_P(EachErrand, MayFailTwiceAndTheStoryEndsRight) {
    const auto& right = undisturbed();
    for (std::size_t n = 0; n < right.errands; ++n) {
        SCOPED_TRACE("errands " + std::to_string(n) + " and the next");
        engine_rig rig;
        rig.befalls(GetParam(), n, 2);
        live_the_story(rig);
        EXPECT_EQ(rig.portal.seen_by_people(), right.seen);
        EXPECT_EQ(rig.what_waits(), "");
    }
}

// Found by the simulation: nine passing faults and one refusal of the message were taken for nine refusals.
TEST(Engine, ARefusedSendingAfterManyOtherFailuresIsTheFirstOfItsKind) {
    engine_rig rig;
    int said = 0;
    rig.fated = [&](std::size_t, const bot::errand& what) {
        if (engine_rig::kind_of(what) != "say" || ++said > 10)
            return fate::fine;
        return said < 10 ? fate::error_after : fate::sending_failed;
    };
    rig.moves(portal_model::maria, measure, december(22));
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM outbox WHERE state = 'given_up'"), 0);
    EXPECT_EQ(rig.portal.told(portal_model::maria).size(), 1u);
    EXPECT_EQ(rig.what_waits(), "");
}

INSTANTIATE_TEST_SUITE_P(Engine, EachErrand,
                         testing::Values(fate::not_sent, fate::answer_lost, fate::error_after,
                                         fate::garbage_before, fate::garbage_after, fate::query_limit,
                                         fate::plan_ended, fate::sending_failed, fate::killed_before,
                                         fate::killed_after, fate::disk_fails_after),
                         [](const auto& of) { return name_of(of.param); });

TEST(EngineFailure, KillsAndFailuresAtRandomLoseNothing) {
    constexpr std::array fates{fate::fine,          fate::not_sent,     fate::answer_lost,
                               fate::killed_before, fate::killed_after, fate::disk_fails_after};
    for (unsigned seed = 1; seed <= 25; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        engine_rig rig;
        rig.fated = [&](std::size_t, const bot::errand&) { return fates[dice() % fates.size()]; };
        live_the_story(rig);
        EXPECT_EQ(rig.portal.seen_by_people(), undisturbed().seen);
        EXPECT_EQ(rig.what_waits(), "");
    }
}

// ---- Notes: comments carry no key of ours.

int notes_in(const engine_rig& rig) {
    const auto& said = rig.portal.tasks.at(measure).discussion;
    return static_cast<int>(std::count_if(
        said.begin(), said.end(), [](const auto& each) { return each.author == portal_model::service; }));
}

TEST(EngineFailure, ANoteWhoseAnswerWasLostIsLookedForBeforeItIsRepeated) {
    for (const auto lost : {fate::answer_lost, fate::not_sent}) {
        engine_rig rig;
        bool done = false;
        rig.fated = [&](std::size_t, const bot::errand& what) {
            return engine_rig::kind_of(what) == "note" && !std::exchange(done, true) ? lost : fate::fine;
        };
        live_the_story(rig);
        EXPECT_TRUE(done);
        EXPECT_EQ(notes_in(rig), 1);
        EXPECT_EQ(std::count(rig.errands.begin(), rig.errands.end(), "note"), lost == fate::not_sent ? 2 : 1);
        EXPECT_EQ(rig.count("SELECT count(*) FROM note WHERE remark IS NOT NULL"), 1);
        EXPECT_EQ(rig.what_waits(), "");
    }
}

TEST(EngineFailure, ANoteThatIsNotWantedIsTriedOnceAndLeftOut) {
    engine_rig rig;
    rig.portal.comments_open = false;
    live_the_story(rig);
    EXPECT_EQ(notes_in(rig), 0);
    EXPECT_EQ(std::count(rig.errands.begin(), rig.errands.end(), "note"), 1);
    EXPECT_EQ(rig.portal.due(measure), december(22));
    EXPECT_EQ(rig.what_waits(), "");
}

// ---- Writes that may have happened.

TEST(EngineFailure, AWriteWhoseAnswerWasLostIsLookedAtBeforeItIsRepeated) {
    engine_rig rig;
    rig.fated = [](std::size_t number, const bot::errand&) {
        return number == 1 ? fate::answer_lost : fate::fine;
    };
    rig.moves(maria, measure, december(22));
    rig.settle_down();
    EXPECT_EQ(rig.errands.at(1), "write");
    EXPECT_EQ(std::count(rig.errands.begin(), rig.errands.end(), "write"), 1);
    EXPECT_EQ(rig.portal.own_rows(measure), 1);
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
}

// After the first errand of a write, and before whatever follows, Борис moves the deadline himself.
void boris_moves_after_the_write(engine_rig& rig, fate befalls_it) {
    rig.fated = [befalls_it](std::size_t number, const bot::errand&) {
        return number == 1 ? befalls_it : fate::fine;
    };
    rig.meanwhile = [&rig, done = false](const std::string& kind) mutable {
        if (kind == "write" && !std::exchange(done, true)) {
            rig.portal.now = rig.now;
            rig.portal.move(boris, measure, december(24));
        }
    };
    rig.moves(maria, measure, december(22));
    rig.settle_down();
}

TEST(EngineFailure, ARightfulChangeMadeMeanwhileIsNotOverwritten) {
    for (const auto befalls_it :
         {fate::not_sent, fate::answer_lost, fate::error_after, fate::garbage_before, fate::garbage_after,
          fate::query_limit, fate::killed_before, fate::killed_after, fate::disk_fails_after}) {
        SCOPED_TRACE(name_of(befalls_it));
        engine_rig rig;
        boris_moves_after_the_write(rig, befalls_it);
        EXPECT_EQ(rig.portal.due(measure), december(24)) << rig.portal.seen_by_people();
        EXPECT_LE(rig.portal.own_rows(measure), 1);
        EXPECT_EQ(rig.what_waits(), "");
    }
}

TEST(EngineFailure, ASilentChangeMadeMeanwhileIsPutBackToo) {
    for (const auto befalls_it : {fate::fine, fate::not_sent, fate::answer_lost, fate::killed_before,
                                  fate::killed_after, fate::disk_fails_after}) {
        SCOPED_TRACE(name_of(befalls_it));
        engine_rig rig;
        rig.fated = [befalls_it](std::size_t number, const bot::errand&) {
            return number == 1 ? befalls_it : fate::fine;
        };
        rig.meanwhile = [&rig, done = false](const std::string& kind) mutable {
            if (kind == "write" && !std::exchange(done, true)) {
                rig.portal.now = rig.now;
                rig.portal.move(maria, measure, december(25));
            }
        };
        rig.moves(maria, measure, december(22));
        rig.settle_down();
        EXPECT_EQ(rig.portal.due(measure), december(18)) << rig.portal.seen_by_people();
        EXPECT_EQ(rig.what_waits(), "");
    }
}

// ---- Messages.

TEST(EngineFailure, ABurntUuidIsReplacedOnlyAfterTwoRefusalsAMinuteApart) {
    engine_rig rig;
    std::vector<std::pair<instant, std::string>> tries;
    rig.fated = [&](std::size_t, const bot::errand& what) {
        const auto& fields = what.calls.front().params.at("fields").as_object();
        tries.emplace_back(rig.now, std::string(fields.at("templateId").as_string()));
        // A failure of another kind before it is no such refusal: the message may be there under its UUID.
        return tries.size() == 1 ? fate::error_after
                                 : (tries.size() <= 3 ? fate::sending_failed : fate::fine);
    };
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "", {"hello", {}}});
    });
    rig.settle_down();
    ASSERT_THAT(tries, SizeIs(4));
    EXPECT_EQ(tries[1].second, tries[0].second);
    EXPECT_EQ(tries[2].second, tries[0].second) << "one refusal may mean that the first is still under way";
    EXPECT_GT(tries[2].first - tries[1].first, 60s);
    EXPECT_NE(tries[3].second, tries[0].second) << "two mean that it is burnt";
    EXPECT_EQ(rig.heart->counters().doubles_possible, 1u);
}

TEST(EngineFailure, ALongOutageLosesNoMessage) {
    engine_rig rig;
    const auto end = rig.now + 6h;
    rig.fated = [&](std::size_t, const bot::errand&) { return rig.now < end ? fate::not_sent : fate::fine; };
    rig.moves(maria, measure, december(22));
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"13", "", {"hello", {}}});
    });
    rig.settle_down(100'000);
    EXPECT_THAT(rig.portal.told(boris), SizeIs(1));
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(EngineFailure, APersonWhoCannotBeWrittenToIsJournalledAndStopsNobody) {
    engine_rig rig;
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "", {"hello", {}}});
        tx.apply(dialogs::say{"27", "", {"again", {}}});
    });
    const auto sent = rig.heart->run_due(rig.now);
    rig.heart->came_back(sent.at(0).id, {bot::wire::refusal{"ACCESS_DENIED", "", 403, false}}, rig.now);
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'undeliverable'"), 1);
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
}

TEST(EngineFailure, APortalThatRefusesEverybodyIsLeftAloneForAWhile) {
    engine_rig rig;
    rig.fated = [](std::size_t number, const bot::errand&) {
        return number == 0 ? fate::plan_ended : fate::fine;
    };
    storage::transact(rig.disk, rig.now, [](storage::transaction& tx) {
        tx.apply(dialogs::say{"27", "", {"hello", {}}});
        tx.apply(dialogs::say{"27", "", {"again", {}}});
    });
    rig.step();
    ASSERT_TRUE(rig.heart->next_due(rig.now));
    EXPECT_GE(*rig.heart->next_due(rig.now), rig.now + 30s);
    EXPECT_THAT(rig.heart->run_due(rig.now), SizeIs(0));
    rig.settle_down();
    EXPECT_THAT(rig.portal.told(maria), SizeIs(2));
}

// The guard is paused while the errand of a revert is under way: that errand.
bot::errand paused_over_a_revert(engine_rig& rig) {
    bot::errand revert;
    rig.rules.administrators = {anna};
    rig.moves(maria, measure, december(22));
    while (revert.calls.empty()) {
        rig.now = std::max(rig.now, rig.heart->next_due(rig.now).value());
        for (const auto& each : rig.heart->run_due(rig.now)) {
            if (engine_rig::kind_of(each) == "write")
                revert = each;
            else
                rig.heart->came_back(each.id, rig.carry_out(each), rig.now);
        }
    }
    rig.put(dialogs::commanded{anna, std::to_string(anna), 1, "pause", ""});
    rig.settle_down();
    EXPECT_EQ(rig.count("SELECT count(*) FROM pause"), 1);
    rig.now += 1min;
    return revert;
}

void expect_it_is_told(engine_rig& rig) {
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'put_back'"), 1);
    EXPECT_THAT(rig.portal.told(maria), SizeIs(1));
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(EngineFailure, ARevertOnTheWireWhenThePauseBeginsIsToldWhenItLands) {
    engine_rig rig;
    const auto slow = paused_over_a_revert(rig);
    rig.heart->came_back(slow.id, rig.carry_out(slow), rig.now);
    expect_it_is_told(rig);
}

TEST(EngineFailure, SoIsOneWhoseAnswerAKillHasLost) {
    engine_rig rig;
    const auto slow = paused_over_a_revert(rig);
    rig.carry_out(slow);
    rig.restart();
    expect_it_is_told(rig);
}

TEST(EngineFailure, OneThatWasLostOnTheWireIsNotRepeatedInThePause) {
    engine_rig rig;
    const auto slow = paused_over_a_revert(rig);
    rig.heart->came_back(
        slow.id, std::vector<bot::wire::reply>(slow.calls.size(), bot::wire::refusal{"NETWORK", "", 0, true}),
        rig.now);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(22));
    rig.put(dialogs::commanded{anna, std::to_string(anna), 2, "resume", ""});
    expect_it_is_told(rig);
}

}  // namespace
}  // namespace fakes
