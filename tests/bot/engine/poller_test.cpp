// Asking a portal that answers over HTTP for what happened: what was read is on disk together with how far.
#include "bot/poller.hpp"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/form.hpp"
#include "bot/wire/people.hpp"
#include "bot/wire/value.hpp"
#include "installation.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace json = boost::json;

namespace {

using namespace fakes;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::at;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 9h};

// Keeps events as the real one does: what is below the offset is deleted, rows are reserved under a name.
struct asked_portal {
    struct row {
        std::string event, process;
        std::int64_t task = 0;
    };
    std::map<std::int64_t, json::value> events;
    std::vector<row> rows;
    std::map<dialogs::task_id, locale::instant> changed;
    std::map<std::string, wire::refusal> no;
    std::vector<std::string> asked;
    int processes = 0;
    bool has_one_page = false;  // further pages of a list are refused

    void say(std::int64_t id, const std::string& text) {
        events[id] = {{"eventId", id},
                      {"type", "ONIMBOTV2MESSAGEADD"},
                      {"data",
                       {{"user", {{"id", 27}}},
                        {"chat", json::array{}},
                        {"message", {{"id", 1000 + id}, {"authorId", 27}, {"text", text}}}}}};
    }

    wire::reply answer(const std::string& method, const json::value& params) {
        asked.push_back(method);
        if (const auto code = no.find(method); code != no.end())
            return code->second;
        if (method == "imbot.v2.Event.get")
            return told(params);
        if (method == "event.offline.get")
            return reserved();
        if (method == "event.offline.list")
            return reserved_rows();
        if (method == "event.offline.clear") {
            const auto process = wire::to_text(at(params, "process_id"));
            std::erase_if(rows, [&](const row& each) { return each.process == process; });
            return json::value(true);
        }
        return listed(params);
    }

    wire::reply told(const json::value& params) {
        const auto offset = wire::to_int(at(params, "offset")).value();
        std::erase_if(events, [&](const auto& each) { return each.first < offset; });
        json::array all;
        for (const auto& [id, event] : events)
            all.push_back(event);
        const auto next = events.empty() ? offset : events.rbegin()->first + 1;
        return json::value{{"events", std::move(all)}, {"nextOffset", next}, {"hasMore", false}};
    }

    wire::reply reserved() {
        const auto process = "p" + std::to_string(++processes);
        json::array all;
        for (auto& each : rows) {
            if (!each.process.empty())
                continue;
            each.process = process;
            all.push_back(
                {{"EVENT_NAME", each.event}, {"EVENT_DATA", {{"FIELDS_BEFORE", {{"ID", each.task}}}}}});
        }
        return json::value{{"process_id", process}, {"events", std::move(all)}};
    }

    wire::reply reserved_rows() const {
        json::array all;
        for (const auto& each : rows)
            all.push_back({{"EVENT_NAME", each.event},
                           {"EVENT_DATA", {{"FIELDS_BEFORE", {{"ID", each.task}}}}},
                           {"PROCESS_ID", each.process}});
        return json::value(std::move(all));
    }

    wire::reply listed(const json::value& params) {
        const auto since = wire::to_moment(wire::at_path(params, {"filter", ">=CHANGED_DATE"})).value();
        const auto start = static_cast<std::size_t>(wire::to_int(at(params, "start")).value());
        if (has_one_page && start > 0)
            return wire::refusal{"INTERNAL_SERVER_ERROR", "", 500, false};
        std::vector<std::pair<dialogs::task_id, locale::instant>> newest_first(changed.begin(),
                                                                               changed.end());
        std::stable_sort(newest_first.begin(), newest_first.end(),
                         [](const auto& one, const auto& other) { return one.second > other.second; });
        json::array all;
        std::size_t place = 0;
        for (const auto& [id, when] : newest_first)
            if (when >= since && place++ >= start && all.size() < wire::page_size)
                all.push_back({{"id", std::to_string(id)}, {"changedDate", wire::moment_text(when)}});
        return json::value{{"tasks", std::move(all)}};
    }
};

net::answer over_http(asked_portal& portal, const fake_transport::question& asked) {
    const auto body = wire::parse_json(asked.what.body).value();
    json::object answers, refusals;
    for (const auto& member : at(body, "cmd").as_object()) {
        const std::string command(member.value().as_string());
        const auto mark = command.find('?');
        const auto reply =
            portal.answer(command.substr(0, mark), wire::read_form(command.substr(mark + 1)).tree);
        if (reply.has_error())
            refusals[member.key()] = {{"error", reply.error().code}, {"error_description", ""}};
        else
            answers[member.key()] = reply.value();
    }
    return says(200,
                json::serialize(json::value{
                    {"result", {{"result", std::move(answers)}, {"result_error", std::move(refusals)}}}}));
}

