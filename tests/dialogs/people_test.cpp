#include "dialogs/people.hpp"

#include <gmock/gmock.h>

#include "company.hpp"

using namespace dialogs;
using namespace company;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(People, HeadsAboveAMemberAreHisHeadAndAllAboveHim) {
    EXPECT_THAT(everybody().heads_above(maria), ElementsAre(boris, director));
}

TEST(People, AHeadIsNotAboveHimselfThoughHeIsAMemberOfHisDepartment) {
    EXPECT_THAT(everybody().heads_above(boris), ElementsAre(director));
}

TEST(People, NobodyIsAboveTheHeadOfTheCompany) {
    EXPECT_THAT(everybody().heads_above(director), IsEmpty());
}

TEST(People, VacanciesAreClimbedPast) {
    EXPECT_THAT(everybody().heads_above(oleg), ElementsAre(ivan, director));
    EXPECT_THAT(everybody().heads_above(admin), ElementsAre(director));
}

TEST(People, SeveralDepartmentsAreClimbedInThePortalsOrderAndAHeadIsNamedOnce) {
    auto all = everybody();
    all.add(employee(maria, {it, sales}));
    EXPECT_THAT(all.heads_above(maria), ElementsAre(ivan, director, boris));
}

TEST(People, ACycleOfDepartmentsEndsTheClimb) {
    auto all = everybody();
    all.add(department{root, "Company", sales, director});
    EXPECT_THAT(all.heads_above(maria), ElementsAre(boris, director));
    EXPECT_FALSE(all.belongs_to(maria, {it}));
}

TEST(People, ADepartmentThatIsItsOwnParentEndsTheClimb) {
    auto all = everybody();
    all.add(department{sales, "Sales", sales, boris});
    EXPECT_THAT(all.heads_above(maria), ElementsAre(boris));
}

TEST(People, AnUnknownDepartmentOrPersonHasNobodyAbove) {
    auto all = everybody();
    all.add(employee(maria, {777}));
    EXPECT_THAT(all.heads_above(maria), IsEmpty());
    EXPECT_THAT(all.heads_above(123456), IsEmpty());
    EXPECT_FALSE(all.is_above(boris, maria));
}

TEST(People, AboveMeansAnywhereOnTheWayUp) {
    EXPECT_TRUE(everybody().is_above(director, maria));
    EXPECT_FALSE(everybody().is_above(ivan, maria));
    EXPECT_FALSE(everybody().is_above(maria, boris));
}

TEST(People, OneBelongsToHisDepartmentAndToAllAboveIt) {
    EXPECT_TRUE(everybody().belongs_to(oleg, {support}));
    EXPECT_TRUE(everybody().belongs_to(oleg, {office, it}));
    EXPECT_TRUE(everybody().belongs_to(oleg, {root}));
    EXPECT_FALSE(everybody().belongs_to(oleg, {sales, office}));
    EXPECT_FALSE(everybody().belongs_to(ivan, {support}));
}

TEST(People, AnEmptyListIsTheWholeCompany) {
    EXPECT_TRUE(everybody().belongs_to(maria, {}));
    EXPECT_TRUE(everybody().belongs_to(123456, {}));
    EXPECT_FALSE(everybody().belongs_to(123456, {root}));
}

TEST(People, WhoIsAddedAgainIsReplaced) {
    auto all = everybody();
    all.add(employee(maria, {it}));
    EXPECT_TRUE(all.is_above(ivan, maria));
    EXPECT_EQ(all.find(123456), nullptr);
    EXPECT_EQ(all.find_department(777), nullptr);
}
