#include "sandbox/tasks.hpp"
#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class tasks_test : public portal_test {
protected:
    reply move(const json::value& to) {
        return rest("tasks.task.update", {{"taskId", 8017}, {"fields", {{"DEADLINE", to}}}});
    }
    json::array history(json::object more = {}) {
        more["taskId"] = 8017;
        return rest("tasks.task.history.list", more).result().at("list").as_array();
    }
};

TEST_F(tasks_test, a_task_has_string_ids_and_a_numeric_chat) {
    const auto task = rest("tasks.task.get", {{"taskId", 8017}, {"select", {"DEADLINE", "CHAT_ID"}}});
    const auto& view = task.result().at("task").as_object();
    EXPECT_EQ(view.at("id"), "8017");
    EXPECT_EQ(view.at("chatId"), 2537);
    EXPECT_EQ(view.at("deadline"), "2026-11-27T18:00:00+03:00");
    EXPECT_EQ(view.at("group"), json::array());
    EXPECT_FALSE(view.contains("title"));
    EXPECT_TRUE(view.contains("action"));
}

TEST_F(tasks_test, a_task_that_is_not_there_is_an_empty_list) {
    const auto answer = rest("tasks.task.get", {{"taskId", 1}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.result(), json::array());
    EXPECT_EQ(rest("tasks.task.get").error(), "100");
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", "abc"}}).error(), "0");
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", 8017}, {"select", "ID"}}).error(), "100");
}

TEST_F(tasks_test, whoever_may_not_read_a_task_sees_none) {
    use_token_of(ivan);
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", 8017}}).result(), json::array());
    EXPECT_EQ(rest("tasks.task.history.list", {{"taskId", 8017}}).error(), "0");
}

TEST_F(tasks_test, dates_come_with_the_readers_own_offset) {
    use_token_of(ivan);
    EXPECT_EQ(rest("tasks.task.get", {{"taskId", 8019}}).result().at("task").at("deadline"),
              "2026-11-30T20:00:00+05:00");
}

TEST_F(tasks_test, seconds_of_a_deadline_are_cut_and_zero_offset_is_understood) {
    const auto answer = move("2026-12-22T15:00:59+00:00");
    EXPECT_EQ(answer.result().at("task").at("deadline"), "2026-12-22T18:00:00+03:00");
    EXPECT_EQ(move("2026-12-22 15:00:00").result().at("task").at("deadline"), "2026-12-22T15:00:00+03:00");
    EXPECT_EQ(move("nonsense").error(), "ERROR_CORE");
}

TEST_F(tasks_test, history_tells_moves_in_unix_strings_and_removal_as_nothing) {
    move("2026-12-22T15:00:00Z");
    move("");
    move("2026-12-23T15:00:00Z");
    const auto list = history({{"filter", {{"FIELD", "DEADLINE"}}}});
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].at("value").at("from"), "1795791600");
    EXPECT_EQ(list[0].at("value").at("to"), "1797951600");
    EXPECT_EQ(list[1].at("value").at("to"), "");
    EXPECT_EQ(list[2].at("value").at("from"), nullptr);
    EXPECT_EQ(list[0].at("user").at("id"), service_user);
    EXPECT_TRUE(list[0].at("id").is_int64());
    EXPECT_LT(list[0].at("id").as_int64(), list[1].at("id").as_int64());
}

TEST_F(tasks_test, a_workgroup_is_kept_shown_and_logged) {
    const json::object given{{"GROUP_ID", "12"}};
    const auto put = rest("tasks.task.update", {{"taskId", 8017}, {"fields", given}});
    EXPECT_EQ(put.result().at("task").at("groupId"), "12");
    rest("tasks.task.update", {{"taskId", 8017}, {"fields", given}});
    const auto list = history({{"filter", {{"FIELD", "GROUP_ID"}}}});
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].at("value").at("from"), "0");
    EXPECT_EQ(list[0].at("value").at("to"), "12");
    const json::object made{{"TITLE", "x"}, {"GROUP_ID", 13}};
    EXPECT_EQ(rest("tasks.task.add", {{"fields", made}}).result().at("task").at("groupId"), "13");
}

TEST_F(tasks_test, history_is_oldest_first_unless_asked_and_knows_few_orders) {
    move("2026-12-22T15:00:00Z");
    move("2026-12-23T15:00:00Z");
    const auto down = history({{"order", {{"CREATED_DATE", "desc"}}}});
    EXPECT_GT(down[0].at("id").as_int64(), down[1].at("id").as_int64());
    const auto wrong = rest("tasks.task.history.list", {{"taskId", 8017}, {"order", {{"ID", "asc"}}}});
    EXPECT_EQ(wrong.status, 400);
}

TEST_F(tasks_test, a_row_carries_the_moment_of_the_change) {
    move("2026-12-22T15:00:00Z");
    const auto task = rest("tasks.task.get", {{"taskId", 8017}}).result().at("task");
    EXPECT_EQ(history()[0].at("createdDate"), task.at("changedDate"));
}

