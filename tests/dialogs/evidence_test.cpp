#include "dialogs/evidence.hpp"

#include <gtest/gtest.h>

#include "story.hpp"

using namespace dialogs;
using namespace company;

TEST(OwnWords, AreTheTextWithoutDress) {
    EXPECT_EQ(own_words(" [b]клиент[/b] [color=#ff0000]заболел[/color] "), "клиент заболел");
    EXPECT_EQ(own_words("см. [url=https://a.ru/x]письмо[/url]"), "см. письмо");
}

TEST(OwnWords, AreNotThoseOfOthers) {
    EXPECT_EQ(own_words("[USER=13 REPLACE]Борис Петров[/USER] ok"), "ok");
    EXPECT_EQ(own_words("[QUOTE]клиент заболел[QUOTE]x[/QUOTE] и ещё[/QUOTE]да"), "да");
    EXPECT_EQ(own_words(">>клиент заболел\nда"), "да");
    const std::string dashes(54, '-');
    EXPECT_EQ(own_words(dashes + "\nБорис [10:00]\nклиент заболел\n" + dashes + "\nда"), "да");
}

TEST(OwnWords, SurviveTagsThatAreNotClosed) {
    EXPECT_EQ(own_words("[USER=13] клиент заболел"), "клиент заболел");
    EXPECT_EQ(own_words(std::string(54, '-') + "\nклиент заболел"), "клиент заболел");
    EXPECT_EQ(own_words("[/user]клиент заболел[b"), "клиент заболел[b");
}

TEST(OwnWords, KeepBracketsAPersonTyped) {
    EXPECT_EQ(own_words("[срочно] клиент [не] пришёл [ok]"), "[срочно] клиент [не] пришёл [ok]");
}

