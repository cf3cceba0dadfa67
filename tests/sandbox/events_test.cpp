#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class events_test : public portal_test {
protected:
    events_test() { p.app.installed = true; }

    reply bind(const char* event, json::object more = {{"handler", "http://127.0.0.1:8080/door"}}) {
        more["event"] = event;
        return rest("event.bind", more);
    }
    reply bind_offline(const char* event) { return bind(event, {{"event_type", "offline"}}); }
    json::object queue(json::object params = {}) {
        return rest("event.offline.get", params).result().as_object();
    }
    void move(id_number user, const char* to, id_number task = 8017) {
        ASSERT_EQ(does(user, "deadline", {{"task", task}, {"deadline", to}}).status, 200);
    }
};

TEST_F(events_test, binding_twice_is_an_error_of_the_core) {
    EXPECT_EQ(bind("OnTaskUpdate").result(), true);
    const auto again = bind("ONTASKUPDATE");
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(again.error(), "ERROR_CORE");
    EXPECT_EQ(rest("event.get").result(), (json::array{{{"event", "ONTASKUPDATE"},
                                                        {"handler", "http://127.0.0.1:8080/door"},
                                                        {"auth_type", "0"},
                                                        {"offline", 0}}}));
}

TEST_F(events_test, handlers_and_events_are_checked) {
    EXPECT_EQ(bind("ONNOTHING").error(), "ERROR_EVENT_NOT_FOUND");
    EXPECT_EQ(bind("ONTASKADD", {}).error(), "ERROR_ARGUMENT");
    EXPECT_EQ(bind("ONTASKADD", {{"handler", "http://localhost/x"}}).error(), "ERROR_WRONG_HANDLER_URL");
    EXPECT_EQ(bind("ONTASKADD", {{"handler", "ftp://a.b/x"}}).error(), "ERROR_UNSUPPORTED_PROTOCOL");
    use_token_of(maria);
    EXPECT_EQ(bind_offline("ONTASKADD").error(), "ACCESS_DENIED");
}

TEST_F(events_test, unbinding_counts) {
    bind("ONTASKUPDATE");
    const json::object which{{"event", "ONTASKUPDATE"}, {"handler", "http://127.0.0.1:8080/door"}};
    EXPECT_EQ(rest("event.unbind", which).result().at("count"), 1);
    EXPECT_EQ(rest("event.unbind", which).result().at("count"), 0);
}

TEST_F(events_test, a_change_is_posted_with_ids_only_and_the_tokens_of_its_author) {
    bind("ONTASKUPDATE");
    move(maria, "2026-12-22T15:00:00Z");
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    const auto& data = forms[0].at("data");
    EXPECT_EQ(data.at("FIELDS_BEFORE"), (json::object{{"ID", "8017"}}));
    EXPECT_EQ(data.at("IS_ACCESSIBLE_AFTER"), "undefined");
    const auto& auth = forms[0].at("auth");
    EXPECT_EQ(auth.at("user_id"), "27");
    EXPECT_EQ(auth.at("application_token"), json::value(p.app.application_token));
    EXPECT_FALSE(auth.as_object().contains("refresh_token"));
    token = text_in(auth.at("access_token"));
    EXPECT_EQ(rest("profile").result().at("ID"), "27");
}

