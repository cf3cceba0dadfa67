// Requests nobody answers go to the next one up; and to others when somebody goes away.
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

using unanswered_request = waiting_request;

// ---- the next one up

TEST_F(unanswered_request, goes_to_the_next_one_up_after_eight_working_hours) {
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
    EXPECT_THAT(here.buttons(o::anna), ElementsAre("Одобрить", "Отклонить", "Другая дата", "Уточнить"));
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

TEST_F(unanswered_request, is_decided_by_the_one_above_and_the_others_card_shows_it) {
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

TEST_F(unanswered_request, is_still_decided_by_the_first_and_the_upper_card_shows_it) {
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

TEST_F(unanswered_request, is_rejected_by_the_one_above_in_his_own_name) {
    comes(15, 9, 1);
    here.presses(o::anna, "Отклонить");
    here.says(o::anna, "Сдаём проект");
    EXPECT_EQ(asked().state, request_state::rejected);
    EXPECT_THAT(here.last(o::maria), HasSubstr("❌ Отклонено: «Сдаём проект». Решение: Анна Соколова."));
    EXPECT_EQ(rows("rejected")[0].other, o::anna);
    EXPECT_THAT(here.last(o::anna), HasSubstr("Мария Иванова"));
}

TEST_F(unanswered_request, is_granted_another_date_by_the_one_above) {
    comes(15, 9, 1);
    here.presses(o::anna, "Другая дата");
    here.says(o::anna, "21.12");
    here.presses(o::anna, "Одобрить: пн 21.12");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(21)));
    EXPECT_EQ(asked().decided_by, o::anna);
}

TEST_F(unanswered_request, is_remembered_to_both_afterwards_once_a_day) {
    comes(15, 23);
    EXPECT_EQ(reminders(o::anna), 1) << "13:01, four hours after it came to her";
    EXPECT_EQ(reminders(o::boris), 2);
    comes(16, 23);
    EXPECT_EQ(reminders(o::anna), 2);
    EXPECT_EQ(reminders(o::boris), 3);
}

TEST_F(unanswered_request, goes_up_with_all_others_of_its_approver_in_one_message) {
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
    here.presses(o::anna, "1. Карточка");  // nearest deadline first
    EXPECT_THAT(upper_card(3), HasSubstr("Иван Петров просит"));
    here.presses(o::anna, "3. Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked(2).decided_by, o::anna);
}

TEST_F(unanswered_request, goes_up_in_english) {
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

TEST_F(unanswered_request, stays_where_it_is_when_nobody_is_above) {
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

TEST_F(unanswered_request, does_not_go_up_to_one_who_is_away_or_asked_for_it) {
    here.rules.absent = {{o::anna, o::december(14, 0), o::december(20, 0), 0}};
    comes(15, 18);
    EXPECT_EQ(asked().above, 0);
    EXPECT_EQ(rows("escalated")[0].ground, "nobody_above");
}

TEST_F(unanswered_request, goes_to_the_substitute_of_the_one_above) {
    here.rules.absent = {{o::anna, o::december(14, 0), o::december(20, 0), o::olga}};
    comes(15, 9, 1);
    EXPECT_EQ(asked().above, o::olga);
    EXPECT_EQ(rows("escalated")[0].ground, "substitute");
    here.presses(o::olga, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(asked().decided_by, o::olga);
}

TEST_F(unanswered_request, is_drawn_anew_for_both_when_presses_may_have_been_lost) {
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

TEST_F(unanswered_request, tells_all_three_when_it_is_overtaken) {
    comes(15, 9, 1);
    here.closes(o::maria, o::measure);
    here.looks();
    for (const user_id who : {o::maria, o::boris, o::anna})
        EXPECT_THAT(here.last(who), HasSubstr("задача закрыта")) << who;
    EXPECT_THAT(upper_card(), HasSubstr("задача закрыта"));
}

// ---- somebody is away

TEST_F(unanswered_request, begins_to_wait_anew_for_whoever_it_is_passed_on_to) {
    here.away[o::boris] = o::december(31, 0);
    comes(14, 14, 1);
    EXPECT_EQ(asked().approver, o::anna);
    EXPECT_EQ(asked().held_since, o::december(14, 14, 1));
    EXPECT_EQ(reminders(o::boris), 0);
    EXPECT_EQ(reminders(o::anna), 0) << "she just got it";
    comes(15, 9, 30);
    EXPECT_EQ(reminders(o::anna), 1);
}

TEST_F(unanswered_request, that_went_up_is_passed_on_to_the_same_person_once) {
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

TEST_F(unanswered_request, is_not_remembered_to_one_who_is_away_and_has_no_substitute) {
    here.away[o::boris] = here.away[o::anna] = o::december(17, 0);
    here.people.add(person{o::anna, "Анна Соколова", "Анна", "F", false, true, "", {1}});
    comes(16, 23);
    EXPECT_EQ(asked().approver, o::boris);
    EXPECT_EQ(reminders(o::boris), 0);
    here.away.clear();
    comes(17, 9);
    EXPECT_EQ(reminders(o::boris), 1);
}

TEST_F(unanswered_request, goes_up_in_the_working_hours_of_the_one_above) {
    auto anna = *here.people.find(o::anna);
    anna.time_zone = "America/New_York";  // eight hours behind
    here.people.add(anna);
    comes(15, 16, 59);
    EXPECT_THAT(here.told(o::anna), IsEmpty());
    comes(15, 18);
    EXPECT_EQ(asked().above, o::anna);
    EXPECT_THAT(here.last(o::anna), HasSubstr("Передаю вам как руководителю выше"));
}

}  // namespace
}  // namespace dialogs
