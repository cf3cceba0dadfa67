// The portal's own options about moving a deadline (protocol notes 5.9).
#include "portal_fixture.hpp"
#include "sandbox/messenger.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

class deadline_options_test : public portal_test {
protected:
    reply sets(json::object options) {
        options["user"] = service_user;
        options["do"] = "deadline_options";
        options["task"] = 8017;
        return post("/control/act", options);
    }
    reply moves(id_number who, const char* to, const char* reason = "") {
        return does(who, "deadline", {{"task", 8017}, {"deadline", to}, {"reason", reason}});
    }
    std::string last_news() { return messages_of(p, p.tasks.at(8017).chat).back()->text; }
};

TEST_F(deadline_options_test, a_reason_is_asked_of_the_assignee_and_stands_behind_the_new_deadline) {
    sets({{"reason", true}});
    EXPECT_EQ(moves(maria, "2026-12-22T15:00:00Z").status, 400);
    EXPECT_EQ(moves(maria, "2026-12-22T15:00:00Z", "клиент уехал").status, 200);
    EXPECT_EQ(
        last_news(),
        "[USER=27]Мария Иванова[/USER]: новый срок задачи [TIMESTAMP=1797951600 FORMAT=LONG_DATE_FORMAT], "
        "[TIMESTAMP=1797951600 FORMAT=SHORT_TIME_FORMAT]. клиент уехал");
}

TEST_F(deadline_options_test, of_whoever_may_edit_none_is_asked_and_none_is_told) {
    sets({{"reason", true}});
    EXPECT_EQ(moves(boris, "2026-12-22T15:00:00Z", "так надо").status, 200);
    EXPECT_TRUE(last_news().ends_with("FORMAT=SHORT_TIME_FORMAT]"));
}

TEST_F(deadline_options_test, by_rest_the_assignee_can_give_none) {
    sets({{"reason", true}});
    use_token_of(maria);
    EXPECT_EQ(
        rest("tasks.task.update", {{"taskId", 8017}, {"fields", {{"DEADLINE", "2026-12-22T15:00:00Z"}}}})
            .error(),
        "ERROR_CORE");
    EXPECT_EQ(
        rest("tasks.task.update",
             {{"taskId", 8017},
              {"fields", {{"DEADLINE", "2026-12-22T15:00:00Z"}, {"DEADLINE_CHANGE_REASON", "клиент уехал"}}}})
            .error(),
        "0");
}

TEST_F(deadline_options_test, limit_how_often_and_how_far) {
    sets({{"changes", 1}, {"date", "2026-12-31T15:00:00Z"}});
    EXPECT_EQ(moves(maria, "2027-01-15T15:00:00Z").status, 400);
    EXPECT_EQ(moves(maria, "2026-12-22T15:00:00Z").status, 200);
    EXPECT_EQ(moves(maria, "2026-12-23T15:00:00Z").status, 400);
    EXPECT_EQ(moves(boris, "2027-01-15T15:00:00Z").status, 200);
}

TEST_F(deadline_options_test, are_read_and_written_in_v3) {
    const json::object wanted{{"requireDeadlineChangeReason", true}, {"maxDeadlineChanges", 3}};
    EXPECT_EQ(v3("tasks.task.update", {{"id", 8017}, {"fields", wanted}}).status, 200);
    const auto item =
        v3("tasks.task.get",
           {{"id", 8017},
            {"select", {"requireDeadlineChangeReason", "maxDeadlineChanges", "maxDeadlineChangeDate"}}})
            .result()
            .at("item");
    EXPECT_EQ(item.at("requireDeadlineChangeReason"), true);
    EXPECT_EQ(item.at("maxDeadlineChanges"), 3);
    EXPECT_TRUE(item.at("maxDeadlineChangeDate").is_null());
}

}  // namespace
}  // namespace sandbox
