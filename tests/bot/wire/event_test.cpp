#include "bot/wire/event.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <random>

#include "bot/wire/form.hpp"
#include "bot/wire/value.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

constexpr std::int64_t our_bot = 456;

event posted(std::string_view form) {
    const auto read = read_form(form);
    EXPECT_EQ(read.wrong, "");
    return read_event(read.tree, our_bot);
}

event fetched(std::string_view text) {
    return read_fetched(parsed(text), our_bot);
}

locale::instant moment(std::string_view text) {
    return parse_moment(text).value();
}

template <class Item>
Item only(const event& of) {
    EXPECT_EQ(of.items.size(), 1u);
    const auto* what = of.items.empty() ? nullptr : std::get_if<Item>(&of.items[0]);
    EXPECT_TRUE(what);
    return what ? *what : Item{};
}

TEST(WireEvent, ATaskThatWasTouchedIsMergedByItsNumber) {
    const auto update = posted(
        "event=ONTASKUPDATE&event_handler_id=459&data[FIELDS_BEFORE][ID]=123&data[FIELDS_AFTER][ID]=123"
        "&data[IS_ACCESSIBLE_BEFORE]=undefined&ts=1466439714&auth[member_id]=m&auth[application_token]=t&"
        "auth[user_id]=27");
    EXPECT_EQ(update.name, "ONTASKUPDATE");
    EXPECT_EQ(update.member_id, "m");
    EXPECT_EQ(update.application_token, "t");
    EXPECT_EQ(update.coalescing_key, "task:123");
    EXPECT_EQ(update.once_key, "");
    EXPECT_EQ(only<dialogs::task_touched>(update).task, 123);
    const auto added = posted("event=OnTaskAdd&data[FIELDS_BEFORE]=undefined&data[FIELDS_AFTER][ID]=124");
    EXPECT_EQ(only<dialogs::task_touched>(added).task, 124);
    EXPECT_EQ(added.application_token, "");
}

TEST(WireEvent, ADeletedTaskIsNeverMergedWithATouchedOne) {
    const auto gone = posted("event=ONTASKDELETE&data[FIELDS_BEFORE][ID]=123&data[FIELDS_AFTER]=undefined");
    EXPECT_EQ(only<dialogs::task_deleted>(gone).task, 123);
    EXPECT_EQ(gone.coalescing_key, "gone:123");
}

TEST(WireEvent, AnEditedMessageIsSaidAnewOncePerText) {
    const std::string form =
        "event=ONIMBOTV2MESSAGEUPDATE&data[bot][id]=456&data[message][id]=791&data[message][authorId]=27"
        "&data[chat][dialogId]=27&data[chat][type]=private&data[user][id]=27&data[message][text]=";
    const auto once = posted(form + "26.12");
    const auto said = only<dialogs::said>(once);
    EXPECT_TRUE(said.edited);
    EXPECT_EQ(said.text, "26.12");
    EXPECT_EQ(said.message, 791);
    EXPECT_EQ(once.once_key, posted(form + "26.12").once_key);
    EXPECT_NE(once.once_key, posted(form + "27.12").once_key) << "he may put it right once more";
    EXPECT_TRUE(posted(form).items.empty());
}

TEST(WireEvent, WhatMeansNothingToUsGivesNoItems) {
    for (const auto* form : {"event=ONTASKCOMMENTADD&data[FIELDS_AFTER][TASK_ID]=5&data[FIELDS_AFTER][ID]=0",
                             "event=ONTASKUPDATE&data[FIELDS_AFTER][ID]=undefined", "event=ONTASKUPDATE",
                             "event=ONAPPUNINSTALL&data[CLEAN]=1",
                             "event=ONIMBOTV2MESSAGEUPDATE&data[message][id]=5&data[user][id]=27",
                             "event=ONIMBOTV2DELETE", "", "event[]=x"})
        EXPECT_TRUE(posted(form).items.empty()) << form;
}

