#include "portal_fixture.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

class bots_test : public portal_test {
protected:
    static constexpr id_number bot_id = 456;

    void employ(const char* mode = "fetch") {
        const auto answer = rest("imbot.v2.Bot.register", {{"fields", description(mode)}});
        ASSERT_EQ(answer.result().at("bot").at("id"), bot_id);
        rest("imbot.v2.Command.register",
             {{"botId", bot_id}, {"fields", {{"command", "dlg7"}, {"hidden", true}}}});
    }

    static json::object description(const char* mode) {
        return {{"code", "guard"},
                {"eventMode", mode},
                {"webhookUrl", "http://127.0.0.1:8080/bot"},
                {"properties", {{"name", "Помощник"}, {"workPosition", "следит за сроками"}}}};
    }

    static json::object button(const char* text, const char* params = "a:1") {
        return {{"TEXT", text}, {"COMMAND", "dlg7"}, {"COMMAND_PARAMS", params}};
    }

    reply send(json::object fields, const char* dialog = "27") {
        return rest("imbot.v2.Chat.Message.send",
                    {{"botId", bot_id}, {"dialogId", dialog}, {"fields", std::move(fields)}});
    }

    id_number sent(json::object fields, const char* dialog = "27") {
        return send(std::move(fields), dialog).result().at("id").as_int64();
    }

    reply update(id_number id, json::object fields) {
        return rest("imbot.v2.Chat.Message.update",
                    {{"botId", bot_id}, {"messageId", id}, {"fields", std::move(fields)}});
    }

    json::object events(id_number offset = 0, id_number limit = 100) {
        return rest("imbot.v2.Event.get", {{"botId", bot_id}, {"offset", offset}, {"limit", limit}})
            .result()
            .as_object();
    }
};

TEST_F(bots_test, registering_again_returns_the_bot_and_changes_nothing) {
    employ();
    auto again = description("webhook");
    again["properties"] = {{"name", "Другое имя"}};
    const auto answer = rest("imbot.v2.Bot.register", {{"fields", again}});
    EXPECT_EQ(answer.result().at("bot").at("id"), bot_id);
    EXPECT_EQ(answer.result().at("bot").at("eventMode"), "fetch");
    EXPECT_EQ(answer.result().at("users").at(0).at("name"), "Помощник");
    EXPECT_FALSE(answer.result().at("bot").as_object().contains("appId"));
}

TEST_F(bots_test, updating_properties_blanks_what_is_left_out) {
    employ();
    rest("imbot.v2.Bot.update", {{"botId", bot_id}, {"fields", {{"properties", {{"name", "Новое"}}}}}});
    EXPECT_EQ(p.people[bot_id].name, "Новое");
    EXPECT_EQ(p.people[bot_id].position, "");
}

TEST_F(bots_test, a_webhook_must_name_its_bot_token_and_owns_other_bots) {
    employ();
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.v2.Bot.list", {}).error(), "BOT_TOKEN_NOT_SPECIFIED");
    const json::object foreign{{"botId", bot_id}, {"botToken", "secret"}};
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.v2.Event.get", foreign).error(), "BOT_OWNERSHIP_ERROR");
    const json::object taken{{"botToken", "secret"}, {"fields", description("fetch")}};
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.v2.Bot.register", taken).error(),
              "BOT_CODE_ALREADY_TAKEN");
    const json::object longer{{"botToken", std::string(41, 'x')}, {"fields", description("fetch")}};
    EXPECT_EQ(post("/rest/99/sandbox-webhook/imbot.v2.Bot.register", longer).error(),
              "BOT_TOKEN_INVALID_LENGTH");
}

TEST_F(bots_test, base_errors_have_their_codes_and_status_400) {
    EXPECT_EQ(rest("imbot.v2.Event.get").error(), "BOT_ID_REQUIRED");
    const auto unknown = rest("imbot.v2.Event.get", {{"botId", 1000}});
    EXPECT_EQ(unknown.error(), "BOT_NOT_FOUND");
    EXPECT_EQ(unknown.status, 400);
}

TEST_F(bots_test, the_same_template_id_sends_once_for_31_days) {
    employ();
    const json::object fields{{"message", "раз"}, {"templateId", "3f2c8a10-5b1e-4a3c-9d2e-0a1b2c3d4e5f"}};
    const auto first = sent(fields);
    EXPECT_EQ(sent(fields), first);
    pass(24h * 32);
    use_token_of(service_user);
    EXPECT_NE(sent(fields), first);
}

