// What a look leaves behind: records, repeated looks, gaps in what the portal shows.
#include <gmock/gmock.h>

#include "story.hpp"

using namespace dialogs;
using namespace company;
using kind = verdict::kind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace {
constexpr auto reason = "клиент заболел, просил позже";
}

TEST(Observe, LetsEverythingStandAndSaysWhatItWouldHaveDone) {
    story tale;
    tale.with_mode(guard_mode::observe).moved(maria, "next tue 18:00", "mon 10:00");
    tale.said(maria, reason, "mon 11:00").moved(maria, "next wed 18:00", "mon 11:01");
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::stands);
    ASSERT_THAT(seen.changes, SizeIs(2));
    EXPECT_EQ(seen.changes[0].ground, "observed");
    EXPECT_EQ(seen.changes[0].would_be, "silent");
    EXPECT_EQ(seen.changes[1].ground, "reason");
    EXPECT_EQ(seen.changes[1].would_be, "");
    EXPECT_EQ(seen.record.accepted, due("next wed 18:00"));
    EXPECT_EQ(seen.record.moves, 2);
}

TEST(Observe, IsNotJudgedAgainWhenTheModeChanges) {
    story tale;
    tale.with_mode(guard_mode::observe).moved(maria, "next tue 18:00", "mon 10:00").looks();
    EXPECT_EQ(tale.with_mode(guard_mode::reason).looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next tue 18:00"));
}

TEST(Look, TellsWhoMovedWhatAndWhere) {
    story tale;
    tale.moved(petr, "next tue 18:00", "mon 10:00").moved(maria, "next wed 18:00", "mon 10:05");
    const auto seen = tale.looks();
    ASSERT_TRUE(seen.offence);
    EXPECT_EQ(seen.offence->row.author, petr) << "the first unaccepted change";
    EXPECT_EQ(seen.offence->responsible, maria);
    EXPECT_TRUE(seen.offence->postponed);
    EXPECT_EQ(seen.record.attempted, due("next wed 18:00"));
    EXPECT_EQ(seen.record.attempted_by, petr);
    EXPECT_EQ(seen.record.last_verdict, "silent");
}

TEST(Look, BlamesTheFirstChangeSinceTheAcceptedDeadline) {
    story tale;
    tale.moved(petr, "sat 18:00", "mon 10:00").moved(boris, "next tue 18:00", "mon 10:05");
    tale.moved(maria, "next wed 18:00", "mon 10:10");
    EXPECT_EQ(tale.looks().offence->row.author, maria);
}

TEST(Look, KeepsTheReasonsWords) {
    story tale;
    tale.said(maria, "[b]Клиент[/b] заболел", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01");
    const auto seen = tale.looks();
    EXPECT_EQ(seen.changes.at(0).words, "Клиент заболел");
    EXPECT_EQ(seen.changes.at(0).remark, "c1");
    EXPECT_THAT(seen.record.spent_remarks, ElementsAre("c1"));
}

TEST(Look, RefreshesWhatIsKnownOfTheTask) {
    story tale;
    tale.handed_over(boris, petr, when("mon 10:00"));
    tale.portal.present->title = "Another title";
    const auto seen = tale.looks();
    EXPECT_EQ(seen.record.responsible, petr);
    EXPECT_EQ(seen.record.title, "Another title");
}

TEST(Look, CountsAcceptedPostponementsOnly) {
    story tale;
    tale.moved(boris, "sat 18:00", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:30");
    tale.moved(maria, "fri 18:00", "mon 11:00").moved(maria, "sat 18:00", "mon 11:01");
    tale.moved(boris, "none", "mon 12:00");
    EXPECT_EQ(tale.looks().record.moves, 2);
}

TEST(Look, AtNothingNewFindsNothing) {
    story tale;
    tale.said(maria, reason, "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01").looks();
    const auto before = tale.record;
    const auto again = tale.looks();
    EXPECT_EQ(again.what, kind::stands);
    EXPECT_THAT(again.changes, IsEmpty());
    EXPECT_EQ(again.record, before);
}

TEST(Look, AtATaskThatIsNotShownChangesNothing) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto before = tale.record;
    tale.portal.present.reset();
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.record, before);
}

TEST(Look, TakesRowsByIdAndEachOnce) {
    story tale;
    tale.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01");
    auto& rows = tale.portal.history;
    rows.insert(rows.begin(), rows.back());
    const auto seen = tale.looks();
    ASSERT_THAT(seen.changes, SizeIs(2));
    EXPECT_EQ(seen.changes[0].ground, "earlier");
    EXPECT_EQ(seen.changes[1].ground, "silent");
}

TEST(PutBack, IsDecidedOnceWhileTheWriteIsOnItsWay) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks().what, kind::put_back);
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:01");
    tale.said(maria, reason, "mon 10:02");
    const auto again = tale.looks();
    EXPECT_EQ(again.what, kind::stands) << "a comment written afterwards changes nothing";
    EXPECT_EQ(again.record.accepted, due("fri 18:00"));
}

