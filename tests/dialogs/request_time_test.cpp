// Requests that wait are remembered, in working time: by the hour, and when their author asks for it.
#include "waiting_request.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using o = office;
using namespace std::chrono_literals;

// ---- reminders

TEST_F(waiting_request, is_remembered_to_the_approver_after_four_working_hours) {
    comes(14, 14);
    EXPECT_EQ(reminders(o::boris), 0);
    comes(14, 14, 1);
    EXPECT_EQ(
        here.last(o::boris),
        "⏰ Вашего решения ждёт запрос по задаче "
        "«[url=https://acme.bitrix24.ru/company/personal/user/13/tasks/task/view/8017/]Согласовать замер "
        "с ООО \"Ромашка\"[/url]».\n"
        "пт 18.12, 18:00 → [b]вт 22.12, 18:00[/b] (+2 рабочих дня, 1-й перенос)\n"
        "Автор запроса: Мария Иванова, пн 14.12, 10:01");
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Одобрить", "Отклонить", "Другая дата", "Уточнить",
                                                    "Доверять до пт", "Показать карточку"));
    ASSERT_THAT(rows("reminded"), SizeIs(1));
    EXPECT_EQ(rows("reminded")[0].other, o::boris);
    EXPECT_EQ(rows("reminded")[0].person, 0);
}

TEST_F(waiting_request, is_remembered_in_english) {
    here.tongue = locale::language::en;
    comes(14, 14, 1);
    EXPECT_THAT(here.last(o::boris),
                AllOf(StartsWith("⏰ A request about “"), HasSubstr("waits for your decision.\nFri 18 Dec"),
                      HasSubstr("Asked by Мария Иванова, Mon 14 Dec, 10:01")));
    EXPECT_THAT(here.buttons(o::boris),
                ElementsAre("Approve", "Reject", "Another date", "Ask", "Trust until Fri", "Show the card"));
}

TEST_F(waiting_request, is_remembered_once_a_day) {
    here.rules.waits = {{0, 1h}, {}, {}};
    comes(14, 23);
    EXPECT_EQ(reminders(o::boris), 1);
    comes(15, 9);
    EXPECT_EQ(reminders(o::boris), 2) << "when the next working day begins";
    comes(15, 23);
    EXPECT_EQ(reminders(o::boris), 2);
    comes(18, 8);
    EXPECT_EQ(reminders(o::boris), 4);
    comes(21, 8, 59);
    EXPECT_EQ(reminders(o::boris), 5) << "nothing on Saturday and Sunday";
}

TEST_F(waiting_request, is_remembered_in_working_hours_alone) {
    here.presses(o::maria, "Отозвать");
    here.now = o::december(18, 16);
    asks_for(o::offer);
    comes(21, 10, 59);
    EXPECT_EQ(reminders(o::boris), 0);
    comes(21, 11);
    EXPECT_EQ(reminders(o::boris), 1) << "half of the eleven hours until Monday evening is later";
}

TEST_F(waiting_request, is_remembered_by_the_approvers_own_clock) {
    here.people.add(person{o::boris, "Борис Орлов", "Борис", "M", true, true, "Asia/Yekaterinburg", {5}});
    here.presses(o::maria, "Отозвать");
    here.now = o::december(14, 13);  // 15:00 there
    asks_for(o::offer);
    comes(15, 7, 59);
    EXPECT_EQ(reminders(o::boris), 0) << "17:00 here would be 19:00 there";
    comes(15, 8);
    EXPECT_EQ(reminders(o::boris), 1) << "10:00 there";
}

TEST_F(waiting_request, is_remembered_at_half_of_the_time_left_if_that_is_sooner) {
    here.presses(o::maria, "Отозвать");
    here.portal.at(o::call).present->due = o::december(14, 12, 2);
    asks_for(o::call, o::ivan, "15.12");
    comes(14, 11);
    EXPECT_EQ(reminders(o::boris), 0);
    comes(14, 11, 1);
    EXPECT_EQ(reminders(o::boris), 1);
    comes(14, 23);
    EXPECT_EQ(reminders(o::boris), 1) << "the second reminder is not sooner";
}

