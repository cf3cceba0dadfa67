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

TEST(WirePacer, AClockSetBackLeaksNothing) {
    pacer bucket(2, 1);
    bucket.book(start);
    EXPECT_EQ(bucket.book(start - 1h), 500ms);
}

}  // namespace
}  // namespace bot::wire
