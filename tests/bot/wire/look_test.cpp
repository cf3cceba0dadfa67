#include "bot/wire/look.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/people.hpp"
#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

locale::instant moment(std::string_view text) {
    return parse_moment(text).value();
}

reply no(std::string code, int status = 200) {
    return refusal{std::move(code), "", status, false};
}

reply yes(std::string_view text) {
    return parsed(text);
}

dialogs::needs of_task(dialogs::task_id id) {
    dialogs::needs what;
    what.tasks.insert(id);
    return what;
}

constexpr std::string_view task =
    R"({"task":{"id":"8017","title":"Замер","deadline":"2026-12-18T18:00:59+03:00","responsibleId":"27",
    "createdBy":"13","status":"3","groupId":"0","chatId":2537,"group":[],"action":{"edit":true}}})";
constexpr std::string_view history = R"({"list":[
    {"id":16403,"createdDate":"2026-09-25T14:10:45+03:00","field":"STATUS","value":{"from":"2",
        "to":"3"},"user":{"id":27}},
    {"id":"16402","createdDate":"2026-09-25T14:09:45+03:00","field":"DEADLINE",
        "value":{"from":"1758787200","to":"1758873659"},"user":{"id":"27"}},
    {"id":16404,"createdDate":"2026-09-25T14:10:45+03:00","field":"AUDITORS","value":{"from":"",
        "to":"5,7"},"user":{"id":27}},
    {"id":16405,"createdDate":"2026-09-25T14:11:45+03:00","field":"DEADLINE",
        "value":{"from":"1758873600","to":false},"user":[]},
    {"id":16406,"createdDate":"2026-09-25T14:12:45+03:00","field":"RESPONSIBLE_ID",
        "value":{"from":"27","to":"28"},"user":{"id":1}},
    {"id":16407,"createdDate":"2026-09-25T14:12:46+03:00","field":"CREATED_BY","value":{"from":"13",
        "to":"14"},"user":{"id":1}},
    {"id":16408,"createdDate":"2026-09-25T14:13:46+03:00","field":"GROUP_ID","value":{"from":"0",
        "to":"12"},"user":{"id":1}}]})";
constexpr std::string_view messages = R"({"chat_id":2537,"messages":[
    {"id":84877,"author_id":503,"date":"2026-03-04T09:43:26+03:00","text":"Client asked to wait","params":[]},
    {"id":84869,"author_id":0,"date":"2026-03-04T09:42:31+03:00","text":"system","params":{"NOTIFY":"N"}},
    {"id":84877,"author_id":503,"date":"2026-03-04T09:43:26+03:00","text":"Client asked to wait","params":[]},
    {"id":84880,"author_id":503,"date":null,"text":"no date"}],"users":[],"files":[]})";
constexpr std::string_view comments =
    R"([{"ID":"3157","AUTHOR_ID":"503","POST_DATE":"2026-03-04T09:43:00+03:00","POST_MESSAGE":"[b]ok[/b]"}])";

bool folds_whole(const look_plan& plan, const std::vector<reply>& answers, dialogs::facts& into) {
    return fold_look(plan, answers, into).empty();
}

dialogs::task_facts look_at(std::vector<reply> answers, bool expected = true) {
    dialogs::facts into;
    EXPECT_EQ(folds_whole(plan_look(of_task(8017)), answers, into), expected);
    return into.tasks[8017];
}

