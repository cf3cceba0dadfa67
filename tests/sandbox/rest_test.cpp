#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;
using rest_test = portal_test;

TEST_F(rest_test, an_answer_has_result_and_time) {
    const auto answer = rest("profile");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.result().at("ID"), "99");
    EXPECT_EQ(answer.result().at("ADMIN"), true);
    EXPECT_EQ(answer.body.at("time").at("date_start"), "2026-11-23T13:00:00+03:00");
    EXPECT_TRUE(answer.body.at("time").as_object().contains("operating_reset_at"));
}

TEST_F(rest_test, method_names_are_case_insensitive_and_take_a_json_suffix) {
    EXPECT_EQ(rest("Server.TIME.json").result(), "2026-11-23T13:00:00+03:00");
}

TEST_F(rest_test, an_unknown_method_is_a_404_with_its_code) {
    const auto answer = rest("humanresources.node.get");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.error(), "ERROR_METHOD_NOT_FOUND");
}

TEST_F(rest_test, the_token_is_taken_from_query_body_and_bearer_header) {
    web_request request;
    request.path = "/rest/profile";
    request.query = "auth=" + token;
    EXPECT_EQ(raw(request).status, 200);
    request.query.clear();
    EXPECT_EQ(read(raw(request)).error(), "NO_AUTH_FOUND");
    request.authorization = "Bearer " + token;
    EXPECT_EQ(raw(request).status, 200);
    request.authorization.clear();
    request.content_type = "application/x-www-form-urlencoded";
    request.body = "auth=" + token;
    EXPECT_EQ(raw(request).status, 200);
}

TEST_F(rest_test, a_token_lives_an_hour) {
    pass(3599s);
    EXPECT_EQ(rest("profile").status, 200);
    pass(1s);
    const auto late = rest("profile");
    EXPECT_EQ(late.status, 401);
    EXPECT_EQ(late.error(), "expired_token");
}

TEST_F(rest_test, a_token_nobody_issued_and_one_of_a_dismissed_person_are_refused) {
    token = "guessed";
    EXPECT_EQ(rest("profile").error(), "invalid_token");
    use_token_of(boris);
    p.people[boris].active = false;
    EXPECT_EQ(rest("profile").error(), "authorization_error");
}

TEST_F(rest_test, the_incoming_webhook_works_with_its_secret_only) {
    EXPECT_EQ(get("/rest/99/sandbox-webhook/profile.json").result().at("ID"), "99");
    EXPECT_EQ(get("/rest/99/guess/profile").error(), "INVALID_CREDENTIALS");
    EXPECT_EQ(get("/rest/1/sandbox-webhook/profile").status, 401);
}

TEST_F(rest_test, the_webhook_may_not_bind_events_and_learns_little_of_the_application) {
    const auto bind = get("/rest/99/sandbox-webhook/event.get");
    EXPECT_EQ(bind.status, 403);
    EXPECT_EQ(bind.error(), "WRONG_AUTH_TYPE");
    for (const char* method : {"event.bind", "event.unbind", "events", "event.test", "event.offline.get",
                               "event.offline.clear", "event.offline.error", "event.offline.list"})
        EXPECT_EQ(get(std::string("/rest/99/sandbox-webhook/") + method).error(), "WRONG_AUTH_TYPE")
            << method;
    const auto info = get("/rest/99/sandbox-webhook/app.info");
    EXPECT_FALSE(info.result().as_object().contains("INSTALLED"));
}

TEST_F(rest_test, a_missing_scope_is_named) {
    p.set.scopes = {"im"};
    EXPECT_EQ(rest("tasks.task.list").error(), "insufficient_scope");
    EXPECT_EQ(rest("profile").status, 200);
}

TEST_F(rest_test, the_bucket_overflows_at_fifty_and_leaks_two_a_second) {
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(rest("profile").status, 200) << i;
    const auto over = rest("profile");
    EXPECT_EQ(over.status, 503);
    EXPECT_EQ(over.error(), "QUERY_LIMIT_EXCEEDED");
    pass(1s);
    EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(rest("profile").status, 503);
}

TEST_F(rest_test, without_the_bucket_nothing_overflows_and_operating_is_absent) {
    p.set.bucket = false;
    for (int i = 0; i < 60; ++i)
        ASSERT_EQ(rest("profile").status, 200);
    EXPECT_FALSE(rest("profile").body.at("time").as_object().contains("operating"));
}

