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
    const auto* found = reason_for(change_at("mon 10:05"), talk, {}, rules{});
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->key, "c2");
    EXPECT_EQ(reason_for(change_at("mon 10:05"), talk, {"c2"}, rules{})->key, "c1");
    EXPECT_EQ(reason_for(change_at("mon 10:05"), talk, {"c1", "c2"}, rules{}), nullptr);
}

TEST(Reason, IsNeverFoundForNobody) {
    auto change = change_at("mon 10:05");
    change.author = nobody;
    EXPECT_EQ(reason_for(change, {{"m1", nobody, when("mon 10:04"), "срок изменён на вторник"}}, {}, rules{}),
              nullptr);
}