TEST(WireLook, ATaskIsFourCallsOfOneBatch) {
    const auto plan = plan_look(of_task(8017));
    ASSERT_EQ(plan.calls.size(), 4u);
    EXPECT_EQ(boost::json::serialize(plan.calls[0].params),
              R"({"taskId":8017,"select":["ID","TITLE","DEADLINE","RESPONSIBLE_ID","CREATED_BY","STATUS",)"
              R"("GROUP_ID","CHAT_ID","ACCOMPLICES","AUDITORS"]})");
    const auto batch = parsed(encode_batch(plan.calls, "/rest/", "t").body);
    EXPECT_EQ(to_text(at_path(batch, {"cmd", "c1"})), "tasks.task.history.list?taskId=8017");
    EXPECT_EQ(to_text(at_path(batch, {"cmd", "c2"})),
              "im.dialog.messages.get?DIALOG_ID=chat%24result%5Bc0%5D%5Btask%5D%5BchatId%5D&LAST_ID="
              "2147483647&LIMIT=50");
    EXPECT_EQ(to_text(at_path(batch, {"cmd", "c3"})),
              "task.commentitem.getlist?TASKID=8017&ORDER%5BID%5D=desc");
}

TEST(WireLook, TwelveTasksAreOneRequestAndNoTaskIsParted) {
    dialogs::needs many;
    for (int id = 1; id <= 25; ++id)
        many.tasks.insert(id);
    for (int id = 1; id <= 60; ++id)
        many.people.insert(id);
    many.tasks_of.insert(27);
    many.departments = true;
    const auto plan = plan_look(many);
    EXPECT_EQ(batch_sizes(plan), (std::vector<std::size_t>{48, 48, 8}));
    const std::vector<call> second(plan.calls.begin() + 48, plan.calls.begin() + 96);
    const auto batch = parsed(encode_batch(second, "/rest/", "").body);
    EXPECT_NE(to_text(at_path(batch, {"cmd", "c46"})).find("%24result%5Bc44%5D"), std::string::npos);
}

TEST(WireLook, ATaskIsReadWithWholeMinutes) {
    const auto seen = look_at({yes(task), yes(history), yes(messages), no("TASKS_ERROR_EXCEPTION_#8", 400)});
    ASSERT_TRUE(seen.present);
    const dialogs::task expected{8017, "Замер", moment("2026-12-18T15:00:00Z"), 27, 13, 3, 0, 2537};
    EXPECT_EQ(*seen.present, expected);
}

TEST(WireLook, HistoryIsSortedByIdAndKeepsTheKindsOfRowsThatCount) {
    const auto rows = look_at({yes(task), yes(history), yes(messages), yes("[]")}).history;
    using field = dialogs::history_row::field;
    ASSERT_EQ(rows.size(), 6u);
    EXPECT_EQ(rows[0].id, 16402);
    EXPECT_EQ(rows[0].what, field::deadline);
    EXPECT_EQ(rows[0].author, 27);
    EXPECT_EQ(rows[0].at, moment("2026-09-25T11:09:45Z"));
    EXPECT_EQ(rows[0].due_from, locale::instant(1758787200s));
    EXPECT_EQ(rows[0].due_to, locale::instant(1758873600s)) << "seconds are cut";
    EXPECT_EQ(rows[1].what, field::status);
    EXPECT_EQ(rows[1].to, 3);
    EXPECT_EQ(rows[2].author, 0) << "a robot";
    EXPECT_EQ(rows[2].due_to, std::nullopt);
    EXPECT_EQ(rows[3].what, field::responsible);
    EXPECT_EQ(rows[3].from, 27);
    EXPECT_EQ(rows[4].what, field::creator);
    EXPECT_EQ(rows[5].what, field::group);
    EXPECT_EQ(rows[5].from, 0);
    EXPECT_EQ(rows[5].to, 12);
}

TEST(WireLook, BothKindsOfDiscussionAreOneByTime) {
    const auto said = look_at({yes(task), yes(history), yes(messages), yes(comments)}).discussion;
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[0], (dialogs::remark{"m84869", 0, moment("2026-03-04T06:42:31Z"), "system"}));
    EXPECT_EQ(said[1], (dialogs::remark{"c3157", 503, moment("2026-03-04T06:43:00Z"), "[b]ok[/b]"}));
    EXPECT_EQ(said[2].key, "m84877");
}