constexpr std::string_view webhook_message =
    "event=ONIMBOTV2MESSAGEADD&data[bot][id]=456&data[bot][auth][member_id]=bac1&data[bot][auth][application_"
    "token]=inner"
    "&data[message][id]=789&data[message][chatId]=5&data[message][authorId]=1&data[message][text]=Hello+bot!"
    "&data[message][isSystem]=0&data[chat][id]=5&data[chat][dialogId]=1&data[chat][type]=private&data[user]["
    "id]=1"
    "&data[user][bot]=0&data[language]=ru&ts=1772093963&auth[domain]=portal.bitrix24.ru&auth[application_"
    "token]=outer";

TEST(WireEvent, AWebhookMessageIsTrustedByItsTopLevelTokenOnly) {
    const auto message = posted(webhook_message);
    EXPECT_EQ(message.application_token, "outer");
    EXPECT_EQ(message.member_id, "bac1");
    EXPECT_EQ(message.once_key, "said:789");
    EXPECT_EQ(only<dialogs::said>(message),
              (dialogs::said{1, "1", 789, 0, "Hello bot!", false,
                             locale::instant(std::chrono::seconds(1772093963))}));
}

TEST(WireEvent, AFetchedMessageIsTheSameItem) {
    const auto message =
        fetched(R"({"eventId":1018,"type":"ONIMBOTV2MESSAGEADD","date":"2026-07-15T10:31:00+03:00","data":{
        "bot":{"id":456},"message":{"id":791,"chatId":77,"authorId":27,
        "text":"[USER=456 REPLACE]Guard[/USER] до пятницы","isSystem":false,
        "params":{"REPLY_ID":788,"FILE_ID":[12]}},"chat":{"id":77,"dialogId":"27","type":"private"},
        "user":{"id":27,"bot":false}}})");
    EXPECT_EQ(message.once_key, "said:791");
    EXPECT_EQ(only<dialogs::said>(message),
              (dialogs::said{27, "27", 791, 788, "до пятницы", true, moment("2026-07-15T10:31:00+03:00")}));
}

TEST(WireEvent, AMessageIsAsOldAsItSaysWhateverTheEventSays) {
    const auto at = [](const std::string& date) {
        return only<dialogs::said>(
                   fetched(R"({"type":"ONIMBOTV2MESSAGEADD","date":"2026-07-15T11:00:00+03:00","data":{
                "message":{"id":1,"text":"x","date":)" +
                           date + R"(},"user":{"id":27}}})"))
            .at;
    };
    EXPECT_EQ(at(R"("2026-07-15T10:31:00+03:00")"), moment("2026-07-15T10:31:00+03:00"));
    for (const char* none : {"null", R"("")", R"("yesterday")", "false", "[]"})
        EXPECT_EQ(at(none), moment("2026-07-15T11:00:00+03:00")) << none;
    EXPECT_EQ(only<dialogs::said>(
                  fetched(R"({"type":"ONIMBOTV2MESSAGEADD","data":{"message":{"id":1},"user":{"id":27}}})"))
                  .at,
              locale::instant{})
        << "nobody says when";
}

TEST(WireEvent, APressIsAsOldAsItsEventNotAsItsMessage) {
    const auto event = fetched(
        R"({"eventId":1,"type":"ONIMBOTV2COMMANDADD","date":"2026-07-15T10:30:00+03:00","data":{
        "command":{"command":"/dlg7","params":"b:T","context":"keyboard"},
        "message":{"id":790,"date":"2026-07-15T10:20:00+03:00"},"user":{"id":13}}})");
    EXPECT_EQ(only<dialogs::pressed>(event).at, moment("2026-07-15T10:30:00+03:00"));
}

