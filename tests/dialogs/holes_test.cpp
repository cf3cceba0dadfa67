// Corners of the story that people get into: two at once, a task that changes hands, a supervisor who leaves.
#include <gmock/gmock.h>

#include <algorithm>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using o = office;

int count_of(const office& here, std::string_view kind) {
    const auto kinds = here.known.journal_kinds();
    return static_cast<int>(std::count(kinds.begin(), kinds.end(), kind));
}

TEST(corners, one_who_moves_back_himself_before_the_write_is_not_told_nor_counted) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.puts(o::maria, o::measure, o::december(18));
    here.portal_writes();  // nothing is left to change
    EXPECT_THAT(here.told(o::maria), IsEmpty()) << here.last(o::maria);
    EXPECT_EQ(count_of(here, "put_back"), 0);
    EXPECT_EQ(count_of(here, "silent"), 1);
    EXPECT_THAT(here.known.writes, IsEmpty());
    EXPECT_EQ(here.known.figures_of(o::maria, o::december(1)).put_back, 0);
}

TEST(corners, a_fight_counts_only_what_was_put_back) {
    office here;
    for (int again = 0; again < 5; ++again)
        here.slips();
    EXPECT_EQ(count_of(here, "put_back"), 3);
    EXPECT_EQ(count_of(here, "silent"), 5);
    EXPECT_EQ(count_of(here, "fight"), 1);
}

TEST(corners, a_bare_number_of_a_task_one_may_ask_about_is_that_task) {
    office here;
    here.slips(o::ivan, o::measure);
    here.says(o::ivan, "нужно 8017 до 25.12 поставщик тянет");
    EXPECT_THAT(here.last(o::ivan), AllOf(HasSubstr("Согласовать замер"), HasSubstr("«поставщик тянет»"),
                                          Not(HasSubstr("Сидоров"))));
}

TEST(corners, a_small_number_in_a_sentence_is_no_task) {
    office here;
    auto small = here.portal.at(o::measure);
    small.present->id = 3;
    small.present->title = "Третья задача";
    here.portal[3] = small;
    here.says(o::maria, "Прогресс, через 3 недели, ждём печать");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Выслать КП"), HasSubstr("ждём печать»")));
    here.commands(o::maria, "extend", "3");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Третья задача"));
}

TEST(corners, small_talk_is_no_reason) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    for (const char* text : {"Спасибо!", "почему?", "хорошо", "привет"}) {
        here.says(o::maria, text);
        EXPECT_EQ(here.known.conversations.at(o::maria).words, "") << text;
        EXPECT_THAT(here.buttons(o::maria), Contains("Технический сбой")) << text;
    }
}

TEST(corners, a_supervisor_who_leaves_before_deciding_hands_the_request_on) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    person gone = *here.people.find(o::boris);
    gone.active = false;
    here.people.add(gone);
    here.looks();
    EXPECT_EQ(here.only_request().approver, o::anna);
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_THAT(here.receipt().text, HasSubstr("Решает Анна Соколова"));
    here.presses(o::anna, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решение: Анна Соколова"));
}

TEST(corners, a_supervisor_who_leaves_with_nobody_else_to_ask_leaves_the_request_waiting) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    for (const user_id who : {o::boris, o::anna}) {
        person gone = *here.people.find(who);
        gone.active = false;
        here.people.add(gone);
    }
    here.looks();
    EXPECT_EQ(here.only_request().state, request_state::pending);
    here.presses(o::maria, "Отозвать");
    EXPECT_EQ(here.only_request().state, request_state::withdrawn);
}

TEST(corners, whoever_has_only_dismissed_people_above_is_not_told_that_he_is_guarded) {
    office here;
    here.known.told.clear();
    person gone = *here.people.find(o::anna);
    gone.active = false;
    here.people.add(gone);
    here.handle(guard_started{{o::boris, o::maria}});
    EXPECT_THAT(here.told(o::boris), IsEmpty());
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    here.moves(o::boris, o::measure, o::december(24));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(corners, the_same_minute_is_no_move) {
    office here;
    here.looks();
    here.moves(o::maria, o::measure, *deadline(o::december(18)) + std::chrono::seconds(59));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(count_of(here, "silent"), 0);
}

TEST(corners, a_move_back_and_forth_by_two_people_ends_where_it_was_agreed) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.moves(o::ivan, o::measure, o::december(24));
    here.portal_writes();
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.known.writes, IsEmpty());
}

TEST(corners, a_task_handed_over_while_its_draft_is_open_is_asked_for_by_its_new_owner_only) {
    office here;
    here.says(o::maria, "8017 до 25.12, клиент заболел");
    here.hands_over(o::boris, o::measure, o::ivan);
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.known.requests, IsEmpty());
    EXPECT_THAT(here.last(o::maria), HasSubstr("ведёт другой сотрудник"));
}

TEST(corners, a_task_deleted_while_its_request_waits_can_still_be_withdrawn_or_is_over) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    const auto approve = here.token(o::boris, "Одобрить");
    here.portal.erase(o::measure);
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("не показывает"));
    here.handle(task_deleted{o::measure});
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(corners, a_task_that_loses_its_deadline_by_the_head_needs_no_request) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    here.moves(o::boris, o::measure, std::nullopt);
    EXPECT_EQ(here.only_request().state, request_state::obsolete);
    EXPECT_THAT(here.last(o::maria), HasSubstr("без срока"));
}

TEST(corners, the_service_account_moving_by_hand_traps_nobody) {
    office here;
    here.moves(o::service, o::measure, o::december(24));
    here.portal_writes();
    EXPECT_THAT(here.known.writes, IsEmpty());
    EXPECT_THAT(here.told(o::service), IsEmpty());
}

TEST(corners, of_two_dates_the_possible_one_is_taken_and_shown) {
    office here;
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.says(o::maria, "1.12.2026 или 23.12");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Новый срок: ср 23.12, 18:00"));
}

}  // namespace
}  // namespace dialogs
