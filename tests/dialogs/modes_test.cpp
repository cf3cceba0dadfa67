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
    Approval() { here.works_in(guard_mode::approval); }
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

TEST_F(Approval, OfWhatWasWithdrawnBeforeTheRevertIsThereStillNamesTheMove) {
    moves_with_a_reason();
    here.presses(o::maria, "Отозвать");
    here.portal_writes();
    EXPECT_THAT(here.last(o::maria), HasSubstr("Перенос на вт 22.12, 18:00 нужно согласовать"));
    EXPECT_THAT(here.buttons(o::maria), testing::Contains("Запросить перенос на 22.12"));
    office rejected;
    rejected.works_in(guard_mode::approval);
    rejected.writes(o::maria, o::measure, words);
    rejected.moves(o::maria, o::measure, o::december(22));
    rejected.presses(o::boris, "Отклонить");
    rejected.presses(o::boris, "Отклонить без");
    rejected.portal_writes();
    EXPECT_THAT(rejected.last(o::maria), HasSubstr("Перенос на вт 22.12, 18:00 нужно согласовать"));
}

TEST_F(Approval, OfAMoveThatIsAskedForIsNotOfferedOnceMore) {
    moves_with_a_reason();
    here.portal_writes();
    EXPECT_FALSE(here.known.tasks.at(o::measure).attempted);
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_FALSE(here.known.tasks.at(o::measure).attempted);
    office quick;
    quick.works_in(guard_mode::approval);
    quick.writes(o::maria, o::measure, words);
    quick.moves(o::maria, o::measure, o::december(22));
    quick.presses(o::boris, "Одобрить");
    while (!quick.known.to_send.empty())
        quick.portal_writes();
    EXPECT_EQ(quick.only_request().state, request_state::applied);
    EXPECT_FALSE(quick.known.tasks.at(o::measure).attempted);
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
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Мои задачи и запросы")) << "no request is needed";
    EXPECT_EQ(here.known.told.at({o::maria, ""}).since, std::nullopt)
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

// ---- Rules of a workgroup, or of a colleague.

constexpr std::int64_t pilot = 12;

office with_a_pilot(guard_mode company, guard_mode in_group) {
    office here;
    special_rules strict;
    strict.name = "pilot.toml";
    strict.groups = {pilot};
    strict.hold = here.rules.usual;
    strict.hold.mode = in_group;
    here.rules.special = {strict};
    here.rules.usual.mode = company;
    here.portal.at(o::measure).present->group = pilot;
    here.known.told.clear();
    return here;
}

TEST(Announced, TheModeOfAWorkgroupWithTheFirstMoveInItWhichStands) {
    office here = with_a_pilot(guard_mode::observe, guard_mode::reason);
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.last(o::maria), HasSubstr("Сроки таких задач под присмотром"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Согласовать замер"));
    here.slips(o::maria, o::measure, o::december(24));
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    here.handle(guard_started{{o::maria}});
    EXPECT_THAT(here.everything(o::maria), Not(HasSubstr("больше не под присмотром")));
}

TEST(Announced, ApprovalInAWorkgroupToWhoKnowsOfReasonsAlone) {
    office here = with_a_pilot(guard_mode::reason, guard_mode::approval);
    here.known.told[{o::maria, ""}] = {guard_mode::reason, o::december(1)};
    here.slips();
    EXPECT_EQ(here.due(), deadline(o::december(18))) << "silent moves are put back in every mode";
    here.writes(o::maria, o::measure, words);
    here.moves(o::maria, o::measure, o::december(23));
    EXPECT_EQ(here.due(), deadline(o::december(23)));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.last(o::maria), HasSubstr("с согласия руководителя"));
    here.passes(std::chrono::hours(1));
    here.writes(o::maria, o::measure, "Клиент опять просит позже");
    here.moves(o::maria, o::measure, o::december(24));
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(23)));
    EXPECT_EQ(here.only_request().wanted, o::december(24));
}

TEST(Announced, CountsFromWhenItWasDelivered) {
    office here;
    here.known.told.clear();
    here.known.delivers = false;
    here.handle(guard_started{{o::maria}});
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "the message is still on its way";
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
    EXPECT_THAT(here.told(o::maria), SizeIs(1)) << "and is not said twice";
    here.known.told.at({o::maria, ""}).since = here.now;
    here.passes(std::chrono::minutes(1));
    here.slips(o::maria, o::measure, o::december(24));
    EXPECT_EQ(here.due(), deadline(o::december(22)));
}

TEST(Announced, AStricterModeCountsFromItsOwnWord) {
    office here;
    here.rules.usual.mode = guard_mode::approval;
    here.known.delivers = false;
    here.handle(guard_started{{o::maria}});
    here.writes(o::maria, o::measure, words);
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "the word about approval is still on its way";
}

TEST(Announced, AWorkgroupsModeThoughTheTaskHasLeftItBeforeTheLook) {
    office here = with_a_pilot(guard_mode::observe, guard_mode::reason);
    here.known.told[{o::maria, "pilot.toml"}] = {guard_mode::reason, o::december(1)};
    here.looks();
    here.puts(o::maria, o::measure, o::december(22));
    here.puts_into(o::maria, o::measure, 0);
    here.looks();
    EXPECT_THAT(here.known.to_send, SizeIs(1));
}

TEST(Announced, WhatNeverArrivedWasNotSaid) {
    office here;
    here.handle(message_refused{o::maria, "told:27", "USER_ID_EMPTY"});
    EXPECT_THAT(here.known.undelivered, ElementsAre("told:27"));
}

}  // namespace
}  // namespace dialogs