TEST_F(bots_test, a_failed_first_try_burns_the_template_id_for_an_hour) {
    employ();
    p.faults.rest = {{"imbot.v2.chat.message.send", 1, 1, 0, "error:SENDING_FAILED"}};
    const json::object fields{{"message", "раз"}, {"templateId", "3f2c8a10-5b1e-4a3c-9d2e-0a1b2c3d4e5f"}};
    EXPECT_EQ(send(fields).error(), "SENDING_FAILED");
    EXPECT_EQ(send(fields).error(), "SENDING_FAILED");
    pass(61min);
    use_token_of(service_user);
    EXPECT_EQ(send(fields).status, 200);
}

TEST_F(bots_test, an_answer_to_a_sent_message_has_an_empty_list_for_an_empty_map) {
    employ();
    EXPECT_EQ(send({{"message", "привет"}}).result().at("uuidMap"), json::array());
}

TEST_F(bots_test, nothing_to_say_and_nobody_to_say_it_to_are_refused) {
    employ();
    EXPECT_EQ(send({{"message", "  "}}).error(), "EMPTY_MESSAGE");
    EXPECT_EQ(send({{"message", "a"}}, "777").error(), "ACCESS_DENIED");
    EXPECT_EQ(send({{"message", "a"}}, "chat5").error(), "ACCESS_DENIED");
    EXPECT_EQ(send({{"message", "a"}}, "chat777").error(), "CHAT_NOT_FOUND");
    EXPECT_EQ(send({{"message", "a"}}, "chat2537").error(), "ACCESS_DENIED");
    EXPECT_EQ(send({{"message", "a"}, {"attach", {{{"NONSENSE", 1}}}}}).error(), "ATTACH_ERROR");
    EXPECT_EQ(send({{"message", "a"}, {"replyId", 1}}).error(), "REPLY_ERROR");
}

TEST_F(bots_test, long_words_are_cut_by_characters) {
    employ();
    std::string text;
    for (int i = 0; i < 20'001; ++i)
        text += "ы";
    const auto& kept = p.messages[sent({{"message", text}})].text;
    EXPECT_EQ(kept.size(), 40'000 + std::string_view(" (...)").size());
}

TEST_F(bots_test, invalid_buttons_vanish_and_none_left_is_an_error) {
    employ();
    const json::object keyboard{{"BUTTONS",
                                 {button("Да"),
                                  {{"TEXT", " "}, {"COMMAND", "dlg7"}},
                                  {{"TYPE", "NEWLINE"}},
                                  {{"TEXT", "без действия"}},
                                  {{"TEXT", "ссылка"}, {"LINK", "/task/1/"}},
                                  {{"TEXT", "опасно"}, {"LINK", "javascript:alert(1)"}}}}};
    const auto& kept = p.messages[sent({{"message", "?"}, {"keyboard", keyboard}})].keyboard.as_array();
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].at("BOT_ID"), bot_id);
    EXPECT_EQ(kept[0].at("DISPLAY"), "BLOCK");
    EXPECT_EQ(kept[2].at("LINK"), "/task/1/");
    const json::object hollow{{"BUTTONS", {{{"TEXT", "без действия"}}}}};
    EXPECT_EQ(send({{"message", "?"}, {"keyboard", hollow}}).error(), "KEYBOARD_ERROR");
}

TEST_F(bots_test, command_params_that_are_not_a_string_are_dropped) {
    employ();
    json::object number = button("Да");
    number["COMMAND_PARAMS"] = 5;
    const json::array buttons{number, button("Нет", "0")};
    const auto& kept = p.messages[sent({{"message", "?"}, {"keyboard", buttons}})].keyboard.as_array();
    EXPECT_EQ(kept[0].at("COMMAND_PARAMS"), "");
    EXPECT_EQ(kept[1].at("COMMAND_PARAMS"), "");
}

