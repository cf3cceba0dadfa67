// /why: the last verdict on a task in plain words, for those it concerns.
#include <gmock/gmock.h>

#include "dialogs/verdict_words.hpp"
#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using o = office;

constexpr auto words = "Клиент попросил перенести встречу";

class Why : public testing::Test {
protected:
    void moves_with_a_reason() {
        here.writes(o::maria, o::measure, words);
        here.passes(std::chrono::minutes(2));
        here.moves(o::maria, o::measure, o::december(22));
    }
    std::string told(user_id who, const std::string& asked = "почему 8017") {
        here.says(who, asked);
        return here.last(who);
    }
    office here;
};

// ---- What is told.

TEST_F(Why, TellsOfASilentMoveWhoMadeItAndWhatCountsAsAReason) {
    here.slips();
    here.presses(o::maria, "Почему");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("срок [b]пт 18.12, 18:00[/b]"),
                      HasSubstr("пт 18.12, 18:00 → вт 22.12, 18:00 (+2 рабочих дня)"),
                      HasSubstr("Автор: Мария Иванова, пн 14.12, 10:00"), HasSubstr("изменили без причины"),
                      HasSubstr("в течение 10 минут"), HasSubstr("возвращён пн 14.12, 10:01")));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Запросить перенос на 22.12", "Другая дата"));
}

TEST_F(Why, SpeaksTheReadersLanguage) {
    here.known.languages[o::maria] = "en";
    here.slips();
    EXPECT_THAT(
        told(o::maria, "why did the deadline come back?"),
        AllOf(HasSubstr("changed without a reason"), HasSubstr("Fri 18 Dec, 18:00 → Tue 22 Dec, 18:00"),
              HasSubstr("was put back Mon 14 Dec, 10:01")));
}

TEST_F(Why, SaysThatTheEarlierDeadlineIsOnItsWay) {
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("сейчас записывается"), Not(HasSubstr("возвращён"))));
}

TEST_F(Why, SeesWhatTheBotHadNotHeardOfYet) {
    here.looks();
    here.puts(o::maria, o::measure, o::december(22));
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("изменили без причины"), HasSubstr("сейчас записывается")));
    EXPECT_EQ(here.known.to_send.size(), 1U);
}

TEST_F(Why, SaysThatItWasMovedBackByHand) {
    here.moves(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.puts(o::maria, o::measure, o::december(18));
    here.portal_writes();
    EXPECT_THAT(told(o::maria), Not(HasSubstr("возвращён")));
}

TEST_F(Why, QuotesTheReasonOfAMoveThatStands) {
    moves_with_a_reason();
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("Причина названа, поэтому новый срок остался"),
                                      HasSubstr("Причина: «Клиент попросил перенести встречу»")));
    EXPECT_THAT(here.buttons(o::maria), IsEmpty());
}

TEST_F(Why, TellsInModeApprovalWhoDecides) {
    here.rules.usual.mode = guard_mode::approval;
    here.known.told[{o::maria, ""}].mode = guard_mode::approval;
    moves_with_a_reason();
    here.portal_writes();
    EXPECT_THAT(told(o::maria),
                AllOf(HasSubstr("перенос здесь согласует руководитель"), HasSubstr(words),
                      HasSubstr("Запрос на вт 22.12, 18:00 уже отправлен, решает Борис Орлов")));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Отозвать"));
}

TEST_F(Why, TellsWhichLimitNeedsApproval) {
    here.rules.usual.moves_max = 1;
    moves_with_a_reason();
    here.passes(std::chrono::minutes(5));
    here.writes(o::maria, o::measure, words);
    here.moves(o::maria, o::measure, o::december(23));
    here.portal_writes();
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("Причина названа, но переносов"),
                                      HasSubstr("не больше 1 раза"), HasSubstr("решает Борис Орлов")));
    office watched;
    watched.rules.usual = here.rules.usual;
    watched.rules.usual.mode = guard_mode::observe;
    for (const unsigned day : {22U, 23U}) {
        watched.writes(o::maria, o::measure, words);
        watched.passes(std::chrono::minutes(5));
        watched.moves(o::maria, o::measure, o::december(day));
    }
    watched.says(o::maria, "почему 8017");
    EXPECT_THAT(watched.last(o::maria),
                AllOf(HasSubstr("чем можно без согласования"), HasSubstr("наблюдал")));
}

