// The question to the author of a silent move, and the answers to it.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

constexpr auto december = &office::december;

class Asking : public testing::Test {
protected:
    Asking() { in.rules.usual.grace = 15min; }

    const message& question(task_id task = office::measure) const {
        const std::string prefix = "asked:" + std::to_string(task);
        for (auto sent = in.known.messages.rbegin(); sent != in.known.messages.rend(); ++sent)
            if (sent->slot.starts_with(prefix))
                return sent->what;
        throw std::logic_error("not asked");
    }
    int questions() const {
        return static_cast<int>(
            std::count_if(in.known.messages.begin(), in.known.messages.end(),
                          [](const auto& each) { return each.slot.starts_with("asked:"); }));
    }
    guarded_task record(task_id task = office::measure) const { return in.known.tasks.at(task); }

    office in;
};

}  // namespace

TEST_F(Asking, TheAuthorIsAskedOnceAndNothingIsPutBack) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.looks();
    in.looks();
    EXPECT_EQ(questions(), 1);
    EXPECT_EQ(in.due(), december(22, 18, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
    EXPECT_THAT(question().text, HasSubstr("пт 18.12, 18:00"));
    EXPECT_THAT(question().text, HasSubstr("вт 22.12, 18:00"));
    EXPECT_THAT(question().text, HasSubstr("до пн 14.12, 10:15"));
    EXPECT_THAT(in.labels(question()), Contains("Клиент не отвечает"));
    EXPECT_THAT(in.labels(question()), Contains("Вернуть 18.12"));
    EXPECT_EQ(in.known.looks_due.size(), 1U) << "one hour for one question";
}

TEST_F(Asking, UnansweredItIsPutBackWhenTheTimeIsOver) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.comes(december(14, 10, 15));
    EXPECT_THAT(question().text, HasSubstr("время на ответ вышло"));
    EXPECT_THAT(question().rows, IsEmpty());
    in.portal_writes();
    EXPECT_EQ(in.due(), december(18, 18, 0));
    EXPECT_THAT(in.last(in.maria), HasSubstr("снова [b]пт 18.12, 18:00"));
    EXPECT_THAT(in.known.journal_kinds(), Contains("put_back"));
}

TEST_F(Asking, ACategoryLetsItStand) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.presses(in.maria, "Клиент не отвечает");
    EXPECT_EQ(record().answers.size(), 1U) << "on disk before the task was looked at";
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("причина записана"));
    EXPECT_THAT(question().text, HasSubstr("Клиент не отвечает"));
    EXPECT_THAT(question().rows, IsEmpty());
    in.comes(december(14, 11, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
    EXPECT_THAT(in.known.journal_kinds(), ElementsAre("seen", "answered", "accepted"));
    EXPECT_EQ(in.known.rows[1].ground, "no_answer");
}

TEST_F(Asking, WordsLetItStand) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.says(in.maria, "клиент заболел");
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("клиент заболел"));
    EXPECT_EQ(in.known.rows.back().words, "клиент заболел");
    EXPECT_EQ(in.known.rows.back().ground, "reason");
}

TEST_F(Asking, ATypedCategoryIsOne) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.says(in.maria, "клиент не отвечает");
    EXPECT_EQ(record().answers.front().category, "no_answer");
}

TEST_F(Asking, OtherAsksForWords) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.presses(in.maria, "Другое");
    EXPECT_THAT(in.last(in.maria), HasSubstr("парой слов"));
    EXPECT_THAT(record().answers, IsEmpty());
    in.says(in.maria, "ой");
    EXPECT_THAT(record().answers, IsEmpty());
    in.says(in.maria, "сломалась машина");
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
}

TEST_F(Asking, SmallTalkAndCommandsAreNoAnswer) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    for (const char* words : {"спасибо", "помощь", "до пятницы", "мои", "почему?"})
        in.says(in.maria, words);
    EXPECT_THAT(record().answers, IsEmpty());
}

TEST_F(Asking, SomebodyElsesWordsAndPressesAreNoAnswer) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.says(in.ivan, "клиент заболел");
    in.presses_token(in.ivan, in.token(in.maria, "Клиент не отвечает"));
    EXPECT_THAT(record().answers, IsEmpty());
}