TEST(PutBack, IsDecidedAgainForANewMove) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks();
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:01").moved(maria, "next wed 18:00", "mon 10:02");
    const auto again = tale.looks();
    EXPECT_EQ(again.what, kind::put_back);
    EXPECT_EQ(again.offence->row.due_to, due("next wed 18:00"));
}

TEST(PutBack, IsNotRepeatedAfterARefusal) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks();
    EXPECT_EQ(tale.looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("fri 18:00"));
}

TEST(PutBack, IsFollowedByANewMoveWithAReasonThatStands) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks();
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:01").lands("mon 10:02");
    tale.said(maria, reason, "mon 10:03").moved(maria, "next tue 18:00", "mon 10:04");
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
    EXPECT_THAT(seen.recognised, ElementsAre(1));
}

TEST(Closed, RowsWaitAtEachLookUntilTheReopening) {
    story tale;
    tale.moved(boris, "sat 18:00", "mon 09:30")
        .closed("mon 10:00")
        .moved(maria, "next tue 18:00", "mon 10:01");
    for (int look = 0; look < 2; ++look) {
        const auto seen = tale.looks();
        EXPECT_EQ(seen.what, kind::wait);
        ASSERT_THAT(seen.kept, SizeIs(1));
        EXPECT_EQ(seen.kept[0].ground, "closed");
        EXPECT_EQ(seen.record.settled_row, 101);
    }
    const auto seen = tale.reopened("tue 10:00").looks();
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.record.accepted, due("sat 18:00"));
    EXPECT_THAT(seen.kept, IsEmpty());
}

TEST(FirstSight, HoldsTheTaskToWhatItHadWhenTheGuardCame) {
    story tale;
    tale.moved(maria, "sat 18:00", "mon 08:00").moved(maria, "next tue 18:00", "mon 10:00");
    tale.record = first_sight(tale.portal, tale.guarded_since);
    EXPECT_EQ(tale.record.accepted, due("sat 18:00"));
    EXPECT_EQ(tale.record.original, due("sat 18:00"));
    EXPECT_EQ(tale.record.settled_row, 101);
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_THAT(seen.changes, SizeIs(1));
}

TEST(FirstSight, OfATaskWithoutHistoryTakesThePresent) {
    story tale("none");
    EXPECT_EQ(tale.record.accepted, due("none"));
    EXPECT_EQ(tale.record.id, 8017);
    EXPECT_EQ(tale.record.creator, maria);
    tale.portal.present->due = due("next tue 18:00");
    EXPECT_EQ(first_sight(tale.portal, tale.guarded_since).accepted, due("next tue 18:00"));
}

TEST(FirstSight, BelievesThePresentWhenTheHistoryEndsElsewhere) {
    story tale;
    tale.moved(maria, "sat 18:00", "mon 08:00");
    tale.portal.present->due = due("next tue 18:00");
    EXPECT_EQ(first_sight(tale.portal, tale.guarded_since).accepted, due("next tue 18:00"));
}

TEST(FirstSight, OfATaskThatIsNotShownIsEmpty) {
    EXPECT_EQ(first_sight({}, when("mon 09:00")), guarded_task{});
}

TEST(FirstDeadline, IsTheOriginalOne) {
    story tale("none");
    tale.moved(maria, "fri 18:00", "mon 10:00").moved(boris, "next tue 18:00", "mon 11:00");
    EXPECT_EQ(tale.looks().record.original, due("fri 18:00"));
}

TEST(Gap, ARowYoungerThanTheTaskWaitsForItsOwnNews) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    tale.portal.present->due = due("fri 18:00");  // read just before the move
    const auto torn = tale.looks();
    EXPECT_EQ(torn.what, kind::stands);
    EXPECT_THAT(torn.changes, IsEmpty());
    tale.portal.present->due = due("next tue 18:00");
    EXPECT_EQ(tale.looks().what, kind::put_back);
}

