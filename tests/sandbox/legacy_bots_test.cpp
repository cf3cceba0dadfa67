// Bots of portals before imbot.v2.
#include "portal_fixture.hpp"
#include "sandbox/kind.hpp"

namespace sandbox {
namespace {

class legacy_bots_test : public portal_test {
protected:
    legacy_bots_test() { p.set.without = parts_named("imbot.v2"); }

    static json::object description() {
        return {{"CODE", "guard"},
                {"TYPE", "B"},
                {"EVENT_HANDLER", "http://127.0.0.1:8080/bot"},
                {"PROPERTIES", {{"NAME", "Помощник"}, {"WORK_POSITION", "следит за сроками"}}}};
    }

    void employ() {
        bot_id = rest("imbot.register", description()).result().as_int64();
        command_id =
            rest("imbot.command.register", {{"BOT_ID", bot_id},
                                            {"COMMAND", "dlg7"},
                                            {"HIDDEN", "Y"},
                                            {"EVENT_COMMAND_ADD", "http://127.0.0.1:8080/bot/command"}})
                .result()
                .as_int64();
    }

    json::object message(json::object more) {
        more["BOT_ID"] = bot_id;
        if (!more.contains("DIALOG_ID"))
            more["DIALOG_ID"] = "27";
        return more;
    }

    json::object keyboard() {
        return {{"BUTTONS", {{{"TEXT", "Да"}, {"COMMAND", "dlg7"}, {"COMMAND_PARAMS", "a:7F"}}}}};
    }