TEST(WireLook, AMissingTaskIsAnEmptyResult) {
    EXPECT_EQ(look_at({yes("[]"), no("0"), no("ACCESS_ERROR"), no("ERROR_CORE")}), dialogs::task_facts{});
    EXPECT_EQ(look_at({yes(R"({"task":[]})"), yes(R"({"list":[]})"), no("ACCESS_ERROR"), yes("[]")}),
              dialogs::task_facts{});
    EXPECT_EQ(look_at({no("0"), no("0"), no("0"), no("0")}), dialogs::task_facts{});
}

TEST(WireLook, WhatMayPassIsLookedAtAgain) {
    for (const auto* code : {"QUERY_LIMIT_EXCEEDED", "NETWORK", "expired_token", "insufficient_scope",
                             "INTERNAL_SERVER_ERROR"}) {
        look_at({no(code), yes(history), yes(messages), yes(comments)}, false);
        look_at({yes(task), no(code), yes(messages), yes(comments)}, false);
        look_at({yes(task), yes(history), no(code), yes(comments)}, false);
        look_at({yes(task), yes(history), yes(messages), no(code)}, false);
    }
    look_at({yes(task), no("0"), yes(messages), yes(comments)}, false);
    look_at({yes(R"({"task":{"id":"1"}})"), yes(history), yes(messages), yes(comments)}, false);
    look_at({yes(R"({"task":"?"})"), yes(history), yes(messages), yes(comments)}, false);
}

TEST(WireLook, OneRefusedDiscussionIsNormalButAChatNobodyShowsIsNot) {
    EXPECT_EQ(look_at({yes(task), yes(history), no("ACCESS_ERROR"), yes(comments)}).discussion.size(), 1u);
    look_at({yes(task), yes(history), no("ACCESS_ERROR"), no("ERROR_CORE")}, false);
    const auto* old_card = R"({"task":{"id":8017,"chatId":null,"status":"2"}})";
    EXPECT_TRUE(look_at({yes(old_card), yes(history), no("ACCESS_ERROR"), no("ERROR_CORE")}).present);
}

TEST(WireLook, PeopleTheUserListHidesAreNoEmployees) {
    dialogs::needs what;
    what.people = {27, 13, 456};
    const auto plan = plan_look(what);
    ASSERT_EQ(plan.calls.size(), 1u);
    EXPECT_EQ(boost::json::serialize(plan.calls[0].params.at("FILTER")), R"({"ID":[13,27,456]})");
    dialogs::facts into;
    ASSERT_TRUE(folds_whole(plan, {yes(R"([
        {"ID":"27","ACTIVE":true,"NAME":"Мария","LAST_NAME":"Иванова","TIME_ZONE":"Europe/Moscow",
        "UF_DEPARTMENT":[5,"1"],
         "USER_TYPE":"employee","PERSONAL_GENDER":"F","TIMESTAMP_X":{}},
        {"ID":"13","ACTIVE":false,"NAME":"Борис","UF_DEPARTMENT":false}])")},
                            into));
    dialogs::person maria{27, "Мария Иванова", "Мария", "F", true, true, "Europe/Moscow", {5, 1}};
    EXPECT_EQ(*into.who.find(27), maria);
    EXPECT_FALSE(into.who.find(13)->active);
    EXPECT_FALSE(into.who.find(13)->employee);
    EXPECT_EQ(*into.who.find(456), unknown_person(456));
    EXPECT_FALSE(folds_whole(plan, {no("INTERNAL_SERVER_ERROR")}, into));
}

TEST(WireLook, WithoutATypeWhoeverHasADepartmentIsAnEmployee) {
    const auto people =
        read_people(parsed(R"([{"ID":1,"ACTIVE":"Y","UF_DEPARTMENT":{"0":"7"}},{"ID":2,"UF_DEPARTMENT":[]},
        {"ID":3,"UF_DEPARTMENT":[1],"USER_TYPE":"extranet"},{"NAME":"nobody"}])"));
    ASSERT_EQ(people.size(), 3u);
    EXPECT_TRUE(people[0].employee && people[0].active);
    EXPECT_FALSE(people[1].employee);
    EXPECT_FALSE(people[2].employee);
}

