// A manager asks for more time: by buttons, by one message, by /extend.
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
using testing::SizeIs;
using testing::StartsWith;
using o = office;

TEST(more_time, takes_two_taps_and_a_sentence) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить перенос на 22.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Новый срок: вт 22.12, 18:00 (+2 рабочих дня)"));
    EXPECT_THAT(here.buttons(o::maria), Contains("Клиент болеет, в отпуске"));
    here.says(o::maria, "клиент попросил после праздника");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("пт 18.12, 18:00 → [b]вт 22.12, 18:00[/b]"),
                                           HasSubstr("Причина: «клиент попросил после праздника»"),
                                           HasSubstr("Решает: Борис Орлов")));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Отправить", "Изменить", "Не отправлять"));
    EXPECT_THAT(here.told(o::boris), IsEmpty());
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.labels(here.card()),
                ElementsAre("Одобрить", "Отклонить", "Другая дата", "Уточнить", "Доверять до пт"));
    EXPECT_THAT(here.card().text,
                AllOf(HasSubstr("Мария Иванова просит перенести срок"),
                      HasSubstr("«клиент попросил после праздника»"), HasSubstr("1-й перенос")));
    EXPECT_THAT(here.receipt().text, HasSubstr("Запрос отправлен. Решает Борис Орлов"));
    EXPECT_THAT(here.labels(here.receipt()), ElementsAre("Изменить", "Отозвать"));
    EXPECT_EQ(here.only_request().wanted, o::december(22));
    EXPECT_EQ(here.only_request().category, "other");
    EXPECT_EQ(here.only_request().approver_ground, "head");
    EXPECT_THAT(here.known.conversations, IsEmpty());
}

TEST(more_time, needs_no_words_with_a_category) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.presses(o::maria, "Жду оплату");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("Причина: Жду оплату или документы"), HasSubstr("Можно добавить пару слов")));
    here.says(o::maria, "счёт ещё не подписан");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Жду оплату или документы: «счёт ещё не подписан»"));
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().category, "payment");
}

TEST(more_time, needs_words_with_the_category_other) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.presses(o::maria, "Другое");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Напишите парой слов"));
    here.says(o::maria, "ааааааа");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Не понял, извините"));
    here.says(o::maria, "сломался принтер");
    EXPECT_THAT(here.buttons(o::maria), Contains("Отправить"));
}

TEST(more_time, hears_a_reason_typed_right_after_the_revert) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("[b]вт 22.12, 18:00[/b]"), HasSubstr("Причина: «клиент заболел»")));
}

TEST(more_time, hears_the_reason_of_a_colleague_who_moved_somebody_elses_task) {
    office here;
    here.slips(o::ivan, o::measure);
    here.says(o::ivan, "клиент заболел");
    EXPECT_THAT(here.last(o::ivan), AllOf(HasSubstr("Ромашка"), HasSubstr("[b]вт 22.12, 20:00[/b]"),
                                          HasSubstr("Причина: «клиент заболел»")));
    here.presses(o::ivan, "Отправить");
    EXPECT_EQ(here.only_request().requester, o::ivan);
    office closed;
    closed.slips(o::ivan, o::measure);
    closed.closes(o::maria, o::measure);
    closed.looks();
    closed.says(o::ivan, "клиент заболел");
    EXPECT_THAT(closed.last(o::ivan), HasSubstr("Помогаю договориться"));
    office later;
    later.slips(o::ivan, o::measure);
    later.passes(std::chrono::hours(25));
    later.says(o::ivan, "клиент заболел");
    EXPECT_THAT(later.last(o::ivan), HasSubstr("Помогаю договориться"));
}

TEST(more_time, understands_a_whole_request_in_one_message) {
    office here;
    here.slips();
    here.says(o::maria, "нужно до пятницы 25.12 15:00, клиент заболел");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("Согласовать замер"), HasSubstr("[b]пт 25.12, 15:00[/b]"),
                      HasSubstr("Причина: «клиент заболел»")));
    here.says(o::maria, "да");
    EXPECT_EQ(here.only_request().wanted, o::december(25, 15));
}

