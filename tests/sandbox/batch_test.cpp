#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using batch_test = portal_test;

TEST_F(batch_test, results_errors_and_empty_maps_come_as_php_writes_them) {
    const auto answer = rest("batch", {{"halt", 0}, {"cmd", {{"me", "profile"}, {"no", "nothing.here"}}}});
    EXPECT_EQ(answer.status, 200);
    const auto& result = answer.result().as_object();
    EXPECT_EQ(result.at("result").at("me").at("ID"), "99");
    EXPECT_EQ(result.at("result_error").at("no").at("error"), "ERROR_METHOD_NOT_FOUND");
    EXPECT_EQ(result.at("result_total"), json::array());
    EXPECT_EQ(result.at("result_next"), json::array());
}

TEST_F(batch_test, commands_without_names_make_lists) {
    const auto answer = rest("batch", {{"cmd", {"profile", "server.time"}}});
    EXPECT_TRUE(answer.result().at("result").is_array());
    EXPECT_EQ(answer.result().at("result_error"), json::array());
    const auto gap = rest("batch", {{"cmd", {"nothing.here", "server.time"}}});
    EXPECT_TRUE(gap.result().at("result").is_object());
}

TEST_F(batch_test, a_later_command_uses_what_an_earlier_one_found) {
    const auto answer =
        rest("batch", {{"cmd",
                        {{"t", "tasks.task.list?filter[RESPONSIBLE_ID]=27&order[ID]=asc&select[0]=ID"},
                         {"h", "tasks.task.get?taskId=$result[t][tasks][0][id]&select%5B%5D=TITLE"}}}});
    EXPECT_EQ(answer.result().at("result").at("h").at("task").at("id"), "8017");
    EXPECT_EQ(answer.result().at("result_total").at("t"), 4);
}

TEST_F(batch_test, a_reference_in_words_of_people_is_expanded_too) {
    rest(
        "batch",
        {{"cmd",
          {{"p", "profile"},
           {"c", "task.commentitem.add?TASKID=8018&FIELDS[POST_MESSAGE]=a%24result[p][ID]b%24result[x]c"}}}});
    EXPECT_EQ(p.tasks[8018].comments.at(0).text, "a99bc");
}

TEST_F(batch_test, a_hash_cuts_the_query) {
    const auto answer = rest("batch", {{"cmd", {{"t", "tasks.task.get?taskId=8017#&select[]=TITLE"}}}});
    EXPECT_TRUE(answer.result().at("result").at("t").at("task").as_object().contains("deadline"));
}

TEST_F(batch_test, halt_stops_at_the_first_failure) {
    const auto answer = rest("batch", {{"halt", 1}, {"cmd", {{"a", "nothing.here"}, {"b", "profile"}}}});
    EXPECT_EQ(answer.result().at("result"), json::array());
    EXPECT_EQ(answer.result().at("result_error").as_object().size(), 1U);
}

TEST_F(batch_test, fifty_commands_are_the_most_and_batches_do_not_nest) {
    json::object cmd;
    for (int i = 0; i < 52; ++i)
        cmd["c" + std::to_string(i)] = "server.time";
    const auto many = rest("batch", {{"cmd", cmd}});
    EXPECT_EQ(many.result().at("result").as_object().size(), 50U);
    EXPECT_EQ(many.result().at("result_error").at("c51").at("error"), "ERROR_BATCH_LENGTH_EXCEEDED");
    const auto nested = rest("batch", {{"cmd", {{"b", "batch?cmd[a]=profile"}}}});
    EXPECT_EQ(nested.result().at("result_error").at("b").at("error"), "ERROR_BATCH_METHOD_NOT_ALLOWED");
}

TEST_F(batch_test, a_batch_is_one_request_for_the_bucket_and_each_command_is_counted) {
    rest("batch", {{"cmd", {{"a", "profile"}, {"b", "profile"}}}});
    EXPECT_EQ(p.counted.http, 1);
    EXPECT_EQ(p.counted.calls, 2);
    EXPECT_EQ(p.counted.by_method["profile"], 2);
    EXPECT_DOUBLE_EQ(p.buckets[""].level, 1);
}

}  // namespace
}  // namespace sandbox
