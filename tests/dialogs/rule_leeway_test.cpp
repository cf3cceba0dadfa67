// What may move without asking anybody: the tolerance, and slips put right at once.
#include <gmock/gmock.h>

#include <functional>

#include "story.hpp"

using namespace dialogs;
using namespace company;

namespace {

using kind = verdict::kind;
constexpr auto reason = "клиент заболел, просил позже";

struct leeway_case {
    const char* name;
    std::function<void(story&)> happened;  // to Maria's own task, due "fri 18:00"
    kind expected;
    const char* held_to;
    const char* grounds;
    int moves;  // counted afterwards
};

void PrintTo(const leeway_case& one, std::ostream* out) {
    *out << one.name;
}

std::string grounds_of(const std::vector<judged_change>& changes) {
    std::string all;
    for (const auto& change : changes)
        all += (all.empty() ? "" : " ") + change.ground;
    return all;
}

class Leeway : public testing::TestWithParam<leeway_case> {};

TEST_P(Leeway, Holds) {
    story tale;
    GetParam().happened(tale);
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, GetParam().expected);
    EXPECT_EQ(seen.record.accepted, due(GetParam().held_to));
    EXPECT_EQ(grounds_of(seen.changes), GetParam().grounds);
    EXPECT_EQ(seen.record.moves, GetParam().moves);
}

std::string name_of_case(const testing::TestParamInfo<leeway_case>& info) {
    return info.param.name;
}

story& half_an_hour(story& s) {
    s.rules.usual.tolerance = std::chrono::minutes(30);
    return s;
}

story& same_day(story& s) {
    s.rules.usual.tolerance_same_day = true;
    return s;
}

story& lives_in(story& s, user_id who, const char* zone) {
    auto known = *s.who.find(who);
    known.time_zone = zone;
    s.who.add(known);
    return s;
}

