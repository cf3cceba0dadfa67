#include "bot/wire/outgoing.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

dialogs::button press(std::string label, std::string token,
                      dialogs::button_colour colour = dialogs::button_colour::base) {
    dialogs::button what;
    what.label = std::move(label);
    what.token = std::move(token);
    what.colour = colour;
    return what;
}

dialogs::button link(std::string label, std::string to) {
    dialogs::button what;
    what.label = std::move(label);
    what.link = std::move(to);
    return what;
}

std::string params(const call& of) {
    return boost::json::serialize(of.params);
}

TEST(WireOutgoing, AMessageCarriesItsUuidAndNoPreview) {
    const auto sent =
        send_message(456, "27", {"Срок [b]снова[/b]", {}}, "3f2c8a10-5b1e-4a3c-9d2e-0a1b2c3d4e5f");
    EXPECT_EQ(sent.method, "imbot.v2.Chat.Message.send");
    EXPECT_EQ(params(sent),
              R"({"botId":456,"dialogId":"27","fields":{"message":"Срок [b]снова[/b]","urlPreview":false,)"
              R"("templateId":"3f2c8a10-5b1e-4a3c-9d2e-0a1b2c3d4e5f"}})");
}

TEST(WireOutgoing, ButtonsAreHiddenCommandsInRows) {
    const dialogs::message card{"?",
                                {{press("Yes", "tok1", dialogs::button_colour::primary),
                                  press("No", "tok2", dialogs::button_colour::alert)},
                                 {link("Open", "/company/personal/user/27/tasks/task/view/8017/")}}};
    EXPECT_EQ(
        boost::json::serialize(at_path(send_message(456, "27", card, "u").params, {"fields", "keyboard"})),
        R"({"BOT_ID":456,"BUTTONS":[)"
        R"({"TEXT":"Yes","COMMAND":"dlg7","COMMAND_PARAMS":"b:tok1","BG_COLOR_TOKEN":"primary",)"
        R"("DISPLAY":"LINE"},)"
        R"({"TEXT":"No","COMMAND":"dlg7","COMMAND_PARAMS":"b:tok2","BG_COLOR_TOKEN":"alert",)"
        R"("DISPLAY":"LINE"},)"
        R"({"TYPE":"NEWLINE"},)"
        R"({"TEXT":"Open","LINK":"/company/personal/user/27/tasks/task/view/8017/",)"
        R"("BG_COLOR_TOKEN":"base","DISPLAY":"LINE"}]})");
}

TEST(WireOutgoing, AButtonThePortalWouldDropIsLeftOut) {
    const dialogs::message card{
        "?", {{press(" ", "t"), press("No token", "")}, {link("Bad", "javascript:x"), press("Good", "t")}}};
    const auto sent = send_message(1, "2", card, "u");
    EXPECT_EQ(elements(at_path(sent.params, {"fields", "keyboard", "BUTTONS"})).size(), 1u);
    const auto none = send_message(1, "2", {"?", {{press("", "t")}}}, "u");
    EXPECT_TRUE(at_path(none.params, {"fields", "keyboard"}).is_null());
}

TEST(WireOutgoing, AnUpdateWithoutRowsTakesTheKeyboardAway) {
    EXPECT_EQ(
        params(update_message(456, 789, {"Done", {}})),
        R"({"botId":456,"messageId":789,"fields":{"message":"Done","urlPreview":false,"keyboard":"N"}})");
    const auto kept = update_message(456, 789, {"Again", {{press("Yes", "t")}}});
    EXPECT_EQ(to_int(at_path(kept.params, {"fields", "keyboard", "BOT_ID"})), 456);
}

TEST(WireOutgoing, LongTextsAreCutWithoutSplittingACharacter) {
    std::string text;
    for (int i = 0; i < 25000; ++i)
        text += "ё";
    const auto sent = to_text(at_path(send_message(1, "2", {text, {}}, "u").params, {"fields", "message"}));
    EXPECT_TRUE(locale::is_utf8(sent));
    EXPECT_EQ(sent.size(), 19999 * 2 + 3u);
}

TEST(WireOutgoing, ADeadlineIsWrittenAloneInWholeMinutesWithAnOffset) {
    EXPECT_EQ(params(write_deadline(8017, locale::instant(1758787261s))),
              R"({"taskId":8017,"fields":{"DEADLINE":"2025-09-25T08:01:00+00:00"}})");
    EXPECT_EQ(params(write_deadline(8017, std::nullopt)), R"({"taskId":8017,"fields":{"DEADLINE":""}})");
}

TEST(WireOutgoing, TheIdOfASentMessageIsReadOrZero) {
    EXPECT_EQ(sent_message(*parse_json(R"({"id":789,"uuidMap":[]})")), 789);
    EXPECT_EQ(sent_message(*parse_json(R"({"id":null})")), 0);
}

TEST(WireOutgoing, AStoredMessageComesBackWithoutItsBindings) {
    dialogs::message card{"Text «$result[a]» 😀\n2",
                          {{press("Yes", "t", dialogs::button_colour::alert)}, {}, {link("Open", "/x")}}};
    EXPECT_EQ(load_message(store_message(card)), card);
    card.rows[0][0].binding.action = "approve";
    EXPECT_EQ(load_message(store_message(card)).rows[0][0].binding, dialogs::button_binding{});
    for (const auto* foreign : {"", "{}", "[]", R"({"text":"x","rows":[[{"label":"x","colour":9}]]})"})
        EXPECT_THROW(load_message(foreign), std::logic_error) << foreign;
}

TEST(WireOutgoing, BrokenBytesOfATextStayReadable) {
    const auto stored = store_message({"a\xFFz", {}});
    EXPECT_EQ(load_message(stored).text, "a\uFFFDz");
    EXPECT_TRUE(locale::is_utf8(params(send_message(1, "2", {"a\xFFz", {}}, "u"))));
}

TEST(WireOutgoing, ANoteIsACommentOrAMessageInTheTasksChat) {
    dialogs::left_note note;
    note.task = 8017;
    note.text = "Срок перенесён";
    for (const bool v3 : {false, true}) {
        const auto comment = leave_note(note, v3);
        EXPECT_EQ(comment.method, "task.commentitem.add");
        EXPECT_EQ(params(comment), R"({"TASKID":8017,"FIELDS":{"POST_MESSAGE":"Срок перенесён"}})");
    }
    EXPECT_EQ(look_for_note(note).method, "task.commentitem.getlist");
    note.chat = 2537;
    EXPECT_EQ(leave_note(note, false).method, "task.commentitem.add") << "still works there";
    const auto message = leave_note(note, true);
    EXPECT_EQ(message.method, "tasks.task.chat.message.send");
    EXPECT_TRUE(message.v3);
    EXPECT_EQ(params(message), R"({"fields":{"taskId":8017,"text":"Срок перенесён"}})");
    EXPECT_EQ(look_for_note(note).method, "im.dialog.messages.get");
}

}  // namespace
}  // namespace bot::wire