TEST_F(tasks_test, the_new_card_tells_of_a_move_in_its_chat) {
    does(maria, "deadline", {{"task", 8017}, {"deadline", "2026-12-22T15:00:00Z"}});
    const auto messages = rest("im.dialog.messages.get", {{"DIALOG_ID", "chat2537"}}).result().at("messages");
    const auto& news = messages.as_array()[0];
    EXPECT_EQ(news.at("author_id"), 0);
    const std::string text = text_in(news.at("text"));
    EXPECT_THAT(text, testing::HasSubstr("[USER=27]"));
    EXPECT_THAT(text, testing::HasSubstr("[TIMESTAMP=1797951600 FORMAT=LONG_DATE_FORMAT]"));
}

TEST_F(tasks_test, the_deadline_rule_asks_who_one_is) {
    const auto allowed = [&](id_number user) { return may_move_deadline(p, user, p.tasks[8017]); };
    EXPECT_TRUE(allowed(maria));  // responsible, and the task lets her
    EXPECT_TRUE(allowed(boris));  // creator
    EXPECT_TRUE(allowed(7));      // above both
    EXPECT_TRUE(allowed(olga));   // administrator
    EXPECT_FALSE(allowed(ivan));
    p.tasks[8017].allow_change_deadline = false;
    EXPECT_FALSE(allowed(maria));
    EXPECT_TRUE(allowed(boris));
}

