// How portals want to be spoken to of bots: protocol 4.1, 4.15.
#include "bot/wire/dialect.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/outgoing.hpp"
#include "bot/wire/setup.hpp"
#include "bot/wire/value.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

constexpr auto handler = "https://bot.example.com/event/abc";

dialect of_webhook() {
    return {"0f3c0f3c0f3c0f3c0f3c0f3c0f3c0f3c", false, ""};
}
dialect old_one() {
    return {"", true, handler};
}
call asks(std::string method, const char* params) {
    return {std::move(method), parsed(params).as_object(), false};
}
// In any order of members.
testing::AssertionResult is(const json::value& what, const char* expected) {
    if (what == parsed(expected))
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << json::serialize(what);
}
bot_card a_card(std::string webhook_url) {
    bot_card card;
    card.name = "Помощник по срокам";
    card.work_position = "Сроки";
    card.webhook_url = std::move(webhook_url);
    return card;
}

TEST(WireDialect, AnApplicationSpeaksPlainly) {
    const auto plain = register_bot(a_card(handler));
    const auto said = spoken(plain, {});
    EXPECT_EQ(said.method, plain.method);
    EXPECT_TRUE(said.params == plain.params);
    EXPECT_TRUE(is(understood(parsed(R"({"bot":{"id":456}})"), plain, {}), R"({"bot":{"id":456}})"));
}

TEST(WireDialect, AWebhookNamesItsTokenInEveryCallAboutBots) {
    for (const auto& plain :
         {get_revision(), list_bots(), update_bot(456, a_card("")), register_commands(456)[0],
          asks("imbot.v2.Event.get", R"({"botId":456,"offset":1})"),
          asks("imbot.v2.Chat.Message.send", R"({"botId":456,"dialogId":"27","fields":{}})")}) {
        const auto said = spoken(plain, of_webhook());
        EXPECT_EQ(said.method, plain.method);
        EXPECT_EQ(to_text(at(said.params, "botToken")), of_webhook().bot_token) << plain.method;
    }
    const auto registering = spoken(register_bot(a_card("")), of_webhook());  // T45: at both levels
    EXPECT_EQ(to_text(at(registering.params, "botToken")), of_webhook().bot_token);
    EXPECT_EQ(to_text(at(at(registering.params, "fields"), "botToken")), of_webhook().bot_token);
}

TEST(WireDialect, NothingElseIsToldTheToken) {
    for (const auto& how : {of_webhook(), old_one()})
        for (const auto* method : {"tasks.task.update", "user.get", "im.v2.Chat.Message.list", "batch"}) {
            const auto plain = asks(method, R"({"taskId":1})");
            EXPECT_EQ(spoken(plain, how).method, method);
            EXPECT_TRUE(spoken(plain, how).params == plain.params) << method;
        }
}

TEST(WireDialect, ABotIsRegisteredTheOldWay) {
    const auto said = spoken(register_bot(a_card(handler)), old_one());
    EXPECT_EQ(said.method, "imbot.register");
    EXPECT_TRUE(is(said.params, R"({"CODE":"deadline_guard","TYPE":"B",
        "EVENT_HANDLER":"https://bot.example.com/event/abc","OPENLINE":"N","PROPERTIES":{
        "NAME":"Помощник по срокам","LAST_NAME":"","WORK_POSITION":"Сроки","COLOR":"AZURE",
        "PERSONAL_GENDER":"M"}})"));
    const auto updating = spoken(update_bot(567, a_card(handler)), old_one());
    EXPECT_EQ(updating.method, "imbot.update");
    EXPECT_EQ(to_int(at(updating.params, "BOT_ID")), 567);
    EXPECT_EQ(to_text(at_path(updating.params, {"FIELDS", "EVENT_HANDLER"})), handler);
    EXPECT_TRUE(at(at(updating.params, "FIELDS"), "PROPERTIES") == at(said.params, "PROPERTIES"));
}

TEST(WireDialect, ItsAnswersAreUnderstood) {
    const auto registering = register_bot(a_card(handler));
    for (const auto* scalar : {"567", R"("567")"}) {
        const auto is = read_bot(understood(parsed(scalar), registering, old_one()));
        EXPECT_EQ(is.id, 567);
        EXPECT_EQ(is.event_mode, "webhook");
    }
    EXPECT_EQ(read_bot(understood(parsed("false"), registering, old_one())).id, 0);
    const auto sending = asks("imbot.v2.Chat.Message.send", "{}");
    EXPECT_TRUE(is(understood(parsed("84331"), sending, old_one()), R"({"id":84331})"));
    EXPECT_TRUE(is(understood(parsed("true"), update_bot(1, a_card("")), old_one()), "true"));
}

TEST(WireDialect, CommandsAreRegisteredTheOldWay) {
    const auto all = register_commands(567);
    const auto help = spoken(all.front(), old_one()), buttons = spoken(all.back(), old_one());
    EXPECT_EQ(help.method, "imbot.command.register");
    EXPECT_EQ(to_int(at(help.params, "BOT_ID")), 567);
    EXPECT_EQ(to_text(at(help.params, "COMMAND")), "help");
    EXPECT_EQ(to_text(at(help.params, "COMMON")), "N");
    EXPECT_EQ(to_text(at(help.params, "HIDDEN")), "N");
    EXPECT_EQ(to_text(at(help.params, "EVENT_COMMAND_ADD")), handler);
    const auto words = elements(at(help.params, "LANG"));
    ASSERT_EQ(words.size(), 2u);
    EXPECT_EQ(to_text(at(*words[0], "LANGUAGE_ID")), "ru");
    EXPECT_EQ(to_text(at(*words[1], "LANGUAGE_ID")), "en");
    for (const auto* each : words)
        EXPECT_NE(to_text(at(*each, "TITLE")), "");
    EXPECT_EQ(to_text(at(buttons.params, "COMMAND")), button_command);
    EXPECT_EQ(to_text(at(buttons.params, "HIDDEN")), "Y");
}

TEST(WireDialect, MessagesKeepTheirWordsAndButtons) {
    const auto sent = spoken(asks("imbot.v2.Chat.Message.send",
                                  R"({"botId":567,"dialogId":"chat5","fields":{"message":"Срок [b]снова[/b]",
                                  "keyboard":[{"TEXT":"Одобрить"}],"templateId":"u"}})"),
                             old_one());
    EXPECT_EQ(sent.method, "imbot.message.add");
    EXPECT_TRUE(is(sent.params, R"({"BOT_ID":567,"DIALOG_ID":"chat5","MESSAGE":"Срок [b]снова[/b]",
        "URL_PREVIEW":"N","KEYBOARD":[{"TEXT":"Одобрить"}]})"));
    const auto rewritten =
        spoken(asks("imbot.v2.Chat.Message.update",
                    R"({"botId":567,"messageId":9,"fields":{"message":"x","keyboard":"N"}})"),
               old_one());
    EXPECT_EQ(rewritten.method, "imbot.message.update");
    // T57: without BOT_ID the old buttons may stay.
    EXPECT_TRUE(is(rewritten.params,
                   R"({"BOT_ID":567,"MESSAGE_ID":9,"MESSAGE":"x","URL_PREVIEW":"N","KEYBOARD":"N"})"));
    const auto bare =
        spoken(asks("imbot.v2.Chat.Message.send", R"({"botId":5,"fields":{"message":"x"}})"), old_one());
    EXPECT_FALSE(bare.params.contains("KEYBOARD"));
}

}  // namespace
}  // namespace bot::wire
