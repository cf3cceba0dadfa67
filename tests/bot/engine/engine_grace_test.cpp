// Whoever is asked before his move is put back is asked once and in time, whatever goes wrong and whenever
// the process is killed: each errand of both stories fails in each way.
#include <gmock/gmock.h>

#include "engine_rig.hpp"

namespace fakes {
namespace {

using testing::SizeIs;

constexpr auto maria = portal_model::maria;
constexpr auto measure = engine_rig::measure;

// All that is to be done before.
void live_until(engine_rig& rig, instant until) {
    for (auto due = rig.heart->next_due(rig.now); due && *due < until; due = rig.heart->next_due(rig.now))
        rig.step();
}

void live_for(engine_rig& rig, std::chrono::hours time) {
    live_until(rig, rig.now + time);
}

// The grace is longer than any trouble of the portal's here.
void is_asked(engine_rig& rig) {
    rig.rules.usual.grace = 12h;
    rig.restart();
    rig.moves(maria, measure, december(22));
    live_for(rig, 6h);
}

void answers(engine_rig& rig) {
    is_asked(rig);
    rig.presses(maria, "Клиент не отвечает");
    live_for(rig, 3h);
    EXPECT_EQ(rig.count("SELECT count(*) FROM task WHERE asked_now IS NOT NULL"), 0);
    rig.settle_down();
}

void stays_silent(engine_rig& rig) {
    is_asked(rig);
    EXPECT_EQ(rig.portal.own_rows(measure), 0) << "not before the time is over";
    rig.settle_down();
}

class EachErrandOfGrace : public testing::TestWithParam<fate> {
protected:
    static void each_time(void (*story)(engine_rig&), const std::function<void(engine_rig&)>& ends) {
        engine_rig undisturbed;
        story(undisturbed);
        ends(undisturbed);
        ASSERT_GT(undisturbed.errands.size(), 3u);
        for (std::size_t n = 0; n < undisturbed.errands.size(); ++n) {
            SCOPED_TRACE("errand " + std::to_string(n));
            engine_rig rig;
            rig.befalls(GetParam(), n);
            story(rig);
            ends(rig);
            EXPECT_EQ(rig.what_waits(), "");
        }
    }
};

TEST_P(EachErrandOfGrace, MayFailAndAnAnswerLetsTheMoveStand) {
    each_time(answers, [](engine_rig& rig) {
        EXPECT_EQ(rig.portal.due(measure), december(22));
        EXPECT_EQ(rig.portal.own_rows(measure), 0);
        EXPECT_THAT(rig.portal.told(maria), SizeIs(1)) << "one question";
        EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'answered'"), 1);
    });
}

TEST_P(EachErrandOfGrace, MayFailAndSilenceIsPutBackOnce) {
    each_time(stays_silent, [](engine_rig& rig) {
        EXPECT_EQ(rig.portal.due(measure), december(18));
        EXPECT_EQ(rig.portal.own_rows(measure), 1);
        EXPECT_THAT(rig.portal.told(maria), SizeIs(2)) << "the question, and that it is back";
    });
}

// The bot is away from the ninth minute on; what was said meanwhile is fetched after the time was over.
void is_away_while_it_is_over(engine_rig& rig) {
    rig.rules.usual.grace = 15min;
    rig.polls = true;
    rig.restart();
    rig.heart->heard(rig.now);
    rig.moves(maria, measure, december(22));
    live_until(rig, december(14, 10, 9));
    rig.now = december(14, 10, 30);
    rig.restart();
    rig.touch(measure);  // the sweep
    live_until(rig, rig.now + 20s);
}

TEST(GraceOverARestart, AnAnswerGivenInTimeCounts) {
    engine_rig rig;
    is_away_while_it_is_over(rig);
    EXPECT_EQ(rig.portal.own_rows(measure), 0) << "nobody was listened to yet";
    const auto asked_at = rig.now;
    rig.says(maria, "клиент заболел", december(14, 10, 10));
    rig.heart->heard(asked_at);
    rig.touch(measure);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(22));
    EXPECT_EQ(rig.portal.own_rows(measure), 0);
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(GraceOverARestart, SilenceIsPutBackWhenItWasHeard) {
    engine_rig rig;
    is_away_while_it_is_over(rig);
    rig.heart->heard(rig.now);
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_EQ(rig.what_waits(), "");
}

TEST(GraceOverARestart, WhatLiesInTheInboxIsWeighedBeforeTheHour) {
    engine_rig rig;
    rig.rules.usual.grace = 15min;
    rig.restart();
    rig.moves(maria, measure, december(22));
    live_until(rig, december(14, 10, 9));
    rig.now = december(14, 10, 30);
    rig.says(maria, "клиент заболел", december(14, 10, 10));
    rig.touch(measure);
    rig.restart();
    rig.settle_down();
    EXPECT_EQ(rig.portal.due(measure), december(22));
}

INSTANTIATE_TEST_SUITE_P(Engine, EachErrandOfGrace,
                         testing::Values(fate::not_sent, fate::answer_lost, fate::error_after,
                                         fate::garbage_before, fate::query_limit, fate::plan_ended,
                                         fate::sending_failed, fate::killed_before, fate::killed_after,
                                         fate::disk_fails_after),
                         [](const auto& of) { return name_of(of.param); });

}  // namespace
}  // namespace fakes
