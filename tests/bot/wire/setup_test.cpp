#include "bot/wire/setup.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/people.hpp"
#include "bot/wire/value.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

std::string params(const call& of) {
    return boost::json::serialize(of.params);
}

bot_card card() {
    bot_card wanted;
    wanted.name = "Помощник по срокам";
    wanted.work_position = "Сроки задач";
    wanted.webhook_url = "https://bot.example.com/e/secret";
    return wanted;
}

TEST(WireSetup, WhoWeAreIsReadFromAnyTypes) {
    const auto who = read_profile(parsed(R"({"ID":"1","ADMIN":true,"NAME":"A"})"));
    EXPECT_EQ(who.user, 1);
    EXPECT_TRUE(who.administrator);
    EXPECT_FALSE(read_profile(parsed("[]")).administrator);
    const auto app =
        read_application(parsed(R"({"ID":5,"CODE":"local.5f","INSTALLED":true,"LANGUAGE_ID":"ru"})"));
    EXPECT_EQ(app.code, "local.5f");
    EXPECT_TRUE(app.installed);
    EXPECT_EQ(app.language, "ru");
    EXPECT_FALSE(read_application(parsed(R"({"SCOPE":["task"],"LICENSE":"ru"})")).installed);
}

TEST(WireSetup, ScopesComeAsListsAndAsStrings) {
    EXPECT_TRUE(missing_scopes(parsed(R"(["imbot","im","task","department","user_brief"])")).empty());
    EXPECT_TRUE(missing_scopes(parsed(R"("imbot, im task,department calendar user")")).empty());
    EXPECT_EQ(missing_scopes(parsed(R"(["imbot","task"])")),
              (std::vector<std::string>{"im", "department", "user_brief"}));
    EXPECT_EQ(missing_scopes(parsed("[]")).size(), 5u);
}

TEST(WireSetup, WorkingTimeIsHoursDotMinutes) {
    const auto working =
        read_calendar(parsed(R"({"work_time_start":"9.30","work_time_end":"19","week_holidays":["FR","SA"],
        "year_holidays":"1.01, 2.01,31.02,x,23.02","year_workdays":"31.12"})"),
                      locale::zone());
    using std::chrono::February, std::chrono::January, std::chrono::December;
    EXPECT_EQ(working.day_start, 9h + 30min);
    EXPECT_EQ(working.day_end, 19h);
    EXPECT_EQ(working.weekend, (std::array<bool, 7>{false, false, false, false, false, true, true}));
    EXPECT_EQ(working.yearly_days_off,
              (std::set<std::chrono::month_day>{January / 1, January / 2, February / 23}));
    EXPECT_EQ(working.yearly_workdays, (std::set<std::chrono::month_day>{December / 31}));
}

TEST(WireSetup, NonsenseInTheCalendarKeepsTheUsualWeek) {
    const locale::calendar usual;
    for (const auto* text : {"[]", "null", R"({"work_time_start":"19","work_time_end":"9"})",
                             R"({"work_time_start":"9.75","work_time_end":"99"})",
                             R"({"week_holidays":["MO","TU","WE","TH","FR","SA","SU"]})",
                             R"({"year_holidays":[],"week_holidays":"SA"})"}) {
        const auto working = read_calendar(parsed(text), locale::zone());
        EXPECT_EQ(working.day_start, usual.day_start) << text;
        EXPECT_EQ(working.day_end, usual.day_end) << text;
        EXPECT_EQ(working.weekend, usual.weekend) << text;
        EXPECT_TRUE(working.yearly_days_off.empty()) << text;
    }
    EXPECT_EQ(
        read_calendar(parsed(R"({"work_time_start":9.3,"work_time_end":18})"), locale::zone()).day_start,
        9h + 30min);
}

TEST(WireSetup, TheBotIsRegisteredWithAllItsProperties) {
    EXPECT_EQ(params(register_bot(card())),
              R"({"fields":{"properties":{"name":"Помощник по срокам","lastName":"",)"
              R"("workPosition":"Сроки задач","color":"azure","gender":"M"},)"
              R"("eventMode":"webhook","webhookUrl":"https://bot.example.com/e/secret","isHidden":false,)"
              R"("isReactionsEnabled":true,)"
              R"("isSupportOpenline":false,"code":"deadline_guard","type":"bot"}})");
    const auto update = update_bot(456, card());
    EXPECT_EQ(to_int(update.params.at("botId")), 456);
    EXPECT_EQ(at_path(update.params, {"fields", "properties"}),
              at_path(register_bot(card()).params, {"fields", "properties"}));
    auto pulling = card();
    pulling.webhook_url = "";
    EXPECT_EQ(to_text(at_path(register_bot(pulling).params, {"fields", "eventMode"})), "fetch");
    EXPECT_TRUE(at_path(register_bot(pulling).params, {"fields", "webhookUrl"}).is_null());
}

