// The approver asks the requester something; the answer comes onto the card.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using o = office;

class Inquiry : public testing::Test {
protected:
    Inquiry() {
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
    }
    office here;
};

TEST_F(Inquiry, GoesToTheRequesterAndItsAnswerComesWithTheCard) {
    here.presses(o::boris, "Уточнить");
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("О чём спросить?"), HasSubstr("Мария Иванова")));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Почему именно эта дата?", "Что мешает успеть к сроку?",
                                                    "Клиент знает о переносе?", "Решу позже"));
    here.says(o::boris, "А во вторник он точно [b]сможет[/b]?");
    EXPECT_THAT(here.card().text, AllOf(HasSubstr("❓ Вы спросили: «А во вторник он точно сможет?»"),
                                        HasSubstr("Ответа пока нет")));
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("Спрашивает Борис Орлов"), HasSubstr("«А во вторник он точно сможет?»"),
                      HasSubstr("Ответьте здесь одним сообщением")));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    const std::string approve = here.token(o::boris, "Одобрить");
    here.says(o::maria, "Да, договорились до среды");
    EXPECT_EQ(here.only_request().answer, "Да, договорились до среды")
        << "a date in an answer is no other request";
    EXPECT_THAT(here.card().text, HasSubstr("💬 Ответ: «Да, договорились до среды»"));
    EXPECT_EQ(here.told(o::boris).back().slot, "request:1:card")
        << "a new message: one that changes in silence is not noticed";
    EXPECT_THAT(here.everything(o::boris), HasSubstr("на вопрос ответили, карточка ниже"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Ответ передан (Борис Орлов)"));
    EXPECT_EQ(here.noted("inquired").at(0).words, "А во вторник он точно сможет?");
    EXPECT_EQ(here.noted("inquiry_answered").at(0).person, o::maria);
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("Карточка"));
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "the old card knew nothing of the answer";
    here.presses(o::boris, "Одобрить");
    EXPECT_THAT(here.known.to_send, Not(IsEmpty()));
}

TEST_F(Inquiry, IsOneTapWithAReadyQuestionInTheLanguageOfWhoIsAsked) {
    here.commands(o::maria, "lang", "en");
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Клиент знает");
    EXPECT_EQ(here.only_request().question, "Does the client know?");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Борис Орлов has a question"));
    EXPECT_THAT(here.labels(here.receipt()), Contains("Withdraw"));
}

TEST_F(Inquiry, DoesNotInterruptAnotherRequestInTheMaking) {
    here.says(o::maria, "/extend 8018");
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Что мешает");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Сейчас у нас открыт другой вопрос"));
    here.says(o::maria, "25.12");
    EXPECT_EQ(here.only_request().answer, "") << "this was the date of the other one";
    here.presses(o::maria, "Ответить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Свой незаконченный запрос"));
    here.says(o::maria, "Жду замерщика");
    EXPECT_EQ(here.only_request().answer, "Жду замерщика");
}

TEST_F(Inquiry, IsAnsweredByAReplyAtAnyTime) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    here.says(o::maria, "отмена");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Ответить можно позже"));
    here.passes(std::chrono::hours(30));
    here.replies(o::maria, "inquiry:1", "Раньше он в отпуске");
    EXPECT_EQ(here.only_request().answer, "Раньше он в отпуске");
    here.replies(o::maria, "inquiry:1", "И ещё кое-что");
    EXPECT_THAT(here.last(o::maria), HasSubstr("вы уже ответили"));
    EXPECT_EQ(here.only_request().answer, "Раньше он в отпуске");
}

TEST_F(Inquiry, IsOverWhenTheRequestIsDecided) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    here.presses(o::boris, "Отклонить");
    here.presses(o::boris, "Срок жёсткий");
    here.replies(o::maria, "inquiry:1", "Раньше он в отпуске");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Отвечать уже не нужно"), HasSubstr("Срок жёсткий")));
    here.presses(o::maria, "Ответить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Отвечать уже не нужно"));
    here.says(o::maria, "нужно до 25.12, клиент уехал");
    EXPECT_THAT(here.last(o::maria), HasSubstr("О какой задаче речь?"))
        << "a request, not an answer to what is over";
}