TEST_F(bots_test, updating_a_keyboard_without_bot_id_leaves_the_old_one) {
    employ();
    const auto id = sent({{"message", "?"}, {"keyboard", {button("Да")}}});
    EXPECT_EQ(update(id, {{"keyboard", {{"BUTTONS", {button("Нет")}}}}}).result().at("result"), true);
    EXPECT_EQ(p.messages[id].keyboard.at(0).at("TEXT"), "Да");
    update(id, {{"keyboard", {{"BOT_ID", bot_id}, {"BUTTONS", {button("Нет")}}}}});
    EXPECT_EQ(p.messages[id].keyboard.at(0).at("TEXT"), "Нет");
    update(id, {{"message", "Решено"}, {"keyboard", "N"}});
    EXPECT_TRUE(p.messages[id].keyboard.is_null());
    EXPECT_EQ(p.messages[id].text, "Решено");
}

TEST_F(bots_test, only_own_and_no_system_messages_can_be_edited) {
    employ();
    const auto system = sent({{"message", "?"}, {"system", true}});
    EXPECT_EQ(update(system, {{"message", "x"}}).error(), "MESSAGE_ACCESS_DENIED");
    EXPECT_EQ(update(1, {{"message", "x"}}).error(), "MESSAGE_NOT_FOUND");
    const auto foreign =
        does(maria, "say", {{"dialog", "456"}, {"text", "моё"}}).body.at("message").as_int64();
    EXPECT_EQ(update(foreign, {{"message", "x"}}).error(), "MESSAGE_ACCESS_DENIED");
}

TEST_F(bots_test, the_fetch_log_repeats_until_a_higher_offset_acknowledges) {
    employ();
    for (const char* text : {"раз", "два", "три"})
        does(maria, "say", {{"dialog", "456"}, {"text", text}});
    const auto all = events();
    const auto& list = all.at("events").as_array();
    ASSERT_EQ(list.size(), 4U);
    EXPECT_EQ(list[0].at("type"), "ONIMBOTV2JOINCHAT");
    EXPECT_EQ(list[1].at("type"), "ONIMBOTV2MESSAGEADD");
    EXPECT_EQ(events().at("events").as_array().size(), 4U);
    const auto second = list[2].at("eventId").as_int64();
    EXPECT_EQ(events(second).at("events").as_array().size(), 2U);
    EXPECT_EQ(events().at("events").as_array().size(), 2U);
    const auto next = all.at("nextOffset").as_int64();
    const auto empty = events(next);
    EXPECT_EQ(empty.at("events"), json::array());
    EXPECT_EQ(empty.at("nextOffset"), next);
    EXPECT_EQ(empty.at("hasMore"), false);
}

TEST_F(bots_test, the_fetch_log_says_more_when_the_page_is_full_and_forgets_after_a_day) {
    employ();
    does(maria, "say", {{"dialog", "456"}, {"text", "раз"}});
    EXPECT_EQ(events(0, 2).at("hasMore"), true);
    pass(25h);
    use_token_of(service_user);
    EXPECT_EQ(events().at("events"), json::array());
}

TEST_F(bots_test, an_event_may_race_with_the_nothing_pending_cache_of_offset_zero) {
    employ();
    EXPECT_EQ(events().at("events"), json::array());
    post("/control/faults", {{"events", {{"stale", 2}}}});
    does(maria, "say", {{"dialog", "456"}, {"text", "раз"}});  // a join and a message
    EXPECT_EQ(events().at("events"), json::array());
    EXPECT_EQ(events(1).at("events").as_array().size(), 2U);  // a positive offset looks past the cache
    pass(59s);
    EXPECT_EQ(events().at("events"), json::array());
    pass(1s);
    EXPECT_EQ(events().at("events").as_array().size(), 2U);
}

TEST_F(bots_test, an_event_that_does_not_race_is_seen_at_once) {
    employ();
    EXPECT_EQ(events().at("events"), json::array());
    does(maria, "say", {{"dialog", "456"}, {"text", "раз"}});
    EXPECT_EQ(events().at("events").as_array().size(), 2U);
}

TEST_F(bots_test, a_deleted_bot_is_not_found_and_hears_nothing_of_its_end) {
    employ();
    does(maria, "say", {{"dialog", "456"}, {"text", "раз"}});
    post("/control/act", {{"do", "delete_bot"}, {"bot", bot_id}});
    EXPECT_EQ(rest("imbot.v2.Event.get", {{"botId", bot_id}}).error(), "BOT_NOT_FOUND");
    EXPECT_TRUE(delivered().empty());
    EXPECT_NE(rest("imbot.v2.Bot.register", {{"fields", description("fetch")}}).result().at("bot").at("id"),
              bot_id);
}