const leeway_case tolerance[] = {
    {"OffUnlessSaid", [](story& s) { s.moved(maria, "fri 18:01", "mon 10:00"); }, kind::put_back, "fri 18:00",
     "silent", 0},
    {"UpToTheMinutes", [](story& s) { half_an_hour(s).moved(maria, "fri 18:30", "mon 10:00"); }, kind::stands,
     "fri 18:30", "tolerance", 1},
    {"NotOneMore", [](story& s) { half_an_hour(s).moved(maria, "fri 18:31", "mon 10:00"); }, kind::put_back,
     "fri 18:00", "silent", 0},
    {"NotTheRemovalOfADeadline", [](story& s) { half_an_hour(s).moved(maria, "none", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent", 0},
    {"ClearAndSetIsTheSame",
     [](story& s) {
         half_an_hour(s).moved(maria, "none", "mon 10:00").moved(maria, "fri 18:30", "mon 10:01");
     },
     kind::stands, "fri 18:30", "silent tolerance", 1},
    {"TheMomentItIsDueIsInTime", [](story& s) { half_an_hour(s).moved(maria, "fri 18:30", "fri 18:00"); },
     kind::stands, "fri 18:30", "tolerance", 1},
    {"NotAfterItPassed", [](story& s) { half_an_hour(s).moved(maria, "fri 18:30", "fri 18:00:01"); },
     kind::put_back, "fri 18:00", "silent", 0},
    {"TwiceInATask",
     [](story& s) {
         half_an_hour(s).moved(maria, "fri 18:30", "mon 10:00").moved(maria, "fri 19:00", "mon 11:00");
         s.moved(maria, "fri 19:10", "mon 12:00");
     },
     kind::put_back, "fri 19:00", "tolerance tolerance silent", 2},
    {"AsOftenAsThePolicySays",
     [](story& s) {
         s.rules.usual.tolerance_moves = 1;
         half_an_hour(s).moved(maria, "fri 18:30", "mon 10:00").moved(petr, "fri 18:40", "mon 11:00");
     },
     kind::put_back, "fri 18:30", "tolerance silent", 1},
    {"LeavesTheWordsUnspent",
     [](story& s) {
         half_an_hour(s).said(maria, reason, "mon 10:00").moved(maria, "fri 18:30", "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:05");
     },
     kind::stands, "next tue 18:00", "tolerance reason", 2},
    {"HoldsInModeApprovalToo",
     [](story& s) { half_an_hour(s).with_mode(guard_mode::approval).moved(maria, "fri 18:30", "mon 10:00"); },
     kind::stands, "fri 18:30", "tolerance", 1},
    {"SameDayIsUpToMidnight", [](story& s) { same_day(s).moved(maria, "fri 23:59", "mon 10:00"); },
     kind::stands, "fri 23:59", "tolerance", 1},
    {"SameDayIsNotTheNext", [](story& s) { same_day(s).moved(maria, "sat 00:00", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent", 0},
    {"TheDayIsTheResponsiblePersons",  // in Yekaterinburg it is Saturday from 19:00 on
     [](story& s) {
         same_day(lives_in(s, maria, "Asia/Yekaterinburg")).moved(petr, "fri 19:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent", 0},
    {"NotTheAuthors",
     [](story& s) {
         same_day(lives_in(s, petr, "Asia/Yekaterinburg")).moved(petr, "fri 19:00", "mon 10:00");
     },
     kind::stands, "fri 19:00", "tolerance", 1},
};
INSTANTIATE_TEST_SUITE_P(Tolerance, Leeway, testing::ValuesIn(tolerance), name_of_case);

const leeway_case slips[] = {
    {"TheSameWordsCoverWhereItEnds",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:03");
     },
     kind::stands, "next tue 18:00", "reason reason", 1},
    {"NotAfterTwoMinutes",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:03:01");
     },
     kind::put_back, "sun 18:00", "reason silent", 1},
    {"NotBySomebodyElse",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
         s.moved(petr, "next tue 18:00", "mon 10:02");
     },
     kind::put_back, "sun 18:00", "reason silent", 1},
    {"NotOverTheSupervisorsDate",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
         s.moved(boris, "sat 18:00", "mon 10:02").moved(maria, "next tue 18:00", "mon 10:02:30");
     },
     kind::put_back, "sat 18:00", "reason earlier silent", 1},
    {"TooFarAndNearerAgainIsOneMove",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "next fri 18:00", "mon 10:01");
         s.moved(maria, "sun 18:00", "mon 10:02");
     },
     kind::stands, "sun 18:00", "reason earlier", 1},
    {"ThereAndBackIsNone",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "next fri 18:00", "mon 10:01");
         s.moved(maria, "fri 18:00", "mon 10:02");
     },
     kind::stands, "fri 18:00", "reason earlier", 0},
    {"WithinTheToleranceOnce",
     [](story& s) {
         s.rules.usual.tolerance_moves = 1;
         half_an_hour(s).moved(maria, "fri 18:10", "mon 10:00").moved(maria, "fri 18:30", "mon 10:01");
     },
     kind::stands, "fri 18:30", "tolerance tolerance", 1},
    {"ButNoFurtherThanIt",
     [](story& s) {
         s.rules.usual.tolerance_moves = 1;
         half_an_hour(s).moved(maria, "fri 18:10", "mon 10:00").moved(maria, "fri 18:31", "mon 10:01");
     },
     kind::put_back, "fri 18:10", "tolerance silent", 1},
    {"TheToleranceIsGivenBackForWords",
     [](story& s) {
         s.rules.usual.tolerance_moves = 1;
         half_an_hour(s).moved(maria, "fri 18:10", "mon 10:00").said(maria, reason, "mon 10:01");
         s.moved(maria, "sun 18:00", "mon 10:02").moved(maria, "sun 18:20", "mon 12:00");
     },
     kind::stands, "sun 18:20", "tolerance reason tolerance", 2},
    {"WhatIsAskedForIsWhereItEnds",
     [](story& s) {
         s.with_mode(guard_mode::approval).said(maria, reason, "mon 10:00");
         s.moved(maria, "sun 18:00", "mon 10:01").moved(maria, "next tue 18:00", "mon 10:02");
     },
     kind::put_back, "fri 18:00", "asked asked", 0},
};
INSTANTIATE_TEST_SUITE_P(Slips, Leeway, testing::ValuesIn(slips), name_of_case);

TEST(LeewayOfLooks, ASlipIsPutRightAcrossThem) {
    story tale;
    tale.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01").looks("mon 10:01:10");
    const auto seen = tale.moved(maria, "next tue 18:00", "mon 10:02").looks("mon 10:02:10");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(grounds_of(seen.changes), "reason");
    EXPECT_EQ(seen.record.moves, 1);
}

TEST(LeewayOfLooks, ASlipOfWhatWasAskedAsksAgain) {
    story tale;
    tale.with_mode(guard_mode::approval).said(maria, reason, "mon 10:00");
    tale.moved(maria, "sun 18:00", "mon 10:01").looks("mon 10:01:10");
    const auto seen = tale.moved(maria, "next tue 18:00", "mon 10:02").looks("mon 10:02:10");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(grounds_of(seen.changes), "asked");
    EXPECT_EQ(seen.record.attempted, due("next tue 18:00"));
}

}  // namespace
