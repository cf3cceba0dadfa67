// Events of bots of the old platform, as they are posted (4.15), and what they mean to us.
#include "bot/wire/legacy_event.hpp"

#include <gtest/gtest.h>

#include "bot/wire/event.hpp"
#include "bot/wire/form.hpp"

namespace bot::wire {
namespace {

constexpr std::int64_t our_bot = 567;
constexpr locale::instant posted_at{std::chrono::seconds(1771928985)};

event posted(const std::string& form, std::int64_t bot = our_bot) {
    const auto read = read_form(form);
    EXPECT_EQ(read.wrong, "");
    return read_event(read.tree, bot);
}

std::string message(const std::string& rest) {
    return "event=ONIMBOTMESSAGEADD&data[BOT][567][access_token]=bot-token&data[BOT][567][BOT_ID]=567"
           "&data[PARAMS][MESSAGE]=%D0%B7%D0%B0%D0%B2%D1%82%D1%80%D0%B0&data[PARAMS][FROM_USER_ID]=27"
           "&data[PARAMS][TO_USER_ID]=567&data[PARAMS][TO_CHAT_ID]=1407&data[PARAMS][MESSAGE_ID]=84331"
           "&ts=1771928985&auth[member_id]=m&auth[application_token]=t" +
           rest;
}
const std::string in_private =
    "&data[PARAMS][MESSAGE_TYPE]=P&data[PARAMS][CHAT_TYPE]=P&data[PARAMS][DIALOG_ID]=27&data[PARAMS][SYSTEM]="
    "N"
    "&data[USER][ID]=27&data[USER][IS_BOT]=N";

TEST(WireLegacyEvent, AMessageIsWhatSomebodySaid) {
    const auto what = posted(message(in_private));
    EXPECT_EQ(what.name, "ONIMBOTV2MESSAGEADD");
    EXPECT_EQ(what.application_token, "t");
    EXPECT_EQ(what.member_id, "m");
    EXPECT_EQ(what.once_key, "said:84331");
    ASSERT_EQ(what.items.size(), 1u);
    EXPECT_EQ(std::get<dialogs::said>(what.items[0]),
              (dialogs::said{27, "27", 84331, 0, "завтра", false, posted_at}));
}

TEST(WireLegacyEvent, InAGroupTheAnswerGoesToTheGroup) {
    const auto what =
        posted(message("&data[PARAMS][MESSAGE_TYPE]=C&data[PARAMS][CHAT_TYPE]=C"
                       "&data[PARAMS][DIALOG_ID]=chat1157&data[USER][ID]=27"));
    ASSERT_EQ(what.items.size(), 1u);
    EXPECT_EQ(std::get<dialogs::said>(what.items[0]).dialog, "chat1157");
}

TEST(WireLegacyEvent, MachinesAndSystemMessagesAreNotHeard) {
    EXPECT_TRUE(
        posted(message("&data[USER][ID]=31&data[USER][IS_BOT]=Y&data[PARAMS][DIALOG_ID]=31")).items.empty());
    EXPECT_TRUE(posted(message("&data[USER][ID]=567&data[PARAMS][DIALOG_ID]=567")).items.empty());
    EXPECT_TRUE(posted(message("&data[USER][ID]=27&data[PARAMS][DIALOG_ID]=27&data[PARAMS][SYSTEM]=Y"))
                    .items.empty());
}

std::string commands(const std::string& more) {
    return "event=ONIMCOMMANDADD&data[PARAMS][DIALOG_ID]=27&data[PARAMS][MESSAGE_TYPE]=P"
           "&data[PARAMS][FROM_USER_ID]=27&data[PARAMS][MESSAGE_ID]=84340&data[USER][ID]=27&ts=1771928990"
           "&auth[application_token]=t" +
           more;
}
std::string command(int id, const std::string& name, const std::string& words, const std::string& context) {
    const auto of = "&data[COMMAND][" + std::to_string(id) + "]";
    return of + "[BOT_ID]=567" + of + "[COMMAND]=" + name + of + "[COMMAND_ID]=" + std::to_string(id) + of +
           "[COMMAND_PARAMS]=" + words + of + "[COMMAND_CONTEXT]=" + context + of + "[MESSAGE_ID]=84340";
}

TEST(WireLegacyEvent, APressOfAButtonIsThePressers) {
    const auto what = posted(commands(command(78, "dlg7", "b:Zk3nQ0", "KEYBOARD")));
    EXPECT_EQ(what.name, "ONIMBOTV2COMMANDADD");
    ASSERT_EQ(what.items.size(), 1u);
    EXPECT_EQ(std::get<dialogs::pressed>(what.items[0]),
              (dialogs::pressed{27, "27", 84340, "Zk3nQ0", posted_at + std::chrono::seconds(5)}));
    EXPECT_EQ(what.once_key, posted(commands(command(78, "dlg7", "b:Zk3nQ0", "KEYBOARD"))).once_key);
    EXPECT_NE(what.once_key, posted(commands(command(78, "dlg7", "b:other", "KEYBOARD"))).once_key);
}

TEST(WireLegacyEvent, EachCommandOfAMessageIsOne) {
    const auto what =
        posted(commands(command(78, "extend", "8017", "TEXTAREA") + command(79, "my", "", "TEXTAREA")));
    ASSERT_EQ(what.items.size(), 2u);
    EXPECT_EQ(std::get<dialogs::commanded>(what.items[0]),
              (dialogs::commanded{27, "27", 84340, "extend", "8017"}));
    EXPECT_EQ(std::get<dialogs::commanded>(what.items[1]), (dialogs::commanded{27, "27", 84340, "my", ""}));
}

TEST(WireLegacyEvent, TheBotIsGreetedWhereItWasInvited) {
    const auto alone = posted(
        "event=ONIMBOTJOINCHAT&data[BOT][567][BOT_ID]=567&data[PARAMS][CHAT_TYPE]=P"
        "&data[PARAMS][USER_ID]=27&data[PARAMS][DIALOG_ID]=27&ts=1");
    ASSERT_EQ(alone.items.size(), 1u);
    EXPECT_EQ(std::get<dialogs::joined>(alone.items[0]), (dialogs::joined{27, "27"}));
    const auto group = posted(
        "event=ONIMBOTJOINCHAT&data[PARAMS][CHAT_TYPE]=C&data[PARAMS][DIALOG_ID]=chat1157"
        "&data[USER][ID]=27&ts=1");
    ASSERT_EQ(group.items.size(), 1u);
    EXPECT_EQ(std::get<dialogs::joined>(group.items[0]), (dialogs::joined{27, "chat1157"}));
}

TEST(WireLegacyEvent, OthersEventsAreLeftAlone) {
    EXPECT_FALSE(retold("ONTASKUPDATE", {}));
    EXPECT_FALSE(retold("ONIMBOTV2MESSAGEADD", {}));
    EXPECT_TRUE(retold("ONIMCOMMANDADD", {})->data.empty());
    for (const auto* nothing : {"event=ONIMBOTMESSAGEADD", "event=ONIMCOMMANDADD&data[COMMAND]=x",
                                "event=ONIMBOTJOINCHAT&data=1", "event=ONIMBOTDELETE&data[BOT_ID]=567"})
        EXPECT_TRUE(posted(nothing, 0).items.empty()) << nothing;
}

}  // namespace
}  // namespace bot::wire