TEST_F(Asking, AnAnswerGivenInTimeCountsHoweverLateItIsHeard) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.heard = december(14, 10, 9);
    in.passes(30min);
    in.looks();
    EXPECT_THAT(in.known.to_send, IsEmpty()) << "what was said since then may be an answer";
    in.said_at(december(14, 10, 10), in.maria, "клиент заболел");
    EXPECT_EQ(record().answers.at(0).at, december(14, 10, 10));
    in.heard = in.now;
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_THAT(in.everything(in.maria), Not(HasSubstr("вышло")));
}

TEST_F(Asking, WhereNobodyIsAskedNothingIsWaitedFor) {
    in.rules.usual.grace = 0s;
    in.heard = december(14, 9, 0);
    in.moves(in.maria, in.measure, december(22, 18, 0));
    EXPECT_EQ(questions(), 0);
    EXPECT_EQ(in.known.to_send.size(), 1U);
}

TEST_F(Asking, SoDoesAButtonPressedInTime) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.heard = december(14, 10, 9);
    in.passes(30min);
    in.pressed_at(december(14, 10, 10), in.maria, "Клиент не отвечает");
    in.heard = in.now;
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
}

TEST_F(Asking, HeardToTheEndHeMayBeTooLate) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.heard = december(14, 10, 9);
    in.passes(30min);
    in.said_at(december(14, 10, 16), in.maria, "клиент заболел");
    EXPECT_THAT(record().answers, IsEmpty());
    in.heard = in.now;
    in.due_looks();
    EXPECT_THAT(question().text, HasSubstr("время на ответ вышло"));
    EXPECT_EQ(in.known.to_send.size(), 1U);
}

TEST_F(Asking, AMomentThatCannotBeIsNow) {
    for (const instant at : {instant{}, december(31, 18, 0), december(13, 18, 0)}) {
        office here;
        here.rules.usual.grace = 15min;
        here.moves(here.maria, here.measure, december(22, 18, 0));
        here.passes(5min);
        here.said_at(at, here.maria, "клиент заболел");
        ASSERT_EQ(here.known.tasks.at(here.measure).answers.size(), 1U);
        EXPECT_EQ(here.known.tasks.at(here.measure).answers.front().at, here.now);
    }
}

TEST_F(Asking, ACommentInTheTaskAnswersToo) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(5min);
    in.writes(in.maria, in.measure, "клиент заболел");
    in.comes(december(14, 10, 15));
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
}