TEST(WireLook, OpenTasksOfAPersonAreNearestFirst) {
    dialogs::needs what;
    what.tasks_of = {27};
    dialogs::facts into;
    ASSERT_TRUE(folds_whole(
        plan_look(what),
        {yes(R"({"tasks":{"0":{"id":"1","deadline":"2026-12-20T10:00:00Z","responsibleId":"27","status":"2"},
        "2":{"id":"2","deadline":"2026-12-19T10:00:00Z","responsibleId":27,"status":"3"},
        "3":{"id":"3","deadline":null,"responsibleId":"27"},
        "4":{"id":"4","deadline":"2026-12-18T10:00:00Z","responsibleId":"27","status":"5"},
        "5":{"id":"5","deadline":"2026-12-18T10:00:00Z","responsibleId":"28","status":"2"}}})")},
        into));
    ASSERT_EQ(into.tasks_of[27].size(), 2u);
    EXPECT_EQ(into.tasks_of[27][0].id, 2);
    EXPECT_EQ(into.tasks_of[27][1].id, 1);
}

std::string department_page(int first, int count) {
    std::string page = "[";
    for (int id = first; id < first + count; ++id)
        page += (id == first ? "" : ",") + ("{\"ID\":\"" + std::to_string(id)) +
                R"(","NAME":"D","SORT":500,"PARENT":"1","UF_HEAD":"13"})";
    return page + "]";
}

dialogs::needs tree() {
    dialogs::needs what;
    what.departments = true;
    return what;
}

TEST(WireLook, AShortPageOfDepartmentsIsTheWholeTree) {
    const auto plan = plan_look(tree());
    dialogs::facts into;
    const std::vector<reply> answers{yes(
        R"([{"ID":"1","NAME":"Company","SORT":500},{"ID":"5","NAME":"Sales","PARENT":"1","UF_HEAD":"13"}])")};
    ASSERT_TRUE(folds_whole(plan, answers, into));
    EXPECT_TRUE(into.departments_known);
    EXPECT_EQ(*into.who.find_department(1), (dialogs::department{1, "Company", 0, 0}));
    EXPECT_EQ(*into.who.find_department(5), (dialogs::department{5, "Sales", 1, 13}));
    EXPECT_TRUE(more_departments(plan, answers).calls.empty());
}

TEST(WireLook, AFullPageOfDepartmentsAsksForTheRest) {
    const auto plan = plan_look(tree());
    dialogs::facts into;
    const std::vector<reply> first{yes(department_page(1, 50))};
    ASSERT_TRUE(folds_whole(plan, first, into));
    EXPECT_FALSE(into.departments_known);
    const auto more = more_departments(plan, first);
    ASSERT_EQ(more.calls.size(), 10u);
    EXPECT_EQ(to_int(more.calls[0].params.at("start")), 50);
    std::vector<reply> rest(10, yes("[]"));
    rest[0] = yes(department_page(51, 50));
    rest[1] = yes(department_page(101, 7));
    ASSERT_TRUE(folds_whole(more, rest, into));
    EXPECT_TRUE(into.departments_known);
    EXPECT_EQ(into.who.departments().size(), 107u);
    EXPECT_TRUE(more_departments(more, rest).calls.empty());
}

TEST(WireLook, APortalThatRepeatsItsLastPageEndsTheTree) {
    const auto plan = plan_look(tree());
    const auto more = more_departments(plan, {yes(department_page(1, 50))});
    const std::vector<reply> same(10, yes(department_page(1, 50)));
    dialogs::facts into;
    ASSERT_TRUE(folds_whole(more, same, into));
    EXPECT_TRUE(into.departments_known);
    EXPECT_TRUE(more_departments(more, same).calls.empty());
}

