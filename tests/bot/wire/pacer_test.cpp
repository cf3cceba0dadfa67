#include "bot/wire/pacer.hpp"

#include <gtest/gtest.h>

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
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(bucket.until_room(start), 0ms);
        bucket.book(start);
    }
    EXPECT_EQ(bucket.until_room(start), 500ms) << "ten are left";
    EXPECT_EQ(bucket.until_room(start + 500ms), 0ms);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(bucket.book(start), 0ms) << "to people";
    EXPECT_EQ(bucket.book(start), 500ms);
}

TEST(WirePacer, ASmallBucketHasASmallReserveAndNeverShutsWorkOut) {
    pacer small(2, 10), tiny(2, 1);
    for (int i = 0; i < 8; ++i)
        small.book(start);
    EXPECT_EQ(small.until_room(start), 500ms);
    EXPECT_EQ(tiny.until_room(start), 0ms);
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
