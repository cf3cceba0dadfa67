// The bucket of requests and the operating time of methods.
#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class limits_test : public portal_test {
protected:
    json::object counted() { return get("/control/requests").body; }
};

TEST_F(limits_test, the_control_door_tells_the_fullest_bucket_and_the_refusals) {
    for (int i = 0; i < 52; ++i)
        rest("profile");
    EXPECT_EQ(counted().at("query_limit"), 2);
    EXPECT_EQ(counted().at("highest_bucket"), 50.0);
    EXPECT_EQ(counted().at("http"), 52);
    post("/control/requests/reset", {});
    pass(10s);
    rest("profile");
    EXPECT_EQ(counted().at("query_limit"), 0);
    EXPECT_EQ(counted().at("highest_bucket"), 31.0);
}

TEST_F(limits_test, each_address_has_a_bucket_of_its_own) {
    web_request request;
    request.path = "/rest/profile";
    request.authorization = "Bearer " + token;
    request.address = "127.0.0.1";
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(raw(request).status, 200);
    EXPECT_EQ(raw(request).status, 503);
    request.address = "127.0.0.2";
    EXPECT_EQ(raw(request).status, 200);
}

TEST_F(limits_test, enterprise_drains_faster_and_holds_more) {
    p.set.bucket_drain = 5;
    p.set.bucket_capacity = 250;
    for (int i = 0; i < 250; ++i)
        ASSERT_EQ(rest("profile").status, 200) << i;
    EXPECT_EQ(rest("profile").error(), "QUERY_LIMIT_EXCEEDED");
    pass(1s);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(rest("profile").status, 503);
}

TEST_F(limits_test, a_planned_query_limit_is_none_of_our_making) {
    post("/control/faults", {{"rest", {{{"method", "profile"}, {"kind", "query_limit"}}}}});
    EXPECT_EQ(rest("profile").error(), "QUERY_LIMIT_EXCEEDED");
    EXPECT_EQ(counted().at("query_limit"), 0);
}

TEST_F(limits_test, a_method_is_blocked_after_the_call_that_crossed_its_time) {
    p.set.operating_limit = 2;
    p.set.operating_cost = 0.9;
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(rest("profile").status, 200) << i;
    const auto blocked = rest("profile");
    EXPECT_EQ(blocked.status, 429);
    EXPECT_EQ(blocked.error(), "OPERATION_TIME_LIMIT");
    EXPECT_EQ(rest("server.time").status, 200);
    EXPECT_EQ(get("/rest/99/sandbox-webhook/profile").status, 200);  // another caller
    EXPECT_EQ(counted().at("operation_limit"), 1);
    pass(10min);
    EXPECT_EQ(rest("profile").status, 200);
}

TEST_F(limits_test, each_answer_tells_what_was_used_and_when_the_oldest_minute_drops_out) {
    p.set.operating_limit = 100;
    p.set.operating_cost = 1.5;
    const auto first = rest("profile").body.at("time");
    EXPECT_EQ(first.at("operating"), 1.5);
    EXPECT_EQ(first.at("operating_reset_at"), p.now().time_since_epoch().count() + 600);
    pass(4min);
    const auto second = rest("profile").body.at("time");
    EXPECT_EQ(second.at("operating"), 3.0);
    EXPECT_EQ(second.at("operating_reset_at"), p.now().time_since_epoch().count() + 360);
    pass(6min);
    const auto third = rest("profile").body.at("time");
    EXPECT_EQ(third.at("operating"), 3.0);  // the first minute has dropped out (T18)
}

TEST_F(limits_test, costs_are_planned_by_method_and_short_calls_count_nothing) {
    p.set.operating_limit = 2;
    post("/control/faults", {{"operating", {{"tasks.task.get", 5}, {"*", 0.05}}}});
    for (int i = 0; i < 45; ++i)
        ASSERT_EQ(rest("profile").status, 200);
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", 8017}}).status, 200);
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", 8017}}).error(), "OPERATION_TIME_LIMIT");
    const auto inner = rest("batch", {{"cmd", {{"a", "tasks.task.get?taskId=8017"}, {"b", "profile"}}}});
    EXPECT_EQ(inner.status, 200);
    EXPECT_EQ(inner.result().at("result_error").at("a").at("error"), "OPERATION_TIME_LIMIT");
    EXPECT_EQ(inner.result().at("result").at("b").at("ID"), "99");
}

TEST_F(limits_test, a_batch_tells_of_each_of_its_commands) {
    p.set.operating_limit = 100;
    const auto answer = rest("batch", {{"cmd", {{"a", "profile"}, {"b", "profile"}}}});
    EXPECT_EQ(answer.result().at("result_time").at("b").at("operating"), 1.0);
    EXPECT_TRUE(answer.result().at("result_time").at("b").as_object().contains("operating_reset_at"));
}

}  // namespace
}  // namespace sandbox