TEST(WireEvent, InAGroupTheAnswerGoesToTheGroup) {
    const auto* in =
        R"({"type":"ONIMBOTV2MESSAGEADD","data":{"message":{"id":1,"chatId":5,"text":"x","params":[]},
        "user":{"id":27},"chat":)";
    const auto where = [&](const std::string& chat) {
        return only<dialogs::said>(fetched(in + chat + "}}")).dialog;
    };
    EXPECT_EQ(where(R"({"id":5,"dialogId":"chat5","type":"chat","messageType":"C"})"), "chat5");
    EXPECT_EQ(where(R"({"id":5,"type":"chat"})"), "chat5");
    EXPECT_EQ(where("[]"), "27");
    EXPECT_EQ(where(R"({"id":5,"dialogId":"456","type":"private"})"), "27");
    EXPECT_EQ(where(R"({"id":5,"dialogId":"27","messageType":"P"})"), "27");
    EXPECT_EQ(where(R"({"dialogId":"chat5]x"})"), "27");
}

TEST(WireEvent, MachinesAreNotListenedTo) {
    const auto message = [](const std::string& author, const std::string& user,
                            const std::string& more = "") {
        return fetched(
            R"({"type":"ONIMBOTV2MESSAGEADD","data":{"bot":{"id":456},"message":{"id":1,"authorId":)" +
            author + R"(,"text":"x")" + more + R"(},"user":)" + user + "}}");
    };
    EXPECT_TRUE(message("456", R"({"id":456})").items.empty());
    EXPECT_TRUE(message("456", R"({"id":27})").items.empty());
    EXPECT_TRUE(message("9", R"({"id":9,"bot":true})").items.empty());
    EXPECT_TRUE(message("0", "[]").items.empty());
    EXPECT_TRUE(message("27", R"({"id":27})", R"(,"isSystem":true)").items.empty());
    EXPECT_EQ(message("27", R"({"id":27})").items.size(), 1u);
}

std::string press(std::string_view params, std::string_view context = "keyboard",
                  std::string_view command = "/dlg7", std::string_view chat = "[]") {
    return R"({"eventId":1,"type":"ONIMBOTV2COMMANDADD","date":"2026-07-15T10:30:00+03:00",
        "data":{"bot":{"id":456},"command":{"id":78,"command":")" +
           std::string(command) + R"(","params":")" + std::string(params) + R"(","context":")" +
           std::string(context) +
           R"("},"message":{"id":790,"chatId":77,"authorId":456,"text":"Request #31"},"chat":)" +
           std::string(chat) + R"(,"user":{"id":13,"bot":false}}})";
}

TEST(WireEvent, APressInAPrivateChatHasNoChat) {
    const auto event = fetched(press("b:Zk3nQ0"));
    EXPECT_EQ(event.once_key, "press:13:Zk3nQ0:1") << "a repeated delivery is one press";
    EXPECT_EQ(only<dialogs::pressed>(event),
              (dialogs::pressed{13, "13", 790, "Zk3nQ0", moment("2026-07-15T10:30:00+03:00")}));
}

TEST(WireEvent, APressInAGroupAnswersThere) {
    EXPECT_EQ(only<dialogs::pressed>(
                  fetched(press("b:t", "KEYBOARD", "dlg7", R"({"id":5,"dialogId":"chat5","type":"chat"})")))
                  .dialog,
              "chat5");
}

TEST(WireEvent, AForgedPressIsAnUnknownToken) {
    EXPECT_EQ(only<dialogs::pressed>(fetched(press("b:"))).token, "");
    EXPECT_EQ(only<dialogs::pressed>(fetched(press("b:" + std::string(5000, 'x')))).token, "");
    EXPECT_EQ(only<dialogs::commanded>(fetched(press("a:x"))).command, "dlg7");
    EXPECT_EQ(only<dialogs::commanded>(fetched(press("b:x", "textarea"))).words, "b:x");
}

TEST(WireEvent, ATypedCommandIsTakenOnce) {
    const auto one = fetched(press(" 8017 завтра ", "textarea", "/Extend"));
    EXPECT_EQ(only<dialogs::commanded>(one), (dialogs::commanded{13, "13", 790, "extend", "8017 завтра"}));
    EXPECT_EQ(one.once_key, fetched(press("8017 завтра", "textarea", "/extend")).once_key);
    EXPECT_NE(one.once_key, fetched(press("8017 сегодня", "textarea", "/extend")).once_key);
    EXPECT_EQ(one.once_key.substr(0, 15), "cmd:790:extend:");
}

