#include "dialogs/bots_words.hpp"

#include <gtest/gtest.h>

#include "dialogs/evidence.hpp"
#include "locale/catalogue.hpp"

using namespace dialogs;

namespace {

std::string said(locale::language which, std::string_view key, const locale::arguments& with) {
    return own_words(locale::say(which, key, with));
}

}  // namespace

TEST(BotsWords, AreTakenOutWhoeverPastesThem) {
    for (const auto which : {locale::language::ru, locale::language::en}) {
        const auto back =
            said(which, "revert.deadline_is_back", {{"task", "Замер"}, {"date", "пт 18.12, 18:00"}});
        const auto why = said(which, "revert.no_reason", {{"date", "вт 22.12"}, {"move", "+2 дня"}});
        EXPECT_EQ(without_bots_words(back), "");
        EXPECT_EQ(without_bots_words(back + "\n" + why + "\n"), "");
        EXPECT_EQ(without_bots_words(back + "\nклиент заболел"), "клиент заболел");
    }
}

TEST(BotsWords, AreKnownInOtherCaseAndBlanks) {
    EXPECT_EQ(without_bots_words("⏱ срок  задачи «ЗАМЕР» Снова пт 18.12."), "");
    EXPECT_EQ(without_bots_words("не понял, извините"), "");
    EXPECT_EQ(without_bots_words("i see no date here!"), "");
}

TEST(BotsWords, InAWholeCardLeaveNothing) {
    EXPECT_EQ(without_bots_words("📌 Мария Иванова просит перенести срок задачи «Замер»\n"
                                 "пт 18.12, 18:00 → вт 22.12, 18:00 (+2 рабочих дня, 1-й перенос)\n"
                                 "Причина: клиент уехал"),
              "");
}

TEST(BotsWords, AreNotThoseOfPeople) {
    for (const std::string words :
         {"Причина: клиент заболел", "Клиент не отвечает", "Новый срок: пятница, ждём оплату",
          "The client is ill", "Waiting for payment or documents", "18.12 → 22.12, клиент просил позже",
          "Решает Борис, он в отпуске", "Срок задачи снова нереальный, клиент уехал",
          "Client is in hospital"})
        EXPECT_EQ(without_bots_words(words), words);
}

// Reasons are people's words too; anything else the bot says is not.
TEST(BotsWords, AreAllItsSentences) {
    for (const auto which : {locale::language::ru, locale::language::en})
        for (const auto& [key, text] : locale::patterns(which)) {
            const bool own =
                text.find('{') == std::string::npos && !key.starts_with("phrase.") && text.size() > 40;
            if (key.starts_with("reason.")) {
                EXPECT_EQ(without_bots_words(text), text) << key;
            } else if (own) {
                EXPECT_EQ(without_bots_words(own_words(text)), "") << key;
            }
        }
}
