#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/call.hpp"
#include "bot/wire/value.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

call call_of(std::string method, std::string_view params, bool v3 = false) {
    return {std::move(method), parsed(params).as_object(), v3};
}

std::string command(const std::vector<call>& calls, std::string_view key = "c0") {
    return to_text(at_path(parsed(encode_batch(calls, "/rest/", "").body), {"cmd", key}));
}

TEST(WireEncode, ACallIsJsonWithTheTokenInTheBody) {
    const auto request = encode(call_of("tasks.task.get", R"({"taskId":8017})"), "/rest/", "secret");
    EXPECT_EQ(request.target, "/rest/tasks.task.get.json");
    EXPECT_EQ(request.body, R"({"taskId":8017,"auth":"secret"})");
}

TEST(WireEncode, AWebhookNeedsNoToken) {
    const auto request = encode(call_of("profile", "{}"), "/rest/1/abc", "");
    EXPECT_EQ(request.target, "/rest/1/abc/profile.json");
    EXPECT_EQ(request.body, "{}");
}

TEST(WireEncode, V3LivesUnderApi) {
    EXPECT_EQ(encode(call_of("tasks.task.get", "{}", true), "/rest/", "t").target,
              "/rest/api/tasks.task.get");
    EXPECT_EQ(encode(call_of("tasks.task.get", "{}", true), "/rest/1/abc/", "").target,
              "/rest/api/1/abc/tasks.task.get");
}

TEST(WireEncode, ABatchIsAQueryForEachCallUnderNamesThatAreNoNumbers) {
    const auto request =
        encode_batch({call_of("tasks.task.get", R"({"taskId":8017,"select":["ID","DEADLINE"]})"),
                      call_of("server.time", "{}")},
                     "/rest/", "secret");
    EXPECT_EQ(request.target, "/rest/batch.json");
    EXPECT_EQ(request.body,
              R"({"halt":0,"cmd":{"c0":"tasks.task.get?taskId=8017&select%5B0%5D=ID&select%5B1%5D=DEADLINE",)"
              R"("c1":"server.time"},"auth":"secret"})");
}

TEST(WireEncode, ABatchWritesParametersAsPhpDoes) {
    EXPECT_EQ(command({call_of(
                  "m",
                  R"({"a":{"b":[{"c":1},{"c":2}]},"yes":true,"no":false,"none":null,"empty":[],"blank":"",
            "f":1.5})")}),
              "m?a%5Bb%5D%5B0%5D%5Bc%5D=1&a%5Bb%5D%5B1%5D%5Bc%5D=2&yes=1&no=0&none=&blank=&f=1.5E0");
    EXPECT_EQ(command({call_of("m", R"({"filter":{">=DATE":"2026-07-15T10:00:00+03:00","!DEADLINE":""}})")}),
              "m?filter%5B%3E%3DDATE%5D=2026-07-15T10%3A00%3A00%2B03%3A00&filter%5B%21DEADLINE%5D=");
    EXPECT_EQ(command({call_of("m", R"({"t":"a b#c&d=e%Я"})")}), "m?t=a%20b%23c%26d%3De%25%D0%AF");
}

TEST(WireEncode, AReferenceNamesAnEarlierCall) {
    auto chat = call_of("im.dialog.messages.get", "{}");
    chat.params["DIALOG_ID"] = reference("$result[c0][task][chatId]", "chat");
    EXPECT_EQ(command({call_of("a", "{}"), chat}, "c1"),
              "im.dialog.messages.get?DIALOG_ID=chat%24result%5Bc0%5D%5Btask%5D%5BchatId%5D");
}

TEST(WireEncode, ARelativeReferenceFollowsItsCall) {
    auto chat = call_of("m", "{}");
    chat.params["ID"] = reference("$result[c-2][task][chatId]");
    EXPECT_EQ(command({call_of("a", "{}"), call_of("b", "{}"), chat}, "c2"),
              "m?ID=%24result%5Bc0%5D%5Btask%5D%5BchatId%5D");
    EXPECT_EQ(command({call_of("a", "{}"), call_of("b", "{}"), call_of("b", "{}"), chat}, "c3"),
              "m?ID=%24result%5Bc1%5D%5Btask%5D%5BchatId%5D");
    EXPECT_THROW(command({call_of("a", "{}"), chat}), std::logic_error);
}

TEST(WireEncode, WordsThatABatchWouldExpandNeverGoIntoOne) {
    for (const auto* words : {"$result[c0]", "see $RESULT[x]", "$next", "$total[a]", "$Error", "$time[c1]"}) {
        call alive{"m", {}, false};
        alive.params["text"] = words;
        EXPECT_THROW(encode_batch({alive}, "/rest/", ""), std::logic_error) << words;
        EXPECT_NE(encode(alive, "/rest/", "").body.find(words), std::string::npos);
        call key{"m", {}, false};
        key.params[words] = 1;
        EXPECT_THROW(encode_batch({key}, "/rest/", ""), std::logic_error) << words;
    }
    EXPECT_NO_THROW(encode_batch({call_of("m", R"({"text":"5 $ resulting"})")}, "/rest/", ""));
}

TEST(WireEncode, WhatDoesNotFitIntoABatchIsOurMistake) {
    EXPECT_THROW(encode_batch({}, "/rest/", ""), std::logic_error);
    EXPECT_THROW(encode_batch(std::vector<call>(51, call_of("m", "{}")), "/rest/", ""), std::logic_error);
    EXPECT_NO_THROW(encode_batch(std::vector<call>(50, call_of("m", "{}")), "/rest/", ""));
    EXPECT_THROW(encode_batch({call_of("m", "{}", true)}, "/rest/", ""), std::logic_error);
    call lonely{"m", {}, false};
    lonely.params["a"].emplace_array().push_back(reference("$result[c0]"));
    EXPECT_THROW(encode(lonely, "/rest/", ""), std::logic_error);
}

}  // namespace
}  // namespace bot::wire
