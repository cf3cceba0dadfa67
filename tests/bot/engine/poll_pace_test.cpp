#include "bot/poll_pace.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace bot {
namespace {

using namespace std::chrono_literals;
using moment = poll_pace::moment;

const moment monday_noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 12h};
const moment sunday_noon = monday_noon - 24h;

// Two requests a second, as every portal allows.
poll_pace usual(poll_pace::duration interval = 3s) {
    return {interval, 2};
}

TEST(PollPace, AsksAtTheIntervalWhileNobodyTalks) {
    auto pace = usual();
    EXPECT_EQ(pace.after_poll(monday_noon, {}, false), 3s);
    EXPECT_FALSE(pace.in_conversation(monday_noon));
}

TEST(PollPace, AsksOnceASecondUntilAMinuteAfterTheLastAction) {
    auto pace = usual();
    pace.somebody_acted(monday_noon);
    EXPECT_EQ(pace.after_poll(monday_noon, {}, false), 1s);
    EXPECT_EQ(pace.after_poll(monday_noon + 59s, {}, false), 1s);
    EXPECT_EQ(pace.after_poll(monday_noon + 60s, {}, false), 3s);
    pace.somebody_acted(monday_noon + 61s);
    EXPECT_EQ(pace.after_poll(monday_noon + 62s, {}, false), 1s);
}

TEST(PollPace, SlowsDownOutsideWorkingHours) {
    auto pace = usual();
    EXPECT_EQ(pace.after_poll(sunday_noon, {}, false), 15s);
    auto slow = usual(40s);
    EXPECT_EQ(slow.after_poll(sunday_noon, {}, false), 40s) << "never quicker than at work";
    pace.somebody_acted(sunday_noon);
    EXPECT_EQ(pace.after_poll(sunday_noon, {}, false), 1s) << "whoever writes on a Sunday is answered too";
}

TEST(PollPace, APollOfManyRequestsCostsAsMany) {
    auto one = usual(), many = usual();
    for (int k = 0; k < 200; ++k)
        one.after_poll(monday_noon, {}, true, 2);
    for (int k = 0; k < 400; ++k)
        many.after_poll(monday_noon, {}, true);
    EXPECT_EQ(one.affordable_at(), many.affordable_at());
}

TEST(PollPace, AsksAtOnceForWhatIsThereAlready) {
    auto pace = usual();
    EXPECT_EQ(pace.after_poll(monday_noon, {}, true), 0s);
}

// 1,800 an hour, of which 300 may be spent ahead.
TEST(PollPace, ALongConversationIsSlowedDownToTheBudget) {
    auto pace = usual();
    auto now = monday_noon;
    int quick = 0;
    for (;; ++quick) {
        pace.somebody_acted(now);
        const auto wait = pace.after_poll(now, {}, false);
        now += wait;
        if (wait > poll_pace::fastest)
            break;
    }
    EXPECT_GT(now - monday_noon, 8min) << "a talk of a few minutes is never slowed down";
    pace.somebody_acted(now);
    EXPECT_NEAR(static_cast<double>(pace.after_poll(now, {}, false).count()), 2400, 2);
    now += 1h;
    pace.somebody_acted(now);
    EXPECT_EQ(pace.after_poll(now, {}, false), 1s) << "rest makes good what was spent";
}

// A clock that is set back forgives nothing and blocks nothing.
TEST(PollPace, SurvivesAClockThatIsSetBack) {
    auto pace = usual();
    pace.after_poll(monday_noon, {}, false);
    EXPECT_EQ(pace.after_poll(monday_noon - 2h, {}, false), 3s);
    EXPECT_EQ(pace.after_poll(monday_noon - 2h + 3s, {}, false), 3s);
}

// Whoever keeps to affordable_at() and never asks before it, whatever wakes him, keeps the budget of every
// hour.
TEST(PollPace, NeverMoreThanAQuarterOfTheDrainOverAnyHour) {
    std::mt19937 dice(20261124);  // NOLINT: replayable
    for (const double drain : {0.5, 2.0, 5.0}) {
        for (int life = 0; life < 20; ++life) {
            const auto interval = std::chrono::milliseconds(1000 + dice() % 5000);
            poll_pace pace(interval, drain);
            const bool storms = life % 2 == 0, talks = life % 3 != 0;
            auto now = life % 4 == 0 ? sunday_noon : monday_noon;
            std::deque<moment> hour;
            while (now < monday_noon + 150min) {
                hour.push_back(now);
                while (hour.front() + 1h <= now)
                    hour.pop_front();
                ASSERT_LE(static_cast<double>(hour.size()), drain / 4 * 3600) << drain << ' ' << life;
                if (talks && dice() % 3 != 0)
                    pace.somebody_acted(now);
                const auto wait = pace.after_poll(now, {}, storms || dice() % 10 == 0);
                const auto woken = dice() % 4 == 0;
                const auto next = woken ? std::max(now + 1ms, pace.affordable_at())
                                        : now + std::max(wait, poll_pace::duration(1));
                EXPECT_GE(now + wait, pace.affordable_at());
                now = next;
            }
        }
    }
}

}  // namespace
}  // namespace bot