TEST(WireLook, NoAnswerMakesItThrow) {
    dialogs::needs what = of_task(8017);
    what.people = {1};
    what.tasks_of = {2};
    what.departments = true;
    const auto plan = plan_look(what);
    const std::vector<reply> odd{yes("[]"),
                                 yes("null"),
                                 yes("true"),
                                 yes("\"x\""),
                                 yes("[[[]]]"),
                                 yes("[null]"),
                                 yes("{\"a\":1}"),
                                 yes(R"({"task":{"id":8017,"deadline":5}})"),
                                 yes(R"({"list":[1,null,{"id":{},"value":7,"user":"x"}]})"),
                                 no("")};
    for (std::size_t a = 0; a < odd.size(); ++a)
        for (std::size_t b = 0; b < odd.size(); ++b) {
            dialogs::facts into;
            const std::vector<reply> answers{odd[a], odd[b], odd[a], odd[b], odd[a], odd[b], odd[a]};
            EXPECT_NO_THROW(folds_whole(plan, answers, into));
            EXPECT_NO_THROW(more_departments(plan, answers));
        }
}

// ---- Glances.

dialogs::needs glances_at(int count) {
    dialogs::needs what;
    for (int id = 1; id <= count; ++id)
        what.glances.insert(id);
    return what;
}

TEST(WireGlance, ReadsFiftyTasksACall) {
    const auto plan = plan_look(glances_at(120));
    ASSERT_EQ(plan.calls.size(), 3u);
    EXPECT_EQ(plan.calls[0].method, "tasks.task.list");
    EXPECT_EQ(at_path(plan.calls[2].params, {"filter", "ID"}).as_array().size(), 20u);
    EXPECT_EQ(batch_sizes(plan_look(glances_at(2500))), (std::vector<std::size_t>{50}));
}

TEST(WireGlance, SaysWhichTasksTheListLeavesOutAndWhatItDoesNotSay) {
    dialogs::facts into;
    const auto plan = plan_look(glances_at(4));
    ASSERT_TRUE(folds_whole(plan, {yes(R"({"tasks":[
        {"id":"1","title":"x","deadline":null,"responsibleId":"27","createdBy":"13","status":"2","chatId":null},
        {"id":"2","title":"x","deadline":null,"responsibleId":"27","createdBy":"13","status":"2","chatId":8},
        {"id":"3","title":"x","deadline":null,"responsibleId":"27","createdBy":"13","status":"2"},
        {"id":"77","title":"nobody asked"}]})")},
                            into));
    ASSERT_EQ(into.glances.size(), 4u);
    EXPECT_TRUE(into.glances.at(1).chat_known) << "an old card";
    EXPECT_EQ(into.glances.at(2).present->chat, 8);
    EXPECT_FALSE(into.glances.at(3).chat_known);
    EXPECT_EQ(into.glances.at(4).present, std::nullopt);
}

TEST(WireGlance, ARefusedPageIsReadAgain) {
    dialogs::facts into;
    const auto plan = plan_look(glances_at(60));
    const auto missed = fold_look(plan, {no("INTERNAL_SERVER_ERROR"), yes(R"({"tasks":[]})")}, into);
    EXPECT_EQ(missed.tasks.size(), 50u);
    EXPECT_EQ(into.glances.size(), 10u);
}

dialogs::task as_in_the_history() {
    return {8017, "Замер", std::nullopt, 28, 14, 3, 12, 2537};
}

unread look_after_a_glance(const dialogs::task& shown, std::vector<reply> answers, dialogs::facts& into) {
    return fold_look(plan_look(of_task(8017), {{8017, shown}}), answers, into);
}

