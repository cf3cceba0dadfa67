// Settling in on a portal that answers over HTTP, once, again, and after what may have been left halfway.
#include "bot/settling.hpp"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/form.hpp"
#include "bot/wire/value.hpp"
#include "installation.hpp"
#include "portal_model.hpp"
#include "storage/inbox.hpp"
#include "storage/portal.hpp"

namespace bot {
namespace {

using namespace fakes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using wire::at;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 9h};
constexpr auto handler = "https://bot.example.com/event/abc";

// The portal model, and what one asks of it while settling in.
struct whole_portal {
    portal_model people_and_tasks;
    bool administrator = true;
    bool installed = true;
    std::string application = "local.5f";
    std::string scopes = "imbot,im,task,department,user_brief,calendar";
    int revision = 35;
    std::vector<std::pair<std::string, std::string>> bound;  // event, address
    std::vector<std::string> commands;
    std::vector<std::string> registered;    // codes of bots
    std::string webhook;                    // of the bot
    std::map<std::string, std::string> no;  // methods refused, and how
    std::vector<std::string> asked;

    wire::reply answer(const std::string& method, const json::value& params) {
        asked.push_back(method);
        if (const auto code = no.find(method); code != no.end())
            return wire::refusal{code->second, "", 400, false};
        if (method == "profile")
            return json::value{{"ID", "99"}, {"ADMIN", administrator}};
        if (method == "app.info")
            return json::value{{"CODE", application}, {"INSTALLED", installed}};
        if (method == "scope")
            return json::value(scopes);
        if (method == "calendar.settings.get")
            return json::value{{"work_time_start", "8"}, {"work_time_end", "17"}};
        if (method.starts_with("imbot.v2.") && !method.starts_with("imbot.v2.Chat."))
            return of_bots(method, params);
        return method.starts_with("event.") ? of_events(method, params)
                                            : people_and_tasks.answer(method, params);
    }

    wire::reply of_bots(const std::string& method, const json::value& params) {
        const auto& fields = at(params, "fields");
        if (method == "imbot.v2.Revision.get")
            return json::value{{"rest", revision}};
        if (method == "imbot.v2.Bot.register") {
            registered.push_back(wire::to_text(at(fields, "code")));
            if (webhook.empty())  // T40: registering again changes nothing
                webhook = wire::to_text(at(fields, "webhookUrl"));
            return json::value{{"bot", {{"id", 456}, {"eventMode", "webhook"}}}, {"users", json::array{}}};
        }
        if (method == "imbot.v2.Bot.update")
            webhook = wire::to_text(at(fields, "webhookUrl"));
        else
            commands.push_back(wire::to_text(at(fields, "command")));
        return json::value{{"result", true}};
    }

    wire::reply of_events(const std::string& method, const json::value& params) {
        const std::pair named(wire::to_text(at(params, "event")), wire::to_text(at(params, "handler")));
        if (method == "event.get") {
            json::array all;
            for (const auto& [event, address] : bound)
                all.push_back({{"event", event}, {"handler", address}, {"offline", 0}});
            return json::value(std::move(all));
        }
        const auto there = std::find(bound.begin(), bound.end(), named);
        if (method == "event.unbind")
            bound.erase(there);
        else if (there != bound.end())
            return wire::refusal{"ERROR_CORE", "Handler already binded", 400, false};
        else
            bound.push_back(named);
        return json::value(true);
    }
};

json::value enveloped(const wire::reply& reply) {
    if (reply.has_error())
        return {{"error", reply.error().code}, {"error_description", ""}};
    return {{"result", reply.value()}};
}

// A request as it goes over the wire, answered.
net::answer over_http(whole_portal& portal, const fake_transport::question& asked) {
    const auto body = wire::parse_json(asked.what.body).value();
    const auto& target = asked.what.target;
    const auto method = target.substr(6, target.rfind(".json") - 6);
    if (method != "batch")
        return says(200, json::serialize(enveloped(portal.answer(method, body))));
    json::object answers, refusals;
    for (const auto& member : at(body, "cmd").as_object()) {
        const std::string command(member.value().as_string());
        const auto mark = command.find('?');
        const auto params =
            mark == std::string::npos ? json::value() : wire::read_form(command.substr(mark + 1)).tree;
        const auto reply = portal.answer(command.substr(0, mark), params);
        if (reply.has_error())
            refusals[member.key()] = enveloped(reply);
        else
            answers[member.key()] = reply.value();
    }
    return says(200,
                json::serialize(json::value{
                    {"result", {{"result", std::move(answers)}, {"result_error", std::move(refusals)}}}}));
}

class Settling : public testing::Test {
protected:
    Settling() {
        outside.by_content = [this](const fake_transport::question& asked) {
            return std::optional(over_http(portal, asked));
        };
        client.use(an_offer());
        portal.people_and_tasks.now = now;
    }
    static portal_settings access() {
        portal_settings made;
        made.client_id = "local.5f";
        made.client_secret = "client-secret";
        made.allowed_hosts = {"acme.bitrix24.ru"};
        return made;
    }
    settled settle() { return run(settler.settle(handler)); }
    std::string sweep() { return run(settler.sweep()); }
    std::int64_t waiting() { return disk.link().integer("SELECT count(*) FROM inbox"); }
    void empty_inbox() { disk.link().run("DELETE FROM inbox"); }
    void add_tasks(int count) {
        portal.people_and_tasks.now = now;
        for (int id = 1; id <= count; ++id)
            portal.people_and_tasks.add_task(id, portal_model::maria, portal_model::boris, noon + 24h);
    }

    locale::instant now = noon;
    config settings = for_acme();
    storage::database disk{an_empty_database()};
    whole_portal portal;
    fake_transport outside;
    manual_clock time;
    portal_client client{access(), outside, time, [](const wire::credentials&) {}};
    people_cache people;
    settling settler{settings, disk, client, people, [this] { return now; }};
};

TEST_F(Settling, FindsOutWhoWeAreAndIsHeardOfAfterwards) {
    const auto found = settle();
    EXPECT_EQ(found.trouble, "");
    EXPECT_EQ(found.bot, 456);
    EXPECT_EQ(found.integration_user, 99);
    EXPECT_EQ(portal.webhook, handler);
    EXPECT_THAT(portal.commands, testing::UnorderedElementsAre("help", "my", "extend", "dlg7"));
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
        for (const auto who :
             {portal_model::anna, portal_model::boris, portal_model::maria, portal_model::service})
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
