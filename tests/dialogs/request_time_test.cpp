// Requests that wait: reminders, the next one up, the end; all in working time.
#include <gmock/gmock.h>

#include <algorithm>

#include "dialogs/request_later.hpp"
#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using o = office;
using namespace std::chrono_literals;

// Мария asked Борис on Monday 14.12, 10:01, for Tuesday 22.12 instead of Friday 18.12.
class waiting_request : public testing::Test {
protected:
    waiting_request() {
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
    }

    void asks_for(task_id task, user_id who = o::maria, const std::string& day = "25.12") {
        here.says(who, "#" + std::to_string(task) + " до " + day + " клиент заболел");
        here.presses(who, "Отправить");
    }

    // The hours come one by one until then.
    void comes(unsigned day, int hour, int minute = 0) { here.comes(o::december(day, hour, minute)); }
    // The bot was away until then: all hours that came meanwhile are heard at once.
    void is_away_until(unsigned day, int hour) {
        here.now = o::december(day, hour);
        here.due_requests();
    }

    [[nodiscard]] long count(user_id who, const std::string& text) const {
        const auto all = here.told(who);
        return std::count_if(all.begin(), all.end(), [&](const sent_message& each) {
            return each.what.text.find(text) != std::string::npos;
        });
    }
    [[nodiscard]] long reminders(user_id who) const { return count(who, "⏰"); }
    [[nodiscard]] request asked(request_id id = 1) const { return here.known.requests.at(id); }
    [[nodiscard]] std::string upper_card(request_id id = 1) const {
        return here.in_slot("request:" + std::to_string(id) + ":card:above").what.text;
    }
    [[nodiscard]] std::vector<journal> rows(const std::string& kind) const {
        std::vector<journal> found;
        std::copy_if(here.known.rows.begin(), here.known.rows.end(), std::back_inserter(found),
                     [&](const journal& row) { return row.kind == kind; });
        return found;
    }

    office here;
};

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
    EXPECT_THAT(here.buttons(o::boris),
                ElementsAre("Одобрить", "Отклонить", "Другая дата", "Показать карточку"));
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
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Approve", "Reject", "Another date", "Show the card"));
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

// ---- the next one up

TEST_F(waiting_request, goes_to_the_next_one_up_after_eight_working_hours) {
    comes(15, 9);
    EXPECT_EQ(asked().above, 0);
    comes(15, 9, 1);
    EXPECT_EQ(asked().above, o::anna);
    EXPECT_EQ(asked().approver, o::boris);
    EXPECT_THAT(
        here.last(o::anna),
        AllOf(HasSubstr("📌 Мария Иванова просит перенести срок"),
              HasSubstr("Передаю вам как руководителю выше: с пн 14.12, 10:01 запрос решает Борис Орлов, "
                        "ответа пока нет. Теперь решить можете и вы.")));
    EXPECT_THAT(here.buttons(o::anna), ElementsAre("Одобрить", "Отклонить", "Другая дата"));
    EXPECT_THAT(
        here.card().text,
        HasSubstr(
            "передал руководителю выше вт 15.12, 09:01 (Анна Соколова). Решить по-прежнему можете и вы."));
    EXPECT_THAT(
        here.last(o::maria),
        AllOf(
            StartsWith("На запрос по задаче «"),
            HasSubstr("передал руководителю выше: Анна Соколова. Решить по-прежнему может и Борис Орлов.")));
    EXPECT_THAT(here.receipt().text, HasSubstr("передал руководителю выше вт 15.12, 09:01: Анна Соколова"));
    ASSERT_THAT(rows("escalated"), SizeIs(1));
    EXPECT_EQ(rows("escalated")[0].person, o::boris);
    EXPECT_EQ(rows("escalated")[0].other, o::anna);
    EXPECT_EQ(rows("escalated")[0].ground, "above");
    comes(17, 18);
    EXPECT_EQ(count(o::maria, "передал руководителю выше: "), 1);
    EXPECT_THAT(rows("escalated"), SizeIs(1));
}

TEST_F(waiting_request, is_decided_by_the_one_above_and_the_others_card_shows_it) {
    comes(15, 9, 1);
    here.presses(o::anna, "Одобрить");
    EXPECT_EQ(asked().decided_by, o::anna);
    EXPECT_THAT(here.card().text, HasSubstr("записываю срок"));
    here.portal_writes();
    EXPECT_THAT(here.card().text,
                HasSubstr("✅ Одобрено: новый срок вт 22.12, 18:00. Решение: Анна Соколова."));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    EXPECT_THAT(upper_card(), HasSubstr("✅ Одобрено"));
    EXPECT_EQ(here.due(), deadline(o::december(22)));
}