TEST(WireGlance, ALookAfterItIsTheHistoryAndTheOneDiscussion) {
    const auto with_chat = plan_look(of_task(8017), {{8017, as_in_the_history()}});
    ASSERT_EQ(with_chat.calls.size(), 2u);
    EXPECT_EQ(with_chat.calls[0].method, "tasks.task.history.list");
    EXPECT_EQ(with_chat.calls[1].method, "im.dialog.messages.get");
    EXPECT_EQ(to_text(at(with_chat.calls[1].params, "DIALOG_ID")), "chat2537");
    auto old_card = as_in_the_history();
    old_card.chat = 0;
    EXPECT_EQ(plan_look(of_task(8017), {{8017, old_card}}).calls[1].method, "task.commentitem.getlist");

    dialogs::facts into;
    EXPECT_TRUE(look_after_a_glance(as_in_the_history(), {yes(history), yes(messages)}, into).empty());
    EXPECT_EQ(into.tasks.at(8017).present, as_in_the_history());
    EXPECT_EQ(into.tasks.at(8017).history.size(), 6u);
    EXPECT_EQ(into.tasks.at(8017).discussion.size(), 2u);
}

TEST(WireGlance, AHistoryThatTellsAnotherStateNeedsAWholeLook) {
    const std::vector<void (*)(dialogs::task&)> changes{
        [](dialogs::task& it) { it.due = moment("2026-12-18T15:00:00Z"); },
        [](dialogs::task& it) { it.responsible = 27; }, [](dialogs::task& it) { it.creator = 13; },
        [](dialogs::task& it) { it.status = 2; }, [](dialogs::task& it) { it.group = 0; }};
    for (const auto change : changes) {
        auto shown = as_in_the_history();
        change(shown);
        dialogs::facts into;
        const auto missed = look_after_a_glance(shown, {yes(history), yes(messages)}, into);
        EXPECT_EQ(missed.moved_on, std::set<dialogs::task_id>{8017});
        EXPECT_TRUE(missed.tasks.empty());
        EXPECT_TRUE(into.tasks.empty());
    }
}

TEST(WireGlance, ARefusalForGoodNeedsAWholeLookAndAPassingOneALaterLook) {
    dialogs::facts into;
    const auto shown = as_in_the_history();
    EXPECT_EQ(look_after_a_glance(shown, {yes(history), no("ACCESS_ERROR", 403)}, into).moved_on.size(), 1u);
    EXPECT_EQ(look_after_a_glance(shown, {no("0", 400), yes(messages)}, into).moved_on.size(), 1u);
    EXPECT_EQ(look_after_a_glance(shown, {yes(history), no("INTERNAL_SERVER_ERROR")}, into).tasks.size(), 1u);
    EXPECT_TRUE(into.tasks.empty());
}

TEST(WireGlance, APlanTellsWhatARunOfItsCallsWasToRead) {
    auto what = glances_at(60);
    what.tasks = {8017, 8018};
    what.people = {27};
    what.departments = true;
    const auto plan = plan_look(what, {{8017, as_in_the_history()}});  // 2 + 4 + 2 + 1 + 1 calls
    ASSERT_EQ(plan.calls.size(), 10u);
    EXPECT_EQ(within(plan, 0, 10), what);
    EXPECT_EQ(within(plan, 0, 2).tasks, std::set<dialogs::task_id>{8017});
    EXPECT_EQ(within(plan, 6, 1).glances.size(), 50u);
    EXPECT_TRUE(within(plan, 8, 2).departments);
    EXPECT_EQ(within(plan, 8, 2).people, std::set<dialogs::user_id>{27});
}

// ---- Writes.

TEST(WireWritten, TheAnswerToAWriteShowsTheTask) {
    const auto calls = write_and_read_back(8017, moment("2026-12-18T15:00:00Z"));
    ASSERT_EQ(calls.size(), 2u);
    EXPECT_EQ(calls[0].method, "tasks.task.update");
    EXPECT_EQ(calls[1].method, "tasks.task.history.list");
    const auto seen = fold_written(8017, yes(task), yes(history));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->present->due, moment("2026-12-18T15:00:00Z"));
    EXPECT_EQ(seen->history.size(), 6u);
    EXPECT_FALSE(seen->discussion_known);
}