TEST_F(tasks_test, another_field_beside_the_deadline_asks_for_the_right_to_edit) {
    use_token_of(maria);
    EXPECT_EQ(move("2026-12-22T15:00:00Z").status, 200);
    const json::object both{{"DEADLINE", "2026-12-23T15:00:00Z"}, {"TITLE", "x"}};
    const auto refused = rest("tasks.task.update", {{"taskId", 8017}, {"fields", both}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.error(), "0");
    EXPECT_EQ(rest("tasks.task.update", {{"taskId", 8017}, {"fields", json::object()}}).error(), "100");
}

TEST_F(tasks_test, the_list_filters_orders_selects_and_pages) {
    const auto some = rest("tasks.task.list", {{"filter", {{"ID", {8019, 8017, 1}}}},
                                               {"order", {{"DEADLINE", "desc"}}},
                                               {"select", {"ID", "DEADLINE"}}});
    const auto& tasks = some.result().at("tasks").as_array();
    ASSERT_EQ(tasks.size(), 2U);
    EXPECT_EQ(tasks[0].at("id"), "8019");
    EXPECT_EQ(some.body.at("total"), 2);
    EXPECT_FALSE(some.body.contains("next"));
    const auto dated = rest("tasks.task.list", {{"filter", {{"!DEADLINE", ""}, {"RESPONSIBLE_ID", "27"}}}});
    EXPECT_EQ(dated.body.at("total"), 3);
    EXPECT_EQ(rest("tasks.task.list", {{"order", {{"NONSENSE", "asc"}}}}).error(), "0");
}

TEST_F(tasks_test, the_list_finds_what_changed_since) {
    pass(10s);
    move("2026-12-22T15:00:00Z");
    const auto since = [&](const char* moment) {
        return rest("tasks.task.list", {{"filter", {{">=CHANGED_DATE", moment}}}}).body.at("total");
    };
    EXPECT_EQ(since("2026-11-23T13:00:10+03:00"), 1);
    EXPECT_EQ(since("2026-11-23T13:00:11+03:00"), 0);
}

TEST_F(tasks_test, fifty_are_a_page_and_minus_one_neither_counts_nor_pages) {
    for (int i = 0; i < 60; ++i)
        create_task(p, {"Дело", "", boris, ivan, std::nullopt, false}, {});
    const json::object of_ivan{{"RESPONSIBLE_ID", ivan}};
    const auto first = rest("tasks.task.list", {{"filter", of_ivan}});
    EXPECT_EQ(first.result().at("tasks").as_array().size(), 50U);
    EXPECT_EQ(first.body.at("next"), 50);
    const auto second = rest("tasks.task.list", {{"filter", of_ivan}, {"start", 50}});
    EXPECT_EQ(second.result().at("tasks").as_array().size(), 13U);
    EXPECT_FALSE(second.body.contains("next"));
    const auto uncounted = rest("tasks.task.list", {{"filter", of_ivan}, {"start", -1}});
    EXPECT_FALSE(uncounted.body.contains("total"));
    EXPECT_FALSE(uncounted.body.contains("next"));
}

TEST_F(tasks_test, an_overdue_task_shows_it_in_the_sub_status_only) {
    pass(24h * 30);
    use_token_of(service_user);
    const auto view = rest("tasks.task.get", {{"taskId", 8017}}).result().at("task");
    EXPECT_EQ(view.at("status"), "2");
    EXPECT_EQ(view.at("subStatus"), "-1");
    EXPECT_GT(rest("tasks.task.list", {{"filter", {{"REAL_STATUS", 2}}}}).body.at("total").as_int64(), 0);
}

TEST_F(tasks_test, comments_of_the_old_card_keep_their_positions) {
    does(maria, "comment", {{"task", 8018}, {"text", "Клиент заболел"}});
    const auto list = rest("task.commentitem.getlist", {{"TASKID", 8018}, {"ORDER", {{"ID", "desc"}}}});
    ASSERT_EQ(list.result().as_array().size(), 1U);
    EXPECT_EQ(list.result().at(0).at("AUTHOR_ID"), "27");
    EXPECT_EQ(list.result().at(0).at("POST_MESSAGE"), "Клиент заболел");
    const auto wrong = rest("task.commentitem.getlist", {{"FILTER", json::object()}, {"TASKID", 8018}});
    EXPECT_THAT(text_member(wrong.body, "error_description"), testing::HasSubstr("#256"));
}

TEST_F(tasks_test, the_chat_of_a_task_reads_forward_without_order_and_backward_newest_first) {
    std::vector<id_number> ids;
    for (const char* text : {"раз", "два", "три"})
        ids.push_back(does(maria, "comment", {{"task", 8017}, {"text", text}}).body.at("id").as_int64());
    const auto read = [&](json::object params) {
        params["DIALOG_ID"] = "chat2537";
        const auto answer = rest("im.dialog.messages.get", params);
        std::vector<id_number> found;
        for (const auto& m : answer.result().at("messages").as_array())
            found.push_back(m.at("id").as_int64());
        return found;
    };
    EXPECT_THAT(read({{"FIRST_ID", ids[0] - 1}}), testing::UnorderedElementsAreArray(ids));
    EXPECT_NE(read({{"FIRST_ID", ids[0] - 1}}), ids);
    EXPECT_THAT(read({{"LAST_ID", ids[2]}, {"LIMIT", 2}}), testing::ElementsAre(ids[1], ids[0]));
    EXPECT_EQ(rest("im.dialog.messages.get", {{"DIALOG_ID", "chat2537"}, {"FIRST_ID", "x"}}).error(),
              "FIRST_ID_STRING");
}

TEST_F(tasks_test, the_chat_of_a_task_is_closed_to_who_may_not_read_the_task) {
    use_token_of(ivan);
    const auto answer = rest("im.dialog.messages.get", {{"DIALOG_ID", "chat2537"}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.error(), "ACCESS_ERROR");
    EXPECT_EQ(rest("im.chat.get", {{"ENTITY_TYPE", "TASKS_TASK"}, {"ENTITY_ID", "8017"}}).result(), nullptr);
}

TEST_F(tasks_test, rights_of_others_can_be_asked) {
    const auto answer = rest("tasks.task.getaccess", {{"taskId", 8017}, {"users", {maria, ivan, 777}}});
    const auto& allowed = answer.result().at("allowedActions");
    EXPECT_EQ(allowed.at("27").at("CHANGE_DEADLINE"), true);
    EXPECT_EQ(allowed.at("27").at("EDIT"), false);
    EXPECT_EQ(allowed.at("28").at("CHANGE_DEADLINE"), false);
    EXPECT_EQ(allowed.at("777").at("READ"), false);
}

TEST_F(tasks_test, fifty_tasks_are_read_by_their_ids_and_more_by_pages_inside_a_batch_too) {
    post("/control/act", {{"do", "make_tasks"}, {"count", 60}, {"responsibles", {27}}, {"creator", 13}});
    std::string query = "tasks.task.list?select[0]=ID&select[1]=DEADLINE&order[ID]=asc";
    for (int i = 0; i < 50; ++i)
        query += "&filter[ID][" + std::to_string(i) + "]=" + std::to_string(8030 + i);
    const std::string since = percent_encoded(iso_utc(p.now() - std::chrono::minutes{2}));
    const auto answer =
        rest("batch", {{"cmd",
                        {{"ids", query},
                         {"first", "tasks.task.list?filter[%3E%3DCHANGED_DATE]=" + since},
                         {"second", "tasks.task.list?start=50&filter[%3E%3DCHANGED_DATE]=" + since}}}});
    const auto& result = answer.result().at("result");
    ASSERT_EQ(result.at("ids").at("tasks").as_array().size(), 50U);
    EXPECT_EQ(result.at("ids").at("tasks").at(49).at("id"), "8079");
    EXPECT_EQ(result.at("first").at("tasks").as_array().size(), 50U);
    EXPECT_EQ(result.at("second").at("tasks").as_array().size(), 10U);
    EXPECT_EQ(answer.result().at("result_next").at("first"), 50);
    EXPECT_FALSE(answer.result().at("result_next").as_object().contains("second"));
    EXPECT_EQ(answer.result().at("result_total").at("first"), 60);
}

}  // namespace
}  // namespace sandbox