TEST_F(Asking, HePutsItBackHimself) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.presses(in.maria, "Вернуть 18.12");
    EXPECT_THAT(question().text, HasSubstr("как вы просили"));
    in.portal_writes();
    EXPECT_EQ(in.due(), december(18, 18, 0));
    EXPECT_THAT(in.last(in.maria), StartsWith("✅"));
    EXPECT_THAT(in.known.journal_kinds(), Contains("taken_back"));
    EXPECT_THAT(in.known.journal_kinds(), Not(Contains("put_back"))) << "nobody counts it against him";
    in.comes(december(14, 11, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
}

TEST_F(Asking, MovedBackByHandTheQuestionSaysSo) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(5min);
    in.moves(in.maria, in.measure, december(18, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("отвечать не нужно"));
    EXPECT_THAT(question().rows, IsEmpty());
    in.comes(december(14, 11, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
}

TEST_F(Asking, TheSupervisorsDateSettlesIt) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(5min);
    in.moves(in.boris, in.measure, december(21, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("срок пн 21.12, 18:00, отвечать больше не нужно"));
    in.comes(december(14, 11, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
}

TEST_F(Asking, AFurtherMoveShowsTheNewDateAndNoNewTime) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(10min);
    in.moves(in.maria, in.measure, december(23, 18, 0));
    EXPECT_EQ(questions(), 1);
    EXPECT_THAT(question().text, HasSubstr("ср 23.12"));
    EXPECT_THAT(question().text, HasSubstr("до пн 14.12, 10:15"));
    in.comes(december(14, 10, 15));
    EXPECT_EQ(in.known.to_send.size(), 1U);
}

TEST_F(Asking, InApprovalTheAnswerIsARequestAtOnce) {
    in.works_in(guard_mode::approval);
    in.moves(in.maria, in.measure, december(22, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("отправлю запрос"));
    in.presses(in.maria, "Жду оплату");
    in.due_looks();
    EXPECT_EQ(in.only_request().category, "payment");
    EXPECT_EQ(in.only_request().wanted, december(22, 18, 0));
    EXPECT_THAT(question().text, HasSubstr("о переносе решит руководитель"));
    in.portal_writes();
    EXPECT_EQ(in.due(), december(18, 18, 0));
}

TEST_F(Asking, ALatePressSaysSoAndOffersARequest) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    const auto late = in.token(in.maria, "Клиент не отвечает");
    in.comes(december(14, 10, 15));
    in.portal_writes();
    in.presses_token(in.maria, late);
    EXPECT_THAT(in.everything(in.maria), HasSubstr("Этот вопрос уже закрыт"));
    EXPECT_THAT(in.buttons(in.maria), Contains("Отправить"));
}

TEST_F(Asking, AnEventThatComesTwiceAsksOnce) {
    in.puts(in.maria, in.measure, december(22, 18, 0));
    in.handle(task_touched{in.measure});
    in.handle(task_touched{in.measure});
    in.handle(look_due{in.measure});
    EXPECT_EQ(questions(), 1);
}

TEST_F(Asking, WhoWasNotToldIsToldAndTheMoveStands) {
    in.known.told.erase({in.maria, ""});
    in.moves(in.maria, in.measure, december(22, 18, 0));
    EXPECT_EQ(questions(), 0);
    EXPECT_EQ(record().accepted, december(22, 18, 0));
}

TEST_F(Asking, WhereNobodyCouldDecideNobodyIsAsked) {
    in.people.add(department{5, "Отдел продаж", 1, 0});
    in.people.add(department{1, "Компания", 0, in.anna});
    in.people.add(person{in.anna, "Анна Соколова", "Анна", "F", false, true, "", {1}});
    in.portal.at(in.offer).present->creator = in.maria;
    in.moves(in.maria, in.offer, december(23, 18, 0));
    EXPECT_EQ(questions(), 0);
}

TEST_F(Asking, ADeletedTaskNeedsNoAnswer) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.handle(task_deleted{in.measure});
    EXPECT_THAT(question().text, HasSubstr("задачи больше нет"));
    EXPECT_THAT(question().rows, IsEmpty());
    in.portal.erase(in.measure);
    in.comes(december(14, 11, 0));
    EXPECT_THAT(in.known.to_send, IsEmpty());
}

TEST_F(Asking, ClosedMeanwhileItIsPutBackAllTheSame) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.closes(in.maria, in.measure);
    in.looks();
    in.comes(december(14, 10, 15));
    EXPECT_EQ(in.known.to_send.size(), 1U);
}

TEST_F(Asking, AReplyIsAnAnswerThoughSomethingElseIsBeingAsked) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(1min);
    in.commands(in.maria, "extend", "8018");
    in.replies(in.maria, "asked:8017", "клиент заболел");
    EXPECT_EQ(record().answers.size(), 1U);
}

TEST_F(Asking, WhatIsTypedAnswersTheNewestQuestion) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.passes(1min);
    in.commands(in.maria, "extend", "8018");
    in.says(in.maria, "до 23.12, клиент заболел");
    EXPECT_THAT(record().answers, IsEmpty());
}

// ---- several tasks

class AskingOfMany : public Asking {
protected:
    void two_separate() {
        in.moves(in.maria, in.measure, december(22, 18, 0));
        in.passes(1min);
        in.moves(in.maria, in.offer, december(23, 18, 0));
    }
    void two_together() {
        in.awaited = {in.maria};
        in.moves(in.maria, in.measure, december(22, 18, 0));
        in.awaited = {};
        in.moves(in.maria, in.offer, december(23, 18, 0));
    }
};

