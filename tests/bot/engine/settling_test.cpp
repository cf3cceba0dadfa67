// Settling in on a portal that answers over HTTP, once, again, and after what may have been left halfway.
#include "bot/settling.hpp"

#include <gmock/gmock.h>

#include "settling_rig.hpp"
#include "storage/portal.hpp"

namespace bot {
namespace {

using namespace fakes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

using Settling = settling_test;

TEST_F(Settling, FindsOutWhoWeAreAndIsHeardOfAfterwards) {
    const auto found = settle();
    EXPECT_EQ(found.trouble, "");
    EXPECT_EQ(found.bot, 456);
    EXPECT_EQ(found.integration_user, 99);
    EXPECT_EQ(portal.webhook, handler);
    EXPECT_THAT(portal.commands, testing::UnorderedElementsAre("help", "my", "pending", "extend", "why",
                                                               "pause", "resume", "dlg7"));
    EXPECT_THAT(portal.bound, testing::UnorderedElementsAre(
                                  Pair("ONTASKADD", handler), Pair("ONTASKUPDATE", handler),
                                  Pair("ONTASKDELETE", handler), Pair("ONAPPUNINSTALL", handler)));
    EXPECT_TRUE(people.knows_departments(now));
    EXPECT_EQ(disk.link().integer("SELECT count(*) FROM person"), 4);
    EXPECT_EQ(waiting(), 1) << "everybody is to be told";
}

TEST_F(Settling, TwiceIsAsGoodAsOnce) {
    settle();
    const auto bound = portal.bound;
    const auto people_known = people.everybody().people();
    const auto found = settle();
    EXPECT_EQ(found.trouble, "");
    EXPECT_EQ(portal.bound, bound);
    EXPECT_EQ(portal.webhook, handler);
    EXPECT_EQ(people.everybody().people(), people_known);
    EXPECT_EQ(waiting(), 1) << "one announcement, however often";
    EXPECT_THAT(portal.registered, ElementsAre("deadline_guard", "deadline_guard"));
}

TEST_F(Settling, AnAddressOfEarlierTimesIsReplaced) {
    const auto old = "https://old.example.com/event/xyz";
    portal.bound = {{"ONTASKUPDATE", old}, {"ONTASKADD", handler}, {"ONCRMDEALADD", old}};
    portal.webhook = old;
    EXPECT_EQ(settle().trouble, "");
    EXPECT_EQ(portal.webhook, handler);
    EXPECT_THAT(portal.bound, testing::Not(testing::Contains(Pair("ONTASKUPDATE", old))));
    EXPECT_THAT(portal.bound, testing::Contains(Pair("ONTASKUPDATE", handler)));
    EXPECT_THAT(portal.bound, testing::Contains(Pair("ONCRMDEALADD", old))) << "not ours to touch";
}

TEST_F(Settling, WhoWasToldIsNotAnnouncedAgain) {
    storage::transact(disk, now, [](storage::transaction& tx) {
        for (const auto who : {portal_model::boris, portal_model::maria})
            tx.apply(dialogs::mark_told{who});
    });
    EXPECT_EQ(settle().trouble, "");
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Settling, TroubleHasANameAndNothingIsRegisteredBeforeItIsOver) {
    portal.administrator = false;
    EXPECT_EQ(settle().trouble, "token_user_is_no_administrator");
    portal.administrator = true;
    portal.application = "local.other";
    EXPECT_EQ(settle().trouble, "other_application");
    portal.application = "local.5f";
    portal.installed = false;
    EXPECT_EQ(settle().trouble, "installation_not_finished") << "no events are sent before";
    portal.installed = true;
    portal.scopes = "imbot,im";
    EXPECT_EQ(settle().trouble, "scopes_missing");
    portal.scopes = "imbot,im,task,department,user";
    portal.revision = 20;
    EXPECT_EQ(settle().trouble, "portal_too_old");
    EXPECT_THAT(portal.registered, IsEmpty());
    EXPECT_THAT(portal.bound, IsEmpty());
}

TEST_F(Settling, TheCalendarIsAComfort) {
    portal.no["calendar.settings.get"] = "insufficient_scope";
    portal.scopes = "imbot,im,task,department,user";
    EXPECT_EQ(settle().trouble, "");
}

TEST_F(Settling, HeadsAndDeputiesAreAComfortAskedForWithTheirScopeAlone) {
    EXPECT_EQ(settle().trouble, "");
    EXPECT_THAT(portal.asked, testing::Not(testing::Contains("humanresources.node.list")));
    portal.scopes += ",humanresources";
    portal.no["humanresources.node.list"] = "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION";
    EXPECT_EQ(settle().trouble, "");
}

TEST_F(Settling, ARefusalOnTheWayIsTheTroubleAndTheNextPassMendsIt) {
    for (const char* method :
         {"app.info", "imbot.v2.Revision.get", "imbot.v2.Bot.register", "imbot.v2.Command.register",
          "imbot.v2.Bot.update", "event.get", "event.bind", "user.get", "department.get"}) {
        portal.no = {{method, "SOME_REFUSAL"}};
        EXPECT_EQ(settle().trouble, "SOME_REFUSAL") << method;
    }
    portal.no.clear();
    EXPECT_EQ(settle().trouble, "");
    EXPECT_THAT(portal.bound, SizeIs(4));
}

TEST_F(Settling, ABigCompanyIsReadToItsLastPage) {
    for (int id = 1000; id < 1120; ++id)
        portal.people_and_tasks.people.push_back({id, "Имя Фамилия", "Имя", "", true, true, "", {5}});
    for (int id = 100; id < 148; ++id)  // exactly one page with the two that are there
        portal.people_and_tasks.departments.push_back({id, "Отдел", 1, 0});
    EXPECT_EQ(settle().trouble, "");
    EXPECT_EQ(disk.link().integer("SELECT count(*) FROM person"), 124);
    EXPECT_EQ(disk.link().integer("SELECT count(*) FROM department"), 50);
}

// ---- The sweep.

TEST_F(Settling, TheFirstSweepBeginsNowAndTheNextWhereItEnded) {
    portal.people_and_tasks.now = noon - 1h;
    portal.people_and_tasks.add_task(7, portal_model::maria, portal_model::boris, noon + 24h);
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 0) << "what happened before the bot came is not its business";
    portal.people_and_tasks.now = noon + 10min;
    portal.people_and_tasks.move(portal_model::maria, 7, noon + 48h);
    now = noon + 1h;
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 1);
    empty_inbox();
    now = noon + 2h;
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 0) << "it was swept already";
}

