// How often and how far without asking, each responsible person for himself. The main rows are examples
// (docs/policy-examples: limits, handover); here is what they cannot say.
#include <gmock/gmock.h>

#include "dialogs/limits.hpp"
#include "story.hpp"

using namespace dialogs;
using namespace company;
using kind = verdict::kind;
using namespace std::chrono_literals;

namespace {

constexpr auto reason = "клиент заболел, просил позже";

std::string grounds_of(const verdict& seen) {
    std::string all;
    for (const auto& change : seen.changes)
        all += (all.empty() ? "" : " ") + (change.limit.empty() ? change.ground : change.limit);
    return all;
}

// Maria moves with a reason, `times` times, a quarter of an hour apart.
void moves_with_reasons(story& tale, int times, instant at = when("mon 10:00")) {
    for (int count = 0; count < times; ++count) {
        tale.said(maria, reason, at);
        tale.moved(maria, *tale.portal.present->due + 24h, at + 1min);
        at += 15min;
    }
}

story with_moves_max(int most) {
    story tale;
    tale.rules.usual.moves_max = most;
    return tale;
}

story tolerant() {
    story tale;
    tale.rules.usual.tolerance = 30min;
    return tale;
}

}  // namespace

TEST(Limits, AreCountedAcrossLooks) {
    story tale = with_moves_max(2);
    moves_with_reasons(tale, 1);
    EXPECT_EQ(grounds_of(tale.looks()), "reason");
    moves_with_reasons(tale, 1, when("tue 10:00"));
    EXPECT_EQ(grounds_of(tale.looks()), "reason");
    moves_with_reasons(tale, 1, when("wed 10:00"));
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.record.last_verdict, "asked");
    EXPECT_EQ(seen.record.used.limit, "moves_max");
    EXPECT_EQ(seen.record.accepted, due("sun 18:00"));
}

TEST(Limits, SayNothingOfAMoveThatPassedNone) {
    story tale = with_moves_max(1);
    moves_with_reasons(tale, 2);
    EXPECT_EQ(tale.looks().record.used.limit, "moves_max");
    const auto seen = tale.moved(maria, "next wed 18:00", "tue 10:00").looks();
    EXPECT_EQ(seen.record.last_verdict, "silent");
    EXPECT_EQ(seen.record.used.limit, "");
}

TEST(Limits, ASlipOfTheLastMoveAllowedIsAllowed) {
    story tale = with_moves_max(1);
    tale.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
    const auto seen = tale.moved(maria, "next tue 18:00", "mon 10:02").looks();
    EXPECT_EQ(grounds_of(seen), "reason reason");
    EXPECT_EQ(find_tally(seen.record.used, maria)->reasoned, 1);
}

TEST(Limits, ThereAndBackUsesNothingUp) {
    story tale = with_moves_max(1);
    tale.said(maria, reason, "mon 10:00").moved(maria, "sun 18:00", "mon 10:01");
    tale.moved(maria, "fri 18:00", "mon 10:02");
    moves_with_reasons(tale, 1, when("tue 10:00"));
    EXPECT_EQ(grounds_of(tale.looks()), "reason earlier reason");
}

TEST(Limits, ASlipTooFarThatIsPutRightIsOneMove) {
    story tale;
    tale.rules.usual.shift_max = std::chrono::days(3);
    tale.rules.usual.moves_max = 1;
    tale.said(maria, reason, "mon 10:00").moved(maria, "next thu 18:00", "mon 10:01");
    const auto seen = tale.moved(maria, "next mon 18:00", "mon 10:02").looks();
    EXPECT_EQ(grounds_of(seen), "shift_max reason");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.record.moves, 1);
    EXPECT_EQ(find_tally(seen.record.used, maria)->reasoned, 1);
}

TEST(Limits, AreOnlyToldInModeObserve) {
    story tale = with_moves_max(1);
    tale.with_mode(guard_mode::observe);
    moves_with_reasons(tale, 2);
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.changes.back().ground, "observed");
    EXPECT_EQ(seen.changes.back().would_be, "moves_max");
    EXPECT_EQ(seen.record.moves, 2);
}

