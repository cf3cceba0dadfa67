// The bot's own writes in the history: known by task, dates and moment, never by the user id alone.
#include <gmock/gmock.h>

#include "story.hpp"

using namespace dialogs;
using namespace company;
using kind = verdict::kind;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

// A silent move that was judged, and our revert decided at 10:01.
story reverting() {
    story tale;
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks();
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:01");
    return tale;
}

// A request for "next tue 18:00" was approved at 10:01.
story applying() {
    story tale;
    tale.decides(write_purpose::apply, "next tue 18:00", "mon 10:01");
    return tale;
}

}  // namespace

TEST(OwnWrite, OfARevertIsRecognised) {
    auto tale = reverting();
    const auto seen = tale.lands("mon 10:02").looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_THAT(seen.recognised, ElementsAre(1));
    EXPECT_EQ(seen.changes.at(0).ground, "own_write");
    EXPECT_EQ(seen.changes.at(0).write, 1);
    EXPECT_EQ(seen.record.moves, 0);
}

TEST(OwnWrite, OfAnApprovedRequestIsAcceptedAndCounted) {
    auto tale = applying();
    const auto seen = tale.lands("mon 10:02").looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
    EXPECT_EQ(seen.record.moves, 1);
    EXPECT_THAT(seen.recognised, ElementsAre(1));
}

TEST(OwnWrite, IsRecognisedThoughThePortalsClockIsAFewSecondsBehind) {
    EXPECT_EQ(applying().lands("mon 10:00:55").looks().what, kind::stands);
}

TEST(OwnWrite, IsNotOlderThanItsDecision) {
    auto tale = applying();
    const auto seen = tale.lands("mon 10:00:54").looks();
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_THAT(seen.recognised, IsEmpty());
}

TEST(OwnWrite, IsNotARowSeenBeforeTheDecision) {
    story tale;
    tale.moved(integration, "next tue 18:00", "mon 10:01")
        .decides(write_purpose::apply, "next tue 18:00", "mon 10:01");
    EXPECT_EQ(tale.looks().what, kind::put_back);
}

TEST(OwnWrite, IsNotAnotherDateOfTheIntegrationUser) {
    auto tale = applying();
    const auto seen = tale.moved(integration, "next wed 18:00", "mon 10:02").looks();
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_THAT(seen.recognised, IsEmpty());
}

TEST(OwnWrite, IsNotTheSameDateOfAnotherPerson) {
    auto tale = applying();
    EXPECT_EQ(tale.moved(maria, "next tue 18:00", "mon 10:02").looks().what, kind::put_back);
}

TEST(OwnWrite, IsRecognisedOnce) {
    auto tale = applying();
    tale.lands("mon 10:02").moved(boris, "fri 18:00", "mon 10:03");
    tale.moved(integration, "next tue 18:00", "mon 10:04");
    EXPECT_EQ(tale.looks().what, kind::put_back);
}

TEST(OwnWrite, WhoseRowIsNotShownYetIsNoRobots) {
    auto tale = applying();
    tale.portal.present->due = due("next tue 18:00");
    const auto seen = tale.looks("mon 10:02");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_THAT(seen.changes, IsEmpty());
    EXPECT_EQ(seen.record.accepted, due("fri 18:00")) << "until its row is seen";
}

TEST(OwnWrite, OverARightfulChangeIsMended) {
    auto tale = reverting();
    tale.moved(boris, "next wed 18:00", "mon 10:01:30").lands("mon 10:02");
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, kind::mend);
    EXPECT_EQ(seen.record.accepted, due("next wed 18:00"));
    EXPECT_EQ(seen.changes.back().ground, "own_write_late");
    EXPECT_THAT(seen.recognised, ElementsAre(1));
    EXPECT_EQ(tale.decides(write_purpose::mend, "next wed 18:00", "mon 10:03").looks().what, kind::stands);
    EXPECT_EQ(tale.lands("mon 10:04").looks().what, kind::stands);
    EXPECT_EQ(tale.portal.present->due, due("next wed 18:00"));
}