    id_number bot_id = 0, command_id = 0;
};

TEST_F(legacy_bots_test, registering_gives_an_id_and_again_the_same) {
    employ();
    EXPECT_EQ(bot_id, 456);
    EXPECT_EQ(rest("imbot.register", description()).result(), bot_id);
    EXPECT_EQ(rest("imbot.bot.list").result().at("456").at("CODE"), "guard");
    EXPECT_EQ(rest("imbot.command.register", {{"BOT_ID", bot_id}, {"COMMAND", "/dlg7"}}).result(),
              command_id);
}

TEST_F(legacy_bots_test, what_is_missing_at_registration_has_its_code) {
    const auto without = [&](const char* key) {
        json::object fields = description();
        fields.erase(key);
        return rest("imbot.register", fields).error();
    };
    EXPECT_EQ(without("CODE"), "CODE_ERROR");
    EXPECT_EQ(without("PROPERTIES"), "NAME_ERROR");
    EXPECT_EQ(without("EVENT_HANDLER"), "EVENT_MESSAGE_ADD_ERROR");
    json::object local = description();
    local["EVENT_HANDLER"] = "http://localhost/bot";
    EXPECT_EQ(rest("imbot.register", local).error(), "EVENT_MESSAGE_ADD_ERROR");
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.register", description()).error(), "ACCESS_DENIED");
    EXPECT_TRUE(p.bots.empty());
}

TEST_F(legacy_bots_test, a_message_is_sent_changed_and_deleted_with_bare_answers) {
    employ();
    const auto id = rest("imbot.message.add", message({{"MESSAGE", "Вопрос"}, {"KEYBOARD", keyboard()}}))
                        .result()
                        .as_int64();
    EXPECT_EQ(p.messages[id].keyboard.at(0).at("BOT_ID"), bot_id);
    EXPECT_EQ(rest("imbot.message.update",
                   {{"BOT_ID", bot_id}, {"MESSAGE_ID", id}, {"MESSAGE", "Решено"}, {"KEYBOARD", "N"}})
                  .result(),
              true);
    EXPECT_EQ(p.messages[id].text, "Решено");
    EXPECT_TRUE(p.messages[id].keyboard.is_null());
    EXPECT_EQ(rest("imbot.message.delete", {{"BOT_ID", bot_id}, {"MESSAGE_ID", id}}).result(), true);
    EXPECT_TRUE(p.messages[id].deleted);
}

TEST_F(legacy_bots_test, the_errors_of_messages_are_the_legacy_ones) {
    employ();
    EXPECT_EQ(rest("imbot.message.add", {{"BOT_ID", bot_id}, {"MESSAGE", "a"}}).error(), "DIALOG_ID_EMPTY");
    EXPECT_EQ(rest("imbot.message.add", message({{"MESSAGE", " "}})).error(), "MESSAGE_EMPTY");
    EXPECT_EQ(
        rest("imbot.message.add", message({{"MESSAGE", "a"}, {"KEYBOARD", {{"BUTTONS", {{{"TEXT", "x"}}}}}}}))
            .error(),
        "KEYBOARD_ERROR");
    EXPECT_EQ(rest("imbot.message.add", {{"BOT_ID", 1000}, {"MESSAGE", "a"}}).error(), "BOT_ID_ERROR");
    EXPECT_EQ(rest("imbot.message.update", {{"BOT_ID", bot_id}, {"MESSAGE", "a"}}).error(),
              "MESSAGE_ID_ERROR");
    const auto foreign = does(maria, "say", {{"dialog", "456"}, {"text", "моё"}}).body.at("message");
    const auto refused = rest("imbot.message.update", {{"BOT_ID", bot_id}, {"MESSAGE_ID", foreign}});
    EXPECT_EQ(refused.error(), "CANT_EDIT_MESSAGE");
    EXPECT_EQ(refused.status, 403);
    const json::object webhooks{
        {"BOT_ID", bot_id}, {"CLIENT_ID", "other"}, {"DIALOG_ID", "27"}, {"MESSAGE", "a"}};
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.message.add", webhooks).error(), "APP_ID_ERROR");
}

TEST_F(legacy_bots_test, there_is_no_template_id_so_a_repeat_is_a_second_message) {
    employ();
    const auto text = message({{"MESSAGE", "раз"}, {"TEMPLATEID", "3f2c8a10-5b1e-4a3c-9d2e-0a1b2c3d4e5f"}});
    EXPECT_NE(rest("imbot.message.add", text).result(), rest("imbot.message.add", text).result());
}

TEST_F(legacy_bots_test, a_first_word_in_private_is_a_join_and_a_message) {
    employ();
    does(maria, "say", {{"dialog", "456"}, {"text", "Привет"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 2U);
    EXPECT_EQ(forms[0].at("event"), "ONIMBOTJOINCHAT");
    EXPECT_EQ(forms[0].at("data").at("PARAMS").at("DIALOG_ID"), "27");
    EXPECT_EQ(forms[1].at("event"), "ONIMBOTMESSAGEADD");
    const auto& data = forms[1].at("data");
    EXPECT_EQ(data.at("PARAMS").at("MESSAGE"), "Привет");
    EXPECT_EQ(data.at("PARAMS").at("MESSAGE_TYPE"), "P");
    EXPECT_EQ(data.at("PARAMS").at("FROM_USER_ID"), "27");
    EXPECT_EQ(data.at("PARAMS").at("DIALOG_ID"), "27");
    EXPECT_EQ(data.at("USER").at("IS_BOT"), "N");
    EXPECT_EQ(data.at("BOT").at("456").at("BOT_CODE"), "guard");
    EXPECT_EQ(forms[1].at("auth").at("application_token"), json::value(p.app.application_token));
    token = text_in(data.at("BOT").at("456").at("AUTH").at("access_token"));
    EXPECT_EQ(rest("profile").result().at("ID"), "27");
}

TEST_F(legacy_bots_test, in_a_group_the_mention_is_taken_out_and_the_original_kept) {
    employ();
    does(maria, "invite", {{"dialog", "chat5"}, {"person", bot_id}});
    EXPECT_EQ(delivered().at(0).at("data").at("PARAMS").at("DIALOG_ID"), "chat5");
    does(maria, "say", {{"dialog", "chat5"}, {"text", "без упоминания"}});
    does(maria, "say", {{"dialog", "chat5"}, {"text", "[USER=456]Помощник[/USER] отчёт"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_EQ(forms[0].at("data").at("PARAMS").at("MESSAGE"), "отчёт");
    EXPECT_EQ(forms[0].at("data").at("PARAMS").at("MESSAGE_ORIGINAL"), "[USER=456]Помощник[/USER] отчёт");
    EXPECT_EQ(forms[0].at("data").at("PARAMS").at("DIALOG_ID"), "chat5");
}

TEST_F(legacy_bots_test, a_press_goes_to_the_commands_own_handler) {
    employ();
    const auto id = rest("imbot.message.add", message({{"MESSAGE", "?"}, {"KEYBOARD", keyboard()}})).result();
    ASSERT_EQ(does(maria, "press", {{"message", id}, {"button", 0}}).status, 200);
    ASSERT_EQ(p.outbox.size(), 1U);
    EXPECT_EQ(p.outbox[0].url, "http://127.0.0.1:8080/bot/command");
    const auto form = delivered().at(0);
    EXPECT_EQ(form.at("event"), "ONIMCOMMANDADD");
    const auto& block = form.at("data").at("COMMAND").at(std::to_string(command_id));
    EXPECT_EQ(block.at("COMMAND"), "dlg7");
    EXPECT_EQ(block.at("COMMAND_PARAMS"), "a:7F");
    EXPECT_EQ(block.at("COMMAND_CONTEXT"), "KEYBOARD");
    EXPECT_EQ(block.at("MESSAGE_ID"), json::value(std::to_string(id.as_int64())));
    EXPECT_EQ(form.at("data").at("USER").at("ID"), "27");
    EXPECT_EQ(form.at("data").at("PARAMS").at("FROM_USER_ID"), "27");
}

TEST_F(legacy_bots_test, a_typed_command_replaces_the_message_and_the_page_shows_it) {
    employ();
    rest("imbot.command.register", {{"BOT_ID", bot_id},
                                    {"COMMAND", "my"},
                                    {"EVENT_COMMAND_ADD", "http://127.0.0.1:8080/bot"},
                                    {"LANG", {{{"LANGUAGE_ID", "ru"}, {"TITLE", "Мои задачи"}}}}});
    const auto seen = get("/page/state", "user=27").body;
    EXPECT_EQ(seen.at("commands").at(0).at("title"), "Мои задачи");
    EXPECT_EQ(seen.at("chats").at(0).at("peer"), bot_id);
    does(maria, "open", {{"dialog", "456"}});
    delivered();
    does(maria, "say", {{"dialog", "456"}, {"text", "/my все"}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_EQ(forms[0].at("event"), "ONIMCOMMANDADD");
}

TEST_F(legacy_bots_test, its_end_is_told_to_the_bot) {
    employ();
    EXPECT_EQ(rest("imbot.unregister", {{"BOT_ID", bot_id}}).result(), true);
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_EQ(forms[0].at("event"), "ONIMBOTDELETE");
    EXPECT_EQ(forms[0].at("data").at("BOT_CODE"), "guard");
    EXPECT_EQ(rest("imbot.message.add", message({{"MESSAGE", "a"}})).error(), "BOT_ID_ERROR");
}

TEST_F(legacy_bots_test, a_webhooks_bot_is_known_by_its_client_id_and_gets_no_tokens) {
    json::object fields = description();
    fields["CLIENT_ID"] = "own-secret";
    const auto id = post("/rest/99/sandbox-webhook/imbot.register", fields).result().as_int64();
    does(maria, "say", {{"dialog", std::to_string(id)}, {"text", "Привет"}});
    const auto form = delivered().at(1);
    EXPECT_EQ(form.at("auth").at("application_token"), "customown-secret");
    EXPECT_FALSE(form.at("auth").as_object().contains("access_token"));
}

}  // namespace
}  // namespace sandbox