TEST(more_time, counts_what_is_asked_for_on_top_from_the_deadline) {
    office here;
    here.slips();
    here.says(o::maria, "дай ещё 3 рабочих дня, клиент заболел");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("[b]ср 23.12, 18:00[/b]"), HasSubstr("Причина: «клиент заболел»")));
    here.presses(o::maria, "Изменить");
    here.presses(o::maria, "Срок");
    here.says(o::maria, "ещё неделю");
    EXPECT_THAT(here.last(o::maria), HasSubstr("[b]пт 25.12, 18:00[/b]"));
    office alone;
    alone.says(o::ivan, "дай мне 4 дня, клиент уехал");  // his only task, which nobody has looked at
    EXPECT_THAT(alone.last(o::ivan), AllOf(HasSubstr("Сидоров"), HasSubstr("[b]пн 21.12, 18:00[/b]")));
    office unclear;
    unclear.says(o::maria, "дай мне 4 дня");
    EXPECT_THAT(unclear.last(o::maria), HasSubstr("Помогаю договориться")) << "of which of her two tasks?";
}

TEST(more_time, finds_the_task_by_words_of_its_title_or_its_number) {
    office here;
    here.says(o::maria, "Прогресс до 24.12, ждём печать");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Выслать КП"), HasSubstr("чт 24.12, 18:00")));
    here.commands(o::maria, "extend", "8017 24.12 ждём печать");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Согласовать замер"), HasSubstr("«ждём печать»")));
    here.says(o::maria, "отмена");
    here.says(o::maria, "https://acme.bitrix24.ru/company/personal/user/27/tasks/task/view/8018/ до 24.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Новый срок: чт 24.12, 18:00"));
    EXPECT_EQ(here.known.conversations.at(o::maria).task, o::offer);
}

TEST(more_time, takes_date_and_reason_along_with_the_task_it_asked_for) {
    office here;
    here.commands(o::maria, "extend");
    EXPECT_THAT(here.last(o::maria), StartsWith("О какой задаче речь?"));
    here.says(o::maria, "8018 до 24.12, ждём печать");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Выслать КП"), HasSubstr("[b]чт 24.12, 18:00[/b]"),
                                           HasSubstr("Причина: «ждём печать»")));
}

TEST(more_time, takes_no_word_that_only_names_the_task_for_a_reason) {
    office here;
    here.says(o::maria, "хочу перенести замер с Ромашкой на 24.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Почему он нужен?"));
    here.says(o::maria, "отмена");
    here.says(o::maria, "замер с Ромашкой нужно до 24.12, клиент уехал");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Причина: «клиент уехал»"));
}

TEST(more_time, hears_the_newest_reason) {
    office here;
    here.says(o::maria, "замер на вчера, клиент не отвечает");
    EXPECT_THAT(here.last(o::maria), HasSubstr("уже в прошлом"));
    here.says(o::maria, "24.12, клиент уехал");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Причина: «клиент уехал»"));
}

TEST(more_time, asks_which_task_nearest_deadline_first) {
    office here;
    here.says(o::maria, "нужно до 25.12, клиент заболел");
    EXPECT_THAT(here.last(o::maria), StartsWith("О какой задаче речь?"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre(HasSubstr("Ромашка"), HasSubstr("Прогресс"), "Не отправлять"));
    here.says(o::maria, "про луну");
    EXPECT_THAT(here.last(o::maria), StartsWith("Не нахожу такой задачи"));
    here.presses(o::maria, "Выслать КП");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Выслать КП"), HasSubstr("«клиент заболел»")));
}

// Мария has ten tasks, those of the list due in their order.
office with_many_tasks() {
    office here;
    for (task_id id = 9001; id <= 9008; ++id) {
        task made;
        made.id = id;
        made.title = "Звонок " + std::to_string(id - 9000);
        made.responsible = o::maria;
        made.creator = o::boris;
        made.due = o::december(20, 10 + static_cast<int>(id - 9000));
        here.portal[id].present = made;
    }
    return here;
}

TEST(more_time, offers_many_tasks_page_by_page_in_one_message) {
    office here = with_many_tasks();
    here.commands(o::maria, "extend");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Страница 1 из 2"));
    EXPECT_THAT(
        here.buttons(o::maria),
        ElementsAre(HasSubstr("Ромашка"), HasSubstr("Звонок 1"), HasSubstr("Звонок 2"), HasSubstr("Звонок 3"),
                    HasSubstr("Звонок 4"), HasSubstr("Звонок 5"), "Ещё", "Не отправлять"));
    here.presses(o::maria, "Ещё");
    EXPECT_THAT(here.told(o::maria), SizeIs(1)) << "turned in its place";
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre(HasSubstr("Звонок 6"), HasSubstr("Звонок 7"), HasSubstr("Звонок 8"),
                            HasSubstr("Прогресс"), "Назад", "Не отправлять"));
    here.presses(o::maria, "Назад");
    EXPECT_THAT(here.buttons(o::maria), Contains(HasSubstr("Ромашка")));
    here.presses(o::maria, "Ещё");
    here.presses(o::maria, "Звонок 7");
    EXPECT_THAT(here.last(o::maria), HasSubstr("На какой срок перенести задачу"));
    EXPECT_EQ(here.known.conversations.at(o::maria).task, 9007);
}

