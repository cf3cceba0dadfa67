// One case for each sentence of the rule: what happened, and what stands after one look.
#include "dialogs/rule.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "dialogs/moments.hpp"
#include "story.hpp"

using namespace dialogs;
using namespace company;

namespace {

using kind = verdict::kind;
constexpr auto reason = "клиент заболел, просил позже";

struct rule_case {
    const char* name;
    std::function<void(story&)> happened;  // to Maria's own task, due "fri 18:00"
    kind expected;
    const char* held_to;  // the accepted deadline afterwards
    const char* grounds;  // of all rows judged
};

std::string grounds_of(const verdict& seen) {
    std::string all;
    for (const auto& change : seen.changes)
        all += (all.empty() ? "" : " ") + change.ground;
    return all;
}

void PrintTo(const rule_case& one, std::ostream* out) {
    *out << one.name;
}

class Rule : public testing::TestWithParam<rule_case> {};

TEST_P(Rule, Holds) {
    story tale;
    GetParam().happened(tale);
    const deadline stood = whole_minutes(tale.portal.present->due);
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, GetParam().expected);
    EXPECT_EQ(seen.record.accepted, due(GetParam().held_to));
    EXPECT_EQ(grounds_of(seen), GetParam().grounds);
    if (seen.what == kind::stands) {
        EXPECT_EQ(seen.record.accepted, stood);
    }
    EXPECT_EQ(seen.offence.has_value(), seen.what == kind::put_back);
}

std::string name_of_case(const testing::TestParamInfo<rule_case>& info) {
    return info.param.name;
}

