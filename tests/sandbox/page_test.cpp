#include "portal_fixture.hpp"

namespace sandbox {
namespace {

class page_test : public portal_test {
protected:
    json::object state(id_number user) { return get("/page/state", "user=" + std::to_string(user)).body; }
};

TEST_F(page_test, one_sees_ones_own_tasks_and_chats) {
    const auto seen = state(maria);
    EXPECT_EQ(seen.at("me"), maria);
    EXPECT_EQ(seen.at("tasks").as_array().size(), 4U);
    EXPECT_EQ(seen.at("tasks").at(0).at("card"), "new");
    EXPECT_EQ(seen.at("tasks").at(0).at("deadline"), "2026-11-27T15:00:00Z");
    EXPECT_EQ(seen.at("chats").at(0).at("dialog"), "chat5");
    EXPECT_EQ(seen.at("app").at("installed"), false);
    EXPECT_EQ(state(olga).at("tasks").as_array().size(), 8U);
    EXPECT_TRUE(state(olga).at("chats").as_array().empty());
}

TEST_F(page_test, moving_a_deadline_leaves_history_for_the_page) {
    const auto before = p.revision;
    EXPECT_EQ(does(maria, "deadline", {{"task", 8017}, {"deadline", "2026-12-22T15:00:00Z"}}).status, 200);
    const auto task = state(maria).at("tasks").at(0);
    EXPECT_EQ(task.at("deadline"), "2026-12-22T15:00:00Z");
    EXPECT_EQ(task.at("history").at(0).at("from"), "2026-11-27T15:00:00Z");
    EXPECT_EQ(task.at("history").at(0).at("userId"), maria);
    EXPECT_GT(p.revision, before);
}

TEST_F(page_test, rights_hold_on_the_page_too) {
    EXPECT_EQ(does(ivan, "deadline", {{"task", 8017}, {"deadline", nullptr}}).status, 400);
    p.tasks[8017].allow_change_deadline = false;
    const auto refused = does(maria, "deadline", {{"task", 8017}, {"deadline", nullptr}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_FALSE(refused.error().empty());
    EXPECT_EQ(does(maria, "delete_task", {{"task", 8017}}).status, 400);
    EXPECT_EQ(does(maria, "robot_deadline", {{"task", 8017}}).status, 400);
    EXPECT_EQ(does(maria, "install").status, 403);
    EXPECT_EQ(does(12345, "say", {{"dialog", "chat5"}, {"text", "a"}}).status, 400);
    EXPECT_EQ(does(olga, "say", {{"dialog", "chat5"}, {"text", "a"}}).status, 400);
}

TEST_F(page_test, unread_messages_are_counted_until_they_are_read) {
    does(boris, "say", {{"dialog", "chat5"}, {"text", "раз"}});
    EXPECT_EQ(state(maria).at("chats").at(0).at("unread"), 1);
    EXPECT_EQ(state(boris).at("chats").at(0).at("unread"), 0);
    does(maria, "read", {{"dialog", "chat5"}});
    EXPECT_EQ(state(maria).at("chats").at(0).at("unread"), 0);
}

TEST_F(page_test, a_button_that_sends_speaks_for_the_presser) {
    rest("imbot.v2.Bot.register", {{"fields", {{"code", "g"}, {"properties", {{"name", "Бот"}}}}}});
    const json::array buttons{{{"TEXT", "Помощь"}, {"ACTION", "SEND"}, {"ACTION_VALUE", "помощь"}},
                              {{"TEXT", "Задача"}, {"LINK", "/task/"}},
                              {{"TEXT", "Вставить"}, {"ACTION", "PUT"}, {"ACTION_VALUE", "/extend "}}};
    const auto sent =
        rest("imbot.v2.Chat.Message.send",
             {{"botId", 456}, {"dialogId", "27"}, {"fields", {{"message", "?"}, {"keyboard", buttons}}}});
    const auto id = sent.result().at("id");
    does(maria, "press", {{"message", id}, {"button", 0}});
    EXPECT_EQ(p.messages.rbegin()->second.text, "помощь");
    EXPECT_EQ(p.messages.rbegin()->second.author, maria);
    EXPECT_EQ(does(maria, "press", {{"message", id}, {"button", 1}}).body.at("link"), "/task/");
    EXPECT_EQ(does(maria, "press", {{"message", id}, {"button", 2}}).body.at("put"), "/extend ");
    EXPECT_EQ(does(maria, "press", {{"message", id}, {"button", 3}}).status, 400);
    EXPECT_EQ(does(boris, "press", {{"message", id}, {"button", 0}}).status, 400);
}

TEST_F(page_test, the_page_shows_an_unopened_dialog_with_the_bot_and_its_commands) {
    rest("imbot.v2.Bot.register", {{"fields", {{"code", "g"}, {"properties", {{"name", "Бот"}}}}}});
    rest("imbot.v2.Command.register",
         {{"botId", 456}, {"fields", {{"command", "help"}, {"title", {{"ru", "Помощь"}}}}}});
    const auto seen = state(maria);
    EXPECT_EQ(seen.at("chats").at(0).at("peer"), 456);
    EXPECT_EQ(seen.at("commands").at(0).at("title"), "Помощь");
    EXPECT_EQ(seen.at("app").at("bot"), 456);
}

TEST_F(page_test, strangers_on_the_network_are_refused) {
    web_request request;
    request.path = "/page/state";
    request.query = "user=27";
    request.host = "evil.example";
    EXPECT_EQ(respond(p, {}, request).status, 403);
    request.host = "127.0.0.1:8070";
    request.origin = "https://evil.example";
    EXPECT_EQ(respond(p, {}, request).status, 403);
    request.origin = "http://127.0.0.1.evil.example";
    EXPECT_EQ(respond(p, {}, request).status, 403);
    request.origin = "http://localhost:8070";
    EXPECT_EQ(respond(p, {}, request).status, 200);
}

TEST_F(page_test, the_control_door_plans_faults_and_refuses_unknown_ones) {
    EXPECT_EQ(post("/control/faults", {{"rest", {{{"method", "profile"}, {"kind", "http_502"}}}}}).status,
              200);
    EXPECT_EQ(rest("profile").status, 502);
    EXPECT_EQ(rest("profile").status, 200);
    EXPECT_EQ(post("/control/faults", {{"rest", {{{"kind", "nonsense"}}}}}).status, 400);
}

TEST_F(page_test, planned_faults_strike_before_and_after_the_deed) {
    const json::object change{{"taskId", 8017}, {"fields", {{"DEADLINE", "2026-12-22T15:00:00Z"}}}};
    const auto before = p.tasks[8017].deadline;
    p.faults.rest = {{"tasks.task.update", 1, 1, 0, "drop_before"},
                     {"tasks.task.update", 1, 1, 0, "drop_after"}};
    web_request request;
    request.path = "/rest/tasks.task.update";
    request.content_type = "application/json";
    request.body = json::serialize(change);
    request.authorization = "Bearer " + token;
    EXPECT_EQ(raw(request).then, web_response::ending::drop);
    EXPECT_EQ(p.tasks[8017].deadline, before);
    EXPECT_EQ(raw(request).then, web_response::ending::drop);
    EXPECT_NE(p.tasks[8017].deadline, before);
}

TEST_F(page_test, an_error_planned_for_a_method_strikes_inside_a_batch) {
    p.faults.rest = {{"profile", 1, 1, 0, "error:ERROR_CORE"}};
    const auto answer = rest("batch", {{"cmd", {{"a", "profile"}, {"b", "profile"}}}});
    EXPECT_EQ(answer.result().at("result_error").at("a").at("error"), "ERROR_CORE");
    EXPECT_EQ(answer.result().at("result").at("b").at("ID"), "99");
}

TEST_F(page_test, the_log_keeps_no_secrets) {
    rest("imbot.v2.Bot.list", {{"botToken", "hidden-one"}});
    const auto log = raw([] {
        web_request request;
        request.path = "/control/log";
        return request;
    }());
    EXPECT_THAT(log.body, testing::HasSubstr("imbot.v2.Bot.list"));
    EXPECT_THAT(log.body, testing::Not(testing::HasSubstr("hidden-one")));
    EXPECT_THAT(log.body, testing::Not(testing::HasSubstr(token)));
}

}  // namespace
}  // namespace sandbox