TEST_F(Why, TellsOfARequestThatWasRejected) {
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Отклонить");
    here.says(o::boris, "Срок жёсткий");
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("изменили без причины"),
                                      HasSubstr("❌ Отклонено: «Срок жёсткий». Решение: Борис Орлов")));
}

TEST_F(Why, TellsWhoDecidedARequestThatWasApplied) {
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("поставлен по запросу. Решение: Борис Орлов"),
                                      HasSubstr("«клиент заболел»"), HasSubstr("[b]вт 22.12, 18:00[/b]")));
}

TEST_F(Why, TellsWhyItsAuthorNeededNoReason) {
    struct row {
        user_id author;
        const char* because;
    };
    here.rules.exempt_users = {o::ivan};
    here.portal.at(o::measure).present->creator = o::service;
    for (const auto& [author, because] :
         {row{o::boris, "руководитель ответственного"}, row{o::ivan, "в списке тех"},
          row{o::service, "поставил эту задачу"}, row{o::olga, "администратор, а задача не его"},
          row{o::anna, "руководитель ответственного"}}) {
        here.moves(author, o::measure, *here.due() + std::chrono::hours(24));
        EXPECT_THAT(told(o::maria), HasSubstr(because)) << author;
    }
    here.portal.at(o::measure).present->responsible = o::anna;
    here.passes(std::chrono::minutes(1));
    here.moves(o::anna, o::measure, *here.due() + std::chrono::hours(24));
    EXPECT_THAT(told(o::anna), HasSubstr("нет руководителя"));
}

TEST_F(Why, KnowsTheRolesOfTheMoment) {
    here.moves(o::boris, o::measure, o::december(24));
    here.people.add(department{5, "Отдел продаж", 1, o::ivan});
    here.portal.at(o::measure).present->creator = o::ivan;
    EXPECT_THAT(told(o::maria), HasSubstr("мог перенести этот срок без причины")) << "he heads it no longer";
}

TEST_F(Why, TellsOfAnEarlierDateARobotAndASmallShift) {
    here.moves(o::maria, o::measure, o::december(17));
    EXPECT_THAT(told(o::maria), HasSubstr("раньше прежнего"));
    here.moves(0, o::measure, o::december(19));
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("Автор: робот"), HasSubstr("робот или интеграция")));
    here.rules.usual.tolerance = std::chrono::minutes(30);
    here.passes(std::chrono::minutes(1));
    here.moves(o::maria, o::measure, o::december(19, 18, 20));
    EXPECT_THAT(told(o::maria), HasSubstr("в пределах допуска (30 минут)"));
    here.rules.usual.tolerance_same_day = true;
    EXPECT_THAT(told(o::maria), HasSubstr("в пределах допуска (в тот же день)"));
}

TEST_F(Why, SaysWhatWouldHaveBeenWhereItOnlyObserves) {
    here.rules.usual.mode = guard_mode::observe;
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("под присмотром он бы вернулся"),
                                      HasSubstr("О переносе спросили бы: Борис Орлов")));
    EXPECT_THAT(here.buttons(o::maria), IsEmpty());
    here.rules.groups = {77};
    here.passes(std::chrono::minutes(5));
    here.moves(o::maria, o::measure, o::december(23));
    EXPECT_THAT(told(o::maria), HasSubstr("я не слежу"));
}

TEST_F(Why, TellsOfWhatCouldNotBeDone) {
    here.moves(o::maria, o::measure, o::december(22));
    here.portal_refuses("ACCESS_DENIED");
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("изменили без причины"), HasSubstr("не удалось"),
                                      HasSubstr("нет прав менять срок"), HasSubstr("Чтобы этот срок остался"),
                                      Not(HasSubstr("ещё раз"))))
        << "moving again would be of no use";
    office fighting;
    fighting.rules.usual.loop_limit = 1;
    fighting.slips();
    fighting.moves(o::maria, o::measure, o::december(23));
    fighting.says(o::maria, "почему 8017");
    EXPECT_THAT(fighting.last(o::maria), HasSubstr("похоже на робота"));
    EXPECT_THAT(fighting.buttons(o::maria), IsEmpty());
    office alone;
    alone.people.add(department{1, "Компания", 0, 0});
    alone.people.add(department{5, "Отдел продаж", 1, o::ivan});
    auto head = *alone.people.find(o::ivan);
    head.active = true;
    head.employee = false;
    alone.people.add(head);
    alone.moves(o::maria, o::offer, o::december(25));
    alone.says(o::maria, "почему 8018");
    EXPECT_THAT(alone.last(o::maria), HasSubstr("одобрить перенос некому"));
}

