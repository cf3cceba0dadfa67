// Grace: the author of a silent move is asked first, and it is put back only when the time is over.
#include <gmock/gmock.h>

#include "dialogs/grace.hpp"
#include "story.hpp"

using namespace dialogs;
using namespace company;
using namespace std::chrono_literals;
using kind = verdict::kind;
using testing::ElementsAre;

namespace {

story patient(std::chrono::seconds grace = 15min) {
    story tale;
    tale.rules.usual.grace = grace;
    return tale;
}

std::vector<std::string> grounds(const verdict& seen) {
    std::vector<std::string> all;
    for (const auto& change : seen.changes)
        all.push_back(change.ground);
    return all;
}

remark answer(user_id who, std::string_view at, std::string text, std::string category = {}) {
    return {"b1", who, when(at), std::move(text), std::move(category)};
}

}  // namespace

TEST(Grace, ASilentMoveWaitsAndNothingIsSettled) {
    story tale = patient();
    const auto before = tale.record;
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto seen = tale.looks("mon 10:00:05");
    EXPECT_EQ(seen.what, kind::wait);
    EXPECT_EQ(seen.until, when("mon 10:15:05"));
    EXPECT_TRUE(seen.changes.empty());
    EXPECT_EQ(seen.record.accepted, before.accepted);
    EXPECT_EQ(seen.record.settled_row, before.settled_row);
    ASSERT_TRUE(seen.record.asked);
    EXPECT_EQ(seen.record.asked->author, maria);
    EXPECT_EQ(seen.record.asked->to, due("next tue 18:00"));
    EXPECT_EQ(tale.looks("mon 10:05").record, seen.record) << "a second look finds nothing new";
}

TEST(Grace, UnansweredItIsPutBackWhenTheTimeIsOver) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:14:59").what, kind::wait);
    const auto seen = tale.looks("mon 10:15");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_THAT(grounds(seen), ElementsAre("silent"));
    ASSERT_TRUE(seen.closed);
    EXPECT_EQ(seen.closed->outcome, "silent");
    EXPECT_EQ(seen.record.attempted, due("next tue 18:00"));
}

TEST(Grace, WithoutItNothingWaits) {
    story tale = patient(0s);
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:00").what, kind::put_back);
}

TEST(Grace, ACommentAfterTheMoveLetsItStand) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.said(maria, "the client is ill", "mon 10:10");
    const auto seen = tale.looks("mon 10:11");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_THAT(grounds(seen), ElementsAre("reason"));
    EXPECT_EQ(seen.closed->outcome, "reason");
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
}

TEST(Grace, ACommentWrittenInTimeCountsHoweverLateTheLook) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.said(maria, "the client is ill", "mon 10:15");
    EXPECT_EQ(tale.looks("mon 12:00").what, kind::stands);
}

TEST(Grace, ACommentAfterTheTimeIsTooLate) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.said(maria, "the client is ill", "mon 10:15:01");
    EXPECT_EQ(tale.looks("mon 10:16").what, kind::put_back);
}

TEST(Grace, SomebodyElsesCommentDoesNotCount) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.said(petr, "the client is ill", "mon 10:10");
    EXPECT_EQ(tale.looks("mon 10:11").what, kind::wait);
}

TEST(Grace, AnAnswerInTheChatCountsWithItsCategory) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.record.answers.push_back(answer(maria, "mon 10:05", "", "payment"));
    const auto seen = tale.looks("mon 10:06");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.changes.back().category, "payment");
    EXPECT_EQ(seen.changes.back().remark, "b1");
}

TEST(Grace, OtherWithoutWordsIsNoAnswer) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.record.answers.push_back(answer(maria, "mon 10:05", "ill", "other"));
    EXPECT_EQ(tale.looks("mon 10:06").what, kind::wait);
}

TEST(Grace, InApprovalAnAnswerMakesItARequestAtOnce) {
    story tale = patient();
    tale.with_mode(guard_mode::approval);
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:00").what, kind::wait);
    tale.record.answers.push_back(answer(maria, "mon 10:05", "the client is ill", "other"));
    const auto seen = tale.looks("mon 10:06");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.offence->ground, "asked");
    EXPECT_EQ(seen.closed->outcome, "asked");
}

TEST(Grace, AReasonGivenBeforeNeedsNoGraceInApproval) {
    story tale = patient();
    tale.with_mode(guard_mode::approval);
    tale.said(maria, "the client is ill", "mon 09:55").moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:00").what, kind::put_back);
}

TEST(Grace, WhatCameBeforeTheSilentMoveIsSettled) {
    story tale = patient();
    tale.moved(boris, "sat 18:00", "mon 09:30").moved(maria, "next tue 18:00", "mon 10:00");
    const auto seen = tale.looks("mon 10:00");
    EXPECT_EQ(seen.what, kind::wait);
    EXPECT_THAT(grounds(seen), ElementsAre("exempt"));
    EXPECT_EQ(seen.record.accepted, due("sat 18:00"));
    EXPECT_EQ(tale.looks("mon 10:20").record.accepted, due("sat 18:00"));
}

TEST(Grace, MovedBackByTheAuthorNothingIsPutBack) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "fri 18:00", "mon 10:05");
    const auto seen = tale.looks("mon 10:06");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.closed->outcome, "moved_back");
    EXPECT_EQ(tale.looks("mon 11:00").what, kind::stands);
}

TEST(Grace, SomebodyEntitledSettlesIt) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(boris, "next mon 18:00", "mon 10:05");
    const auto seen = tale.looks("mon 10:06");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.closed->outcome, "moot");
    EXPECT_EQ(seen.record.accepted, due("next mon 18:00"));
}

