// Portals that lack something: what they answer instead.
#include "portal_fixture.hpp"
#include "sandbox/kind.hpp"
#include "sandbox/options.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

class kinds_test : public portal_test {
protected:
    void found(settings wanted) {
        p = found_portal(std::move(wanted), [this] { return at; });
        use_token_of(service_user);
    }
    void found_without(const char* parts) {
        settings wanted;
        wanted.without = parts_named(parts);
        found(wanted);
    }
};

TEST_F(kinds_test, a_part_is_a_word_of_its_own_or_a_folder_of_methods) {
    EXPECT_EQ(parts_named("v3,imbot.V2, calendar"), (std::set<std::string>{"v3", "imbot.v2", "calendar"}));
    EXPECT_EQ(parts_named("imbot.v2.Revision.get").size(), 1U);
    EXPECT_THROW(parts_named("imbot.v"), std::invalid_argument);
}

TEST_F(kinds_test, without_v3_its_addresses_answer_like_v2_or_with_a_page) {
    found_without("v3");
    const auto answer = v3("tasks.task.get", {{"id", 8017}});
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.error(), "ERROR_METHOD_NOT_FOUND");
    found_without("v3_page");
    web_request request;
    request.method = "POST";
    request.path = "/rest/api/tasks.task.get";
    const auto page = raw(request);
    EXPECT_EQ(page.status, 404);
    EXPECT_THAT(page.type, testing::StartsWith("text/html"));
}

TEST_F(kinds_test, without_imbot_v2_the_legacy_revision_tells_so) {
    found_without("imbot.v2");
    const auto answer = rest("imbot.v2.Bot.list");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.error(), "ERROR_METHOD_NOT_FOUND");
    EXPECT_LT(rest("im.revision.get").result().at("rest").as_int64(), 33);
    EXPECT_EQ(rest("method.get", {{"name", "imbot.v2.bot.list"}}).result().at("isExisting"), false);
    EXPECT_EQ(rest("batch", {{"cmd", {{"a", "imbot.v2.Bot.list"}}}})
                  .result()
                  .at("result_error")
                  .at("a")
                  .at("error"),
              "ERROR_METHOD_NOT_FOUND");
}

TEST_F(kinds_test, an_older_v2_lacks_only_its_revision) {
    found_without("imbot.v2.revision.get");
    EXPECT_EQ(rest("imbot.v2.Revision.get").status, 404);
    EXPECT_EQ(rest("imbot.v2.Bot.list").status, 200);
}

TEST_F(kinds_test, without_the_calendar_its_methods_are_unknown) {
    found_without("calendar");
    EXPECT_EQ(rest("calendar.settings.get").error(), "ERROR_METHOD_NOT_FOUND");
}

TEST_F(kinds_test, without_the_new_card_every_task_is_discussed_in_comments) {
    found_without("new_card");
    for (const auto& [id, t] : p.tasks)
        EXPECT_EQ(t.chat, 0);
    const auto made = does(boris, "task", {{"title", "Дело"}, {"responsible", maria}}).body.at("task");
    EXPECT_EQ(rest("im.chat.get", {{"ENTITY_TYPE", "TASKS_TASK"}, {"ENTITY_ID", made}}).result(), nullptr);
    EXPECT_TRUE(does(maria, "comment", {{"task", made}, {"text", "Ясно"}}).status == 200);
    EXPECT_EQ(rest("task.commentitem.getlist", {{"TASKID", made}}).result().as_array().size(), 1U);
}

TEST_F(kinds_test, a_tariff_without_extended_offline_events_gives_them_once_only) {
    found_without("offline_extended,auth_connector");
    EXPECT_EQ(rest("feature.get", {{"CODE", "rest_offline_extended"}}).result().at("value"), "N");
    const auto refused = rest("event.offline.get", {{"clear", 0}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.error(), "WRONG_LICENSE");
    EXPECT_EQ(rest("event.offline.get").status, 200);
    const json::object connected{
        {"event", "ONTASKUPDATE"}, {"event_type", "offline"}, {"auth_connector", "guard"}};
    EXPECT_EQ(rest("event.bind", connected).error(), "WRONG_LICENSE");
}

TEST_F(kinds_test, a_box_has_another_license_and_extended_events_whatever_the_tariff) {
    settings box;
    box.box = true;
    box.without = parts_named("offline_extended");
    found(box);
    EXPECT_EQ(rest("feature.get", {{"CODE", "rest_offline_extended"}}).result().at("value"), "ru_selfhosted");
    EXPECT_EQ(rest("app.info").result().at("LICENSE"), "ru_selfhosted");
    EXPECT_EQ(get("/rest/99/sandbox-webhook/app.info").result().at("LICENSE"), "ru_selfhosted");
    EXPECT_EQ(rest("event.offline.get", {{"clear", 0}}).status, 200);
}

TEST_F(kinds_test, options_name_the_kind) {
    const auto box = read_options({"--kind", "box", "--without", "v3,imbot.v2"});
    EXPECT_TRUE(box.set.box);
    EXPECT_FALSE(box.set.bucket);
    EXPECT_EQ(box.set.without.size(), 2U);
    const auto enterprise = read_options({"--bucket", "5/250", "--operating-limit=480/2.5"});
    EXPECT_EQ(enterprise.set.bucket_drain, 5);
    EXPECT_EQ(enterprise.set.bucket_capacity, 250);
    EXPECT_EQ(enterprise.set.operating_limit, 480);
    EXPECT_EQ(enterprise.set.operating_cost, 2.5);
    EXPECT_TRUE(read_options({"--kind=box", "--bucket=on"}).set.bucket);
    EXPECT_THROW(read_options({"--without", "nonsense"}), std::invalid_argument);
    EXPECT_THROW(read_options({"--bucket", "5"}), std::invalid_argument);
    EXPECT_THROW(read_options({"--kind", "moon"}), std::invalid_argument);
}

}  // namespace
}  // namespace sandbox