TEST(WireWritten, AnAnswerThatTellsLessIsNotTakenForTheTask) {
    for (const auto* answer : {R"({"task":{"id":"8017"}})", R"({"task":true})", "true", R"({"task":[]})",
                               R"({"task":{"id":"1","deadline":null,"status":"2","responsibleId":"27"}})"})
        EXPECT_EQ(fold_written(8017, yes(answer), yes(history)), std::nullopt) << answer;
    EXPECT_EQ(fold_written(8017, yes(task), no("INTERNAL_SERVER_ERROR")), std::nullopt);
}

TEST(WireWritten, ACheckTellsOfAMissingTaskToo) {
    EXPECT_EQ(fold_check(8017, yes("[]"), no("0"))->present, std::nullopt);
    EXPECT_EQ(fold_check(8017, yes(task), yes(history))->history.size(), 6u);
    EXPECT_EQ(fold_check(8017, yes(task), no("0")), std::nullopt);
    EXPECT_EQ(fold_check(8017, no("INTERNAL_SERVER_ERROR"), yes(history)), std::nullopt);
}

TEST(WireLook, TellsWhoElseReadsATaskWhereTheAnswerDoes) {
    EXPECT_EQ(read_task(parsed(R"({"id":"1","accomplices":["5"],"auditors":{"0":"7","1":"9"}})"))->others,
              (std::vector<dialogs::user_id>{5, 7, 9}));
    EXPECT_EQ(read_task(parsed(R"({"id":"1","accomplices":[],"auditors":[]})"))->others,
              std::vector<dialogs::user_id>{});
    EXPECT_EQ(read_task(parsed(R"({"id":"1","accomplices":[]})"))->others, std::nullopt);
    EXPECT_FALSE(fold_written(8017, yes(task), yes(history))->others_asked);
}

// What v3 alone can tell goes alone.
TEST(WireLook, ThePortalsOwnOptionsAreACallOfV3BesideTheBatch) {
    auto what = of_task(8017);
    what.options.insert(8017);
    const auto plan = plan_look(what);
    EXPECT_EQ(batch_sizes(plan), (std::vector<std::size_t>{1, 4}));
    EXPECT_TRUE(plan.calls.front().v3);
    EXPECT_EQ(boost::json::serialize(plan.calls.front().params),
              R"({"id":8017,"select":["id","requireDeadlineChangeReason","maxDeadlineChanges",)"
              R"("maxDeadlineChangeDate"]})");
    EXPECT_EQ(within(plan, 0, 1).options, std::set<dialogs::task_id>{8017});
}

TEST(WireLook, ThePortalsOwnOptionsAreNoneWhereItDoesNotTell) {
    dialogs::needs what;
    what.options.insert(8017);
    const auto plan = plan_look(what);
    const auto told = [&](reply answer) {
        dialogs::facts read;
        return folds_whole(plan, {std::move(answer)}, read) ? std::optional(read.options.at(8017).asks_reason)
                                                            : std::nullopt;
    };
    EXPECT_EQ(told(yes(R"({"item":{"id":8017,"requireDeadlineChangeReason":true}})")), true);
    EXPECT_EQ(told(yes(R"({"item":{"id":8017,"requireDeadlineChangeReason":false}})")), false);
    EXPECT_EQ(told(no("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", 403)), false);
    EXPECT_EQ(told(no("BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", 403)), false);
    EXPECT_EQ(told(no("INTERNAL_SERVER_ERROR", 500)), std::nullopt) << "asked again later";
}

TEST(WireLook, WhoIsAwayAndWhereGuestsAreGoWithTheBatch) {
    dialogs::needs what;
    what.people = {13};
    what.away = {13, 27};
    what.guests = {9};
    const auto plan = plan_look(what);
    EXPECT_EQ(batch_sizes(plan), (std::vector<std::size_t>{3}));
    EXPECT_EQ(plan.calls[1].method, "im.user.list.get");
    EXPECT_EQ(boost::json::serialize(plan.calls[1].params), R"({"ID":[13,27],"RESULT_TYPE":"array"})");
    EXPECT_EQ(plan.calls[2].method, "im.dialog.get");
    EXPECT_EQ(boost::json::serialize(plan.calls[2].params), R"({"DIALOG_ID":"sg9"})");
    EXPECT_EQ(within(plan, 1, 2).away, (std::set<dialogs::user_id>{13, 27}));
    EXPECT_EQ(within(plan, 1, 2).guests, std::set<std::int64_t>{9});
}

