#include "bot/wire/pacer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

constexpr pacer::moment start{std::chrono::milliseconds(1790000000000)};

TEST(WirePacer, ABurstFitsIntoTheBucketAndThenWaitsForItToLeak) {
    pacer bucket(2, 3);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(bucket.book(start), 0ms);
    EXPECT_EQ(bucket.book(start), 500ms);
    EXPECT_EQ(bucket.book(start), 1000ms);
    EXPECT_EQ(bucket.book(start + 1000ms), 500ms);
    EXPECT_EQ(bucket.book(start + 10s), 0ms);
}

TEST(WirePacer, AnOverflowCountsTheBucketAsFull) {
    pacer bucket(2, 40);
    bucket.book(start);
    bucket.overflowed(start);
    EXPECT_EQ(bucket.book(start), 500ms);
    EXPECT_EQ(bucket.book(start + 1500ms), 0ms);
}

TEST(WirePacer, WorkNobodyWaitsForLeavesAReserve) {
    pacer bucket(2, 50);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(bucket.book(start, false), 0ms);
    EXPECT_EQ(bucket.book(start, false), 500ms) << "ten are left";
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(bucket.book(start, true), 0ms) << "to people";
    EXPECT_EQ(bucket.book(start, true), 500ms);
}

TEST(WirePacer, WhoeverOvertakesDoesNotOverfillTheBucket) {
    pacer bucket(2, 50);
    std::vector<pacer::moment> sent;
    for (int second = 0; second < 60; ++second)
        for (int i = 0; i < 4; ++i) {
            const auto now = start + second * 1s;
            sent.push_back(now + bucket.book(now, i == 3 && second % 5 == 0));
        }
    std::sort(sent.begin(), sent.end());
    double level = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto passed = i == 0 ? 0ms : sent[i] - sent[i - 1];
        level = std::max(0.0, level - 2 * static_cast<double>(passed.count()) / 1000) + 1;
        EXPECT_LE(level, 50.0) << "request " << i;
    }
}

TEST(WirePacer, TheNextProcessGoesOnWhereTheLastOneEnded) {
    pacer last(2, 3);
    for (int i = 0; i < 3; ++i)
        last.book(start);
    pacer next(2, 3);
    next.restore(last.get());
    EXPECT_EQ(next.book(start), 500ms);
    EXPECT_EQ(next.book(start + 10s), 0ms);
}

TEST(WirePacer, AClockSetBackLeaksNothing) {
    pacer bucket(2, 1);
    bucket.book(start);
    EXPECT_EQ(bucket.book(start - 1h), 500ms);
}

}  // namespace
}  // namespace bot::wire
