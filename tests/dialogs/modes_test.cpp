// The three modes as people meet them: what is announced, what is asked for, who hears of it.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using o = office;

constexpr auto words = "Клиент попросил перенести встречу";

class Approval : public testing::Test {
protected:
    Approval() {
        here.rules.usual.mode = guard_mode::approval;
        here.known.told_modes[o::maria] = guard_mode::approval;
    }
    void moves_with_a_reason(deadline to = o::december(22)) {
        here.writes(o::maria, o::measure, words);
        here.passes(std::chrono::minutes(2));
        here.moves(o::maria, o::measure, to);
    }
    office here;
};

TEST_F(Approval, TurnsAMoveWithAReasonIntoARequestAtOnce) {
    moves_with_a_reason();
    const auto asked = here.only_request();
    EXPECT_EQ(asked.requester, o::maria);
    EXPECT_EQ(asked.approver, o::boris);
    EXPECT_EQ(asked.wanted, o::december(22));
    EXPECT_EQ(asked.words, words);
    EXPECT_EQ(asked.due, deadline(o::december(18)));
    EXPECT_THAT(here.last(o::boris), HasSubstr(words));
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("снова [b]пт 18.12, 18:00[/b]"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Перенос на вт 22.12, 18:00 нужно согласовать"));
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("не указана причина")));
}

TEST_F(Approval, AppliesWhatIsApproved) {
    moves_with_a_reason();
    here.portal_writes();
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.only_request().state, request_state::applied);
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(Approval, CanBeGivenBeforeTheRevertIsThere) {
    moves_with_a_reason();
    here.presses(o::boris, "Одобрить");
    while (!here.known.to_send.empty())
        here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.only_request().state, request_state::applied);
}

TEST_F(Approval, PutsASilentMoveBackAsEver) {
    here.slips();
    EXPECT_THAT(here.known.requests, IsEmpty());
    EXPECT_THAT(here.last(o::maria), HasSubstr("не указана причина"));
}

TEST_F(Approval, DoesNotAskForWhatCannotBeAskedFor) {
    moves_with_a_reason(std::nullopt);
    EXPECT_THAT(here.known.requests, IsEmpty());
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Убрать срок совсем можно только с согласия руководителя"));
}

TEST_F(Approval, AsksAnewInPlaceOfAnOlderRequest) {
    moves_with_a_reason();
    here.portal_writes();
    moves_with_a_reason(o::december(23));
    EXPECT_EQ(here.known.requests.at(1).state, request_state::obsolete);
    EXPECT_EQ(here.known.requests.at(2).wanted, o::december(23));
}

// ---- Announcements.

TEST(Announced, IsEachModeOnceAndTheLaterOneAsWhatIsNew) {
    office here;
    here.known.told.clear();
    here.handle(guard_started{{o::maria}});
    EXPECT_THAT(here.last(o::maria), HasSubstr("под присмотром"));
    here.handle(guard_started{{o::maria}});
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    here.rules.usual.mode = guard_mode::approval;
    here.handle(guard_started{{o::maria}});
    here.handle(guard_started{{o::maria}});
    ASSERT_THAT(here.told(o::maria), SizeIs(2));
    EXPECT_THAT(here.last(o::maria), HasSubstr("теперь согласует руководитель"));
    here.rules.usual.mode = guard_mode::observe;
    here.handle(guard_started{{o::maria}});
    EXPECT_THAT(here.last(o::maria), HasSubstr("больше не под присмотром"));
    EXPECT_FALSE(here.known.told.contains(o::maria))
        << "switched on again it is told again before anything is put back";
}

TEST(Observing, KeepsWhomItWouldHaveAsked) {
    office here;
    here.rules.usual.mode = guard_mode::observe;
    here.slips();
    EXPECT_THAT(here.known.to_send, IsEmpty());
    const auto& rows = here.known.rows;
    ASSERT_GE(rows.size(), 2U);
    EXPECT_EQ(rows[rows.size() - 2].kind, "observed");
    EXPECT_EQ(rows[rows.size() - 2].ground, "silent");
    EXPECT_EQ(rows.back().kind, "would_ask");
    EXPECT_EQ(rows.back().person, o::boris);
    EXPECT_EQ(rows.back().ground, "head");
    EXPECT_EQ(rows.back().row, rows[rows.size() - 2].row);
}

TEST(Observing, AsksNobodyAboutARightfulMove) {
    office here;
    here.rules.usual.mode = guard_mode::observe;
    here.moves(o::boris, o::measure, o::december(22));
    EXPECT_EQ(here.known.rows.back().kind, "accepted");
}

TEST(Announced, FirstOfAllInModeApproval) {
    office here;
    here.known.told.clear();
    here.rules.usual.mode = guard_mode::approval;
    here.handle(guard_started{{o::maria}});
    EXPECT_THAT(here.last(o::maria), HasSubstr("с согласия руководителя"));
}

TEST(Announced, IsTheModeOfOnesOwnDepartment) {
    office here;
    here.known.told.clear();
    special_rules strict;
    strict.people = {o::maria};
    strict.hold = here.rules.usual;
    strict.hold.mode = guard_mode::approval;
    here.rules.special = {strict};
    here.rules.usual.mode = guard_mode::observe;
    here.handle(guard_started{{o::maria, o::ivan}});
    EXPECT_THAT(here.last(o::maria), HasSubstr("с согласия руководителя"));
    EXPECT_THAT(here.told(o::ivan), IsEmpty());
}

}  // namespace
}  // namespace dialogs