TEST(OwnWords, OfHostileTextAreFoundWithoutWaiting) {
    EXPECT_EQ(own_words(std::string(200'000, '[')).size(), 200'000U);
    std::string nested;
    for (int depth = 0; depth < 20'000; ++depth)
        nested += "[quote]";
    EXPECT_EQ(own_words(nested + "клиент"), "клиент");
    EXPECT_EQ(own_words("\xFF[b]\xC3"), "\uFFFD\uFFFD");
}

TEST(Reason, NeedsLettersEnough) {
    rules held_to;
    EXPECT_TRUE(says_something("болен", held_to));
    EXPECT_FALSE(says_something("ждём", held_to));
    EXPECT_FALSE(says_something("12345 ...... !!!", held_to));
    held_to.reason_min_letters = 0;
    EXPECT_FALSE(says_something("", held_to)) << "silence is never a reason";
}

TEST(Reason, IsNotOneLetterAgainAndAgain) {
    EXPECT_FALSE(says_something("ааааааАААА", rules{}));
    EXPECT_FALSE(says_something("а а а а а, а!", rules{}));
}

namespace {

history_row change_at(std::string_view at) {
    history_row row;
    row.author = maria;
    row.at = when(at);
    return row;
}

}  // namespace

TEST(Reason, OfSeveralRemarksIsTheNearest) {
    const std::vector<remark> talk{{"c1", maria, when("mon 10:01"), "добрый день"},
                                   {"c2", maria, when("mon 10:04"), "клиент заболел"},
                                   {"c3", boris, when("mon 10:05"), "хорошо, переносите"},
                                   {"c4", maria, when("mon 10:07"), "спасибо большое"}};
    const auto* found = reason_for(change_at("mon 10:05"), {talk}, {}, rules{});
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->key, "c2");
    EXPECT_EQ(reason_for(change_at("mon 10:05"), {talk}, {"c2"}, rules{})->key, "c1");
    EXPECT_EQ(reason_for(change_at("mon 10:05"), {talk}, {"c1", "c2"}, rules{}), nullptr);
}

TEST(Reason, IsNeverFoundForNobody) {
    auto change = change_at("mon 10:05");
    change.author = nobody;
    const std::vector<remark> system{{"m1", nobody, when("mon 10:04"), "срок изменён на вторник"}};
    EXPECT_EQ(reason_for(change, {system}, {}, rules{}), nullptr);
}

namespace {

// Whether these words, written a minute before the move, are its reason.
bool is_reason(std::string words, std::vector<std::string> titles = {}, std::vector<left_note> notes = {}) {
    const std::vector<remark> remarks{{"c1", maria, when("mon 10:04"), std::move(words)}};
    const talk about{remarks, std::move(titles), std::move(notes)};
    return reason_for(change_at("mon 10:05"), about, {}, rules{}) != nullptr;
}

}  // namespace

TEST(Reason, IsNotTheTitleOfTheTask) {
    const std::vector<std::string> titles{"Согласовать замер с ООО \"Ромашка\" [срочно]",
                                          "Call the client: visit"};
    for (const std::string copy :
         {"Согласовать замер с ООО \"Ромашка\" [срочно]", "согласовать замер с ооо ромашка, срочно!",
          "СОГЛАСОВАТЬ\nзамер  с ООО «Ромашка» (срочно)", "[b]call the client[/b] - VISIT"})
        EXPECT_FALSE(is_reason(copy, titles)) << copy;
    EXPECT_TRUE(is_reason("Согласовать замер с ООО Ромашка срочно не вышло", titles));
    EXPECT_TRUE(is_reason("The client asked to call later", titles));
}

TEST(Reason, IsNotWhatTheBotSays) {
    EXPECT_FALSE(
        is_reason("⏱ Срок задачи «Замер» снова [b]пт 18.12, 18:00[/b].\n"
                  "В переносе на вт 22.12, 18:00 (+2 рабочих дня) не указана причина."));
    EXPECT_FALSE(is_reason("⏱ The deadline of “Offer” is [b]Fri 18 Dec, 18:00[/b] again."));
    EXPECT_TRUE(is_reason("⏱ Срок задачи «Замер» снова [b]пт 18.12, 18:00[/b].\nКлиент заболел"));
    EXPECT_TRUE(is_reason("Клиент попросил позже"));
}

TEST(Reason, IsNotAQuoteAlone) {
    for (const std::string quote :
         {"[quote]клиент заболел[/quote]", ">>клиент заболел", "[QUOTE]the client is ill[/QUOTE] ok"})
        EXPECT_FALSE(is_reason(quote)) << quote;
    EXPECT_TRUE(is_reason(">>почему?\nклиент заболел"));
    EXPECT_TRUE(is_reason("[quote]why?[/quote]the client is ill"));
}

TEST(Reason, IsNotANoteOfTheBotInHisName) {
    left_note note;
    note.text = "Клиент уехал: [url=/x]подробности[/url]";
    note.decided_at = when("mon 10:03");
    const std::string same = "клиент уехал:  [URL=/x]подробности[/URL]";
    EXPECT_FALSE(is_reason(same, {}, {note}));
    note.remark = "c2";
    EXPECT_TRUE(is_reason(same, {}, {note})) << "the note is another remark";
    note.remark = "c1";
    EXPECT_FALSE(is_reason("клиент заболел", {}, {note})) << "known by its record, whatever it says";
    note.remark.clear();
    note.decided_at = when("mon 10:05");
    EXPECT_TRUE(is_reason(same, {}, {note})) << "written before the note was decided";
}

namespace {

std::string tags(instant due) {
    const auto unix = std::to_string(due.time_since_epoch().count());
    return "[TIMESTAMP=" + unix + " FORMAT=LONG_DATE_FORMAT], [TIMESTAMP=" + unix +
           " FORMAT=SHORT_TIME_FORMAT]";
}

// What is taken for the reason the portal asked Maria for, when it posts this text about her move.
std::string asked(const std::string& text, user_id author = nobody, std::string_view at = "mon 10:05:01") {
    auto change = change_at("mon 10:05");
    change.due_to = when("next tue 18:00");
    const std::vector<remark> remarks{{"m1", author, when(at), text}};
    const auto* found = portals_words(change, {remarks}, {}, rules{});
    return found == nullptr ? "" : reason_in(*found);
}

}  // namespace

TEST(PortalsWords, AreWhatStandsBehindTheNewDeadlineInAnyLanguage) {
    const auto due = tags(when("next tue 18:00"));
    EXPECT_EQ(
        asked("[USER=" + std::to_string(maria) + "]Мария[/USER]: новый срок " + due + ". клиент заболел"),
        "клиент заболел");
    EXPECT_EQ(asked("[USER=" + std::to_string(maria) + " REPLACE]Maria[/USER] verschob auf " + due +
                    ": [URL]https://acme.ru[/URL] der Kunde ist krank"),
              "https://acme.ru der Kunde ist krank");
}

TEST(PortalsWords, AreNeverThoseOfAPersonNorOfAnotherChange) {
    const auto user = "[USER=" + std::to_string(maria) + "]M[/USER] ";
    const auto good = user + tags(when("next tue 18:00")) + " client is ill";
    EXPECT_EQ(asked(good), "client is ill");
    EXPECT_EQ(asked(good, maria), "");
    EXPECT_EQ(asked(good, nobody, "mon 10:07"), "");
    EXPECT_EQ(asked(good, nobody, "mon 10:04"), "");
    EXPECT_EQ(asked(user + tags(when("next wed 18:00")) + " client is ill"), "");
    EXPECT_EQ(asked("[USER=" + std::to_string(maria) + "1]M[/USER] " + tags(when("next tue 18:00")) +
                    " client is ill"),
              "");
    EXPECT_EQ(asked("[USER=13]B[/USER] " + tags(when("next tue 18:00")) + " client is ill"), "");
}

TEST(PortalsWords, AreNoneWhereNothingStandsBehindTheDeadline) {
    const auto user = "[USER=" + std::to_string(maria) + "]M[/USER] ";
    EXPECT_EQ(asked(user + tags(when("next tue 18:00"))), "");
    EXPECT_EQ(asked(user + tags(when("next tue 18:00")) + ". ..."), "");
    EXPECT_EQ(asked(user + "the client is ill"), "");
    EXPECT_EQ(asked(user + tags(when("next tue 18:00")) + " client is ill [TIMESTAMP=5 FORMAT=X"), "");
}