TEST_F(Settling, TasksChangedWhileASweepRanAreInTheNextOne) {
    sweep();
    now += 1h;
    sweep();
    portal.people_and_tasks.now = now - 30s;  // its clock is a little behind ours
    portal.people_and_tasks.add_task(7, portal_model::maria, portal_model::boris, noon + 24h);
    now += 1h;
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Settling, ASweepReadsAllPagesAndMergesWithWhatWaits) {
    sweep();
    now += 1min;
    add_tasks(100);
    storage::transact(disk, now, [](storage::transaction& tx) {
        storage::inbox::put(tx, {wire::store_item(dialogs::task_touched{5}), "task:5", ""});
    });
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 100);
}

TEST_F(Settling, ASweepLooksAtTheTasksOfOpenRequests) {
    sweep();
    storage::transact(disk, now, [](storage::transaction& tx) {
        dialogs::request asked;
        asked.id = 1;
        asked.task = 8017;  // deleted: no list of changed tasks tells of it
        asked.requester = asked.responsible = portal_model::maria;
        asked.approver = portal_model::boris;
        asked.wanted = noon + 48h;
        asked.category = "payment";
        tx.apply(dialogs::save_request{asked});
    });
    now += 1h;
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Settling, ASweepThatFailsKeepsItsPlace) {
    sweep();
    now += 1h;
    add_tasks(3);
    portal.no["tasks.task.list"] = "SOME_REFUSAL";
    now += 1h;
    EXPECT_EQ(sweep(), "SOME_REFUSAL");
    EXPECT_EQ(waiting(), 0);
    portal.no.clear();
    now += 5h;
    EXPECT_EQ(sweep(), "");
    EXPECT_EQ(waiting(), 3);
}

}  // namespace
}  // namespace bot
