// What an administrator pastes when he connects the bot without an address.
#include "bot/connect_command.hpp"

#include <gtest/gtest.h>

namespace bot {
namespace {

TEST(Connect, TheCodeIsReadFromTheAddressTheBrowserWasSentTo) {
    const auto answer = read_authorization_answer(
        "https://bot.example.com/"
        "?code=b%2F5c%2B1&state=St4te&domain=acme.bitrix24.ru&member_id=m&scope=task%2Cim"
        "&server_domain=oauth.bitrix24.tech",
        "St4te");
    EXPECT_EQ(answer.wrong, "");
    EXPECT_EQ(answer.code, "b/5c+1");
    EXPECT_EQ(read_authorization_answer("http://localhost:1/x?state=s&code=c#part", "s").code, "c");
}

TEST(Connect, AnotherLinksAnswerIsNotTaken) {
    for (const auto* address :
         {"https://bot.example.com/?code=c&state=other", "https://bot.example.com/?code=c",
          "https://bot.example.com/?code=c&state=", "https://bot.example.com/?code=c&state=s&state=x"}) {
        const auto answer = read_authorization_answer(address, "s");
        EXPECT_EQ(answer.code, "") << address;
        EXPECT_NE(answer.wrong.find("another link"), std::string::npos) << address;
    }
}

TEST(Connect, WhatIsNoAnswerSaysWhatToDo) {
    for (const auto* text :
         {"", "b5c1", "bot.example.com/?code=c&state=s", "https://bot example/?code=c&state=s"}) {
        const auto answer = read_authorization_answer(text, "s");
        EXPECT_EQ(answer.code, "") << text;
        EXPECT_NE(answer.wrong.find("no address"), std::string::npos) << text;
    }
    const auto denied =
        read_authorization_answer("https://bot.example.com/?error=access_denied&state=s", "s");
    EXPECT_EQ(denied.code, "");
    EXPECT_NE(denied.wrong.find("no code"), std::string::npos);
}

TEST(Connect, TheLinkGoesToThePortal) {
    EXPECT_EQ(authorization_link("acme.bitrix24.ru", "local.5f", "St4-_te"),
              "https://acme.bitrix24.ru/oauth/authorize/?client_id=local.5f&state=St4-_te");
    EXPECT_EQ(authorization_link("http://127.0.0.1:8090", "a&b=c", "s"),
              "http://127.0.0.1:8090/oauth/authorize/?client_id=a%26b%3Dc&state=s");
}

}  // namespace
}  // namespace bot