TEST_F(bots_test, a_webhooks_bot_is_fetched_with_its_token_in_every_call) {
    const auto hook = [&](const char* method, json::object params, const char* bot_token = "0f3c") {
        if (*bot_token != 0)
            params["botToken"] = bot_token;
        return post(std::string("/rest/99/sandbox-webhook/") + method, params);
    };
    const auto made = hook("imbot.v2.Bot.register", {{"fields", description("fetch")}});
    ASSERT_EQ(made.result().at("bot").at("id"), bot_id);
    EXPECT_EQ(hook("imbot.v2.Command.register",
                   {{"botId", bot_id}, {"fields", {{"command", "dlg7"}, {"hidden", true}}}})
                  .status,
              200);
    const auto sent = hook("imbot.v2.Chat.Message.send",
                           {{"botId", bot_id},
                            {"dialogId", "27"},
                            {"fields", {{"message", "?"}, {"keyboard", json::array{button("Да")}}}}});
    does(maria, "press", {{"message", sent.result().at("id")}, {"button", 0}});
    const auto fetched = hook("imbot.v2.Event.get", {{"botId", bot_id}});
    EXPECT_EQ(fetched.result().at("events").at(0).at("type"), "ONIMBOTV2COMMANDADD");
    EXPECT_EQ(hook("imbot.v2.Event.get", {{"botId", bot_id}}, "").error(), "BOT_TOKEN_NOT_SPECIFIED");
    EXPECT_EQ(hook("imbot.v2.Event.get", {{"botId", bot_id}}, "other").error(), "BOT_OWNERSHIP_ERROR");
    EXPECT_EQ(rest("imbot.v2.Event.get", {{"botId", bot_id}}).error(), "BOT_OWNERSHIP_ERROR");
    const auto batched = hook("batch", {{"cmd",
                                         {{"e", "imbot.v2.Event.get?botId=456&botToken=0f3c&offset=1"},
                                          {"n", "imbot.v2.Event.get?botId=456"}}}});
    EXPECT_EQ(batched.result().at("result").at("e").at("events").as_array().size(), 1U);
    EXPECT_EQ(batched.result().at("result_error").at("n").at("error"), "BOT_TOKEN_NOT_SPECIFIED");
}

TEST_F(bots_test, a_press_in_a_private_dialog_is_fetched_without_a_chat) {
    employ();
    const auto id = sent({{"message", "?"}, {"keyboard", {button("Да", "a:7F")}}});
    EXPECT_EQ(does(maria, "press", {{"message", id}, {"button", 0}}).status, 200);
    const auto event = events().at("events").as_array().back();
    EXPECT_EQ(event.at("type"), "ONIMBOTV2COMMANDADD");
    const auto& data = event.at("data");
    EXPECT_EQ(data.at("chat"), json::array());
    EXPECT_EQ(data.at("user").at("id"), maria);
    EXPECT_EQ(data.at("message").at("id"), id);
    EXPECT_EQ(data.at("message").at("authorId"), bot_id);
    EXPECT_EQ(data.at("command"),
              (json::object{{"id", 78}, {"command", "/dlg7"}, {"params", "a:7F"}, {"context", "keyboard"}}));
}

TEST_F(bots_test, a_press_is_posted_to_the_webhook_as_strings_with_the_chat) {
    employ("webhook");
    const auto id = sent({{"message", "?"}, {"keyboard", {button("Да", "a:7F")}}});
    does(maria, "press", {{"message", id}, {"button", 0}});
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 1U);
    EXPECT_EQ(forms[0].at("event"), "ONIMBOTV2COMMANDADD");
    const auto& data = forms[0].at("data");
    EXPECT_EQ(data.at("command").at("params"), "a:7F");
    EXPECT_EQ(data.at("message").at("id"), json::value(std::to_string(id)));
    EXPECT_EQ(data.at("chat").at("dialogId"), "27");
    EXPECT_EQ(data.at("chat").at("type"), "private");
    EXPECT_EQ(data.at("user").at("bot"), "0");
    EXPECT_EQ(data.at("bot").at("auth").at("member_id"), json::value(p.app.member_id));
    EXPECT_EQ(forms[0].at("auth").at("application_token"), json::value(p.app.application_token));
}

