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

    void sends_away(user_id id, user_id substitute = 0) {
        rules.absent.push_back({id, now - std::chrono::hours(1), now + std::chrono::hours(1), substitute});
    }

    // "13 head"; "28 substitute instead of 13"; "nobody"
    std::string found(user_id requester) const {
        return shown(find_approver(of, requester, who, rules, our_bot, integration, now, told));
    }
    // Of a request of Maria's that waits for this approver.
    std::string found_above(user_id below, user_id instead_of = 0, user_id requester = maria) const {
        request asked;
        asked.requester = requester;
        asked.approver = below;
        asked.instead_of = instead_of;
        return shown(find_approver_above(of, asked, who, rules, our_bot, integration, now, told));
    }
    static std::string shown(const std::optional<approver>& one) {
        if (!one)
            return "nobody";
        const std::string instead =
            one->instead_of != 0 ? " instead of " + std::to_string(one->instead_of) : "";
        return std::to_string(one->who) + " " + one->ground + instead;
    }

    // Newer portals name several heads of a department, and deputies.
    void is_headed_by(std::int64_t id, user_id head, std::vector<user_id> more,
                      std::vector<user_id> deputies) {
        auto here = *who.find_department(id);
        here.head = head;
        here.more_heads = std::move(more);
        here.deputies = std::move(deputies);
        who.add(here);
    }

    portal_absences told;
    task of;
    directory who = everybody();
    policy rules;
    instant now{std::chrono::hours(500000)};
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

TEST_F(Approver, WhoIsAwayIsReplacedByHisSubstitute) {
    sends_away(boris, petr);
    EXPECT_EQ(found(maria), "28 substitute instead of 13");
    now += std::chrono::hours(1);
    EXPECT_EQ(found(maria), "13 head") << "he is back";
    now -= std::chrono::hours(3);
    EXPECT_EQ(found(maria), "13 head") << "not gone yet";
}

TEST_F(Approver, WhoIsAwayIsPassedOverWhenHisSubstituteCannotDecide) {
    for (const user_id substitute : {nobody, maria, guest, our_bot, integration, user_id{4711}}) {
        rules.absent.clear();
        sends_away(boris, substitute);
        EXPECT_EQ(found(maria), "2 above instead of 13") << substitute;
    }
    rules.absent.clear();
    sends_away(boris, petr);
    EXPECT_EQ(found(petr), "2 above instead of 13") << "the substitute asks himself";
    sends_away(petr, oleg);
    EXPECT_EQ(found(maria), "2 above instead of 13") << "a substitute is not substituted";
    rules.absent.pop_back();
    dismiss(petr);
    EXPECT_EQ(found(maria), "2 above instead of 13") << "dismissed";
}

TEST_F(Approver, WhoIsAwayIsReplacedWhereverHeStands) {
    of.responsible = director;
    of.creator = petr;
    sends_away(petr, oleg);
    EXPECT_EQ(found(director), "42 substitute instead of 28");
    of.creator = director;
    rules.default_approver = petr;
    EXPECT_EQ(found(director), "42 substitute instead of 28");
    of.responsible = maria;
    rules.usual.approver = petr;
    EXPECT_EQ(found(maria), "42 substitute instead of 28");
    rules.absent.front().substitute = maria;
    EXPECT_EQ(found(maria), "13 head instead of 28");
}

TEST_F(Approver, OfAnAbsentHeadsOwnTaskIsTheNextOneUp) {
    of.responsible = boris;
    sends_away(boris, petr);
    EXPECT_EQ(found(boris), "2 above") << "not the one who stands in for him";
}

TEST_F(Approver, WhomThePortalHasAwayIsPassedOverUntilHeIsBack) {
    told[boris] = now + std::chrono::hours(1);
    EXPECT_EQ(found(maria), "2 above instead of 13");
    now += std::chrono::hours(1);
    EXPECT_EQ(found(maria), "13 head");
}