TEST_F(waiting_request, is_still_decided_by_the_first_and_the_upper_card_shows_it) {
    comes(15, 9, 1);
    const auto approve = here.token(o::anna, "Одобрить");
    here.presses(o::boris, "Отклонить");
    here.says(o::boris, "Срок жёсткий");
    EXPECT_EQ(asked().state, request_state::rejected);
    EXPECT_EQ(asked().decided_by, o::boris);
    EXPECT_THAT(upper_card(), HasSubstr("❌ Отклонено: «Срок жёсткий». Решение: Борис Орлов."));
    here.presses_token(o::anna, approve);
    EXPECT_THAT(here.last(o::anna), HasSubstr("решать уже нечего. ❌ Отклонено"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(waiting_request, is_rejected_by_the_one_above_in_his_own_name) {
    comes(15, 9, 1);
    here.presses(o::anna, "Отклонить");
    here.says(o::anna, "Сдаём проект");
    EXPECT_EQ(asked().state, request_state::rejected);
    EXPECT_THAT(here.last(o::maria), HasSubstr("❌ Отклонено: «Сдаём проект». Решение: Анна Соколова."));
    EXPECT_EQ(rows("rejected")[0].other, o::anna);
    EXPECT_THAT(here.last(o::anna), HasSubstr("Мария Иванова"));
}

TEST_F(waiting_request, is_granted_another_date_by_the_one_above) {
    comes(15, 9, 1);
    here.presses(o::anna, "Другая дата");
    here.says(o::anna, "21.12");
    here.presses(o::anna, "Одобрить: пн 21.12");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(21)));
    EXPECT_EQ(asked().decided_by, o::anna);
}

TEST_F(waiting_request, is_remembered_to_both_afterwards_once_a_day) {
    comes(15, 23);
    EXPECT_EQ(reminders(o::anna), 1) << "13:01, four hours after it came to her";
    EXPECT_EQ(reminders(o::boris), 2);
    comes(16, 23);
    EXPECT_EQ(reminders(o::anna), 2);
    EXPECT_EQ(reminders(o::boris), 3);
}

TEST_F(waiting_request, goes_up_with_all_others_of_its_approver_in_one_message) {
    asks_for(o::offer);
    asks_for(o::call, o::ivan);
    comes(15, 9, 1);
    ASSERT_THAT(here.told(o::anna), SizeIs(1));
    EXPECT_THAT(here.last(o::anna),
                AllOf(StartsWith("📌 Передаю вам как руководителю выше 3 запроса без ответа."),
                      HasSubstr("Борис Орлов"), HasSubstr("\n3. «")));
    EXPECT_EQ(count(o::maria, "передал руководителю выше:\n"), 1);
    EXPECT_THAT(here.last(o::maria),
                AllOf(StartsWith("На 2 ваших запроса ответа пока нет, передал руководителю выше:\n• «"),
                      HasSubstr("»: Анна Соколова")));
    EXPECT_EQ(count(o::ivan, "передал руководителю выше: Анна Соколова"), 1);
    here.presses(o::anna, "3. Карточка");
    EXPECT_THAT(upper_card(3), HasSubstr("Иван Петров просит"));
    here.presses(o::anna, "2. Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked(2).decided_by, o::anna);
}

TEST_F(waiting_request, goes_up_in_english) {
    here.tongue = locale::language::en;
    comes(15, 9, 1);
    EXPECT_THAT(here.last(o::anna),
                HasSubstr("Passed up to you: Борис Орлов has had the request since Mon 14 Dec, "
                          "10:01 and there is no answer yet. Now you can decide as well."));
    EXPECT_THAT(here.last(o::maria),
                AllOf(StartsWith("There is no answer to the request about “"),
                      HasSubstr("passed up: Анна Соколова. Борис Орлов can still decide.")));
    EXPECT_THAT(here.card().text,
                HasSubstr("passed up Tue 15 Dec, 09:01 (Анна Соколова). You can still decide."));
}

TEST_F(waiting_request, stays_where_it_is_when_nobody_is_above) {
    here.people.add(department{1, "Компания", 0, o::boris});
    const auto before = here.told(o::maria).size();
    comes(15, 18);
    EXPECT_EQ(asked().above, 0);
    EXPECT_THAT(here.told(o::anna), IsEmpty());
    EXPECT_THAT(here.told(o::maria), SizeIs(before));
    ASSERT_THAT(rows("escalated"), SizeIs(1));
    EXPECT_EQ(rows("escalated")[0].other, 0);
    EXPECT_EQ(rows("escalated")[0].ground, "nobody_above");
    EXPECT_THAT(here.card().text, Not(HasSubstr("передал")));
}

TEST_F(waiting_request, does_not_go_up_to_one_who_is_away_or_asked_for_it) {
    here.rules.absent = {{o::anna, o::december(14, 0), o::december(20, 0), 0}};
    comes(15, 18);
    EXPECT_EQ(asked().above, 0);
    EXPECT_EQ(rows("escalated")[0].ground, "nobody_above");
}

TEST_F(waiting_request, goes_to_the_substitute_of_the_one_above) {
    here.rules.absent = {{o::anna, o::december(14, 0), o::december(20, 0), o::olga}};
    comes(15, 9, 1);
    EXPECT_EQ(asked().above, o::olga);
    EXPECT_EQ(rows("escalated")[0].ground, "substitute");
    here.presses(o::olga, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked().decided_by, o::olga);
}

TEST_F(waiting_request, is_drawn_anew_for_both_when_presses_may_have_been_lost) {
    comes(15, 9, 1);
    const auto old = here.card().rows.front().front().token;
    here.handle(presses_lost{o::anna});
    EXPECT_THAT(upper_card(), HasSubstr("нажмите ещё раз"));
    const auto fresh = here.card().rows.front().front().token;
    EXPECT_NE(fresh, old);
    here.presses_token(o::boris, old);
    EXPECT_THAT(here.last(o::boris), HasSubstr("нажмите ещё раз"));
    here.presses_token(o::boris, fresh);
    here.portal_writes();
    EXPECT_EQ(asked().state, request_state::applied);
}

TEST_F(waiting_request, tells_all_three_when_it_is_overtaken) {
    comes(15, 9, 1);
    here.closes(o::maria, o::measure);
    here.looks();
    for (const user_id who : {o::maria, o::boris, o::anna})
        EXPECT_THAT(here.last(who), HasSubstr("задача закрыта")) << who;
    EXPECT_THAT(upper_card(), HasSubstr("задача закрыта"));
}

// ---- somebody is away

TEST_F(waiting_request, begins_to_wait_anew_for_whoever_it_is_passed_on_to) {
    here.away[o::boris] = o::december(31, 0);
    comes(14, 14, 1);
    EXPECT_EQ(asked().approver, o::anna);
    EXPECT_EQ(asked().held_since, o::december(14, 14, 1));
    EXPECT_EQ(reminders(o::boris), 0);
    EXPECT_EQ(reminders(o::anna), 0) << "she just got it";
    comes(15, 9, 30);
    EXPECT_EQ(reminders(o::anna), 1);
}

TEST_F(waiting_request, that_went_up_is_passed_on_to_the_same_person_once) {
    comes(15, 9, 1);
    here.away[o::boris] = o::december(31, 0);
    here.looks();
    EXPECT_EQ(asked().approver, o::anna);
    EXPECT_EQ(asked().above, 0);
    EXPECT_THAT(upper_card(), HasSubstr("Карточка этого запроса теперь ниже"));
    here.presses(o::anna, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked().decided_by, o::anna);
}

TEST_F(waiting_request, is_not_remembered_to_one_who_is_away_and_has_no_substitute) {
    here.away[o::boris] = here.away[o::anna] = o::december(17, 0);
    here.people.add(person{o::anna, "Анна Соколова", "Анна", "F", false, true, "", {1}});
    comes(16, 23);
    EXPECT_EQ(asked().approver, o::boris);
    EXPECT_EQ(reminders(o::boris), 0);
    here.away.clear();
    comes(17, 9);
    EXPECT_EQ(reminders(o::boris), 1);
}

// ---- the end

TEST_F(waiting_request, expires_after_forty_working_hours_and_both_may_begin_anew) {
    comes(18, 14);
    EXPECT_EQ(asked().state, request_state::pending);
    comes(18, 14, 1);
    EXPECT_EQ(asked().state, request_state::expired);
    EXPECT_THAT(here.last(o::maria),
                AllOf(StartsWith("Запрос по задаче «"),
                      HasSubstr("закрыт: ответа не было. Срок прежний: пт 18.12, 18:00.")));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Запросить перенос на 22.12"));
    for (const user_id who : {o::boris, o::anna}) {
        EXPECT_THAT(here.last(who),
                    HasSubstr("на вт 22.12, 18:00 закрыт: ответа не было. Автор запроса: Мария Иванова."));
        EXPECT_THAT(here.buttons(who), ElementsAre("Рассмотреть снова"));
    }
    EXPECT_THAT(here.card().text, HasSubstr("Запрос закрыт: ответа не было."));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    EXPECT_THAT(upper_card(), HasSubstr("ответа не было"));
    EXPECT_THAT(here.receipt().text, HasSubstr("ответа не было"));
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(rows("expired"), SizeIs(1));
    const auto before = here.known.messages.size();
    comes(31, 18);
    EXPECT_THAT(here.known.messages, SizeIs(before)) << "it is over";
}

TEST_F(waiting_request, expires_in_english) {
    here.tongue = locale::language::en;
    comes(18, 14, 1);
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("is closed: there was no answer. The deadline is still Fri 18 Dec, 18:00."));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Request 22 Dec"));
    EXPECT_THAT(here.last(o::boris), HasSubstr("for Tue 22 Dec, 18:00 is closed: there was no answer"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Look at it again"));
}

TEST_F(waiting_request, that_could_not_be_written_ends_without_going_up) {
    here.presses(o::boris, "Одобрить");
    here.portal_refuses("ACCESS_DENIED");
    comes(18, 14, 1);
    EXPECT_THAT(rows("escalated"), IsEmpty());
    EXPECT_EQ(asked().state, request_state::expired);
    EXPECT_THAT(here.last(o::maria), HasSubstr("закрыт: новый срок записать не удалось. Срок прежний"));
    EXPECT_THAT(here.card().text, HasSubstr("Запрос закрыт: новый срок записать не удалось."));
}

TEST_F(waiting_request, is_asked_for_again_after_it_expired) {
    comes(18, 14, 1);
    here.presses(o::maria, "Запросить перенос на 22.12");
    here.says(o::maria, "клиент ещё болеет");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(asked(2).state, request_state::pending);
    EXPECT_EQ(asked(2).approver, o::boris);
}

TEST_F(waiting_request, offers_another_date_when_its_own_is_over) {
    here.rules.waits.expire_after = {8, 0min};
    comes(24, 18);
    ASSERT_EQ(asked().state, request_state::expired);
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Другая дата"));
}

TEST_F(waiting_request, is_looked_at_again_after_it_expired) {
    comes(18, 14, 1);
    here.presses(o::anna, "Рассмотреть снова");
    ASSERT_TRUE(here.known.requests.contains(2));
    EXPECT_EQ(asked(2).approver, o::anna);
    EXPECT_EQ(asked(2).wanted, o::december(22));
    EXPECT_EQ(asked(2).words, asked(1).words);
    EXPECT_THAT(here.everything(o::maria), HasSubstr("снова на рассмотрении: Анна Соколова."));
    here.presses(o::boris, "Рассмотреть снова");
    EXPECT_THAT(here.last(o::boris), HasSubstr("уже есть новый запрос"));
    here.presses(o::anna, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    here.presses(o::boris, "Рассмотреть снова");
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать по этому запросу уже нечего"));
}

TEST_F(waiting_request, expires_with_all_others_of_its_approver_in_one_message) {
    asks_for(o::offer);
    asks_for(o::call, o::ivan, "21.12");
    is_away_until(22, 12);
    EXPECT_EQ(count(o::boris, "Закрыты без ответа 3 запроса, сроки прежние:"), 1);
    EXPECT_EQ(reminders(o::boris), 0) << "it is no use any more";
    EXPECT_EQ(count(o::maria, "Закрыты 2 ваших запроса: ответа так и не было"), 1);
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("1. Запросить перенос на 22.12", "2. Запросить перенос на 25.12"));
    EXPECT_THAT(here.buttons(o::ivan), ElementsAre("Другая дата"));
}

TEST_F(waiting_request, is_in_time_though_the_answer_comes_after_the_old_deadline) {
    here.rules.waits.expire_after = {};
    comes(21, 12);
    here.looks();
    ASSERT_EQ(asked().state, request_state::pending);
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked().state, request_state::applied);
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
}

TEST_F(waiting_request, that_expired_is_told_by_why) {
    comes(18, 14, 1);
    here.commands(o::maria, "why", "8017");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Запрос закрыт: ответа не было"));
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

}  // namespace
}  // namespace dialogs