class Poller : public testing::Test {
protected:
    Poller() {
        outside.by_content = [this](const fake_transport::question& asked) {
            auto answered = over_http(portal, asked);
            return std::optional(lost ? silent(net::answer::how::maybe_sent) : std::move(answered));
        };
        client.use(an_offer());
        start_anew();
    }
    static portal_settings access() {
        portal_settings made;
        made.client_id = "local.5f";
        made.client_secret = "client-secret";
        made.allowed_hosts = {"acme.bitrix24.ru"};
        return made;
    }
    poller::outcome poll(task_source tasks = task_source::events) { return run(polling->poll(456, tasks)); }
    std::vector<std::string> kept() {
        std::vector<std::string> all;
        storage::statement q(disk.link(), "SELECT coalescing_key || body FROM inbox ORDER BY id");
        while (q.step())
            all.push_back(q.text(0));
        return all;
    }
    std::int64_t waiting() { return disk.link().integer("SELECT count(*) FROM inbox"); }
    std::string cursor(const char* name) {
        return storage::look(
            disk, now, [&](const storage::transaction& tx) { return storage::portal::cursor(tx, name); });
    }
    void change(dialogs::task_id first, dialogs::task_id last, locale::instant at) {
        for (auto id = first; id <= last; ++id)
            portal.changed[id] = at;
    }
    // As another process would find the portal after a kill.
    void start_anew() {
        polling.emplace(disk, client, [this] { return now; });
    }
    void spoil_disk() {
        disk.link().run(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END");
    }
    void mend_disk() { disk.link().run("DROP TRIGGER full"); }

    locale::instant now = noon;
    storage::database disk{an_empty_database()};
    asked_portal portal;
    fake_transport outside;
    manual_clock time;
    bool lost = false;  // what the portal answers
    portal_client client{access(), outside, time, [](const wire::credentials&) {}};
    std::optional<poller> polling;
};

// ---- The bot's own events.

TEST_F(Poller, KeepsWhatWasSaidAndHowFarItRead) {
    portal.say(7, "завтра");
    const auto came = poll();
    EXPECT_EQ(came.trouble, "");
    EXPECT_TRUE(came.people);
    EXPECT_EQ(waiting(), 1);
    EXPECT_EQ(cursor("bot_events"), "8");
    EXPECT_EQ(portal.events.size(), 1u) << "it is deleted by the next poll, not before it is on disk";
    EXPECT_FALSE(poll().people);
    EXPECT_THAT(portal.events, IsEmpty());
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, OnePollIsOneRequest) {
    poll(task_source::queue);
    poll(task_source::list);
    EXPECT_EQ(outside.asked.size(), 2u);
}

TEST_F(Poller, APollThatBringsNothingWritesNothing) {
    poll(task_source::queue);
    const auto before = disk.link().integer("SELECT total_changes()");
    poll(task_source::queue);
    EXPECT_EQ(disk.link().integer("SELECT total_changes()"), before);
}

TEST_F(Poller, WhatTheDiskDidNotTakeIsReadAgain) {
    portal.say(7, "завтра");
    spoil_disk();
    EXPECT_THROW(poll(), storage::database_error);
    EXPECT_EQ(cursor("bot_events"), "") << "never further than what is kept";
    mend_disk();
    poll();
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, AnAnswerThatWasLostIsAskedForAgain) {
    portal.say(7, "завтра");
    lost = true;
    const auto came = poll();
    EXPECT_NE(came.trouble, "");
    EXPECT_FALSE(came.maybe_lost) << "nothing is deleted but what is on disk";
    lost = false;
    poll();
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, AnEventReadTwiceIsKeptOnce) {
    portal.say(7, "завтра");
    poll();
    storage::transact(disk, now,
                      [](storage::transaction& tx) { storage::portal::move_cursor(tx, "bot_events", ""); });
    start_anew();
    poll();
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, ABotThatIsGoneIsTold) {
    portal.no["imbot.v2.Event.get"] = {"BOT_NOT_FOUND", "", 400, false};
    const auto came = poll();
    EXPECT_TRUE(came.bot_gone);
    EXPECT_EQ(came.trouble, "BOT_NOT_FOUND");
    EXPECT_EQ(cursor("bot_events"), "1");
}

// ---- The offline queue.

TEST_F(Poller, RowsAreClearedWhenTheyAreOnDisk) {
    portal.rows = {{"ONTASKUPDATE", "", 8017}, {"ONTASKDELETE", "", 8018}};
    EXPECT_EQ(poll(task_source::queue).trouble, "");
    EXPECT_EQ(waiting(), 2);
    EXPECT_EQ(cursor("offline_rows"), "p1");
    EXPECT_EQ(portal.rows.size(), 2u);
    portal.asked.clear();
    poll(task_source::queue);
    EXPECT_THAT(portal.asked, ElementsAre("imbot.v2.Event.get", "event.offline.clear", "event.offline.get"))
        << "what is reserved by others is looked for once";
    EXPECT_THAT(portal.rows, IsEmpty());
    EXPECT_EQ(cursor("offline_rows"), "");
}

TEST_F(Poller, RowsThatCameMeanwhileStay) {
    portal.rows = {{"ONTASKUPDATE", "", 8017}};
    poll(task_source::queue);
    portal.rows.push_back({"ONTASKUPDATE", "", 8017});
    poll(task_source::queue);
    ASSERT_EQ(portal.rows.size(), 1u);
    EXPECT_EQ(cursor("offline_rows"), portal.rows[0].process);
    start_anew();
    poll(task_source::queue);
    EXPECT_THAT(portal.rows, IsEmpty()) << "a kill between reading and clearing leaves no rows behind";
}

TEST_F(Poller, AClearingThatWasRefusedOrLostIsRepeated) {
    portal.rows = {{"ONTASKUPDATE", "", 8017}};
    poll(task_source::queue);
    portal.no["event.offline.clear"] = {"INTERNAL_SERVER_ERROR", "", 500, false};
    poll(task_source::queue);
    EXPECT_EQ(cursor("offline_rows"), "p1");
    portal.no.clear();
    lost = true;
    poll(task_source::queue);
    EXPECT_EQ(cursor("offline_rows"), "p1");
    lost = false;
    poll(task_source::queue);
    EXPECT_EQ(cursor("offline_rows"), "");
    EXPECT_THAT(portal.rows, IsEmpty());
}

TEST_F(Poller, RowsReservedByALostAnswerAreToBeSweptFor) {
    portal.rows = {{"ONTASKUPDATE", "", 8017}};
    lost = true;
    EXPECT_TRUE(poll(task_source::queue).maybe_lost);
    lost = false;
    EXPECT_FALSE(poll(task_source::queue).maybe_lost);
}

TEST_F(Poller, RowsReservedByAProcessThatWasKilledAreTakenAndCleared) {
    portal.rows = {
        {"ONTASKUPDATE", "killed", 8017}, {"ONTASKUPDATE", "killed too", 8018}, {"ONTASKUPDATE", "", 8019}};
    poll(task_source::queue);
    EXPECT_EQ(waiting(), 3);
    EXPECT_EQ(portal.rows.size(), 3u) << "not before they are on disk";
    poll(task_source::queue);
    EXPECT_THAT(portal.rows, IsEmpty());
    EXPECT_EQ(waiting(), 3);
}

TEST_F(Poller, RowsReservedByALostAnswerAreFoundByThePollAfterIt) {
    poll(task_source::queue);
    portal.rows = {{"ONTASKUPDATE", "", 8017}};
    lost = true;
    poll(task_source::queue);
    lost = false;
    poll(task_source::queue);
    EXPECT_EQ(waiting(), 1);
    poll(task_source::queue);
    EXPECT_THAT(portal.rows, IsEmpty());
}

TEST_F(Poller, RowsTheDiskDidNotTakeAreNotCleared) {
    portal.rows = {{"ONTASKUPDATE", "", 8017}};
    spoil_disk();
    EXPECT_THROW(poll(task_source::queue), storage::database_error);
    mend_disk();
    poll(task_source::queue);
    EXPECT_EQ(portal.rows.size(), 1u);
}

TEST_F(Poller, AQueueThatIsRefusedTakesNothingFromTheTalk) {
    portal.say(7, "завтра");
    portal.no["event.offline.get"] = {"WRONG_LICENSE", "", 403, false};
    const auto came = poll(task_source::queue);
    EXPECT_TRUE(came.queue_refused);
    EXPECT_FALSE(came.bot_gone);
    EXPECT_EQ(waiting(), 1);
    EXPECT_EQ(cursor("bot_events"), "8");
}

// ---- Tasks by the moment of their change.

TEST_F(Poller, EachChangeIsToldOnce) {
    portal.changed[8017] = noon - 1min;
    poll(task_source::list);
    EXPECT_THAT(kept(), ElementsAre(testing::StartsWith("task:8017")));
    disk.link().run("DELETE FROM inbox");
    poll(task_source::list);
    EXPECT_EQ(waiting(), 0) << "read again because of the overlap, and known by its moment";
    portal.changed[8017] = noon + 1s;
    poll(task_source::list);
    EXPECT_EQ(waiting(), 1);
    EXPECT_EQ(wire::parse_moment(cursor("listed_tasks")), noon + 1s) << "by the portal's clock";
}

TEST_F(Poller, ChangesAreFoundWhereThePortalsClockIsALittleBehind) {
    poll(task_source::list);
    now += 3s;
    portal.changed[8017] = noon - 100s;
    poll(task_source::list);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, AListThatTheDiskDidNotTakeIsToldAgain) {
    portal.changed[8017] = noon;
    spoil_disk();
    EXPECT_THROW(poll(task_source::list), storage::database_error);
    mend_disk();
    poll(task_source::list);
    EXPECT_EQ(waiting(), 1);
}

// A wave: 120 tasks, each changed in the same second.
TEST_F(Poller, ALongListIsReadToItsEndAndThenItsNewestPage) {
    change(1, 120, noon);
    EXPECT_EQ(poll(task_source::list).requests, 2);
    EXPECT_EQ(waiting(), 120);
    now += 3s;
    EXPECT_EQ(poll(task_source::list).requests, 1);
    change(40, 40, noon + 2s);
    poll(task_source::list);
    EXPECT_EQ(waiting(), 120) << "task 40 was waiting already";
    change(121, 121, noon + 3s);
    EXPECT_EQ(poll(task_source::list).requests, 1);
    EXPECT_EQ(waiting(), 121);
}

TEST_F(Poller, WhatALongListShowsLateIsFoundHalfAMinuteLater) {
    change(1, 120, noon);
    poll(task_source::list);
    change(121, 121, noon - 50s);
    now += 29s;
    poll(task_source::list);
    EXPECT_EQ(waiting(), 120);
    now += 1s;
    EXPECT_EQ(poll(task_source::list).requests, 2);
    EXPECT_EQ(waiting(), 121);
}

TEST_F(Poller, WhatLiesBehindANewPageIsReadSoonAndNotPassedOver) {
    change(1, 120, noon);
    poll(task_source::list);
    const auto place = cursor("listed_tasks");
    now += 3s;
    change(201, 300, noon + 3s);
    EXPECT_EQ(poll(task_source::list).requests, 1) << "the rest was read a moment ago";
    EXPECT_EQ(waiting(), 170);
    EXPECT_EQ(cursor("listed_tasks"), place);
    now += 3s;
    EXPECT_EQ(poll(task_source::list).requests, 1) << "its newest page is known by now";
    EXPECT_EQ(cursor("listed_tasks"), place);
    now += 4s;
    EXPECT_EQ(poll(task_source::list).requests, 2);
    EXPECT_EQ(waiting(), 220);
    EXPECT_EQ(wire::parse_moment(cursor("listed_tasks")), noon + 3s);
    now += 10s;
    EXPECT_EQ(poll(task_source::list).requests, 1);
}

TEST_F(Poller, AClockThatIsSetBackDoesNotPutOffTheRest) {
    change(1, 120, noon);
    poll(task_source::list);
    now -= 1h;
    EXPECT_EQ(poll(task_source::list).requests, 2);
}

TEST_F(Poller, AListThatBreaksOffIsReadAgainFromItsPlace) {
    poll(task_source::list);
    const auto place = cursor("listed_tasks");
    portal.changed[8017] = noon + 1h;
    portal.no["tasks.task.list"] = {"INTERNAL_SERVER_ERROR", "", 500, false};
    EXPECT_EQ(poll(task_source::list).trouble, "INTERNAL_SERVER_ERROR");
    EXPECT_EQ(cursor("listed_tasks"), place);
    portal.no.clear();
    now += 5h;  // the portal was away
    poll(task_source::list);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Poller, AListWhoseSecondPageBreaksOffIsReadAgainFromItsPlace) {
    poll(task_source::list);
    const auto place = cursor("listed_tasks");
    for (int id = 1; id <= 120; ++id)
        portal.changed[id] = noon + std::chrono::minutes(121 - id);
    portal.has_one_page = true;
    now += 1h;
    EXPECT_NE(poll(task_source::list).trouble, "");
    EXPECT_EQ(cursor("listed_tasks"), place) << "the first page had the newest";
    start_anew();
    portal.has_one_page = false;
    now += 10s;
    EXPECT_EQ(poll(task_source::list).trouble, "");
    EXPECT_EQ(waiting(), 120);
}

TEST_F(Poller, AfterAKillTheListGoesOnWhereItWas) {
    portal.changed[8017] = noon;
    poll(task_source::list);
    disk.link().run("DELETE FROM inbox");
    now += 48h;
    portal.changed[8018] = noon + 5h;
    start_anew();
    poll(task_source::list);
    EXPECT_EQ(waiting(), 2)
        << "what the overlap repeats is looked at again; nothing of two days is passed over";
}

}  // namespace
}  // namespace bot