TEST_F(Why, TellsOfAChangeInAClosedTaskThatItWaits) {
    here.looks();
    here.closes(o::maria, o::measure);
    here.passes(std::chrono::minutes(1));
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("→ вт 22.12, 18:00"), HasSubstr("в закрытой задаче")));
    EXPECT_THAT(here.buttons(o::maria), IsEmpty());
}

TEST_F(Why, TellsOfATaskWhoseDeadlineNobodyTouchedOrLongAgo) {
    here.looks();
    EXPECT_THAT(told(o::maria), HasSubstr("её срок не меняли"));
    here.now = o::december(1, 8);
    here.puts(o::maria, o::offer, o::december(21, 12));
    here.now = o::december(14, 10);
    here.looks(o::offer);
    EXPECT_THAT(told(o::maria, "почему 8018"),
                AllOf(HasSubstr("вт 01.12, 08:00"), HasSubstr("до того, как за сроками стали следить")));
}

TEST_F(Why, NamesThePolicyThatIsNotTheUsualOne) {
    here.slips();
    EXPECT_THAT(told(o::maria), Not(HasSubstr("Правила:")));
    special_rules own;
    own.name = "продажи[b]";
    own.departments = {5};
    own.hold = here.rules.usual;
    own.hold.reason_window = std::chrono::minutes(21);
    here.rules.special = {own};
    EXPECT_THAT(told(o::maria), AllOf(HasSubstr("Правила: продажи"), Not(HasSubstr("Правила: продажи[b]")),
                                      HasSubstr("в течение 21 минуты")));
}

TEST_F(Why, HasWordsForEveryGroundAndForOneItDoesNotKnow) {
    for (const auto which : {locale::language::ru, locale::language::en}) {
        for (const char* ground : {"reason", "earlier", "first_deadline", "taken_back", "tolerance", "robot",
                                   "handover", "paused", "mass", "not_told", "nobody_to_tell", "other"})
            EXPECT_TRUE(locale::has(which, key_of_ground("accepted", ground))) << ground;
        for (const char* ground : {"silent", "asked", "mass", "other"})
            EXPECT_TRUE(locale::has(which, key_of_ground("put_back", ground))) << ground;
        for (const char* ground : {"silent", "unguarded", "other"})
            EXPECT_TRUE(locale::has(which, key_of_ground("observed", ground))) << ground;
        for (const char* because : {"listed", "above", "creator", "administrator", "nobody_above", "once"})
            EXPECT_TRUE(locale::has(which, "why.exempt." + std::string(because))) << because;
        EXPECT_TRUE(locale::has(which, key_of_ground("unapprovable", "nobody_to_ask")));
    }
    moves_with_a_reason();
    here.known.rows.back().ground = "of_tomorrow";
    EXPECT_THAT(told(o::maria), HasSubstr("По правилам такое изменение остаётся"));
    here.known.rows.back().kind = "silent";
    EXPECT_THAT(told(o::maria), HasSubstr("По правилам такой перенос нужно согласовать"));
}

// ---- Whom it is told.

TEST_F(Why, IsToldThoseConcernedAndNobodyElse) {
    here.people.add(person{31, "Пётр", "Пётр", "M", true, true, "", {5}});
    here.rules.owners = {31};
    here.portal.at(o::measure).present->creator = o::service;
    here.slips();
    for (const user_id who : {o::maria, o::boris, o::anna, o::olga, o::service, user_id(31)})
        EXPECT_THAT(told(who), HasSubstr("изменили без причины")) << who;
    EXPECT_THAT(told(o::ivan), AllOf(HasSubstr("только тем, кого она касается"), Not(HasSubstr("Ромашка")),
                                     Not(HasSubstr("18.12"))));
    EXPECT_THAT(here.buttons(o::ivan), IsEmpty());
    here.moves(o::ivan, o::measure, o::december(23));
    EXPECT_THAT(told(o::ivan), HasSubstr("Автор: Иван Петров"));
}

TEST_F(Why, IsToldWhoeverWouldDecideAndTheNewResponsiblePerson) {
    here.rules.usual.approver = o::ivan;
    here.slips();
    EXPECT_THAT(told(o::ivan), HasSubstr("изменили без причины"));
    here.rules.usual.approver = 0;
    EXPECT_THAT(told(o::ivan), HasSubstr("только тем"));
    here.hands_over(o::boris, o::measure, o::ivan);
    EXPECT_THAT(told(o::ivan), HasSubstr("изменили без причины")) << "the bot had not heard of it yet";
}