TEST(more_time, shows_the_last_page_when_the_one_asked_for_is_gone) {
    office here = with_many_tasks();
    here.commands(o::maria, "extend");
    const auto more = here.token(o::maria, "Ещё");
    for (task_id id = 9005; id <= 9008; ++id)
        here.closes(o::maria, id);
    here.presses_token(o::maria, more);
    EXPECT_THAT(here.buttons(o::maria),
                AllOf(Contains(HasSubstr("Прогресс")), Not(Contains("Ещё")), Not(Contains("Назад"))));
    for (const task_id id :
         {o::measure, o::offer, task_id(9001), task_id(9002), task_id(9003), task_id(9004)})
        here.closes(o::maria, id);
    here.presses_token(o::maria, more);
    EXPECT_THAT(here.last(o::maria), HasSubstr("нет открытых задач"));
}

TEST(more_time, answers_a_page_of_an_earlier_question) {
    office here = with_many_tasks();
    here.commands(o::maria, "extend");
    const auto more = here.token(o::maria, "Ещё");
    here.presses(o::maria, "Звонок 1");
    here.presses_token(o::maria, more);
    EXPECT_THAT(here.last(o::maria), HasSubstr("кнопка прежнего вопроса"));
    here.says(o::maria, "отмена");
    here.presses_token(o::maria, more);
    EXPECT_THAT(here.last(o::maria), HasSubstr("Этот вопрос уже закрыт"));
}

TEST(more_time, refuses_a_task_of_somebody_else_without_naming_it) {
    office here;
    here.commands(o::maria, "extend", "#8019 до 25.12");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("8019"), HasSubstr("другой сотрудник"), Not(HasSubstr("Сидоров"))));
    here.commands(o::maria, "extend", "#999999 до 25.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Не вижу задачи 999999"));
    EXPECT_THAT(here.known.conversations, IsEmpty());
}

TEST(more_time, says_what_is_wrong_with_a_date_and_offers_others) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Сейчас пт 18.12, 18:00"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("пн 21.12, 18:00", "вт 22.12, 18:00", "пт 25.12, 18:00", "Не отправлять"));
    here.says(o::maria, "когда-нибудь потом");
    EXPECT_THAT(here.last(o::maria), StartsWith("Не вижу здесь даты."));
    here.says(o::maria, "1.12.2026");
    EXPECT_THAT(here.last(o::maria), HasSubstr("в прошлом"));
    here.says(o::maria, "17.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("не позже нынешнего срока"));
    here.says(o::maria, "31.12.2036");
    EXPECT_THAT(here.last(o::maria), HasSubstr("слишком далеко"));
    EXPECT_THAT(here.buttons(o::maria), SizeIs(testing::Ge(3U)));
    here.presses(o::maria, "пт 25.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Почему он нужен?"));
}

TEST(more_time, asks_which_of_two_dates_is_meant) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.says(o::maria, "23.12 или 24.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("по-разному"));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("ср 23.12, 18:00", "чт 24.12, 18:00", "Не отправлять"));
    here.presses(o::maria, "чт 24.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Новый срок: чт 24.12"));
}