TEST(WireSetup, ABotThatWasThereBeforeIsCompared) {
    const auto answer = [](const std::string& mode, const std::string& name) {
        return read_bot(parsed(R"({"bot":{"id":456,"eventMode":")" + mode +
                               R"("},"users":[{"id":1,"name":"x"},{"id":456,"name":")" + name +
                               R"(","workPosition":"Сроки задач"}]})"));
    };
    EXPECT_EQ(answer("webhook", "a").id, 456);
    EXPECT_TRUE(is_as_wanted(answer("webhook", "Помощник по срокам"), card()));
    EXPECT_FALSE(is_as_wanted(answer("fetch", "Помощник по срокам"), card()));
    EXPECT_FALSE(is_as_wanted(answer("webhook", "Old"), card()));
    EXPECT_FALSE(is_as_wanted(read_bot(parsed("[]")), card()));
    EXPECT_EQ(read_revision(parsed(R"({"rest":36,"web":137})")), 36);
}

TEST(WireSetup, CommandsAreShownAndTheButtonsCommandIsHidden) {
    const auto calls = register_commands(456);
    ASSERT_EQ(calls.size(), 8u);
    EXPECT_EQ(to_text(at_path(calls[3].params, {"fields", "command"})), "extend");
    EXPECT_EQ(to_text(at_path(calls[3].params, {"fields", "params", "en"})), "[task] [date] [reason]");
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_FALSE(to_bool(at_path(calls[i].params, {"fields", "hidden"})));
        EXPECT_NE(to_text(at_path(calls[i].params, {"fields", "title", "ru"})), "");
    }
    EXPECT_EQ(to_text(at_path(calls[7].params, {"fields", "command"})), "dlg7");
    EXPECT_TRUE(to_bool(at_path(calls[7].params, {"fields", "hidden"})));
    EXPECT_NO_THROW(encode_batch(calls, "/rest/", "t"));
}

TEST(WireSetup, AQueueTakesThePlaceOfPostedEvents) {
    const auto changes = plan_bindings(parsed(R"([
        {"event":"ONTASKUPDATE","handler":"https://bot.example.com/e/old","auth_type":"0","offline":0},
        {"event":"ONTASKADD","connector_id":"","offline":1},
        {"event":"ONTASKUPDATE","connector_id":"others","offline":1}])"),
                                       {"", true});
    ASSERT_EQ(changes.unbind.size(), 1u);
    EXPECT_EQ(params(changes.unbind[0]),
              R"({"event":"ONTASKUPDATE","handler":"https://bot.example.com/e/old"})");
    ASSERT_EQ(changes.bind.size(), 2u);
    EXPECT_EQ(params(changes.bind[0]), R"({"event":"ONTASKUPDATE","event_type":"offline"})");
    EXPECT_EQ(params(changes.bind[1]), R"({"event":"ONTASKDELETE","event_type":"offline"})");
}

TEST(WireSetup, OnlyMissingBindingsAreMade) {
    const std::string here = "https://bot.example.com/e/new";
    const auto none = plan_bindings(parsed("[]"), {here, false});
    ASSERT_EQ(none.bind.size(), 4u);
    EXPECT_TRUE(none.unbind.empty());
    EXPECT_EQ(params(none.bind[0]), R"({"event":"ONTASKADD","handler":"https://bot.example.com/e/new"})");

    const auto some = plan_bindings(parsed(R"([
        {"event":"OnTaskUpdate","handler":"https://bot.example.com/e/new","auth_type":"0","offline":0},
        {"event":"ONTASKADD","handler":"https://bot.example.com/e/old","auth_type":"0","offline":0},
        {"event":"ONTASKDELETE","connector_id":"","offline":1},
        {"event":"ONIMBOTV2MESSAGEADD","handler":"https://bot.example.com/e/old","offline":0}])"),
                                    {here, false});
    ASSERT_EQ(some.unbind.size(), 2u);
    EXPECT_EQ(params(some.unbind[0]), R"({"event":"ONTASKADD","handler":"https://bot.example.com/e/old"})");
    EXPECT_EQ(params(some.unbind[1]), R"({"event":"ONTASKDELETE","event_type":"offline"})");
    ASSERT_EQ(some.bind.size(), 3u);
    EXPECT_EQ(to_text(some.bind[0].params.at("event")), "ONTASKADD");
    EXPECT_EQ(to_text(some.bind[1].params.at("event")), "ONTASKDELETE");
    EXPECT_EQ(to_text(some.bind[2].params.at("event")), "ONAPPUNINSTALL");
    EXPECT_TRUE(may_be_bound_already({"ERROR_CORE", "", 400, false}));
    EXPECT_FALSE(may_be_bound_already({"ERROR_EVENT_NOT_FOUND", "", 400, false}));
}

TEST(WireSetup, PeopleAreListedPageByPage) {
    EXPECT_EQ(to_int(active_people(50).params.at("start")), 50);
    EXPECT_EQ(boost::json::serialize(active_people(0).params.at("FILTER")), R"({"ACTIVE":true})");
    EXPECT_EQ(params(departments(100)), R"({"sort":"ID","order":"ASC","start":100})");
}

}  // namespace
}  // namespace bot::wire