TEST(Gap, AChangeWithoutARowIsARobots) {
    story tale;
    tale.portal.present->due = due("next tue 18:00");
    const auto seen = tale.looks("mon 10:00");
    EXPECT_EQ(seen.what, kind::stands);
    ASSERT_THAT(seen.changes, SizeIs(1));
    EXPECT_EQ(seen.changes[0].ground, "robot");
    EXPECT_EQ(seen.changes[0].row.id, 0);
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
    EXPECT_THAT(tale.looks("mon 10:01").changes, IsEmpty());
}

TEST(Gap, AChangeWithoutARowIsPutBackWhereRobotsAreJudged) {
    story tale;
    tale.rules.usual.robots = robot_rule::judge;
    tale.portal.present->due = due("next tue 18:00");
    const auto seen = tale.looks("mon 10:00");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.offence->row.author, nobody);
    EXPECT_EQ(seen.record.accepted, due("fri 18:00"));
    EXPECT_EQ(tale.decides(write_purpose::revert, "fri 18:00", "mon 10:00").looks("mon 10:01").what,
              kind::stands);
}

TEST(Gap, ARowThatComesLateIsJudgedAfterAll) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto rows = std::exchange(tale.portal.history, {});
    EXPECT_EQ(tale.looks("mon 10:00:02").record.accepted, due("next tue 18:00"));
    EXPECT_EQ(tale.record.moves, 1);
    tale.portal.history = rows;
    const auto seen = tale.looks("mon 10:00:05");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.record.accepted, due("fri 18:00"));
    EXPECT_EQ(seen.record.moves, 0);
    EXPECT_EQ(seen.offence->row.author, maria);
}

TEST(Gap, InAClosedTaskIsLeftToTheReopening) {
    story tale;
    tale.closed("mon 10:00").portal.present->due = due("next tue 18:00");
    EXPECT_EQ(tale.looks("mon 10:01").what, kind::wait);
    EXPECT_EQ(tale.record.accepted, due("fri 18:00"));
    EXPECT_EQ(tale.reopened("mon 11:00").looks("mon 11:01").record.accepted, due("next tue 18:00"));
}

TEST(Concerned, AreTheAuthorsNotJudgedYetWhoHeldTheTaskThenAndWhoGaveIt) {
    story tale;
    tale.created_by(petr).moved(boris, "sat 18:00", "mon 10:00").looks();
    tale.moved(oleg, "next tue 18:00", "mon 11:00").handed_over(boris, ivan, when("mon 11:01"));
    tale.moved(nobody, "next wed 18:00", "mon 11:02");
    EXPECT_THAT(concerned(&tale.record, tale.portal),
                testing::UnorderedElementsAre(petr, oleg, maria, ivan, boris));
    tale.portal.history.pop_back();  // nobody needs to know who gave a task that did not move since
    EXPECT_THAT(concerned(&tale.record, tale.portal), testing::UnorderedElementsAre(petr, oleg, maria, ivan));
    EXPECT_THAT(concerned(nullptr, tale.portal),
                testing::UnorderedElementsAre(petr, oleg, maria, ivan, boris));
    EXPECT_THAT(concerned(&tale.record, {}), IsEmpty());
}

TEST(Fight, IsAnHourWithAsManyRevertsAsAllowed) {
    const rules usual;
    guarded_task record;
    record.reverts = {when("mon 10:00"), when("mon 10:20"), when("mon 10:40")};
    EXPECT_TRUE(loop_limit_reached(record, usual, when("mon 10:59:59")));
    EXPECT_FALSE(loop_limit_reached(record, usual, when("mon 11:00")));
    record.reverts.pop_back();
    EXPECT_FALSE(loop_limit_reached(record, usual, when("mon 10:30")));
}

TEST(Fight, EndsWithTheLastMovePutBackWhenTheHourIsOver) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.record.fighting = true;
    tale.record.reverts.assign(3, when("mon 10:00"));
    EXPECT_EQ(tale.looks("mon 10:30").what, kind::stands);
    const auto seen = tale.looks("mon 11:00");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.offence->row.author, maria);
    EXPECT_THAT(seen.changes, IsEmpty()) << "the row itself was judged already";
}

TEST(Fight, IsNotOverTwice) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.record.fighting = true;
    tale.decides(write_purpose::revert, "fri 18:00", "mon 11:00");
    EXPECT_EQ(tale.looks("mon 11:01").what, kind::stands) << "the write is on its way";
}

TEST(LetStand, HoldsTheTaskToWhereItStands) {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto record = let_stand(tale.looks(), tale.portal);
    EXPECT_EQ(record.accepted, due("next tue 18:00"));
    EXPECT_EQ(record.moves, 1);
    tale.record = record;
    EXPECT_EQ(tale.looks().what, kind::stands);
}