TEST(Grace, AFurtherSilentMoveDoesNotExtendIt) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "next wed 18:00", "mon 10:14");
    const auto waits = tale.looks("mon 10:14");
    EXPECT_EQ(waits.until, when("mon 10:15"));
    EXPECT_EQ(waits.record.asked->to, due("next wed 18:00"));
    const auto seen = tale.looks("mon 10:15");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.record.attempted, due("next wed 18:00"));
}

TEST(Grace, WhatIsSaidAfterAFurtherMoveIsAboutThatOne) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "next wed 18:00", "mon 10:05").said(maria, "the client is ill", "mon 10:07");
    const auto seen = tale.looks("mon 10:08");
    EXPECT_EQ(seen.what, kind::stands);
    EXPECT_EQ(seen.closed->outcome, "reason");
    EXPECT_EQ(seen.record.accepted, due("next wed 18:00"));
}

TEST(Grace, InApprovalWhatIsSaidAfterAFurtherMoveIsTheRequestsReason) {
    story tale = patient();
    tale.with_mode(guard_mode::approval);
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "next wed 18:00", "mon 10:05").said(maria, "the client is ill", "mon 10:07");
    const auto seen = tale.looks("mon 10:08");
    EXPECT_EQ(seen.what, kind::put_back);
    EXPECT_EQ(seen.offence->words, "the client is ill");
}

TEST(Grace, AnAnsweredMoveAndANewSilentOne) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.said(maria, "the client is ill", "mon 10:05").moved(maria, "next wed 18:00", "mon 10:10");
    const auto seen = tale.looks("mon 10:10");
    EXPECT_EQ(seen.what, kind::wait) << "a new move, and the last one was answered: he is asked again";
    EXPECT_THAT(grounds(seen), ElementsAre("reason"));
    EXPECT_EQ(seen.closed->outcome, "reason");
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
    EXPECT_EQ(seen.until, when("mon 10:25"));
}

TEST(Grace, ThereAndBackAgainIsNotAskedAboutTwice) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "fri 18:00", "mon 10:13").moved(maria, "next tue 18:00", "mon 10:14");
    EXPECT_EQ(tale.looks("mon 10:14").what, kind::put_back) << "seen together";

    story often = patient();
    often.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    often.moved(maria, "fri 18:00", "mon 10:13").looks("mon 10:13");
    often.moved(maria, "next tue 18:00", "mon 10:14");
    EXPECT_EQ(often.looks("mon 10:14").what, kind::put_back) << "seen one by one";
}

TEST(Grace, AfterADayHeIsAskedAgain) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.moved(maria, "fri 18:00", "mon 10:05").looks("mon 10:05");
    tale.moved(maria, "next tue 18:00", "tue 10:00");
    EXPECT_EQ(tale.looks("tue 10:00").what, kind::wait);
}

TEST(Grace, WhoLetTheTimeGoByIsNotAskedAgainThatDay) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:15").what, kind::put_back);
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:15").lands("mon 10:15:02");
    tale.looks("mon 10:16");
    tale.moved(maria, "next tue 18:00", "mon 10:20");
    EXPECT_EQ(tale.looks("mon 10:20").what, kind::put_back);
    tale.decides(write_purpose::revert, "fri 18:00", "mon 10:20").lands("mon 10:20:02");
    tale.looks("mon 10:21");
    tale.said(maria, "the client is ill", "mon 10:29").moved(maria, "next tue 18:00", "mon 10:30");
    EXPECT_EQ(tale.looks("mon 10:30").what, kind::stands) << "a reason before the move counts as always";
}

TEST(Grace, WhoeverWasNotAskedInTimeIsAskedLate) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto seen = tale.looks("mon 12:00");
    EXPECT_EQ(seen.what, kind::wait) << "the bot was away";
    EXPECT_EQ(seen.until, when("mon 12:15"));
}

TEST(Grace, OnlyWhomTheBotCanWriteToIsAsked) {
    for (const user_id who : {guest, technical, nobody}) {
        story tale = patient();
        tale.rules.usual.robots = robot_rule::judge;
        tale.moved(who, "next tue 18:00", "mon 10:00");
        EXPECT_EQ(tale.looks("mon 10:00").what, kind::put_back) << who;
    }
}

TEST(Grace, TheRulesOfTheMovesMomentSayHowLong) {
    story tale = patient(1h);
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto before = std::make_shared<policy>(tale.rules);
    tale.rules.usual.grace = 0s;
    tale.rules.in_force_since = when("mon 10:01");
    tale.rules.before = before;
    EXPECT_EQ(tale.looks("mon 10:02").until, when("mon 11:02"));
}

TEST(Grace, NobodyIsAskedWhileAWriteOfOursIsOnItsWay) {
    story tale = patient();
    tale.decides(write_purpose::apply, "sat 18:00", "mon 09:59");
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("mon 10:00").what, kind::put_back);
}

TEST(Grace, MovedAndClosedItIsPutBackAllTheSameWhenTheTimeIsOver) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    tale.closed("mon 10:05");
    EXPECT_EQ(tale.looks("mon 10:06").what, kind::wait);
    EXPECT_EQ(tale.looks("mon 10:15").what, kind::put_back);
}

TEST(Grace, WaivedItIsPutBackAtOnce) {
    story tale = patient();
    tale.moved(maria, "next tue 18:00", "mon 10:00").looks("mon 10:00");
    auto waived = tale.matter_at(when("mon 10:05"));
    waived.without_grace = true;
    EXPECT_EQ(judge(waived).what, kind::put_back);
}