TEST(WireLook, AwayIsWhomThePortalNamesADayOfReturn) {
    dialogs::needs what;
    what.away = {13, 27, 28, 29};
    const auto plan = plan_look(what);
    const auto back = parse_moment("2026-12-15T00:00:00+03:00");
    const dialogs::portal_absences only_boris{{13, back}, {27, {}}, {28, {}}, {29, {}}};
    const dialogs::portal_absences nobody{{13, {}}, {27, {}}, {28, {}}, {29, {}}};
    const auto told = [&](reply answer) {
        dialogs::facts read;
        return folds_whole(plan, {std::move(answer)}, read) ? std::optional(read.away) : std::nullopt;
    };
    EXPECT_EQ(told(yes(R"([{"id":13,"absent":"2026-12-15T00:00:00+03:00"},{"id":27,"absent":false},
                           {"id":28,"absent":"soon"}])")),
              only_boris);
    EXPECT_EQ(told(yes(R"({"13":{"id":13,"absent":"2026-12-15T00:00:00+03:00"},"27":null})")), only_boris)
        << "by id";
    EXPECT_EQ(told(no("ACCESS_DENIED", 403)), nobody) << "who may not know it goes on without";
    EXPECT_EQ(told(no("insufficient_scope", 403)), nobody);
    EXPECT_EQ(told(no("INTERNAL_SERVER_ERROR", 500)), std::nullopt) << "asked again later";
}

TEST(WireLook, AWorkgroupIsAmongItselfOnlyWhereThePortalSaysSo) {
    dialogs::needs what;
    what.guests = {9};
    const auto plan = plan_look(what);
    const auto told = [&](reply answer) {
        dialogs::facts read;
        return folds_whole(plan, {std::move(answer)}, read) ? std::optional(read.guests.at(9)) : std::nullopt;
    };
    EXPECT_EQ(told(yes(R"({"id":5,"type":"sonetGroup","extranet":false})")), false);
    EXPECT_EQ(told(yes(R"({"id":5,"type":"sonetGroup","extranet":true})")), true);
    EXPECT_EQ(told(yes(R"({"id":5,"type":"collab","extranet":false})")), true);
    EXPECT_EQ(told(yes(R"({"id":5,"extranet":false,"containsCollaber":true})")), true);
    EXPECT_EQ(told(yes(R"({"id":5})")), true) << "it does not say";
    EXPECT_EQ(told(no("ACCESS_ERROR", 403)), true);
    EXPECT_EQ(told(no("INTERNAL_SERVER_ERROR", 500)), std::nullopt);
}

TEST(WireLook, ThePortalsOwnOptionsHaveANumberAndADate) {
    dialogs::needs what;
    what.options = {8017};
    dialogs::facts read;
    ASSERT_TRUE(folds_whole(
        plan_look(what), {yes(R"({"item":{"id":8017,"requireDeadlineChangeReason":true,"maxDeadlineChanges":3,
                                     "maxDeadlineChangeDate":"2026-12-20T18:00:00+03:00"}})")},
        read));
    EXPECT_EQ(read.options.at(8017),
              (dialogs::deadline_options{true, 3, parse_moment("2026-12-20T18:00:00+03:00")}));
    ASSERT_TRUE(folds_whole(
        plan_look(what),
        {yes(R"({"item":{"id":8017,"maxDeadlineChanges":null,"maxDeadlineChangeDate":null}})")}, read));
    EXPECT_EQ(read.options.at(8017), dialogs::deadline_options());
}

}  // namespace
}  // namespace bot::wire