TEST(WireEvent, SeveralCommandsInOneEventAreSeveralItems) {
    const auto event = fetched(
        R"({"type":"ONIMBOTV2COMMANDADD","data":{"command":{"78":{"command":"/my","context":"textarea"},
        "79":{"command":"/help","context":"menu"}},"message":{"id":5},"user":{"id":13}}})");
    ASSERT_EQ(event.items.size(), 2u);
    EXPECT_EQ(std::get<dialogs::commanded>(event.items[0]).command, "my");
    EXPECT_EQ(std::get<dialogs::commanded>(event.items[1]).command, "help");
}

TEST(WireEvent, JoiningIsPrivateOrOfAGroup) {
    const auto group = posted(
        "event=ONIMBOTV2JOINCHAT&data[dialogId]=chat5&data[chat][id]=5&data[chat][type]=chat&data[user][id]="
        "27&ts=5");
    EXPECT_EQ(only<dialogs::joined>(group), (dialogs::joined{27, "chat5"}));
    EXPECT_EQ(group.once_key, "joined:chat5:27:5");
    const auto alone =
        posted("event=ONIMBOTV2JOINCHAT&data[dialogId]=456&data[chat][type]=private&data[user][id]=27");
    EXPECT_EQ(only<dialogs::joined>(alone), (dialogs::joined{27, "27"}));
    EXPECT_TRUE(posted("event=ONIMBOTV2JOINCHAT&data[dialogId]=chat5&data[user][id]=456").items.empty());
}

TEST(WireEvent, AnInstallationBringsCredentials) {
    const auto event = posted(
        "event=ONAPPINSTALL&data[VERSION]=1&auth[access_token]=a&auth[refresh_token]=r&auth[member_id]=m&"
        "auth[application_token]=t"
        "&auth[client_endpoint]=https://acme.bitrix24.ru/rest/&auth[server_endpoint]=https://"
        "oauth.bitrix24.tech/rest/&auth[user_id]=1");
    ASSERT_TRUE(event.installation);
    EXPECT_EQ(event.installation->access_token, "a");
    EXPECT_EQ(event.installation->refresh_token, "r");
    EXPECT_EQ(event.installation->client_endpoint, "https://acme.bitrix24.ru/rest/");
    EXPECT_EQ(event.installation->server_endpoint, "https://oauth.bitrix24.tech/rest/");
    EXPECT_EQ(event.installation->user, 1);
    EXPECT_FALSE(posted("event=ONTASKUPDATE&auth[access_token]=a").installation);
    EXPECT_FALSE(posted("event=ONAPPUPDATE&auth[member_id]=m").installation);
    EXPECT_TRUE(posted("event=ONAPPUPDATE&auth[access_token]=a").installation);
}

TEST(WireEvent, TheInstallationPageBringsCredentialsToo) {
    const auto form = read_form(
                          "AUTH_ID=a&AUTH_EXPIRES=3600&REFRESH_ID=r&SERVER_ENDPOINT=https://"
                          "oauth.bitrix24.tech/rest/&APPLICATION_TOKEN=t&member_id=m")
                          .tree;
    const auto page = read_installation_page(form, "DOMAIN=acme.bitrix24.ru&PROTOCOL=1&LANG=ru");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->client_endpoint, "https://acme.bitrix24.ru/rest/");
    EXPECT_EQ(page->access_token, "a");
    EXPECT_EQ(page->refresh_token, "r");
    EXPECT_EQ(page->application_token, "t");
    EXPECT_EQ(page->member_id, "m");
    EXPECT_EQ(read_installation_page(form, "DOMAIN=127.0.0.1:8090&PROTOCOL=0")->client_endpoint,
              "http://127.0.0.1:8090/rest/");
    EXPECT_FALSE(read_installation_page(form, ""));
    EXPECT_FALSE(read_installation_page(form, "DOMAIN=evil.com/x?&PROTOCOL=1"));
    EXPECT_FALSE(read_installation_page(form, "DOMAIN=a@b&PROTOCOL=1"));
    EXPECT_FALSE(read_installation_page(read_form("member_id=m").tree, "DOMAIN=acme.bitrix24.ru"));
}