TEST(more_time, remarks_on_a_day_off_and_offers_the_next_working_day) {
    office here;
    here.slips();
    here.says(o::maria, "до 26.12, клиент заболел");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Это нерабочий день"));
    EXPECT_THAT(here.buttons(o::maria), Contains("пн 28.12, 18:00"));
    here.presses(o::maria, "пн 28.12");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("[b]пн 28.12, 18:00[/b]"), Not(HasSubstr("нерабочий"))));
}

TEST(more_time, lets_every_part_be_changed) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Изменить");
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Срок", "Причину", "Задачу", "Не отправлять"));
    here.presses(o::maria, "Срок");
    here.says(o::maria, "24.12");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("[b]чт 24.12"), HasSubstr("клиент заболел")));
    here.says(o::maria, "28.12");  // simply written
    EXPECT_THAT(here.last(o::maria), HasSubstr("[b]пн 28.12"));
    here.presses(o::maria, "Изменить");
    here.presses(o::maria, "Причину");
    here.presses(o::maria, "Технический сбой");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Причина: Технический сбой"));
    here.presses(o::maria, "Изменить");
    here.presses(o::maria, "Задачу");
    here.presses(o::maria, "Выслать КП");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Выслать КП"), HasSubstr("[b]пн 28.12")));
    here.presses(o::maria, "Не отправлять");
    EXPECT_EQ(here.last(o::maria), "Хорошо, ничего не отправляю.");
    EXPECT_THAT(here.known.requests, IsEmpty());
}

TEST(more_time, answers_buttons_of_an_earlier_question_with_the_present_one) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    const auto old = here.token(o::maria, "Технический сбой");
    here.says(o::maria, "клиент заболел");
    here.presses_token(o::maria, old);
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("кнопка прежнего вопроса"), HasSubstr("клиент заболел")));
    here.presses(o::maria, "Не отправлять");
    here.presses_token(o::maria, old);
    EXPECT_THAT(here.last(o::maria), HasSubstr("Этот вопрос уже закрыт"));
}

TEST(more_time, keeps_buttons_of_an_ended_draft_stale_in_the_next_one) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.presses(o::maria, "Технический сбой");
    const auto old = here.token(o::maria, "Отправить");
    here.says(o::maria, "отмена");
    here.passes(std::chrono::minutes(1));
    here.says(o::maria, "до 25.12, клиент заболел");
    here.presses_token(o::maria, old);
    EXPECT_THAT(here.known.requests, IsEmpty());
}

TEST(more_time, replaces_the_earlier_request_of_the_same_person) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.says(o::maria, "да");
    here.says(o::maria, "8017 до 25.12, клиент заболел надолго");
    EXPECT_THAT(here.last(o::maria), HasSubstr("заменит прежний, на вт 22.12, 18:00"));
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.known.requests.at(1).state, request_state::obsolete);
    EXPECT_THAT(here.card().text, HasSubstr("Заменён новым запросом"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    EXPECT_EQ(here.known.requests.at(2).state, request_state::pending);
}

TEST(more_time, tells_another_person_what_is_asked_already) {
    office here;
    here.slips(o::ivan, o::measure);
    here.presses(o::ivan, "Запросить");
    here.presses(o::ivan, "Технический сбой");
    here.presses(o::ivan, "Отправить");
    EXPECT_EQ(here.only_request().requester, o::ivan);
    EXPECT_THAT(here.card().text,
                AllOf(HasSubstr("Ответственный: Мария Иванова"), HasSubstr("у автора запроса 20:00")));
    here.says(o::maria, "8017 до 25.12, клиент заболел");
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("перенос уже запрошен: Иван Петров просит срок вт 22.12, 18:00"));
}

TEST(more_time, puts_a_move_back_while_a_request_waits_without_asking_twice) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.says(o::maria, "да");
    here.passes(std::chrono::minutes(20));
    here.slips(o::maria, o::measure, o::december(23));
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("Запрос на вт 22.12, 18:00 уже отправлен, решает Борис Орлов"));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Почему вернулся срок?"));
    EXPECT_EQ(here.only_request().state, request_state::pending);
}