TEST_F(Why, SaysOfATaskItDoesNotKnowSoAndWhatItGuards) {
    here.rules.departments = {5};
    here.rules.groups = {77};
    EXPECT_THAT(told(o::maria, "/why 123456"),
                AllOf(HasSubstr("задачу 123456 мне рассказать нечего"), HasSubstr("«Отдел продаж»"),
                      HasSubstr("рабочих группах 77")));
    here.rules.departments.clear();
    here.rules.groups.clear();
    EXPECT_THAT(told(o::maria, "why #123456"), HasSubstr("во всей компании"));
    here.slips();
    here.known.tasks.erase(o::measure);
    here.presses(o::maria, "Почему");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Про задачу 8017"));
}

TEST_F(Why, AnswersAGroupInPrivate) {
    here.slips();
    here.says(o::maria, "почему 8017", "chat5");
    EXPECT_THAT(here.last(o::maria), HasSubstr("изменили без причины"));
    for (const auto& each : here.known.messages) {
        if (each.dialog == "chat5") {
            EXPECT_THAT(each.what.text, Not(HasSubstr("Ромашка")));
        }
    }
}

// ---- Which task is meant.

TEST_F(Why, FindsTheTaskByNumberLinkAndTitle) {
    here.slips();
    here.slips(o::maria, o::offer, o::december(24));
    for (const char* asked :
         {"почему 8017", "Почему вернулся срок задачи №8017?", "why 8017", "/why 8017", "почему ромашка",
          "почему https://acme.bitrix24.ru/company/personal/user/27/tasks/task/view/8017/"})
        EXPECT_THAT(told(o::maria, asked), HasSubstr("Ромашка")) << asked;
    here.commands(o::maria, "why", "прогресс");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Прогресс"));
}

TEST_F(Why, MeansWithoutATaskTheOneThatWasPutBackLast) {
    here.slips();
    here.passes(std::chrono::minutes(5));
    here.slips(o::maria, o::offer, o::december(24));
    EXPECT_THAT(told(o::maria, "почему?"), HasSubstr("Прогресс"));
    here.passes(std::chrono::minutes(5));
    here.slips(o::maria, o::call, o::december(24));  // Иван's
    EXPECT_THAT(told(o::maria, "почему"), HasSubstr("Сидоров"));
    EXPECT_THAT(told(o::ivan, "почему"), HasSubstr("Сидоров"));
}

TEST_F(Why, OffersWhatItCouldBe) {
    EXPECT_THAT(told(o::maria, "почему"), HasSubstr("не возвращались"));
    here.looks();
    here.looks(o::offer);
    EXPECT_THAT(told(o::maria, "/why"), HasSubstr("О какой задаче"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre(HasSubstr("Ромашка\" · 18.12"), HasSubstr("Прогресс\" · 21.12")));
    here.presses(o::maria, "Выслать КП");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Прогресс"), HasSubstr("её срок не меняли")));
    EXPECT_THAT(told(o::maria, "почему так медленно"), HasSubstr("О какой задаче")) << "it does not guess";
}

TEST_F(Why, OffersTheSupervisorWhatWasPutBackUnderHimToday) {
    here.slips();
    here.slips(o::ivan, o::call, o::december(24));
    EXPECT_THAT(told(o::boris, "почему"), HasSubstr("О какой задаче"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre(HasSubstr("Сидоров"), HasSubstr("Ромашка")));
    here.presses(o::boris, "Согласовать");
    EXPECT_THAT(here.last(o::boris), HasSubstr("изменили без причины"));
    here.passes(std::chrono::hours(25));
    EXPECT_THAT(told(o::boris, "почему"), HasSubstr("не возвращались"));
}

TEST_F(Why, LeavesARequestInTheMakingAsItWas) {
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.says(o::maria, "почему 8017");
    const auto all = here.told(o::maria);
    EXPECT_THAT(all.at(all.size() - 2).what.text, HasSubstr("изменили без причины"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("На какой срок"));
    here.says(o::maria, "23.12");
    here.says(o::maria, "почему клиент молчит, не знаю");
    EXPECT_EQ(here.known.conversations.at(o::maria).words, "почему клиент молчит, не знаю");
}

}  // namespace
}  // namespace dialogs
