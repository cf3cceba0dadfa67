#include "bot/wire/mention.hpp"

#include <gtest/gtest.h>

namespace bot::wire {
namespace {

TEST(WireMention, TheBotsOwnIsTakenOutWhereverItStands) {
    EXPECT_EQ(without_mention("[USER=456 REPLACE]Deadline Guard[/USER] до пятницы", 456), "до пятницы");
    EXPECT_EQ(without_mention("[user=456]Bot[/user], мои", 456), "мои");
    EXPECT_EQ(without_mention("мои [USER=456]Bot[/USER]", 456), "мои");
    EXPECT_EQ(without_mention("[USER=456][/USER] [USER=456]B[/USER]: a", 456), "a");
    EXPECT_EQ(without_mention("[USER=456]Bot[/USER]", 456), "");
}

TEST(WireMention, OthersStay) {
    EXPECT_EQ(without_mention("[USER=4567]Eva[/USER] [USER=45]Jan[/USER]", 456),
              "[USER=4567]Eva[/USER] [USER=45]Jan[/USER]");
    EXPECT_EQ(without_mention("[USER=456]no end", 456), "[USER=456]no end");
    EXPECT_EQ(without_mention(", text", 456), ", text");
    EXPECT_EQ(without_mention("", 456), "");
}

TEST(WireMention, MentionsInsideMentionsEndWithTheFirst) {
    EXPECT_EQ(without_mention("[USER=456][USER=456]x[/USER][/USER] y", 456), "[/USER] y");
}

}  // namespace
}  // namespace bot::wire