TEST_F(Approver, TheConfiguredAbsenceWinsOverThePortals) {
    told[boris] = now + std::chrono::hours(100);
    sends_away(boris, petr);
    EXPECT_EQ(found(maria), "28 substitute instead of 13");
    told[petr] = now + std::chrono::hours(1);
    EXPECT_EQ(found(maria), "2 above instead of 13") << "the substitute is away himself";
}

TEST_F(Approver, IsTheFirstInOrderWhenEverybodyIsAway) {
    told[boris] = told[director] = told[petr] = now + std::chrono::hours(1);
    rules.default_approver = petr;
    EXPECT_EQ(found(maria), "13 head");
    told.clear();
    sends_away(boris);
    sends_away(director);
    rules.default_approver = nobody;
    EXPECT_EQ(found(maria), "13 head") << "the configured absence traps nobody either";
    EXPECT_EQ(found(boris), "2 above") << "he asks himself";
}

TEST_F(Approver, OfSeveralHeadsIsTheFirstWhoIsThere) {
    is_headed_by(sales, boris, {petr}, {});
    EXPECT_EQ(found(maria), "13 head");
    EXPECT_EQ(found(boris), "28 head") << "the other one, not the director";
    told[boris] = now + std::chrono::hours(1);
    EXPECT_EQ(found(maria), "28 head instead of 13");
}

TEST_F(Approver, IsADeputyWhenTheHeadIsAwayOrThePostVacant) {
    is_headed_by(sales, boris, {}, {maria, guest, petr});
    EXPECT_EQ(found(maria), "13 head");
    told[boris] = now + std::chrono::hours(1);
    EXPECT_EQ(found(maria), "28 deputy instead of 13") << "neither the requester nor a guest";
    told[petr] = now + std::chrono::hours(1);
    EXPECT_EQ(found(maria), "2 above instead of 13");
    told.clear();
    dismiss(boris);
    EXPECT_EQ(found(maria), "28 deputy");
    is_headed_by(sales, nobody, {}, {petr});
    EXPECT_EQ(found(maria), "28 deputy");
}

TEST_F(Approver, OfTheHeadsOwnTaskIsNotHisDeputy) {
    is_headed_by(sales, boris, {}, {petr});
    of.responsible = boris;
    EXPECT_EQ(found(boris), "2 above");
    told[boris] = now + std::chrono::hours(1);
    EXPECT_EQ(found(petr), "2 above") << "not while he is away either";
}

TEST_F(Approver, TheConfiguredSubstituteComesBeforeTheDeputy) {
    is_headed_by(sales, boris, {}, {petr});
    sends_away(boris, oleg);
    EXPECT_EQ(found(maria), "42 substitute instead of 13");
}

TEST_F(Approver, AboveIsTheNextHeadUp) {
    EXPECT_EQ(found_above(boris), "2 above");
    EXPECT_EQ(found_above(petr), "13 above");
    EXPECT_EQ(found_above(director), "nobody");
}

TEST_F(Approver, AboveIsSoughtPastThePartiesAndThoseWhoAreGone) {
    EXPECT_EQ(found_above(petr, 0, boris), "2 above") << "not the requester";
    of.responsible = boris;
    EXPECT_EQ(found_above(petr), "2 above") << "not the responsible person";
    dismiss(director);
    EXPECT_EQ(found_above(petr), "nobody");
}

TEST_F(Approver, AboveASubstituteIsAboveWhomHeStandsInFor) {
    sends_away(boris, petr);
    EXPECT_EQ(found_above(petr, boris), "2 above");
    EXPECT_EQ(found_above(director, boris), "nobody") << "he is asked already";
}

TEST_F(Approver, AboveIsNobodyWhoIsAwayButHisSubstituteIs) {
    sends_away(director);
    EXPECT_EQ(found_above(boris), "nobody");
    rules.absent.clear();
    sends_away(director, oleg);
    EXPECT_EQ(found_above(boris), "42 substitute instead of 2");
    EXPECT_EQ(found_above(oleg, boris), "nobody") << "he has it already";
    rules.absent.clear();
    sends_away(director, maria);
    EXPECT_EQ(found_above(boris), "nobody") << "it is her own";
}