TEST_F(events_test, a_robot_has_no_tokens) {
    bind("ONTASKUPDATE");
    post("/control/act", {{"do", "robot_deadline"}, {"task", 8017}, {"deadline", "2026-12-22T15:00:00Z"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_FALSE(forms[0].at("auth").as_object().contains("access_token"));
    EXPECT_FALSE(forms[0].at("auth").as_object().contains("user_id"));
    EXPECT_EQ(p.tasks[8017].history.back().user, 0);
}

TEST_F(events_test, adding_and_deleting_say_undefined_where_nothing_is) {
    bind("ONTASKADD");
    bind("ONTASKDELETE");
    const auto made =
        does(boris, "task", {{"title", "Дело"}, {"responsible", maria}}).body.at("task").as_int64();
    does(boris, "delete_task", {{"task", made}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 2U);
    EXPECT_EQ(forms[0].at("data").at("FIELDS_BEFORE"), "undefined");
    EXPECT_EQ(forms[0].at("data").at("IS_ACCESSIBLE_BEFORE"), "N");
    EXPECT_EQ(forms[1].at("data").at("FIELDS_AFTER"), "undefined");
}

TEST_F(events_test, comments_have_ids_on_the_old_card_and_message_ids_on_the_new) {
    bind("ONTASKCOMMENTADD");
    does(maria, "comment", {{"task", 8018}, {"text", "старая"}});
    does(maria, "comment", {{"task", 8017}, {"text", "новая"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 2U);
    EXPECT_FALSE(forms[0].at("data").at("FIELDS_AFTER").as_object().contains("MESSAGE_ID"));
    EXPECT_NE(forms[0].at("data").at("FIELDS_AFTER").at("ID"), "0");
    EXPECT_EQ(forms[1].at("data").at("FIELDS_AFTER").at("ID"), "0");
    EXPECT_EQ(forms[1].at("data").at("FIELDS_AFTER").at("TASK_ID"), "8017");
}

TEST_F(events_test, equal_events_of_one_hit_are_one) {
    bind("ONTASKUPDATE");
    rest("batch", {{"cmd",
                    {{"a", "tasks.task.update?taskId=8017&fields[DEADLINE]=2026-12-22T15:00:00%2B00:00"},
                     {"b", "tasks.task.update?taskId=8017&fields[DEADLINE]=2026-12-23T15:00:00%2B00:00"}}}});
    EXPECT_EQ(p.tasks[8017].history.size(), 2U);
    EXPECT_EQ(delivered().size(), 1U);
}

TEST_F(events_test, a_chain_of_event_tokens_falls_silent_at_its_end) {
    bind("ONTASKUPDATE");
    move(boris, "2026-12-01T15:00:00Z");
    int links = 0;
    for (auto forms = delivered(); !forms.empty() && links < 20; forms = delivered(), ++links) {
        token = text_in(forms[0].at("auth").at("access_token"));
        rest("tasks.task.update",
             {{"taskId", 8017}, {"fields", {{"DEADLINE", iso_utc(p.now() + 1h * links)}}}});
    }
    EXPECT_EQ(links, 7);
}

TEST_F(events_test, an_uninstalled_application_hears_nothing) {
    bind("ONTASKUPDATE");
    p.app.installed = false;
    move(maria, "2026-12-22T15:00:00Z");
    EXPECT_TRUE(delivered().empty());
}

TEST_F(events_test, the_offline_queue_melts_changes_of_one_task_into_one_row_with_the_last_actor) {
    bind_offline("ONTASKUPDATE");
    move(maria, "2026-12-22T15:00:00Z");
    move(boris, "2026-12-23T15:00:00Z");
    move(boris, "2026-12-23T15:00:00Z", 8019);
    const auto taken = queue();
    EXPECT_EQ(taken.at("process_id"), nullptr);
    const auto& rows = taken.at("events").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("EVENT_DATA").at("FIELDS_AFTER").at("ID"), 8017);
    EXPECT_EQ(rows[0].at("EVENT_ADDITIONAL").at("user_id"), boris);
    EXPECT_TRUE(queue().at("events").as_array().empty());
}

TEST_F(events_test, reserved_rows_wait_for_their_process_and_absorb_nothing) {
    bind_offline("ONTASKUPDATE");
    move(maria, "2026-12-22T15:00:00Z");
    const auto taken = queue({{"clear", 0}});
    const std::string process = text_in(taken.at("process_id"));
    EXPECT_EQ(process.size(), 16U);
    EXPECT_TRUE(queue({{"clear", 0}}).at("events").as_array().empty());
    move(maria, "2026-12-23T15:00:00Z");
    EXPECT_EQ(queue({{"clear", 0}, {"process_id", process}}).at("events").as_array().size(), 1U);
    EXPECT_EQ(rest("event.offline.list").body.at("total"), 2);
    rest("event.offline.clear", {{"process_id", process}});
    const auto left = rest("event.offline.list");
    EXPECT_EQ(left.body.at("total"), 1);
    EXPECT_EQ(left.result().at(0).at("PROCESS_ID"), "");
}

TEST_F(events_test, failed_rows_are_returned_only_when_asked_for) {
    bind_offline("ONTASKUPDATE");
    move(maria, "2026-12-22T15:00:00Z");
    const auto taken = queue({{"clear", 0}});
    const auto process = taken.at("process_id");
    const auto message = taken.at("events").at(0).at("MESSAGE_ID");
    rest("event.offline.error", {{"process_id", process}, {"message_id", {message}}});
    EXPECT_TRUE(queue({{"clear", 0}, {"process_id", process}}).at("events").as_array().empty());
    EXPECT_EQ(queue({{"clear", 0}, {"process_id", process}, {"error", 1}}).at("events").as_array().size(),
              1U);
}

TEST_F(events_test, own_changes_are_not_queued_unless_the_connector_differs) {
    bind_offline("ONTASKUPDATE");
    const json::object change{{"taskId", 8017}, {"fields", {{"DEADLINE", "2026-12-22T15:00:00Z"}}}};
    rest("tasks.task.update", change);
    EXPECT_TRUE(queue().at("events").as_array().empty());
    json::object connected = change;
    connected["auth_connector"] = "elsewhere";
    rest("tasks.task.update", connected);
    EXPECT_EQ(queue().at("events").as_array().size(), 1U);
    post("/rest/99/sandbox-webhook/tasks.task.update", change);
    EXPECT_EQ(queue().at("events").as_array().size(), 1U);
}

TEST_F(events_test, a_test_event_echoes_what_was_asked) {
    bind("ONAPPTEST");
    rest("event.test", {{"any", "data"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_EQ(forms[0].at("data").at("QUERY").at("ANY"), "data");
}

}  // namespace
}  // namespace sandbox
