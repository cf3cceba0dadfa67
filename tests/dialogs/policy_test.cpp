// Whose rules hold: of the company, a department, a workgroup, a person; and of which day.
#include "dialogs/policy.hpp"

#include <gtest/gtest.h>

#include "company.hpp"
#include "story.hpp"

using namespace dialogs;
using namespace company;

namespace {

special_rules given(int letters) {
    special_rules made;
    made.hold.reason_min_letters = letters;
    return made;
}

// Told apart by how many letters a reason needs.
int letters_for(const policy& of, user_id who, std::int64_t group = 0) {
    return rules_for(of, everybody(), who, group).reason_min_letters;
}

TEST(Policy, TheUsualRulesHoldForWhoHasNone) {
    EXPECT_EQ(letters_for(policy{}, maria), 5);
    EXPECT_EQ(letters_for(policy{}, technical, 12), 5);
}

TEST(Policy, TheMostSpecificWins) {
    policy rules;
    rules.special = {given(11), given(12), given(13), given(14)};
    rules.special[0].departments = {root};
    EXPECT_EQ(letters_for(rules, maria), 11) << "with all below it";
    rules.special[1].departments = {sales};
    EXPECT_EQ(letters_for(rules, maria), 12) << "the nearest department";
    EXPECT_EQ(letters_for(rules, oleg), 11);
    rules.special[2].groups = {77};
    EXPECT_EQ(letters_for(rules, maria, 77), 13);
    EXPECT_EQ(letters_for(rules, maria, 78), 12);
    rules.special[3].people = {maria};
    EXPECT_EQ(letters_for(rules, maria, 77), 14);
    EXPECT_EQ(letters_for(rules, petr, 77), 13);
}

TEST(Policy, OfSeveralDepartmentsTheNearestAndThenTheFirstCounts) {
    directory who = everybody();
    who.add(employee(50, {support, sales}));
    policy rules;
    rules.special = {given(11), given(12)};
    rules.special[0].departments = {it};  // one above support
    rules.special[1].departments = {sales};
    EXPECT_EQ(rules_for(rules, who, 50, 0).reason_min_letters, 12);
    rules.special[0].departments = {support};
    EXPECT_EQ(rules_for(rules, who, 50, 0).reason_min_letters, 11);
}

TEST(Policy, ACircleOfDepartmentsEndsTheClimb) {
    directory who;
    who.add(employee(50, {1}));
    who.add(department{1, "", 2, 0});
    who.add(department{2, "", 1, 0});
    EXPECT_EQ(rules_for(policy{}, who, 50, 0).reason_min_letters, 5);
}

TEST(Policy, EachMomentHasItsOwn) {
    policy first, second, present;
    first.usual.reason_min_letters = 1;
    second.usual.reason_min_letters = 2;
    second.in_force_since = when("tue 10:00");
    second.before = std::make_shared<const policy>(first);
    present.usual.reason_min_letters = 3;
    present.in_force_since = when("wed 10:00");
    present.before = std::make_shared<const policy>(second);
    EXPECT_EQ(in_force(present, when("mon 10:00")).usual.reason_min_letters, 1);
    EXPECT_EQ(in_force(present, when("tue 10:00")).usual.reason_min_letters, 2);
    EXPECT_EQ(in_force(present, when("wed 09:59")).usual.reason_min_letters, 2);
    EXPECT_EQ(in_force(present, when("wed 10:00")).usual.reason_min_letters, 3);
    EXPECT_EQ(in_force(first, when("mon 10:00")).usual.reason_min_letters, 1) << "it was always this one";
}

// The company only observed until Tuesday, 10:00.
story judged_since_tuesday() {
    policy watching;
    watching.usual.mode = guard_mode::observe;
    story tale;
    tale.rules.in_force_since = when("tue 10:00");
    tale.rules.before = std::make_shared<const policy>(watching);
    return tale;
}

TEST(Policy, AChangeIsJudgedByThePolicyOfItsMoment) {
    story tale = judged_since_tuesday();
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("mon 11:00").what, verdict::kind::stands);
    tale.moved(maria, "next wed 18:00", "tue 10:01");
    const auto seen = tale.looks("tue 11:00");
    EXPECT_EQ(seen.what, verdict::kind::put_back);
    EXPECT_EQ(seen.record.accepted, due("next tue 18:00"));
}

TEST(Policy, AChangeThatIsSeenLateIsJudgedSoToo) {
    story tale = judged_since_tuesday();
    tale.moved(maria, "next tue 18:00", "mon 10:00");
    const auto seen = tale.looks("wed 11:00");
    EXPECT_EQ(seen.what, verdict::kind::stands);
    EXPECT_EQ(seen.changes.at(0).ground, "observed");
}

TEST(Policy, AnAdministratorIsOneWhateverPolicyWasInForce) {
    policy before;
    before.usual.mode = guard_mode::reason;
    story tale;
    tale.rules.administrators = {admin};
    tale.rules.in_force_since = when("tue 10:00");
    tale.rules.before = std::make_shared<const policy>(before);
    tale.moved(admin, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(tale.looks("wed 11:00").what, verdict::kind::stands);
}

TEST(Policy, ModeApprovalLetsSomebodyDecideAboutAMoveWithAReason) {
    story tale;
    tale.with_mode(guard_mode::approval);
    tale.said(maria, "клиент заболел, просил позже", "mon 09:58").moved(maria, "next tue 18:00", "mon 10:00");
    const auto seen = tale.looks();
    EXPECT_EQ(seen.what, verdict::kind::put_back);
    ASSERT_TRUE(seen.offence);
    EXPECT_EQ(seen.offence->ground, "asked");
    EXPECT_EQ(seen.offence->words, "клиент заболел, просил позже");
}

TEST(Policy, ModeApprovalPutsASilentMoveBackAndLeavesARightfulOneAlone) {
    story silent, rightful;
    silent.with_mode(guard_mode::approval);
    silent.moved(maria, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(silent.looks().offence->ground, "silent");
    rightful.with_mode(guard_mode::approval);
    rightful.moved(boris, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(rightful.looks().what, verdict::kind::stands);
}

}  // namespace