TEST(Limits, AreThoseOfTheMoment) {
    story tale;
    auto strict = tale.rules;
    strict.usual.moves_max = 1;
    strict.in_force_since = when("wed 00:00");
    strict.before = std::make_shared<const policy>(tale.rules);
    tale.rules = strict;
    moves_with_reasons(tale, 2);
    moves_with_reasons(tale, 1, when("wed 10:00"));
    EXPECT_EQ(grounds_of(tale.looks()), "reason reason moves_max");
}

TEST(Limits, TheShiftOfATaskWithoutADeadlineIsFromItsFirst) {
    story tale("none");
    tale.rules.usual.shift_max = std::chrono::days(1);
    tale.moved(maria, "fri 18:00", "mon 10:00").said(maria, reason, "mon 11:00");
    EXPECT_EQ(grounds_of(tale.moved(maria, "sat 18:01", "mon 11:01").looks()), "first_deadline shift_max");
}

TEST(Limits, NothingFromBeforeTheGuardCounts) {
    story tale;
    tale.rules.usual.shift_max = std::chrono::days(3);
    tale.record.settled_row = 0;
    tale.moved(maria, "next wed 18:00", "mon 08:00");
    moves_with_reasons(tale, 1);
    const auto seen = tale.looks();
    EXPECT_EQ(grounds_of(seen), "before_guard reason");
    EXPECT_EQ(find_tally(seen.record.used, maria)->from, due("next wed 18:00"));
}

TEST(Limits, WhatStandsForWantOfAnApproverUsesNothingUp) {
    story tale = with_moves_max(1);
    const auto seen = tale.moved(maria, "next tue 18:00", "mon 10:00").looks();
    tale.record = let_stand(seen, tale.portal);
    moves_with_reasons(tale, 1, when("tue 10:00"));
    EXPECT_EQ(grounds_of(tale.looks()), "reason");
    EXPECT_EQ(find_tally(tale.record.used, maria)->from, due("fri 18:00"));
}

TEST(WeeklyTolerance, AsksForTheResponsiblePersonsWeekOnThePortalsClock) {
    story tale = tolerant();
    tale.rules.usual.tolerance_moves_week = 1;
    std::vector<std::tuple<user_id, instant, instant>> asked;
    tale.tolerated = [&](user_id who, instant from, instant until) {
        asked.emplace_back(who, from, until);
        return 0;
    };
    auto matter = [&](locale::zone clock) {
        auto of = tale.matter_at(when("next sun 12:00"));
        return judge({of.rules, of.record, of.now, of.expected, of.who, of.integration_user, of.guarded_since,
                      of.looked_at, clock, of.working, of.tolerated_elsewhere});
    };
    tale.moved(petr, "fri 18:10", "mon 10:00");
    EXPECT_EQ(grounds_of(matter({})), "tolerance");
    EXPECT_THAT(asked, testing::ElementsAre(std::tuple(maria, when("mon 00:00"), when("next mon 00:00"))));
    asked.clear();
    matter(locale::zone::find("Europe/Moscow").value());
    EXPECT_THAT(asked,
                testing::ElementsAre(std::tuple(maria, when("mon 00:00") - 3h, when("next mon 00:00") - 3h)));
}

TEST(WeeklyTolerance, IsNotAskedForWhereThereIsNone) {
    story tale = tolerant();
    tale.tolerated = [](auto...) { return 1000; };
    EXPECT_EQ(grounds_of(tale.moved(maria, "fri 18:10", "mon 10:00").looks()), "tolerance");
}

TEST(WeeklyTolerance, CountsARowOnceHoweverOftenItIsSeen) {
    story tale = tolerant();
    tale.rules.usual.tolerance_moves_week = 2;
    tale.moved(maria, "fri 18:10", "mon 10:00").looks();
    tale.portal.history.push_back(tale.portal.history.back());
    tale.looks();
    tale.looks();
    EXPECT_EQ(find_tally(tale.record.used, maria)->tolerated.size(), 1u);
    EXPECT_EQ(grounds_of(tale.moved(maria, "fri 18:20", "tue 10:00").looks()), "tolerance");
    EXPECT_EQ(grounds_of(tale.moved(maria, "fri 18:25", "wed 10:00").looks()), "silent");
}

