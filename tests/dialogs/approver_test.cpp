#include "dialogs/approver.hpp"

#include <gtest/gtest.h>

#include "company.hpp"

using namespace dialogs;
using namespace company;

namespace {

constexpr user_id our_bot = 91;

class Approver : public testing::Test {
protected:
    Approver() { of.responsible = of.creator = maria; }

    void dismiss(user_id id) {
        auto gone = *who.find(id);
        gone.active = false;
        who.add(gone);
    }

    // "13 head"; "nobody"
    std::string found(user_id requester) const {
        const auto one = find_approver(of, requester, who, rules, our_bot, integration);
        return one ? std::to_string(one->who) + " " + one->ground : "nobody";
    }

    task of;
    directory who = everybody();
    policy rules;
};

}  // namespace

TEST_F(Approver, IsTheHeadOfTheResponsiblePersonsDepartment) {
    EXPECT_EQ(found(maria), "13 head");
}

TEST_F(Approver, OfAHeadsOwnTaskIsTheNextOneUp) {
    of.responsible = boris;
    EXPECT_EQ(found(boris), "2 above");
}

TEST_F(Approver, IsNeverTheRequester) {
    EXPECT_EQ(found(boris), "2 above");
}

TEST_F(Approver, IsSoughtForTheResponsiblePersonWhoeverAsks) {
    EXPECT_EQ(found(oleg), "13 head");
}

TEST_F(Approver, IsSoughtPastVacanciesAndDismissedPeople) {
    of.responsible = oleg;
    EXPECT_EQ(found(oleg), "41 above");
    dismiss(ivan);
    EXPECT_EQ(found(oleg), "2 above");
}

TEST_F(Approver, IsNoGuestThoughHeHeadsTheDepartment) {
    who.add(department{sales, "Sales", root, guest});
    EXPECT_EQ(found(maria), "2 above");
}

TEST_F(Approver, OfSeveralDepartmentsComesFromTheFirstThatYieldsOne) {
    who.add(employee(maria, {it, sales}));
    EXPECT_EQ(found(maria), "41 head");
    who.add(employee(maria, {777, sales}));
    EXPECT_EQ(found(maria), "13 head");
}

TEST_F(Approver, IsTheCreatorWhenHeHeadsAnotherOfSeveralDepartments) {
    who.add(employee(maria, {it, sales}));
    of.creator = boris;
    EXPECT_EQ(found(maria), "13 head");
    EXPECT_EQ(found(boris), "41 head") << "not when he asks himself";
}

TEST_F(Approver, IsTheCreatorWhenThereIsNoHead) {
    of.responsible = director;
    of.creator = petr;
    EXPECT_EQ(found(director), "28 creator");
}

TEST_F(Approver, IsNoCreatorWhoCannotDecide) {
    of.responsible = director;
    for (const user_id creator : {director, our_bot, integration, guest, technical, nobody}) {
        of.creator = creator;
        EXPECT_EQ(found(director), "nobody") << creator;
    }
    of.creator = petr;
    EXPECT_EQ(found(petr), "nobody") << "the requester";
    dismiss(petr);
    EXPECT_EQ(found(director), "nobody") << "dismissed";
}

TEST_F(Approver, IsTheDefaultOneLast) {
    of.responsible = of.creator = director;
    rules.default_approver = admin;
    EXPECT_EQ(found(director), "3 default");
    EXPECT_EQ(found(admin), "nobody") << "nobody approves his own request";
    rules.default_approver = director;
    EXPECT_EQ(found(petr), "nobody") << "nor is asked about his own task";
}

TEST_F(Approver, OfAnUnknownPersonsTaskIsTheCreator) {
    of.responsible = 123456;
    EXPECT_EQ(found(123456), "27 creator");
}