TEST_F(bots_test, a_forged_press_needs_only_a_seat_in_the_chat_and_a_known_command) {
    employ();
    const auto id = sent({{"message", "без кнопок"}});
    const auto forge = [&](id_number user, const char* command) {
        return post("/control/act", {{"user", user},
                                     {"do", "forge_press"},
                                     {"message", id},
                                     {"command", command},
                                     {"params", "a:guessed"}});
    };
    EXPECT_EQ(forge(maria, "/dlg7").status, 200);
    EXPECT_EQ(forge(maria, "unknown").status, 400);
    EXPECT_EQ(forge(boris, "dlg7").status, 400);
    EXPECT_EQ(events().at("events").as_array().size(), 1U);
}

TEST_F(bots_test, a_typed_command_replaces_the_message_event) {
    employ();
    rest("imbot.v2.Command.register",
         {{"botId", bot_id}, {"fields", {{"command", "/my"}, {"title", {{"ru", "Мои"}}}}}});
    does(maria, "open", {{"dialog", "456"}});
    does(maria, "say", {{"dialog", "456"}, {"text", "вот:\n/my all tasks\n/my all tasks\n/unknown"}});
    const auto list = events().at("events").as_array();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[1].at("type"), "ONIMBOTV2COMMANDADD");
    EXPECT_EQ(list[1].at("data").at("command").at("params"), "all tasks");
    EXPECT_EQ(list[1].at("data").at("command").at("context"), "textarea");
    EXPECT_EQ(list[1].at("data").at("message").at("authorId"), maria);
}

TEST_F(bots_test, in_a_group_the_bot_hears_only_what_mentions_it) {
    employ();
    does(maria, "invite", {{"dialog", "chat5"}, {"person", bot_id}});
    const auto joined = events().at("events").as_array();
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(joined[0].at("data").at("dialogId"), "chat5");
    does(maria, "say", {{"dialog", "chat5"}, {"text", "без упоминания"}});
    does(maria, "say", {{"dialog", "chat5"}, {"text", "[USER=456]Помощник[/USER] отчёт"}});
    const auto list = events().at("events").as_array();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[1].at("data").at("chat").at("dialogId"), "chat5");
}

TEST_F(bots_test, a_command_of_the_bots_own_in_a_group_comes_back_to_it) {
    employ();
    does(maria, "invite", {{"dialog", "chat5"}, {"person", bot_id}});
    sent({{"message", "/dlg7 x"}}, "chat5");
    const auto last = events().at("events").as_array().back();
    EXPECT_EQ(last.at("type"), "ONIMBOTV2COMMANDADD");
    EXPECT_EQ(last.at("data").at("user").at("id"), bot_id);
}

TEST_F(bots_test, switching_to_the_webhook_wipes_what_was_not_fetched) {
    employ();
    does(maria, "say", {{"dialog", "456"}, {"text", "раз"}});
    rest("imbot.v2.Bot.update", {{"botId", bot_id}, {"fields", {{"eventMode", "webhook"}}}});
    EXPECT_EQ(events().at("events"), json::array());
}

TEST_F(bots_test, commands_are_registered_once_and_need_a_title_unless_hidden) {
    employ();
    const auto again = rest("imbot.v2.Command.register",
                            {{"botId", bot_id}, {"fields", {{"command", "/dlg7"}, {"hidden", false}}}});
    EXPECT_EQ(again.result().at("command").at("id"), 78);
    EXPECT_EQ(again.result().at("command").at("hidden"), true);
    const auto nameless =
        rest("imbot.v2.Command.register", {{"botId", bot_id}, {"fields", {{"command", "x"}}}});
    EXPECT_EQ(nameless.status, 400);
    EXPECT_EQ(rest("imbot.v2.Command.list", {{"botId", bot_id}}).result().at("commands").as_array().size(),
              1U);
}

TEST_F(bots_test, a_file_is_shown_as_a_message_and_checked_for_base64) {
    employ();
    const auto upload = [&](const char* content) {
        return rest("imbot.v2.File.upload", {{"botId", bot_id},
                                             {"dialogId", "27"},
                                             {"fields", {{"name", "week.png"}, {"content", content}}}});
    };
    EXPECT_EQ(upload("aGVsbG8=").result().at("file").at("size"), 5);
    EXPECT_EQ(upload("не base64").error(), "FILE_INVALID_CONTENT");
    EXPECT_EQ(upload("").error(), "FILE_EMPTY");
}

}  // namespace
}  // namespace sandbox