TEST_F(Inquiry, MayBeAskedAgainAndForgotten) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Решу позже");
    EXPECT_EQ(here.only_request().question, "");
    here.presses(o::boris, "Уточнить");
    here.says(o::boris, "?");
    EXPECT_EQ(here.only_request().question, "") << "no question";
    EXPECT_THAT(here.buttons(o::boris), Contains("Почему именно эта дата?"));
    here.says(o::boris, "Кто ещё занят?");
    here.says(o::maria, "Иван");
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    EXPECT_EQ(here.only_request().answer, "") << "the newest question waits";
    EXPECT_THAT(here.last(o::maria), HasSubstr("Почему именно эта дата?"));
}

TEST_F(Inquiry, IsNotForOthersToAnswer) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    here.presses_token(o::ivan, here.token(o::maria, "Ответить"));
    EXPECT_THAT(here.last(o::ivan), HasSubstr("предназначена другому"));
    here.says(o::maria, "");
    EXPECT_EQ(here.only_request().answer, "");
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("Ответ передан")));
}

TEST(Rejection, HasReadyAnswersInTheLanguageOfWhoReadsThem) {
    for (const auto* language : {"ru", "en"}) {
        office here;
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
        here.commands(o::maria, "lang", language);
        here.presses(o::boris, "Отклонить");
        EXPECT_THAT(here.buttons(o::boris), ElementsAre("Срок жёсткий", "Передайте задачу", "Позвоните мне",
                                                        "Отклонить без объяснений", "Решу позже"));
        here.presses(o::boris, "Позвоните мне");
        EXPECT_EQ(here.only_request().state, request_state::rejected);
        EXPECT_THAT(here.last(o::maria),
                    HasSubstr(language == std::string("ru") ? "«Позвоните мне»" : "“Call me”"));
    }
}

TEST_F(Inquiry, AnswersOnesOwnQuestionOfTheGuardFirst) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    here.passes(std::chrono::minutes(5));
    here.slips(o::maria, o::offer, o::december(23));
    here.says(o::maria, "ждём печать");
    EXPECT_EQ(here.only_request().answer, "") << "that is the reason for the move that was put back just now";
    EXPECT_THAT(here.last(o::maria), HasSubstr("Выслать КП"));
    here.says(o::maria, "спасибо");
    here.replies(o::maria, "request:1:mine", "клиент на больничном");
    EXPECT_EQ(here.only_request().answer, "") << "in reply to something else";
    here.replies(o::maria, "inquiry:1", "Раньше он в отпуске");
    EXPECT_EQ(here.only_request().answer, "Раньше он в отпуске");
}

TEST_F(Inquiry, IsHandedOnWithTheRequest) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    here.rules.absent = {{o::boris, o::december(14, 0), o::december(18, 0), o::ivan}};
    here.looks();
    ASSERT_EQ(here.only_request().approver, o::ivan);
    const auto to_boris = here.told(o::boris).size();
    here.says(o::maria, "Раньше он в отпуске");
    EXPECT_THAT(here.last(o::ivan), HasSubstr("💬 Ответ: «Раньше он в отпуске»"));
    EXPECT_EQ(here.told(o::boris).size(), to_boris);
    here.presses(o::ivan, "Одобрить");
    EXPECT_EQ(here.only_request().state, request_state::applying);
}

TEST_F(Inquiry, IsNotSentToSomebodyWhoCannotReadIt) {
    auto gone = *here.people.find(o::maria);
    gone.active = false;
    here.people.add(gone);
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Спросить не получится"));
    EXPECT_EQ(here.only_request().question, "");
}

}  // namespace
}  // namespace dialogs