TEST(more_time, withdraws_a_request_once) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.says(o::maria, "да");
    const auto withdraw = here.token(o::maria, "Отозвать");
    const auto approve = here.token(o::boris, "Одобрить");
    here.presses_token(o::maria, withdraw);
    EXPECT_EQ(here.only_request().state, request_state::withdrawn);
    EXPECT_THAT(here.last(o::maria), HasSubstr("Запрос отозван"));
    EXPECT_THAT(here.card().text, HasSubstr("Запрос отозван"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    here.presses_token(o::maria, withdraw);
    EXPECT_THAT(here.last(o::maria), HasSubstr("решать уже нечего"));
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("решать уже нечего"), HasSubstr("Запрос отозван")));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(more_time, says_that_no_request_is_needed) {
    office here;
    here.portal.at(o::measure).present->due.reset();
    here.commands(o::maria, "extend", "8017 до 25.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("нет срока: поставьте его прямо в задаче"));
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("Ромашка")));
    here.closes(o::maria, o::offer);
    here.commands(o::maria, "extend", "#8018 до 25.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("уже закрыта"));
    here.rules.usual.mode = guard_mode::observe;
    here.commands(o::ivan, "extend", "8019 до 25.12 клиент заболел");
    EXPECT_THAT(here.last(o::ivan), HasSubstr("только наблюдаю"));
}

TEST(more_time, forgets_a_question_nobody_answered_for_a_day) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.passes(std::chrono::hours(30));
    here.says(o::maria, "привет");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Помогаю договориться о сроках"));
}

TEST(reasons, offers_the_one_used_last_first) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    EXPECT_EQ(here.buttons(o::maria).front(), "Клиент не отвечает");
    here.presses(o::maria, "Технический сбой");
    here.presses(o::maria, "Отправить");
    here.slips(o::maria, o::offer, o::december(23));
    here.presses(o::maria, "Запросить");
    EXPECT_EQ(here.buttons(o::maria).front(), "Технический сбой");
    EXPECT_EQ(here.buttons(o::maria).size(), 9U) << "each once, and the way out";
    here.slips(o::ivan, o::call, o::december(23));
    here.presses(o::ivan, "Запросить");
    EXPECT_EQ(here.buttons(o::ivan).front(), "Клиент не отвечает") << "everybody's own";
}

TEST(reasons, of_the_company_are_read_in_the_readers_language_and_may_need_words) {
    office here;
    here.rules.usual.categories = {"Ждём поставку|Waiting for a delivery", "Обед", "other"};
    here.rules.usual.words_for = {"Ждём поставку|Waiting for a delivery", "other"};
    here.commands(o::boris, "lang", "en");
    here.slips();
    here.presses(o::maria, "Запросить");
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Ждём поставку", "Обед", "Другое", "Не отправлять"));
    here.says(o::maria, "ждём поставку");
    EXPECT_THAT(here.last(o::maria), HasSubstr("парой слов")) << "the policy wants them";
    here.says(o::maria, "Кабель со склада в Туле");
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.card().text, HasSubstr("Waiting for a delivery: “Кабель со склада в Туле”"));
    EXPECT_THAT(here.receipt().text, HasSubstr("Ждём поставку: «Кабель со склада в Туле»"));
}

TEST(change, of_a_sent_request_replaces_it_when_it_is_sent_anew) {
    office here;
    here.says(o::maria, "8017 до 22.12, клиент заболел");
    here.presses(o::maria, "Отправить");
    const auto old = here.token(o::maria, "Изменить");
    here.presses_token(o::maria, old);
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("[b]вт 22.12, 18:00[/b]"), HasSubstr("«клиент заболел»"),
                                           HasSubstr("заменит")));
    EXPECT_EQ(here.only_request().state, request_state::pending) << "nothing is changed yet";
    here.says(o::maria, "23.12");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.known.requests.at(1).state, request_state::obsolete);
    EXPECT_EQ(here.known.requests.at(2).wanted, o::december(23));
    here.presses_token(o::maria, old);
    EXPECT_THAT(here.last(o::maria), HasSubstr("решать уже нечего"));
    here.presses(o::boris, "Одобрить");
    here.presses(o::maria, "Изменить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("записываю срок"));
}

}  // namespace
}  // namespace dialogs
