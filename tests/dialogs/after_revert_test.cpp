// guard.after_revert = "reason": after a revert a reason has the new date back at once.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr auto december = &office::december;

class AfterRevert : public testing::Test {
protected:
    AfterRevert() {
        in.rules.usual.after_revert = after_revert_rule::reason;
        in.slips();
    }

    bool nobody_was_asked() const { return in.told(in.boris).empty(); }

    office in;
};

}  // namespace

TEST_F(AfterRevert, TheNoticeSaysSo) {
    EXPECT_THAT(in.last(in.maria), HasSubstr("Назовите причину, и я верну новый срок"));
    EXPECT_THAT(in.last(in.maria), Not(HasSubstr("Борис")));
    EXPECT_THAT(in.buttons(in.maria), Contains("Вернуть перенос на 22.12"));
}

TEST_F(AfterRevert, WordsHaveTheDateBackWithoutTheApprover) {
    in.says(in.maria, "клиент заболел");
    ASSERT_EQ(in.known.to_send.size(), 1U);
    EXPECT_EQ(in.known.to_send.front().to, december(22, 18, 0));
    EXPECT_THAT(in.last(in.maria), Not(HasSubstr("✅"))) << "not before the portal holds it";
    in.portal_writes();
    EXPECT_EQ(in.due(), december(22, 18, 0));
    EXPECT_THAT(in.last(in.maria), HasSubstr("новый срок задачи"));
    EXPECT_THAT(in.last(in.maria), HasSubstr("клиент заболел"));
    EXPECT_TRUE(nobody_was_asked());
    EXPECT_EQ(in.only_request().state, request_state::applied);
    EXPECT_EQ(in.only_request().decided_by, 0);
    EXPECT_EQ(in.known.tasks.at(in.measure).accepted, december(22, 18, 0));
    const auto approved = std::find_if(in.known.rows.begin(), in.known.rows.end(),
                                       [](const journal& row) { return row.kind == "approved"; });
    ASSERT_NE(approved, in.known.rows.end());
    EXPECT_EQ(approved->ground, "after_revert");
    EXPECT_EQ(approved->other, 0);
    EXPECT_EQ(approved->words, "клиент заболел");
}

TEST_F(AfterRevert, ByButtons) {
    in.presses(in.maria, "Вернуть перенос");
    in.presses(in.maria, "Жду оплату");
    in.portal_writes();
    EXPECT_EQ(in.due(), december(22, 18, 0));
    EXPECT_EQ(in.only_request().category, "payment");
    EXPECT_TRUE(nobody_was_asked());
}

TEST_F(AfterRevert, AnEarlierDateToo) {
    in.says(in.maria, "до 21.12, клиент заболел");
    in.portal_writes();
    EXPECT_EQ(in.due(), december(21, 18, 0));
    EXPECT_TRUE(nobody_was_asked());
}

TEST_F(AfterRevert, ALaterDateNeedsTheApprover) {
    in.says(in.maria, "до 23.12, клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
    in.presses(in.maria, "Отправить");
    EXPECT_FALSE(nobody_was_asked());
}

TEST_F(AfterRevert, AfterADayItNeedsTheApprover) {
    in.passes(24h + 1min);
    in.presses(in.maria, "Вернуть перенос");
    in.presses(in.maria, "Жду оплату");
    EXPECT_TRUE(in.known.to_send.empty());
    EXPECT_THAT(in.buttons(in.maria), Contains("Отправить"));
}

TEST_F(AfterRevert, SomebodyElseNeedsTheApprover) {
    in.commands(in.ivan, "extend", "8017 до 22.12 клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
    in.hands_over(in.boris, in.measure, in.ivan);
    in.commands(in.ivan, "extend", "8017 до 22.12 клиент заболел");
    in.portal_writes();
    EXPECT_EQ(in.due(), december(22, 16, 0)) << "18:00 in Yekaterinburg; he is responsible now";
}

TEST_F(AfterRevert, InModeApprovalItNeedsTheApprover) {
    in.rules.usual.mode = guard_mode::approval;
    in.says(in.maria, "клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
}

TEST_F(AfterRevert, TheSupervisorsDateMeanwhileIsNotOverwritten) {
    in.puts(in.boris, in.measure, december(23, 18, 0));
    in.says(in.maria, "клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
    EXPECT_EQ(in.due(), december(23, 18, 0));
}

TEST_F(AfterRevert, BeyondALimitItNeedsTheApprover) {
    in.rules.usual.moves_max = 1;
    in.says(in.maria, "клиент заболел");
    in.portal_writes();
    EXPECT_EQ(in.due(), december(22, 18, 0));
    in.passes(1h);
    in.slips(in.maria, in.measure, december(24, 18, 0));
    EXPECT_THAT(in.last(in.maria), Not(HasSubstr("верну новый срок")));
    in.says(in.maria, "клиент всё ещё болен");
    EXPECT_TRUE(in.known.to_send.empty()) << "the one that came back was a move by a reason too";
    EXPECT_THAT(in.buttons(in.maria), Contains("Отправить"));
}

TEST_F(AfterRevert, TwiceIsOnce) {
    in.says(in.maria, "клиент заболел");
    in.says(in.maria, "клиент заболел");
    EXPECT_EQ(in.known.requests.size(), 1U);
    in.portal_writes();
    in.says(in.maria, "клиент всё ещё болен");
    EXPECT_TRUE(in.known.to_send.empty());
}

TEST_F(AfterRevert, RefusedByThePortalHeMayAskAgain) {
    in.says(in.maria, "клиент заболел");
    in.portal_refuses("ACCESS_DENIED");
    EXPECT_THAT(in.last(in.maria), HasSubstr("не записан"));
    EXPECT_TRUE(nobody_was_asked());
    in.presses(in.maria, "Запросить перенос на 22.12");
    in.presses(in.maria, "Жду оплату");
    in.presses(in.maria, "Отправить");
    EXPECT_FALSE(nobody_was_asked());
}

TEST(AfterRevertByDefault, AReasonIsARequest) {
    office in;
    in.slips();
    in.says(in.maria, "клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
    EXPECT_THAT(in.buttons(in.maria), Contains("Отправить"));
}

TEST(AfterRevertWithGrace, WhatWasNotAnsweredInTimeIsHadBackByAReason) {
    office in;
    in.rules.usual.grace = 15min;
    in.rules.usual.after_revert = after_revert_rule::reason;
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.comes(december(14, 10, 15));
    in.portal_writes();
    EXPECT_EQ(in.due(), december(18, 18, 0));
    in.says(in.maria, "клиент заболел");
    in.portal_writes();
    EXPECT_EQ(in.due(), december(22, 18, 0));
}

TEST_F(AfterRevert, WhatASupervisorHasSaidNoToNeedsHim) {
    guarded_task record = in.known.tasks.at(in.measure);
    record.last_verdict = "mass";
    in.known.tasks[in.measure] = record;
    in.says(in.maria, "клиент заболел");
    EXPECT_TRUE(in.known.to_send.empty());
}

TEST_F(AfterRevert, TheTasksTitleIsNoReason) {
    in.says(in.maria, in.known.tasks.at(in.measure).title);
    EXPECT_TRUE(in.known.to_send.empty());
}

}  // namespace dialogs