// Values of every JSON type in every place an event may have one.
boost::json::value random_value(std::mt19937& random, int depth) {
    constexpr const char* keys[] = {"event",    "type",         "data",    "auth",    "bot",    "user",
                                    "message",  "chat",         "command", "params",  "id",     "text",
                                    "dialogId", "FIELDS_AFTER", "ID",      "context", "chatId", "0"};
    constexpr const char* texts[] = {"ONTASKUPDATE",
                                     "ONIMBOTV2MESSAGEADD",
                                     "ONIMBOTV2COMMANDADD",
                                     "ONIMBOTV2JOINCHAT",
                                     "ONAPPINSTALL",
                                     "27",
                                     "/dlg7",
                                     "keyboard",
                                     "b:x",
                                     "chat5",
                                     "private",
                                     "",
                                     "\xFF[USER=456"};
    switch (random() % (depth > 4 ? 5 : 8)) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>(random()) - 5;
        case 3:
        case 4:
            return texts[random() % std::size(texts)];
        case 5: {
            boost::json::array list;
            for (auto left = random() % 3; left > 0; --left)
                list.push_back(random_value(random, depth + 1));
            return list;
        }
        default: {
            boost::json::object members;
            for (auto left = random() % 8; left > 0; --left)
                members[keys[random() % std::size(keys)]] = random_value(random, depth + 1);
            return members;
        }
    }
}

// Mostly right, with a few members that are not.
boost::json::value nearly_an_event(std::mt19937& random) {
    auto tree =
        parsed(R"({"data":{"bot":{"id":456},"command":{"command":"/dlg7","params":"b:x","context":"keyboard"},
        "message":{"id":1,"chatId":5,"authorId":27,"text":"x","params":{}},"chat":{"id":5,"dialogId":"chat5"},
        "user":{"id":27,"bot":false},"FIELDS_AFTER":{"ID":5}},"auth":{"member_id":"m"}})");
    constexpr const char* names[] = {"ONTASKUPDATE", "ONIMBOTV2MESSAGEADD", "ONIMBOTV2COMMANDADD",
                                     "ONIMBOTV2JOINCHAT", "ONAPPINSTALL"};
    auto& members = tree.as_object();
    const auto* name = names[random() % std::size(names)];
    members["event"] = name;
    members["type"] = name;
    for (auto changes = random() % 3; changes > 0; --changes) {
        auto* here = &members;
        while (random() % 4 != 0) {
            auto& next = (here->begin() + static_cast<std::ptrdiff_t>(random() % here->size()))->value();
            if (!next.is_object() || next.get_object().empty())
                break;
            here = &next.get_object();
        }
        (here->begin() + static_cast<std::ptrdiff_t>(random() % here->size()))->value() =
            random_value(random, 3);
    }
    return tree;
}

TEST(WireEvent, NoTreeMakesItThrow) {
    std::mt19937 random(42);
    std::size_t items = 0;
    for (int round = 0; round < 5000; ++round) {
        const auto tree = round % 3 == 0 ? random_value(random, 0) : nearly_an_event(random);
        for (const auto& what : {read_event(tree, our_bot), read_fetched(tree, 0)})
            for (const auto& item : what.items) {
                ++items;
                ASSERT_TRUE(load_item(store_item(item)));
            }
        read_installation_page(tree, "DOMAIN=a");
    }
    EXPECT_GT(items, 1000u) << "the trees are worth reading";
}

}  // namespace
}  // namespace bot::wire