TEST(OwnWrite, OverARightfulChangeIsMendedThoughThatWasSeenBefore) {
    auto tale = reverting();
    EXPECT_EQ(tale.moved(boris, "next wed 18:00", "mon 10:01:30").looks().what, kind::stands);
    EXPECT_EQ(tale.lands("mon 10:02").looks().what, kind::mend);
    EXPECT_EQ(tale.record.accepted, due("next wed 18:00"));
}

TEST(OwnWrite, OfARequestOverASupervisorsDateIsMended) {
    auto tale = applying();
    tale.moved(boris, "sat 18:00", "mon 10:01:30").lands("mon 10:02");
    EXPECT_EQ(tale.looks().what, kind::mend);
    EXPECT_EQ(tale.record.accepted, due("sat 18:00"));
}

TEST(OwnWrite, OfARequestOverASilentMoveStands) {
    auto tale = applying();
    tale.moved(maria, "next fri 18:00", "mon 10:01:30").lands("mon 10:02");
    EXPECT_EQ(tale.looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next tue 18:00"));
}

TEST(OwnWrite, OfARequestDecidedBeforeTheRevertWasThereStands) {
    auto tale = reverting();
    tale.decides(write_purpose::apply, "next wed 18:00", "mon 10:01:10");
    EXPECT_EQ(tale.lands("mon 10:01:20").lands("mon 10:01:21").looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next wed 18:00"));
}

TEST(OwnWrite, OfARequestStandsThoughTheManagerWentBackMeanwhile) {
    auto tale = reverting();
    tale.decides(write_purpose::apply, "next wed 18:00", "mon 10:01:10");
    tale.moved(maria, "fri 18:00", "mon 10:01:15").lands("mon 10:01:20").lands("mon 10:01:21");
    EXPECT_EQ(tale.looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next wed 18:00"));
}

TEST(OwnWrite, OfARequestStandsThoughTheSupervisorTriedAnotherDateMeanwhile) {
    auto tale = applying();
    tale.moved(boris, "sat 18:00", "mon 10:01:10")
        .moved(boris, "fri 18:00", "mon 10:01:20")
        .lands("mon 10:02");
    EXPECT_EQ(tale.looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next tue 18:00"));
}

TEST(OwnWrite, OfARequestStandsOverWhatWasRightfulBeforeTheDecision) {
    story tale;
    tale.moved(boris, "sat 18:00", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:00:30").looks();
    tale.decides(write_purpose::apply, "next wed 18:00", "mon 10:01").lands("mon 10:02");
    EXPECT_EQ(tale.looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("next wed 18:00"));
}

TEST(OwnWrite, OverANewerSilentMoveRemembersThatOne) {
    auto tale = reverting();
    const auto seen = tale.moved(maria, "next wed 18:00", "mon 10:01:30").lands("mon 10:02").looks();
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.record.attempted, due("next wed 18:00"));
    EXPECT_EQ(seen.record.attempted_by, maria);
}

TEST(OwnWrite, OverARightfulMoveInTheClosedTaskIsMended) {
    auto tale = reverting();
    tale.closed("mon 10:01:10").moved(boris, "next wed 18:00", "mon 10:01:30").lands("mon 10:02");
    EXPECT_EQ(tale.looks().what, kind::mend);
    EXPECT_EQ(tale.record.accepted, due("next wed 18:00"));
}

TEST(OwnWrite, DoesNotEndAPersonsRightToTakeHisMoveBack) {
    story tale;
    tale.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01").looks();
    tale.decides(write_purpose::revert, "thu 18:00", "mon 10:02").lands("mon 10:02");
    EXPECT_EQ(tale.moved(maria, "fri 18:00", "mon 10:05").looks().what, kind::stands);
    EXPECT_EQ(tale.record.accepted, due("fri 18:00"));
}

TEST(OwnWrite, OfAnotherTaskIsNotThisOnes) {
    auto tale = applying();
    tale.expected.back().task = 1;
    EXPECT_EQ(tale.lands("mon 10:02").looks().what, kind::put_back);
}