TEST_F(waiting_request, is_named_with_all_others_that_are_due_within_the_hour) {
    here.now = o::december(14, 10, 40);
    asks_for(o::offer);
    here.now = o::december(14, 11, 30);
    asks_for(o::call, o::ivan);
    comes(14, 14, 1);
    EXPECT_EQ(reminders(o::boris), 1);
    EXPECT_THAT(
        here.last(o::boris),
        AllOf(StartsWith("⏰ Вашего решения ждут 2 запроса:\n1. «"), HasSubstr("Ромашка"), HasSubstr("\n2. «"),
              HasSubstr("Прогресс"), Not(HasSubstr("Сидоров")),
              HasSubstr("пн 21.12, 18:00 → пт 25.12, 18:00. Автор запроса: Мария Иванова, пн 14.12, 10:40")));
    EXPECT_THAT(here.buttons(o::boris),
                ElementsAre("1. Одобрить: 22.12", "1. Карточка", "2. Одобрить: 25.12", "2. Карточка"));
    comes(14, 15, 30);
    EXPECT_EQ(reminders(o::boris), 2) << "the third has its own hour";
    comes(14, 23);
    EXPECT_EQ(reminders(o::boris), 2);
    here.rules.waits.escalate_after = here.rules.waits.expire_after = {};
    here.tongue = locale::language::en;
    comes(15, 9, 30);
    EXPECT_EQ(reminders(o::boris), 3) << "in the morning all three in one";
    EXPECT_THAT(here.last(o::boris), StartsWith("⏰ 3 requests wait for your decision:\n1. “"));
}

TEST_F(waiting_request, is_decided_from_the_reminder) {
    asks_for(o::offer);
    comes(14, 14, 1);
    here.presses(o::boris, "2. Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked(2).state, request_state::applied);
    EXPECT_EQ(asked(1).state, request_state::pending);
    here.presses(o::boris, "2. Одобрить");
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего. ✅ Одобрено"));
}

TEST_F(waiting_request, has_its_card_shown_again_and_the_old_one_says_where_it_is) {
    comes(14, 14, 1);
    here.presses(o::boris, "Показать карточку");
    std::vector<sent_message> cards;
    for (const auto& each : here.told(o::boris))
        if (each.slot == "request:1:card")
            cards.push_back(each);
    ASSERT_THAT(cards, SizeIs(2));
    EXPECT_EQ(cards[0].what.text, "Карточка этого запроса теперь ниже.");
    EXPECT_THAT(cards[0].what.rows, IsEmpty());
    EXPECT_THAT(cards[1].what.text, HasSubstr("просит перенести срок"));
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked().state, request_state::applied);
    EXPECT_THAT(here.told(o::boris).back().what.text, HasSubstr("✅ Одобрено"));
    here.presses(o::boris, "Показать карточку");
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего"));
}

TEST_F(waiting_request, shows_the_newest_state_in_a_reminder) {
    here.moves(o::boris, o::measure, o::december(19));  // entitled: nothing is left to decide
    EXPECT_EQ(asked().state, request_state::obsolete);
    comes(15, 18);
    EXPECT_EQ(reminders(o::boris), 0);
}

TEST_F(waiting_request, is_looked_at_before_anything_is_said) {
    here.closes(o::maria, o::measure);  // of which the bot heard nothing
    comes(14, 14, 1);
    EXPECT_EQ(asked().state, request_state::obsolete);
    EXPECT_EQ(reminders(o::boris), 0);
}