TEST_F(AskingOfMany, TypedWordsAskWhichOne) {
    two_separate();
    EXPECT_EQ(questions(), 2);
    in.says(in.maria, "клиент заболел");
    EXPECT_THAT(in.last(in.maria), HasSubstr("О какой задаче"));
    EXPECT_THAT(record().answers, IsEmpty());
    in.presses(in.maria, "Выслать КП");
    EXPECT_EQ(record(in.offer).answers.at(0).text, "клиент заболел");
    EXPECT_THAT(record().answers, IsEmpty());
}

TEST_F(AskingOfMany, OrCountForAll) {
    two_separate();
    in.says(in.maria, "клиент заболел");
    in.presses(in.maria, "Обо всех");
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_EQ(record(in.offer).accepted, december(23, 18, 0));
}

TEST_F(AskingOfMany, WordsThatNameTheTaskAreForThatOne) {
    two_separate();
    in.says(in.maria, "замер с Ромашкой: клиент заболел");
    EXPECT_EQ(record().answers.size(), 1U);
    EXPECT_THAT(record(in.offer).answers, IsEmpty());
}

TEST_F(AskingOfMany, AReplyIsForTheTaskOfTheMessage) {
    two_separate();
    in.replies(in.maria, "asked:8017", "клиент заболел");
    EXPECT_EQ(record().answers.size(), 1U);
    EXPECT_THAT(record(in.offer).answers, IsEmpty());
}

TEST_F(AskingOfMany, MovedTogetherTheyAreAskedAboutInOneMessage) {
    two_together();
    EXPECT_EQ(questions(), 1);
    EXPECT_EQ(in.told(in.maria).size(), 1U);
    EXPECT_THAT(in.last(in.maria), HasSubstr("Ромашка"));
    EXPECT_THAT(in.last(in.maria), HasSubstr("Прогресс"));
    in.presses(in.maria, "Клиент не отвечает");
    in.due_looks();
    EXPECT_EQ(record().accepted, december(22, 18, 0));
    EXPECT_EQ(record(in.offer).accepted, december(23, 18, 0));
    EXPECT_THAT(in.last(in.maria), HasSubstr("причина записана"));
    EXPECT_THAT(in.buttons(in.maria), IsEmpty());
}

TEST_F(AskingOfMany, OneAnsweredByACommentLeavesTheOther) {
    two_together();
    in.passes(5min);
    in.writes(in.maria, in.measure, "клиент заболел");
    in.looks();
    EXPECT_THAT(in.last(in.maria), HasSubstr("причина записана"));
    EXPECT_THAT(in.buttons(in.maria), Contains("Вернуть 21.12"));
    in.comes(december(14, 10, 16));
    EXPECT_EQ(in.known.to_send.size(), 1U);
}

TEST_F(AskingOfMany, AllArePutBackAtHisWish) {
    two_together();
    in.presses(in.maria, "Вернуть прежние сроки");
    EXPECT_EQ(in.known.to_send.size(), 2U);
    EXPECT_EQ(in.told(in.maria).at(0).rewrites, 1) << "once, not once a task";
    EXPECT_THAT(in.last(in.maria), HasSubstr("Прогресс\"[/url]: возвращаю прежний срок"));
    in.portal_writes();
    EXPECT_EQ(in.due(in.measure), december(18, 18, 0));
    EXPECT_EQ(in.due(in.offer), december(21, 18, 0));
}

TEST_F(AskingOfMany, SettledBeforeHeWasAskedNothingIsSaid) {
    in.awaited = {in.maria};
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.moves(in.maria, in.measure, december(18, 18, 0));
    in.awaited = {};
    in.passes(1min);
    in.handle(notices_due{in.maria});
    EXPECT_THAT(in.told(in.maria), IsEmpty());
}

TEST_F(Asking, TheTasksTitleIsNoAnswer) {
    in.moves(in.maria, in.measure, december(22, 18, 0));
    in.says(in.maria, record().title);
    EXPECT_TRUE(record().answers.empty());
    EXPECT_THAT(in.labels(question()), Contains("Вернуть 18.12")) << "the question is still open";
}

}  // namespace dialogs