TEST(WeeklyTolerance, GivesBackWhatASlipTookBack) {
    story tale = tolerant();
    tale.rules.usual.tolerance_moves_week = 1;
    tale.moved(maria, "fri 18:10", "mon 10:00").moved(maria, "fri 18:00", "mon 10:01");
    EXPECT_EQ(grounds_of(tale.moved(maria, "fri 18:10", "tue 10:00").looks()), "tolerance earlier tolerance");
}

TEST(WeeklyTolerance, OfAFormerHolderIsHis) {
    story tale = tolerant();
    tale.rules.usual.tolerance_moves_week = 1;
    tale.moved(maria, "fri 18:10", "mon 10:00").handed_over(maria, petr, when("mon 11:00"));
    tale.moved(petr, "fri 18:20", "mon 12:00").handed_over(petr, maria, when("mon 13:00"));
    EXPECT_EQ(grounds_of(tale.moved(maria, "fri 18:30", "mon 14:00").looks()), "tolerance tolerance silent");
    EXPECT_EQ(tolerated_within(tale.record.used, petr, when("mon 00:00"), when("tue 00:00")), 1);
}

TEST(Tallies, BeginForAllWhoHeldTheTask) {
    story tale;
    tale.handed_over(maria, oleg, when("mon 10:00")).handed_over(oleg, petr, when("mon 10:10"));
    tale.moved(boris, "next mon 18:00", "mon 11:00").handed_over(boris, maria, when("mon 12:00"));
    tale.moved(boris, "next tue 18:00", "mon 13:00").looks();
    for (const user_id who : {maria, oleg, petr})
        EXPECT_EQ(find_tally(tale.record.used, who)->from, due("fri 18:00")) << who;
}

TEST(Handover, CountsWhoCouldHandOverThen) {
    story tale;
    tale.handed_over(boris, oleg, when("mon 10:00")).handed_over(boris, petr, when("mon 10:10"));
    EXPECT_EQ(grounds_of(tale.moved(petr, "next tue 18:00", "mon 11:00").looks()), "silent")
        << "Boris is not above Oleg";
}

TEST(Handover, WorksWhenItIsSeenWithTheMoveOrBefore) {
    story tale;
    tale.handed_over(boris, petr, when("mon 10:00")).looks();
    EXPECT_EQ(grounds_of(tale.moved(petr, "next tue 18:00", "mon 11:00").looks()), "handover");
    EXPECT_EQ(grounds_of(tale.moved(petr, "next wed 18:00", "mon 12:00").looks()), "silent");
}

TEST(Handover, IsFromTheLastOneWhoGaveIt) {
    story tale;
    tale.handed_over(boris, petr, when("mon 10:00")).handed_over(petr, maria, when("mon 10:05"));
    EXPECT_EQ(grounds_of(tale.moved(maria, "next tue 18:00", "mon 11:00").looks()), "silent");
}

TEST(Handover, CountsTheWorkingTimeOfTheCompany) {
    story tale;
    tale.rules.usual.handover = {0, 2h};
    tale.working.day_start = 10h;
    tale.handed_over(boris, petr, when("mon 08:00"));
    EXPECT_EQ(grounds_of(tale.moved(petr, "next tue 18:00", "mon 12:00:01").looks()), "silent");
    EXPECT_EQ(grounds_of(tale.moved(petr, "next wed 18:00", "mon 12:00").looks()), "handover");
}

TEST(Handover, ThereAndBackUsesNothingUp) {
    story tale;
    tale.handed_over(boris, petr, when("mon 10:00")).moved(petr, "next tue 18:00", "mon 11:00");
    tale.moved(petr, "fri 18:00", "mon 11:01").moved(petr, "next wed 18:00", "mon 12:00");
    EXPECT_EQ(grounds_of(tale.looks()), "handover earlier handover");
}

TEST(Handover, NeedsNoDiscussion) {
    story tale;
    tale.portal.discussion_known = false;
    tale.handed_over(boris, petr, when("mon 10:00")).moved(petr, "next tue 18:00", "mon 11:00");
    EXPECT_FALSE(tale.looks().lacks_discussion);
}