TEST_F(waiting_request, waits_on_while_the_portal_does_not_show_its_task) {
    const auto task = here.portal.at(o::measure).present;
    here.portal.at(o::measure).present.reset();
    comes(14, 14, 30);
    EXPECT_EQ(reminders(o::boris), 0);
    here.portal.at(o::measure).present = task;
    comes(14, 16);
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(waiting_request, that_could_not_be_applied_is_remembered_as_well) {
    here.presses(o::boris, "Одобрить");
    here.portal_refuses("ACCESS_DENIED");
    ASSERT_EQ(asked().state, request_state::failed);
    comes(14, 14, 1);
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(waiting_request, that_is_withdrawn_or_decided_is_never_heard_of_again) {
    here.presses(o::maria, "Отозвать");
    const auto before = here.known.messages.size();
    comes(31, 18);
    EXPECT_THAT(here.known.messages, SizeIs(before));
    EXPECT_THAT(here.known.requests_due, IsEmpty());
}

TEST_F(waiting_request, that_waits_for_ever_is_left_alone) {
    here.presses(o::maria, "Отозвать");
    here.rules.waits = {{}, {}, {}};
    asks_for(o::offer);
    const auto before = here.known.messages.size();
    comes(31, 18);
    EXPECT_THAT(here.known.messages, SizeIs(before));
    EXPECT_EQ(asked(2).state, request_state::pending);
}

// ---- the bot was away

TEST_F(waiting_request, is_remembered_once_after_days_without_the_bot) {
    asks_for(o::offer);
    here.rules.waits.escalate_after = here.rules.waits.expire_after = {};
    is_away_until(17, 15);
    EXPECT_EQ(reminders(o::boris), 1);
    comes(17, 23);
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(waiting_request, is_not_heard_of_at_night_when_the_bot_comes_back_then) {
    const auto before = here.known.messages.size();
    is_away_until(15, 23);
    EXPECT_THAT(here.known.messages, SizeIs(before));
    comes(16, 8, 59);
    EXPECT_THAT(here.known.messages, SizeIs(before));
    comes(16, 9);
    EXPECT_EQ(reminders(o::boris), 1);
    EXPECT_THAT(upper_card(), HasSubstr("просит перенести срок"));
}

TEST_F(waiting_request, does_everything_once_however_often_its_hours_are_heard) {
    here.now = o::december(15, 12);
    for (int times = 0; times < 5; ++times)
        here.handle(request_due{1});
    EXPECT_EQ(reminders(o::boris), 1);
    EXPECT_THAT(rows("escalated"), SizeIs(1));
    here.now = o::december(30, 12);
    for (int times = 0; times < 5; ++times)
        here.handle(request_due{1});
    EXPECT_THAT(rows("expired"), SizeIs(1));
    here.handle(request_due{77});
}

TEST_F(waiting_request, does_not_end_before_all_that_was_said_until_then_was_heard) {
    here.heard = o::december(14, 10, 30);
    here.now = o::december(18, 15);
    here.handle(request_due{1});
    EXPECT_EQ(asked().state, request_state::pending);
    EXPECT_EQ(reminders(o::boris), 0);
    here.pressed_at(o::december(14, 12), o::boris, "Одобрить");
    here.heard = here.now;
    comes(18, 15, 5);
    EXPECT_EQ(asked().state, request_state::applying);
    EXPECT_EQ(count(o::maria, "Если перенос ещё нужен"), 0);
}

TEST_F(waiting_request, has_its_hours_set_anew_when_the_bot_starts_with_other_settings) {
    here.known.requests_due.clear();  // as an older version left it
    here.rules.waits.remind_after = {0, 2h};
    here.handle(request_due{1});
    EXPECT_EQ(here.known.requests_due,
              (std::set<std::pair<instant, request_id>>{{o::december(14, 12, 1), 1}}));
    EXPECT_EQ(reminders(o::boris), 0);
    comes(14, 12, 1);
    EXPECT_EQ(reminders(o::boris), 1);
}

// ---- /my

TEST_F(waiting_request, is_remembered_when_its_author_asks_for_it) {
    comes(14, 11);
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решает Борис Орлов с пн 14.12, 10:01."));
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(here.last(o::boris),
                StartsWith("⏰ Мария Иванова напоминает: вашего решения ждёт запрос по задаче «"));
    EXPECT_THAT(here.last(o::maria),
                AllOf(StartsWith("Напомнил о запросе по задаче «"), HasSubstr("Решает Борис Орлов.")));
    ASSERT_THAT(rows("reminded"), SizeIs(1));
    EXPECT_EQ(rows("reminded")[0].person, o::maria);
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(
        here.last(o::maria),
        HasSubstr(
            "уже напоминал: пн 14.12, 11:00. Следующее напоминание можно отправить с вт 15.12, 09:00."));
    EXPECT_EQ(reminders(o::boris), 1);
    comes(14, 23);
    EXPECT_EQ(reminders(o::boris), 1) << "it was the day's reminder";
}

TEST_F(waiting_request, is_not_remembered_twice_because_its_author_asks_after_the_hour) {
    comes(14, 14, 1);
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Напоминание было пн 14.12, 14:01."));
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("уже напоминал: пн 14.12, 14:01"));
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(waiting_request, is_remembered_in_the_morning_when_its_author_asks_at_night) {
    here.presses(o::maria, "Отозвать");
    here.now = o::december(15, 20);
    asks_for(o::offer);
    here.commands(o::maria, "my");
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(here.last(o::maria),
                AllOf(StartsWith("Сейчас нерабочее время (Борис Орлов)."), HasSubstr("ср 16.12, 09:00.")));
    EXPECT_EQ(reminders(o::boris), 0);
    comes(16, 8, 59);
    EXPECT_EQ(reminders(o::boris), 0);
    comes(16, 9);
    EXPECT_EQ(reminders(o::boris), 1);
    comes(16, 23);
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(waiting_request, is_remembered_to_both_who_may_decide_and_shown_where_it_went) {
    here.rules.waits.remind_after = {};
    comes(15, 9, 1);
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решает Борис Орлов с пн 14.12, 10:01. Передал руководителю "
                                               "выше вт 15.12, 09:01: Анна Соколова."));
    here.presses(o::maria, "Напомнить");
    EXPECT_EQ(reminders(o::boris), 1);
    EXPECT_EQ(reminders(o::anna), 1);
    here.presses(o::maria, "Отозвать");
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("решать уже нечего. Запрос отозван."));
}

TEST_F(waiting_request, is_remembered_in_english_when_its_author_asks) {
    here.tongue = locale::language::en;
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Борис Орлов has it since Mon 14 Dec, 10:01."));
    here.presses(o::maria, "Remind");
    EXPECT_THAT(here.last(o::boris), StartsWith("⏰ Мария Иванова reminds you: a request about “"));
    here.presses(o::maria, "Remind");
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("Mon 14 Dec, 10:01. The next one can be sent from Tue 15 Dec, 09:00."));
}

TEST_F(waiting_request, waits_for_the_requester_while_he_is_asked_something) {
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    comes(16, 18);
    EXPECT_THAT(rows("reminded"), IsEmpty());
    EXPECT_THAT(rows("escalated"), IsEmpty()) << "it is his turn, not the approver's";
    here.commands(o::maria, "my");
    here.presses(o::maria, "Напомнить");
    EXPECT_THAT(here.last(o::maria), HasSubstr("«Почему именно эта дата?» Напишите ответ"));
    here.says(o::maria, "Раньше он в отпуске");
    comes(17, 16, 59);
    EXPECT_THAT(rows("escalated"), IsEmpty()) << "his time begins anew with the answer";
    EXPECT_THAT(rows("reminded"), SizeIs(1));
    comes(18, 9, 1);
    EXPECT_THAT(rows("escalated"), SizeIs(1));
}

}  // namespace
}  // namespace dialogs
