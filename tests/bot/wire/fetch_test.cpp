// What is asked for when the portal does not post: protocol 3.4, 4.4.1, 5.3.
#include "bot/wire/fetch.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

constexpr std::int64_t our_bot = 456;

std::string params(const call& asked) {
    return json::serialize(asked.params);
}

// ---- The bot's own events.

TEST(WireFetch, EventsAreAskedForFromAnOffsetThatIsNeverZero) {
    const auto asked = get_bot_events(our_bot, 1002);
    EXPECT_EQ(asked.method, "imbot.v2.Event.get");
    EXPECT_EQ(params(asked), R"({"botId":456,"offset":1002,"limit":100})");
    // T48: an answer to 0 may be a minute old.
    for (const std::int64_t nothing_read : {0, -1})
        EXPECT_EQ(params(get_bot_events(our_bot, nothing_read)), R"({"botId":456,"offset":1,"limit":100})");
}

TEST(WireFetch, EventsComeWithTheOffsetThatDeletesThem) {
    const auto read = read_bot_events(parsed(R"({"events":[
        {"eventId":1002,"type":"ONIMBOTV2MESSAGEADD","date":"2026-01-15T10:30:00+03:00","data":{
            "bot":{"id":456},"user":{"id":27,"bot":false},"chat":[],
            "message":{"id":789,"chatId":5,"authorId":27,"text":"завтра"}}},
        {"eventId":1009,"type":"ONIMBOTV2SOMETHINGNEW","data":{}}],
        "nextOffset":1010,"hasMore":true})"),
                                      our_bot, 1002);
    EXPECT_EQ(read.next_offset, 1010);
    EXPECT_TRUE(read.more);
    ASSERT_EQ(read.events.size(), 2u);
    ASSERT_EQ(read.events[0].items.size(), 1u);
    // T50: the chat of a private dialog may be missing.
    EXPECT_EQ(std::get<dialogs::said>(read.events[0].items[0]).dialog, "27");
    EXPECT_TRUE(read.events[1].items.empty());
}

TEST(WireFetch, AnEmptyAnswerKeepsTheOffset) {
    for (const auto* nothing :
         {R"({"events":[],"nextOffset":1002,"hasMore":false})",
          R"({"events":[],"nextOffset":0,"hasMore":false})", R"({"events":[]})", "[]", "null", "true"}) {
        const auto read = read_bot_events(parsed(nothing), our_bot, 1002);
        EXPECT_EQ(read.next_offset, 1002) << nothing;
        EXPECT_FALSE(read.more) << nothing;
        EXPECT_TRUE(read.events.empty()) << nothing;
    }
    EXPECT_EQ(read_bot_events(parsed("[]"), our_bot, 0).next_offset, 1);
}

// Otherwise the next poll would delete, or read again for ever, by the portal's slip.
TEST(WireFetch, TheOffsetFollowsTheEventsWhereThePortalForgetsToTell) {
    const auto read = read_bot_events(
        parsed(R"({"events":{"0":{"eventId":"1007","type":"X","data":[]}},"hasMore":"Y"})"), our_bot, 1002);
    EXPECT_EQ(read.next_offset, 1008);
    EXPECT_TRUE(read.more);
}

// T51 and 3.2.3: the same event read twice (nothing is deleted before the next poll) is one.
TEST(WireFetch, AnEventReadAgainHasTheSameKey) {
    const auto* page = R"({"events":[
        {"eventId":7,"type":"ONIMBOTV2COMMANDADD","data":{"user":{"id":27},"message":{"id":5},
            "command":{"command":"/dlg7","params":"b:t0","context":"keyboard"}}},
        {"eventId":8,"type":"ONIMBOTV2COMMANDADD","data":{"user":{"id":27},"message":{"id":5},
            "command":{"command":"/dlg7","params":"b:t0","context":"keyboard"}}},
        {"eventId":9,"type":"ONIMBOTV2JOINCHAT","data":{"user":{"id":27},"dialogId":"27","chat":[]}}]})";
    const auto once = read_bot_events(parsed(page), our_bot, 1);
    const auto again = read_bot_events(parsed(page), our_bot, 1);
    ASSERT_EQ(once.events.size(), 3u);
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_NE(once.events[k].once_key, "");
        EXPECT_EQ(once.events[k].once_key, again.events[k].once_key);
    }
    EXPECT_NE(once.events[0].once_key, once.events[1].once_key) << "two presses of one button";
}

TEST(WireFetch, ABotThatIsGoneIsToldByARefusal) {
    EXPECT_TRUE(is_bot_gone({"BOT_NOT_FOUND", "", 400, false}));
    EXPECT_TRUE(is_bot_gone({"BOT_OWNERSHIP_ERROR", "", 403, false}));
    for (const auto* passing : {"NETWORK", "QUERY_LIMIT_EXCEEDED", "ACCESS_DENIED", "expired_token", ""})
        EXPECT_FALSE(is_bot_gone({passing, "", 400, true})) << passing;
}

// ---- The offline queue.

TEST(WireFetch, RowsAreReservedAndNotDeleted) {
    const auto asked = get_offline_events();
    EXPECT_EQ(asked.method, "event.offline.get");
    EXPECT_EQ(params(asked), R"({"clear":0,"limit":200})") << "T34: by default it deletes";
}

