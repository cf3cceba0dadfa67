// Whoever is asked before his move is put back is asked once and in time, whatever goes wrong and whenever
// the process is killed: each errand of both stories fails in each way.
#include <gmock/gmock.h>

#include "engine_rig.hpp"

namespace fakes {
namespace {

using testing::SizeIs;

constexpr auto maria = portal_model::maria;
constexpr auto measure = engine_rig::measure;

// All that is to be done within that time.
void live_for(engine_rig& rig, std::chrono::hours time) {
    const auto until = rig.now + time;
    for (auto due = rig.heart->next_due(rig.now); due && *due < until; due = rig.heart->next_due(rig.now))
        rig.step();
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
            rig.fated = [n](std::size_t number, const bot::errand& what) {
                const bool befalls = GetParam() != fate::sending_failed || engine_rig::kind_of(what) == "say";
                return number == n && befalls ? GetParam() : fate::fine;
            };
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

INSTANTIATE_TEST_SUITE_P(Engine, EachErrandOfGrace,
                         testing::Values(fate::not_sent, fate::answer_lost, fate::error_after,
                                         fate::garbage_before, fate::query_limit, fate::plan_ended,
                                         fate::sending_failed, fate::killed_before, fate::killed_after,
                                         fate::disk_fails_after),
                         [](const auto& of) { return name_of(of.param); });

}  // namespace
}  // namespace fakes