const rule_case silence[] = {
    {"NothingHappened", [](story&) {}, kind::stands, "fri 18:00", ""},
    {"ALaterDeadlineWithoutAReasonIsPutBack", [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent"},
    {"ARemovedDeadlineIsAPostponement", [](story& s) { s.moved(maria, "none", "mon 10:00"); }, kind::put_back,
     "fri 18:00", "silent"},
    {"ClearAndSetIsOnePostponement",
     [](story& s) { s.moved(maria, "none", "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01"); },
     kind::put_back, "fri 18:00", "silent silent"},
    {"AColleagueNeedsAReasonToo", [](story& s) { s.moved(petr, "next tue 18:00", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent"},
    {"AGuestNeedsAReasonToo", [](story& s) { s.moved(guest, "next tue 18:00", "mon 10:00"); }, kind::put_back,
     "fri 18:00", "silent"},
    {"AnEarlierDeadlineStands", [](story& s) { s.moved(maria, "thu 18:00", "mon 10:00"); }, kind::stands,
     "thu 18:00", "earlier"},
    {"EarlierThanTheAcceptedOneStandsWhereverItWas",
     [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00").moved(maria, "thu 18:00", "mon 10:30"); },
     kind::stands, "thu 18:00", "silent earlier"},
    {"PartOfTheWayBackIsStillAPostponement",
     [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00").moved(maria, "sat 18:00", "mon 10:30"); },
     kind::put_back, "fri 18:00", "silent silent"},
    {"MovedAndMovedBackStands",
     [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00").moved(maria, "fri 18:00", "mon 15:00"); },
     kind::stands, "fri 18:00", "silent no_change"},
    {"SecondsAreNoPostponement", [](story& s) { s.moved(maria, when("fri 18:00:30"), when("mon 10:00")); },
     kind::stands, "fri 18:00", "no_change"},
};
INSTANTIATE_TEST_SUITE_P(Silence, Rule, testing::ValuesIn(silence), name_of_case);

const rule_case taking_back[] = {
    {"WithinTenMinutesByTheSamePerson",
     [](story& s) { s.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "fri 18:00", "mon 10:10"); },
     kind::stands, "fri 18:00", "earlier taken_back"},
    {"NotLater",
     [](story& s) { s.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "fri 18:00", "mon 10:10:01"); },
     kind::put_back, "thu 18:00", "earlier silent"},
    {"NotBySomebodyElse",
     [](story& s) { s.moved(maria, "thu 18:00", "mon 10:00").moved(petr, "fri 18:00", "mon 10:05"); },
     kind::put_back, "thu 18:00", "earlier silent"},
    {"PartOfTheWay",
     [](story& s) { s.moved(maria, "wed 18:00", "mon 10:00").moved(maria, "thu 18:00", "mon 10:05"); },
     kind::stands, "thu 18:00", "earlier taken_back"},
    {"NotFurther",
     [](story& s) { s.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "sat 18:00", "mon 10:05"); },
     kind::put_back, "thu 18:00", "earlier silent"},
    {"StepByStep",
     [](story& s) {
         s.moved(maria, "thu 18:00", "mon 10:00").moved(maria, "wed 18:00", "mon 10:01");
         s.moved(maria, "thu 18:00", "mon 10:02").moved(maria, "fri 18:00", "mon 10:03");
     },
     kind::stands, "fri 18:00", "earlier earlier taken_back taken_back"},
    {"NotOverTheSupervisorsDate",
     [](story& s) {
         s.moved(maria, "thu 18:00", "mon 10:00").moved(boris, "wed 18:00", "mon 10:01");
         s.moved(maria, "fri 18:00", "mon 10:02");
     },
     kind::put_back, "wed 18:00", "earlier earlier silent"},
};
INSTANTIATE_TEST_SUITE_P(TakenBack, Rule, testing::ValuesIn(taking_back), name_of_case);

const rule_case people[] = {
    {"TheHeadOfTheResponsiblePerson", [](story& s) { s.moved(boris, "next tue 18:00", "mon 10:00"); },
     kind::stands, "next tue 18:00", "exempt"},
    {"AnyoneAboveHim", [](story& s) { s.moved(director, "next tue 18:00", "mon 10:00"); }, kind::stands,
     "next tue 18:00", "exempt"},
    {"NotTheHeadOfAnotherDepartment", [](story& s) { s.moved(ivan, "next tue 18:00", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent"},
    {"AHeadInHisOwnTaskIsJudgedAsAnyone",
     [](story& s) { s.assigned_to(boris).created_by(boris).moved(boris, "next tue 18:00", "mon 10:00"); },
     kind::put_back, "fri 18:00", "silent"},
    {"TheCreatorOfATaskForAnother",
     [](story& s) { s.created_by(petr).moved(petr, "next tue 18:00", "mon 10:00"); }, kind::stands,
     "next tue 18:00", "exempt"},
    {"NotTheCreatorOfATaskForHimself",
     [](story& s) { s.created_by(maria).moved(maria, "next tue 18:00", "mon 10:00"); }, kind::put_back,
     "fri 18:00", "silent"},
    {"AnAdministratorInTasksOfOthers",
     [](story& s) {
         s.rules.administrators = {admin};
         s.moved(admin, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"NotAnAdministratorInHisOwnTask",
     [](story& s) {
         s.rules.administrators = {admin};
         s.assigned_to(admin).created_by(maria).moved(admin, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"AListedPersonEvenInHisOwnTask",
     [](story& s) {
         s.rules.exempt_users = {maria};
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"WhoHasNobodyAboveHim",
     [](story& s) { s.assigned_to(director).created_by(director).moved(director, "none", "mon 10:00"); },
     kind::stands, "none", "exempt"},
    {"WhoHasOnlyDismissedPeopleAboveHim",
     [](story& s) {
         for (const user_id head : {boris, director}) {
             auto gone = *s.who.find(head);
             gone.active = false;
             s.who.add(gone);
         }
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"TheIntegrationUserInPersonIsJudgedAsAPerson",
     [](story& s) { s.moved(integration, "next tue 18:00", "mon 10:00"); }, kind::put_back, "fri 18:00",
     "silent"},
};
INSTANTIATE_TEST_SUITE_P(WhoIsExempt, Rule, testing::ValuesIn(people), name_of_case);

const rule_case moments[] = {
    {"WhoWasResponsibleThenCounts",  // the administrator got the task only after he had moved it
     [](story& s) {
         s.rules.administrators = {admin};
         s.moved(admin, "next tue 18:00", "mon 10:00").handed_over(boris, admin, when("mon 11:00"));
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"WhoBecameResponsibleBeforeCounts",
     [](story& s) {
         s.rules.administrators = {admin};
         s.handed_over(maria, admin, when("mon 10:00")).moved(admin, "next tue 18:00", "mon 10:01");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"TheHeadOfTheOneWhoWasResponsibleThen",
     [](story& s) {
         s.moved(boris, "next tue 18:00", "mon 10:00").handed_over(boris, oleg, when("mon 10:05"));
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"NotTheHeadOfTheOneWhoIsResponsibleNoMore",
     [](story& s) {
         s.handed_over(boris, oleg, when("mon 10:00")).moved(boris, "next tue 18:00", "mon 10:05");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"WithinOneSecondTheIdsTellTheOrder",
     [](story& s) {
         s.created_by(petr).handed_over(maria, petr, when("mon 10:00"));
         s.moved(petr, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"WhoWasCreatorThenCounts",
     [](story& s) {
         s.created_by(petr).moved(petr, "next tue 18:00", "mon 10:00");
         s.creator_became(maria, when("mon 11:00"));
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"WhoBecameCreatorLaterDoesNot",
     [](story& s) { s.moved(petr, "next tue 18:00", "mon 10:00").creator_became(petr, when("mon 11:00")); },
     kind::put_back, "fri 18:00", "silent"},
};
INSTANTIATE_TEST_SUITE_P(RolesOfTheMoment, Rule, testing::ValuesIn(moments), name_of_case);

const rule_case robots[] = {
    {"NobodyIsARobot", [](story& s) { s.moved(nobody, "next tue 18:00", "mon 10:00"); }, kind::stands,
     "next tue 18:00", "robot"},
    {"ATechnicalUserIsARobot", [](story& s) { s.moved(technical, "next tue 18:00", "mon 10:00"); },
     kind::stands, "next tue 18:00", "robot"},
    {"AnIdNobodyKnowsIsARobot", [](story& s) { s.moved(123456, "next tue 18:00", "mon 10:00"); },
     kind::stands, "next tue 18:00", "robot"},
    {"AListedAutomationUserIsARobot",
     [](story& s) {
         s.rules.automation_users = {petr};
         s.moved(petr, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "robot"},
    {"JudgedIfThePolicySaysSo",
     [](story& s) {
         s.rules.usual.robots = robot_rule::judge;
         s.moved(nobody, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"JudgedAutomationUsersAreThePersonsTheyAre",
     [](story& s) {
         s.rules.usual.robots = robot_rule::judge;
         s.rules.automation_users = {petr, boris};
         s.moved(boris, "next tue 18:00", "mon 10:00").moved(petr, "next wed 18:00", "mon 11:00");
     },
     kind::put_back, "next tue 18:00", "exempt silent"},
    {"NobodyIsNotTheCreatorOfATaskWithoutOne",
     [](story& s) {
         s.rules.usual.robots = robot_rule::judge;
         s.created_by(nobody).moved(nobody, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"AfterARobotAPersonIsHeldToItsDate",
     [](story& s) {
         s.moved(nobody, "next tue 18:00", "mon 10:00").moved(maria, "next wed 18:00", "mon 11:00");
     },
     kind::put_back, "next tue 18:00", "robot silent"},
};
INSTANTIATE_TEST_SUITE_P(Robots, Rule, testing::ValuesIn(robots), name_of_case);

const rule_case reasons[] = {
    {"SaidBeforeTheMoveLetItStand",
     [](story& s) { s.said(maria, reason, "mon 10:00").moved(maria, "next tue 18:00", "mon 10:10"); },
     kind::stands, "next tue 18:00", "reason"},
    {"SaidInTheSameSecondCount",
     [](story& s) { s.said(maria, reason, "mon 10:00").moved(maria, "next tue 18:00", "mon 10:00"); },
     kind::stands, "next tue 18:00", "reason"},
    {"SaidTooEarlyDoNot",
     [](story& s) { s.said(maria, reason, "mon 09:59:59").moved(maria, "next tue 18:00", "mon 10:10"); },
     kind::put_back, "fri 18:00", "silent"},
    {"SaidAfterwardsDoNot",
     [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00").said(maria, reason, "mon 10:00:01"); },
     kind::put_back, "fri 18:00", "silent"},
    {"OfAnotherPersonDoNot",
     [](story& s) { s.said(petr, reason, "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01"); },
     kind::put_back, "fri 18:00", "silent"},
    {"TooShortDoNot", [](story& s) { s.said(maria, "надо", "mon 10:00").moved(maria, "none", "mon 10:01"); },
     kind::put_back, "fri 18:00", "silent"},
    {"JustifyOneMoveOnly",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "next tue 18:00", "mon 10:01");
         s.moved(maria, "next wed 18:00", "mon 10:04");
     },
     kind::put_back, "next tue 18:00", "reason silent"},
    {"TwiceGivenJustifyTwoMoves",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").said(maria, "и ещё отпуск у директора", "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:02").moved(maria, "next wed 18:00", "mon 10:03");
     },
     kind::stands, "next wed 18:00", "reason reason"},
    {"AreNotSpentOnWhatNeedsNone",
     [](story& s) {
         s.said(maria, reason, "mon 10:00").moved(maria, "thu 18:00", "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:02");
     },
     kind::stands, "next tue 18:00", "earlier reason"},
    {"LetTheLastOfSeveralMovesStand",
     [](story& s) {
         s.moved(maria, "next mon 18:00", "mon 10:00").said(maria, reason, "mon 10:01");
         s.moved(maria, "next tue 18:00", "mon 10:02");
     },
     kind::stands, "next tue 18:00", "silent reason"},
    {"OfAColleagueLetHisMoveStand",
     [](story& s) { s.said(petr, reason, "mon 10:00").moved(petr, "next tue 18:00", "mon 10:01"); },
     kind::stands, "next tue 18:00", "reason"},
};
INSTANTIATE_TEST_SUITE_P(Words, Rule, testing::ValuesIn(reasons), name_of_case);

const rule_case scope[] = {
    {"AnotherDepartmentsPeople",
     [](story& s) {
         s.rules.departments = {it};
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "unguarded"},
    {"NotThoseBelowAGuardedDepartment",
     [](story& s) {
         s.rules.departments = {root};
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"NotAGuestInATaskOfAGuardedPerson",
     [](story& s) {
         s.rules.departments = {sales};
         s.moved(guest, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"TasksOfOtherWorkgroups",
     [](story& s) {
         s.rules.groups = {77};
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "unguarded"},
    {"NotTasksOfAGuardedWorkgroup",
     [](story& s) {
         s.rules.groups = {77};
         s.portal.present->group = 77;
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"AMoveMadeBeforeTheTaskWasGuarded",
     [](story& s) {
         s.rules.groups = {77};
         s.moved(maria, "next tue 18:00", "mon 10:00").put_into_group(77, "mon 11:00");
     },
     kind::stands, "next tue 18:00", "unguarded"},
    {"NotAMoveMadeWhileItWas",
     [](story& s) {
         s.rules.groups = {77};
         s.portal.present->group = 77;
         s.moved(maria, "next tue 18:00", "mon 10:00").put_into_group(0, "mon 11:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"AMoveMadeInAWatchedWorkgroup",
     [](story& s) {
         s.rules.special = {{"pilot", {}, {13}, {}, {}}};
         s.portal.present->group = 13;
         s.moved(maria, "next tue 18:00", "mon 10:00").put_into_group(12, "mon 11:00");
     },
     kind::stands, "next tue 18:00", "observed"},
    {"NotAMoveMadeBeforeItWasPutThere",
     [](story& s) {
         s.rules.special = {{"pilot", {}, {13}, {}, {}}};
         s.moved(maria, "next tue 18:00", "mon 10:00").put_into_group(13, "mon 11:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"WhatWasBeforeTheGuard", [](story& s) { s.moved(maria, "next tue 18:00", "mon 08:59:59"); },
     kind::stands, "next tue 18:00", "before_guard"},
};
INSTANTIATE_TEST_SUITE_P(Unguarded, Rule, testing::ValuesIn(scope), name_of_case);

const rule_case closed[] = {
    {"AMoveInAClosedTaskWaits",
     [](story& s) { s.closed("mon 10:00").moved(maria, "next tue 18:00", "mon 10:01"); }, kind::wait,
     "fri 18:00", ""},
    {"ARightfulOneTooIsNotAcceptedYet",
     [](story& s) { s.closed("mon 10:00").moved(boris, "next tue 18:00", "mon 10:01"); }, kind::wait,
     "fri 18:00", ""},
    {"DeclinedIsClosedToo",
     [](story& s) { s.status_became(7, when("mon 10:00")).moved(maria, "next tue 18:00", "mon 10:01"); },
     kind::wait, "fri 18:00", ""},
    {"AwaitingControlIsNot",
     [](story& s) { s.status_became(4, when("mon 10:00")).moved(maria, "next tue 18:00", "mon 10:01"); },
     kind::put_back, "fri 18:00", "silent"},
    {"OnReopeningTheFoldRunsOverIt",
     [](story& s) {
         s.closed("mon 10:00").moved(maria, "next tue 18:00", "mon 10:01").reopened("mon 11:00");
     },
     kind::put_back, "fri 18:00", "silent"},
    {"OnReopeningARightfulOneStands",
     [](story& s) {
         s.closed("mon 10:00").moved(boris, "next tue 18:00", "mon 10:01").reopened("mon 11:00");
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"AReopeningInBetweenIsEnough",
     [](story& s) {
         s.closed("mon 10:00")
             .moved(boris, "next tue 18:00", "mon 10:01")
             .reopened("mon 11:00")
             .closed("mon 12:00");
     },
     kind::stands, "next tue 18:00", "exempt"},
    {"AMoveBeforeClosingIsJudged",
     [](story& s) { s.moved(maria, "next tue 18:00", "mon 10:00").closed("mon 10:01"); }, kind::put_back,
     "fri 18:00", "silent"},
};
INSTANTIATE_TEST_SUITE_P(Closed, Rule, testing::ValuesIn(closed), name_of_case);

const rule_case without_deadline[] = {
    {"TheFirstDeadlineStands",
     [](story& s) {
         s = story("none");
         s.moved(maria, "next tue 18:00", "mon 10:00");
     },
     kind::stands, "next tue 18:00", "first_deadline"},
    {"TheSecondIsJudged",
     [](story& s) {
         s = story("none");
         s.moved(maria, "fri 18:00", "mon 10:00").moved(maria, "next tue 18:00", "mon 12:00");
     },
     kind::put_back, "fri 18:00", "first_deadline silent"},
    {"SetAndRemovedWithinTenMinutesIsTakenBack",
     [](story& s) {
         s = story("none");
         s.moved(maria, "fri 18:00", "mon 10:00").moved(maria, "none", "mon 10:05");
     },
     kind::stands, "none", "first_deadline taken_back"},
    {"ASupervisorsRemovalLetsAnyDateStand",
     [](story& s) { s.moved(boris, "none", "mon 10:00").moved(maria, "next tue 18:00", "mon 11:00"); },
     kind::stands, "next tue 18:00", "exempt first_deadline"},
};
INSTANTIATE_TEST_SUITE_P(NoDeadline, Rule, testing::ValuesIn(without_deadline), name_of_case);

}  // namespace