TEST(WireFetch, RowsAreTheEventsTheyWouldHaveBeen) {
    const auto read = read_offline_events(parsed(R"({"process_id":"w2t3y0d1n1a4l9p8","events":[
        {"ID":"1181","TIMESTAMP_X":"2026-07-18T12:32:31+03:00","EVENT_NAME":"ONTASKUPDATE",
         "EVENT_DATA":{"FIELDS_BEFORE":{"ID":123},"FIELDS_AFTER":{"ID":123},"IS_ACCESSIBLE_BEFORE":"undefined"},
         "EVENT_ADDITIONAL":{"user_id":27},"MESSAGE_ID":"5f4dcc3b"},
        {"ID":"1182","EVENT_NAME":"OnTaskDelete","EVENT_DATA":{"FIELDS_BEFORE":{"ID":"124"},
         "FIELDS_AFTER":"undefined"},"EVENT_ADDITIONAL":[]},
        {"ID":"1183","EVENT_NAME":"ONTASKADD","EVENT_DATA":false,"EVENT_ADDITIONAL":false}]})"));
    EXPECT_EQ(read.process_id, "w2t3y0d1n1a4l9p8");
    EXPECT_FALSE(read.more);
    ASSERT_EQ(read.events.size(), 3u);
    EXPECT_EQ(read.events[0].coalescing_key, "task:123");
    EXPECT_EQ(read.events[0].once_key, "") << "a row of the same task comes again with each change";
    EXPECT_EQ(read.events[1].coalescing_key, "gone:124");
    EXPECT_EQ(std::get<dialogs::task_deleted>(read.events[1].items.at(0)).task, 124);
    EXPECT_TRUE(read.events[2].items.empty());
}

TEST(WireFetch, WithoutRowsThereIsNothingToClear) {
    for (const auto* nothing :
         {R"({"process_id":"w2t3","events":[]})", R"({"process_id":null,"events":[]})", "[]"})
        EXPECT_EQ(read_offline_events(parsed(nothing)).process_id, "") << nothing;
}

TEST(WireFetch, AFullPageOfRowsMeansMore) {
    json::array rows;
    for (std::int64_t k = 0; k < rows_at_once; ++k)
        rows.push_back({{"EVENT_NAME", "ONTASKUPDATE"}, {"EVENT_DATA", {{"FIELDS_AFTER", {{"ID", k + 1}}}}}});
    EXPECT_TRUE(read_offline_events({{"process_id", "p"}, {"events", rows}}).more);
    rows.pop_back();
    EXPECT_FALSE(read_offline_events({{"process_id", "p"}, {"events", rows}}).more);
}

TEST(WireFetch, AllRowsOfAProcessAreClearedByItsName) {
    const auto asked = clear_offline_events("w2t3y0d1n1a4l9p8");
    EXPECT_EQ(asked.method, "event.offline.clear");
    EXPECT_EQ(params(asked), R"({"process_id":"w2t3y0d1n1a4l9p8"})") << "T36: never by id and message_id";
}

TEST(WireFetch, AQueueThatIsNotToBeHadIsKnownFromAPassingFault) {
    for (const auto* never : {"WRONG_LICENSE", "WRONG_AUTH_TYPE", "ACCESS_DENIED", "ERROR_METHOD_NOT_FOUND"})
        EXPECT_TRUE(is_queue_refused({never, "", 403, false})) << never;
    for (const auto* passing : {"NETWORK", "INTERNAL_SERVER_ERROR", "QUERY_LIMIT_EXCEEDED", "NOT_JSON", ""})
        EXPECT_FALSE(is_queue_refused({passing, "", 500, true})) << passing;
}

// ---- Tasks by the moment of their change.

TEST(WireFetch, ChangedTasksAreListedNewestFirst) {
    const auto asked = list_changed_tasks(locale::instant(std::chrono::seconds(1'800'000'000)), 50);
    EXPECT_EQ(asked.method, "tasks.task.list");
    EXPECT_EQ(params(asked),
              R"({"order":{"CHANGED_DATE":"desc"},"filter":{">=CHANGED_DATE":"2027-01-15T08:00:00+00:00"},)"
              R"("select":["ID","CHANGED_DATE"],"start":50})");
}

TEST(WireFetch, ChangedTasksAreReadFromAnyTypes) {
    const auto tasks = read_changed_tasks(parsed(R"({"tasks":[
        {"id":"8017","changedDate":"2027-01-15T11:00:00+03:00"},{"id":8018,"changedDate":null},
        {"id":"0"},{"id":"x"},{}]})"));
    ASSERT_EQ(tasks.size(), 2u);
    EXPECT_EQ(tasks[0].id, 8017);
    EXPECT_EQ(tasks[0].at, locale::instant(std::chrono::seconds(1'800'000'000)));
    EXPECT_EQ(tasks[1].id, 8018);
    EXPECT_EQ(tasks[1].at, std::nullopt);
    EXPECT_TRUE(read_changed_tasks(parsed("[]")).empty());
}

}  // namespace
}  // namespace bot::wire
