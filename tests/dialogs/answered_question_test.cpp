// A question that was answered keeps no buttons: at most one question of the bot is live in a chat.
#include <gmock/gmock.h>

#include <algorithm>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using o = office;

// The questions in somebody's chat, oldest first, as they look now.
std::vector<sent_message> questions(const office& here, user_id who) {
    auto all = here.told(who);
    std::erase_if(all, [](const sent_message& each) { return !each.slot.starts_with("question:"); });
    return all;
}

std::vector<std::string> left_of(const office& here, user_id who) {
    std::vector<std::string> texts;
    for (const auto& each : questions(here, who)) {
        EXPECT_THAT(each.what.rows, IsEmpty()) << each.what.text;
        EXPECT_EQ(each.rewrites, 1) << each.what.text;
        texts.push_back(each.what.text);
    }
    return texts;
}

TEST(answered_questions, keep_what_was_chosen_and_no_buttons) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.presses(o::maria, "пт 25.12");
    here.presses(o::maria, "Клиент попросил");
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(left_of(here, o::maria),
                ElementsAre("Новый срок: пт 25.12, 18:00", "Причина: Клиент попросил позже",
                            "Проверено и отправлено."));
}

TEST(answered_questions, cost_one_rewrite_each) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.presses(o::maria, "Клиент попросил");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    int messages = 0;
    int rewrites = 0;
    for (const auto& each : here.known.messages) {
        ++messages;
        rewrites += each.rewrites;
    }
    EXPECT_EQ(messages, 6);  // notice, reason, summary, card, receipt, the good news
    EXPECT_EQ(rewrites, 5);  // reason, summary, the card twice, the receipt
}

TEST(answered_questions, of_a_draft_that_is_dropped_say_that_nothing_was_sent) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Не отправлять");
    EXPECT_THAT(left_of(here, o::maria), ElementsAre("Не отправлено."));
}

TEST(answered_questions, show_the_draft_as_it_was_while_it_is_changed) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Изменить");
    const auto all = questions(here, o::maria);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_THAT(all[0].what.text, AllOf(StartsWith("Черновик: "), HasSubstr("вт 22.12, 18:00")));
    EXPECT_THAT(all[0].what.rows, IsEmpty());
    EXPECT_THAT(all[1].what.rows, Not(IsEmpty()));
}

TEST(answered_questions, of_a_repeated_question_leave_one_line) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.says(o::maria, "когда-нибудь");
    const auto all = questions(here, o::maria);
    EXPECT_EQ(all.at(0).what.text, "Уточняем ниже.");
    EXPECT_THAT(all.at(0).what.rows, IsEmpty());
    EXPECT_THAT(all.at(1).what.rows, Not(IsEmpty()));
}

TEST(answered_questions, of_yesterday_lose_their_buttons_with_the_next_one) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.passes(std::chrono::hours(30));
    here.presses(o::maria, "Другая дата");
    const auto all = questions(here, o::maria);
    EXPECT_THAT(all.at(0).what.rows, IsEmpty());
    EXPECT_THAT(all.at(1).what.rows, Not(IsEmpty()));
}

class approvers_question : public testing::Test {
protected:
    approvers_question() {
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
    }
    office here;
};

TEST_F(approvers_question, ends_with_the_decision) {
    here.presses(o::boris, "Отклонить");
    here.says(o::boris, "Срок жёсткий");
    EXPECT_THAT(left_of(here, o::boris), ElementsAre(HasSubstr("❌ Отклонено: «Срок жёсткий»")));
}

TEST_F(approvers_question, ends_with_another_date) {
    here.presses(o::boris, "Другая дата");
    here.presses(o::boris, "Одобрить: пн 21.12");
    EXPECT_THAT(left_of(here, o::boris), ElementsAre(HasSubstr("одобрен срок пн 21.12, 18:00")));
}

TEST_F(approvers_question, ends_when_he_decides_later) {
    here.presses(o::boris, "Отклонить");
    here.presses(o::boris, "Решу позже");
    EXPECT_THAT(left_of(here, o::boris), ElementsAre(HasSubstr("запрос ждёт вашего решения")));
}

TEST_F(approvers_question, says_that_his_own_draft_is_set_aside) {
    here.portal.at(o::call).present->responsible = o::boris;
    here.says(o::boris, "8019 до 25.12");
    here.presses(o::boris, "Отклонить");
    EXPECT_THAT(here.last(o::boris),
                AllOf(HasSubstr("Почему отклоняете"), HasSubstr("начать заново: /extend")));
    EXPECT_THAT(questions(here, o::boris).at(0).what.text, StartsWith("Отложено"));
    EXPECT_THAT(questions(here, o::boris).at(0).what.rows, IsEmpty());
}

TEST_F(approvers_question, does_not_take_thanks_for_a_refusal) {
    here.presses(o::boris, "Отклонить");
    here.says(o::boris, "Спасибо!");
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_THAT(here.last(o::boris), HasSubstr("Почему отклоняете"));
}

}  // namespace
}  // namespace dialogs