TEST_F(rest_test, people_come_with_string_ids_and_without_null_fields) {
    const auto answer = rest("user.get", {{"FILTER", {{"ID", {13, 27, 1, 12345}}, {"ACTIVE", true}}}});
    const auto& people = answer.result().as_array();
    ASSERT_EQ(people.size(), 3U);
    EXPECT_EQ(answer.body.at("total"), 3);
    EXPECT_EQ(people[0].at("ID"), "1");
    EXPECT_EQ(people[0].at("TIME_ZONE"), "");
    EXPECT_FALSE(people[1].as_object().contains("TIME_ZONE"));
    EXPECT_EQ(people[1].at("UF_DEPARTMENT"), json::array{5});
    EXPECT_EQ(people[2].at("ACTIVE"), true);
}

TEST_F(rest_test, dismissed_people_fall_out_of_the_active_and_nobody_has_no_total) {
    p.people[boris].active = false;
    const auto answer = rest("user.get", {{"filter", {{"ID", boris}, {"ACTIVE", "Y"}}}});
    EXPECT_TRUE(answer.result().as_array().empty());
    EXPECT_FALSE(answer.body.contains("total"));
    EXPECT_EQ(rest("user.get", {{"ID", boris}}).result().as_array().size(), 1U);
}

TEST_F(rest_test, departments_leave_out_what_they_do_not_have) {
    p.departments[5].head = 0;
    const auto answer = rest("department.get", {{"ORDER", "ASC"}});
    const auto& all = answer.result().as_array();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_FALSE(all[0].as_object().contains("PARENT"));
    EXPECT_EQ(all[0].at("UF_HEAD"), "7");
    EXPECT_EQ(all[1].at("PARENT"), "1");
    EXPECT_FALSE(all[1].as_object().contains("UF_HEAD"));
    EXPECT_EQ(rest("department.get", {{"ID", 5}}).result().as_array().size(), 1U);
}

TEST_F(rest_test, managers_of_departments_are_numbers_and_none_is_an_empty_list) {
    EXPECT_EQ(rest("im.department.managers.get", {{"ID", {1, 5}}}).result(),
              (json::object{{"1", {7}}, {"5", {13}}}));
    EXPECT_EQ(rest("im.department.managers.get", {{"ID", {77}}}).result(), json::array());
    EXPECT_EQ(rest("im.department.managers.get").error(), "ID_EMPTY");
}

TEST_F(rest_test, v3_wants_json_numbers_and_answers_with_error_objects) {
    EXPECT_EQ(v3("tasks.task.get", {{"id", 8017}, {"select", {"id", "chat.id"}}}).result().at("item"),
              (json::object{{"id", 8017}, {"chat", {{"id", 2537}}}}));
    const auto wrong = v3("tasks.task.get", {{"id", "8017"}});
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.body.at("error").at("code"),
              "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION");
    EXPECT_EQ(v3("tasks.task.get", {{"id", 1}}).body.at("error").at("code"),
              "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION");
    EXPECT_EQ(v3("humanresources.node.count").status, 404);
}

TEST_F(rest_test, v3_hides_an_expired_token_behind_access_denied) {
    expire_access_tokens(p);
    const auto answer = v3("tasks.task.get", {{"id", 8017}});
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.body.at("error").at("code"), "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION");
}

TEST_F(rest_test, v3_cannot_clear_a_deadline_but_can_write_into_the_task_chat) {
    const auto before = p.tasks[8017].deadline;
    EXPECT_EQ(v3("tasks.task.update", {{"id", 8017}, {"fields", {{"deadline", nullptr}}}}).status, 200);
    EXPECT_EQ(p.tasks[8017].deadline, before);
    const auto said =
        v3("tasks.task.chat.message.send", {{"fields", {{"taskId", 8017}, {"text", "Привет"}}}});
    EXPECT_EQ(said.result().at("result"), true);
    EXPECT_EQ(p.messages.rbegin()->second.text, "Привет");
    EXPECT_EQ(p.tasks[8017].auditors, std::vector<id_number>{service_user});
}

}  // namespace
}  // namespace sandbox
