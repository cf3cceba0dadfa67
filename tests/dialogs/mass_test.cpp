// Many silent moves at once are held, and one card asks for all of them.
#include <gmock/gmock.h>

#include "dialogs/mass_move.hpp"
#include "office.hpp"

namespace dialogs {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using o = office;

constexpr task_id first = 9001;

// A department in which three moves of one person within ten minutes are too many.
struct crowd : office {
    crowd() {
        rules.usual.mass_limit = 2;
        for (task_id id = first; id < first + 9; ++id)
            gives(id, maria);
    }

    void gives(task_id id, user_id who, user_id creator = boris) {
        task made;
        made.id = id;
        made.title = "Задача " + std::to_string(id);
        made.responsible = who;
        made.creator = creator;
        made.due = december(18);
        portal[id].present = made;
        looks(id);
    }

    // The moves lie in the portal before the bot looks at any of them.
    void moves_at_once(int count, user_id who = maria, deadline to = december(22), task_id from = first) {
        for (task_id id = from; id < from + count; ++id)
            puts(who, id, to);
        looks_together(count, from);
    }

    void looks_together(int count, task_id from = first) {
        std::vector<task_id> all;
        for (task_id id = from; id < from + count; ++id)
            all.push_back(id);
        together = all;
        for (const task_id id : all)
            looks(id);
        together.clear();
    }

    void card_comes() {
        passes(std::chrono::minutes(1));
        for (const user_id who : std::exchange(known.waves_due, {}))
            handle(wave_due{who});
    }

    deadline accepted(task_id id = first) const { return known.tasks.at(id).accepted; }
};

TEST(mass, more_moves_than_the_limit_in_one_look_are_held_from_the_first) {
    crowd here;
    here.moves_at_once(3);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.waves, SizeIs(1));
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
    EXPECT_EQ(here.accepted(), o::december(18));
    EXPECT_EQ(here.due(first), o::december(22));
    EXPECT_THAT(here.known.journal_kinds(), Contains("held").Times(3));
}

TEST(mass, as_many_as_the_limit_are_put_back) {
    crowd here;
    here.moves_at_once(2);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    EXPECT_THAT(here.known.waves, IsEmpty());
}

TEST(mass, off_at_nought) {
    crowd here;
    here.rules.usual.mass_limit = 0;
    here.moves_at_once(9);
    EXPECT_THAT(here.known.to_send, SizeIs(9));
    EXPECT_THAT(here.known.waves, IsEmpty());
}

TEST(mass, of_many_moves_at_once_nobody_is_asked_singly) {
    crowd here;
    here.rules.usual.grace = std::chrono::minutes(15);
    here.moves_at_once(3);
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
    EXPECT_THAT(here.known.looks_due, IsEmpty()) << "no question is open";
    for (const auto& sent : here.known.messages)
        EXPECT_THAT(sent.slot, Not(testing::StartsWith("asked:")));
}

TEST(mass, as_many_as_the_limit_are_asked_about_singly) {
    crowd here;
    here.rules.usual.grace = std::chrono::minutes(15);
    here.moves_at_once(2);
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.looks_due, SizeIs(2));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(mass, moves_of_several_people_are_not_added_up) {
    crowd here;
    here.gives(first + 9, o::ivan);
    here.puts(o::ivan, first + 9, o::december(22));
    here.puts(o::maria, first + 8, o::december(22));
    here.puts(o::maria, first + 7, o::december(22));
    here.looks_together(3, first + 7);
    EXPECT_THAT(here.known.to_send, SizeIs(3));
}

TEST(mass, moves_spread_over_more_than_ten_minutes_are_no_mass) {
    crowd here;
    for (task_id id = first; id < first + 4; ++id) {
        here.moves(o::maria, id, o::december(22));
        here.passes(std::chrono::minutes(6));
    }
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.to_send, SizeIs(4));
}

TEST(mass, the_moments_of_the_moves_count_not_those_of_the_looks) {
    crowd here;
    for (task_id id = first; id < first + 3; ++id) {
        here.puts(o::maria, id, o::december(22));
        here.passes(std::chrono::minutes(8));
    }
    here.looks_together(3);
    EXPECT_THAT(here.known.waves, IsEmpty());
}

TEST(mass, moves_with_a_reason_are_not_counted) {
    crowd here;
    here.writes(o::maria, first, "Клиент попросил перенести встречу");
    here.moves_at_once(3);
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.to_send, SizeIs(2));
}

TEST(mass, what_is_asked_with_words_is_a_request_of_its_own) {
    crowd here;
    here.works_in(guard_mode::approval);
    for (task_id id = first; id < first + 3; ++id)
        here.writes(o::maria, id, "Клиент попросил перенести встречу");
    here.moves_at_once(3);
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.requests, SizeIs(3));
    EXPECT_THAT(here.known.to_send, SizeIs(3));
}

TEST(mass, of_an_exempt_author_nobody_is_asked) {
    crowd here;
    here.moves_at_once(9, o::boris);
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(here.accepted(), o::december(22));
}

TEST(mass, the_card_tells_who_how_many_how_far_and_which) {
    crowd here;
    here.moves_at_once(7);
    EXPECT_THAT(here.told(o::boris), IsEmpty()) << "it waits for the others a little";
    here.card_comes();
    ASSERT_THAT(here.told(o::boris), SizeIs(1));
    const auto text = here.last(o::boris);
    EXPECT_THAT(text, HasSubstr("Мария Иванова"));
    EXPECT_THAT(text, HasSubstr("7 задач"));
    EXPECT_THAT(text, HasSubstr("+2 рабочих дня"));
    EXPECT_THAT(text, HasSubstr("Задача 9005"));
    EXPECT_THAT(text, Not(HasSubstr("Задача 9006")));
    EXPECT_THAT(text, HasSubstr("и ещё 2 задачи"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Принять все", "Вернуть все", "Показать"));
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решает Борис Орлов"));
}

TEST(mass, the_card_speaks_english_too) {
    crowd here;
    here.tongue = locale::language::en;
    here.moves_at_once(3);
    here.card_comes();
    EXPECT_THAT(here.last(o::boris), HasSubstr("3 tasks"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Accept all", "Put all back", "Show"));
}

TEST(mass, different_shifts_are_told_from_the_least_to_the_greatest) {
    crowd here;
    here.puts(o::maria, first, o::december(21));
    here.puts(o::maria, first + 1, o::december(25));
    here.puts(o::maria, first + 2, std::nullopt);
    here.looks_together(3);
    here.card_comes();
    EXPECT_THAT(here.last(o::boris), HasSubstr("+1 рабочий день"));
    EXPECT_THAT(here.last(o::boris), HasSubstr("без срока"));
}

TEST(mass, what_was_put_back_before_stays_so_and_is_named) {
    crowd here;
    for (task_id id = first; id < first + 3; ++id)
        here.moves(o::maria, id, o::december(22));
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    here.card_comes();
    EXPECT_THAT(here.last(o::boris), HasSubstr("Возвращено раньше: 2"));
    EXPECT_EQ(here.due(first + 2), o::december(22));
}

TEST(mass, all_are_accepted_those_put_back_too) {
    crowd here;
    for (task_id id = first; id < first + 3; ++id)
        here.moves(o::maria, id, o::december(22));
    here.portal_writes();
    EXPECT_EQ(here.due(first), o::december(18));
    here.card_comes();
    here.presses(o::boris, "Принять все");
    EXPECT_EQ(here.accepted(first + 2), o::december(22));
    EXPECT_THAT(here.last(o::maria), HasSubstr("приняты (Борис Орлов)"));
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    here.portal_writes();
    for (task_id id = first; id < first + 3; ++id) {
        EXPECT_EQ(here.due(id), o::december(22));
        EXPECT_EQ(here.accepted(id), o::december(22));
        EXPECT_EQ(here.known.tasks.at(id).moves, 1);
    }
    EXPECT_THAT(here.known.silent_moves, IsEmpty());
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.in_slot("mass:1:13").what.text, HasSubstr("Переносы приняты (Борис Орлов)"));
    EXPECT_THAT(here.in_slot("mass:1:13").what.rows, IsEmpty());
}

TEST(mass, a_revert_on_its_way_when_all_are_accepted_is_mended) {
    crowd here;
    for (task_id id = first; id < first + 3; ++id)
        here.moves(o::maria, id, o::december(22));
    here.card_comes();
    here.presses(o::boris, "Принять все");
    here.portal_writes();
    here.portal_writes();
    for (task_id id = first; id < first + 3; ++id)
        EXPECT_EQ(here.due(id), o::december(22));
}

TEST(mass, all_are_put_back_and_the_author_hears_of_it_in_one_message) {
    crowd here;
    here.moves_at_once(5);
    here.card_comes();
    const auto before = here.told(o::maria).size();
    here.presses(o::boris, "Вернуть все");
    EXPECT_THAT(here.known.to_send, SizeIs(5));
    here.portal_writes();
    for (task_id id = first; id < first + 5; ++id)
        EXPECT_EQ(here.due(id), o::december(18));
    ASSERT_EQ(here.told(o::maria).size(), before + 1);
    EXPECT_THAT(here.last(o::maria), HasSubstr("5 сроков возвращены: перенос не принят руководителем"));
    EXPECT_THAT(here.known.silent_moves, IsEmpty());
    EXPECT_THAT(here.known.journal_kinds(), Contains("mass_answered"));
    here.looks_together(5);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(mass, the_answer_is_given_once) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    const auto put_back = here.token(o::boris, "Вернуть все");
    here.presses(o::boris, "Принять все");
    here.presses_token(o::boris, put_back);
    EXPECT_THAT(here.last(o::boris), HasSubstr("Переносы приняты (Борис Орлов)"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(mass, nobody_else_answers) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    here.presses_token(o::maria, here.token(o::boris, "Принять все"));
    EXPECT_EQ(here.known.waves.at(1).state, wave_state::open);
    EXPECT_THAT(here.last(o::maria), HasSubstr("другому сотруднику"));
}

TEST(mass, later_moves_join_and_the_card_is_drawn_anew) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    const auto old_accept = here.token(o::boris, "Принять все");
    here.moves(o::maria, first + 5, o::december(23));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.presses_token(o::boris, old_accept);
    EXPECT_THAT(here.last(o::boris), HasSubstr("нажмите ещё раз"));
    EXPECT_EQ(here.known.waves.at(1).state, wave_state::open) << "he had not seen that one";
    here.card_comes();
    EXPECT_THAT(here.in_slot("mass:1:13").what.text, HasSubstr("4 задач"));
    EXPECT_THAT(here.told(o::maria), SizeIs(1)) << "told once";
    here.presses(o::boris, "Принять все");
    EXPECT_EQ(here.accepted(first + 5), o::december(23));
}

TEST(mass, a_move_long_after_is_put_back_as_ever) {
    crowd here;
    here.moves_at_once(3);
    here.passes(std::chrono::minutes(11));
    here.moves(o::maria, first + 5, o::december(23));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
}

TEST(mass, a_held_task_moved_further_stays_held_whenever_that_is) {
    crowd here;
    here.moves_at_once(3);
    here.passes(std::chrono::hours(3));
    here.moves(o::maria, first, o::december(25));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.card_comes();
    here.presses(o::boris, "Принять все");
    EXPECT_EQ(here.accepted(), o::december(25));
}

TEST(mass, looks_give_no_verdict_again) {
    crowd here;
    here.moves_at_once(3);
    const auto rows = here.known.rows.size();
    here.looks_together(3);
    EXPECT_EQ(here.known.rows.size(), rows);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(mass, what_its_author_moves_back_leaves_it) {
    crowd here;
    here.moves_at_once(4);
    here.passes(std::chrono::minutes(20));
    here.moves(o::maria, first, o::december(18));
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
}

TEST(mass, what_somebody_entitled_sets_leaves_it) {
    crowd here;
    here.moves_at_once(4);
    here.moves(o::boris, first, o::december(24));
    EXPECT_EQ(here.accepted(), o::december(24));
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
    here.card_comes();
    here.presses(o::boris, "Вернуть все");
    EXPECT_THAT(here.known.to_send, SizeIs(3));
    here.portal_writes();
    EXPECT_EQ(here.due(first), o::december(24));
}

TEST(mass, a_task_that_is_gone_leaves_it_and_an_empty_card_asks_no_more) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    for (task_id id = first; id < first + 3; ++id)
        here.handle(task_deleted{id});
    here.card_comes();
    EXPECT_EQ(here.known.waves.at(1).state, wave_state::over);
    EXPECT_THAT(here.in_slot("mass:1:13").what.rows, IsEmpty());
}

TEST(mass, a_closed_task_is_not_written_and_is_put_back_when_it_is_reopened) {
    crowd here;
    here.moves_at_once(3);
    here.closes(o::maria, first);
    here.looks(first);
    here.card_comes();
    EXPECT_THAT(here.last(o::boris), HasSubstr("2 задач"));
    here.presses(o::boris, "Вернуть все");
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    here.portal_writes();
    here.looks(first);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.passes(std::chrono::hours(1));
    here.portal.at(first).present->status = 2;
    here.portal.at(first).history.push_back({900, here.now, o::maria, history_field::status, {}, {}, 5, 2});
    here.looks(first);
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send.front().to, o::december(18));
}

TEST(mass, when_another_moves_a_held_task_his_move_is_put_back_and_the_first_is_still_asked_about) {
    crowd here;
    here.moves_at_once(3);
    here.moves(o::ivan, first, o::december(29));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    here.portal_writes();
    EXPECT_EQ(here.due(first), o::december(18));
    here.card_comes();
    here.presses(o::boris, "Принять все");
    here.portal_writes();
    EXPECT_EQ(here.due(first), o::december(22));
}

TEST(mass, nobody_decides_over_his_own_task) {
    crowd here;
    here.gives(first + 9, o::boris, o::boris);
    here.moves_at_once(3);
    here.moves(o::maria, first + 9, o::december(22));
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    here.hands_over(o::anna, first, o::boris);
    here.looks(first);
    EXPECT_THAT(here.known.moves_in(1), SizeIs(2));
}

TEST(mass, when_who_was_asked_goes_away_another_is) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    const auto his = here.token(o::boris, "Принять все");
    here.rules.absent = {{o::boris, o::december(14, 0), o::december(21, 0), o::anna}};
    here.looks(first);
    EXPECT_EQ(here.known.waves.at(1).approver, o::anna);
    EXPECT_THAT(here.last(o::anna), HasSubstr("вместо коллеги"));
    EXPECT_THAT(here.in_slot("mass:1:13").what.rows, IsEmpty());
    here.presses_token(o::boris, his);
    EXPECT_THAT(here.last(o::boris), HasSubstr("Теперь решает Анна Соколова"));
    here.presses(o::anna, "Принять все");
    EXPECT_EQ(here.accepted(), o::december(22));
}

TEST(mass, where_nobody_can_be_asked_the_moves_stand) {
    crowd here;
    for (task_id id = first + 9; id < first + 12; ++id)
        here.gives(id, o::anna, o::anna);
    here.moves_at_once(3, o::ivan, o::december(22), first + 9);
    EXPECT_THAT(here.known.waves, IsEmpty());
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.journal_kinds(), Contains("unapprovable").Times(3));
}

TEST(mass, the_list_shows_all_page_by_page) {
    crowd here;
    for (task_id id = first + 9; id < first + 25; ++id)
        here.gives(id, o::maria);
    here.moves_at_once(25);
    here.card_comes();
    here.presses(o::boris, "Показать");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Задача 9020[/url]: пт 18.12, 18:00 → вт 22.12, 18:00"));
    EXPECT_THAT(here.last(o::boris), Not(HasSubstr("Задача 9021")));
    here.presses(o::boris, "Показать ещё");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Задача 9025"));
    here.presses(o::boris, "Принять все");
    EXPECT_EQ(here.accepted(), o::december(22));
}

TEST(mass, a_card_lost_while_the_bot_was_away_gets_new_buttons) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    here.handle(presses_lost{o::boris});
    EXPECT_THAT(here.in_slot("mass:1:13").what.text, HasSubstr("нажмите ещё раз"));
    here.presses(o::boris, "Принять все");
    EXPECT_EQ(here.accepted(), o::december(22));
}

TEST(mass, administrators_hear_of_a_card_that_cannot_be_delivered) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    here.handle(message_refused{o::boris, "mass:1:13", "USER_NOT_FOUND"});
    EXPECT_THAT(here.last(o::olga), HasSubstr("не доходит"));
}

TEST(mass, a_glance_at_a_held_task_is_enough) {
    crowd here;
    here.moves_at_once(3);
    facts seen;
    seen.glances[first].present = here.portal.at(first).present;
    seen.departments_known = true;
    const auto found = decide(here.known, task_touched{first}, seen, here.about());
    EXPECT_THAT(found.more.tasks, IsEmpty());
}

TEST(mass, after_the_answer_counting_begins_anew) {
    crowd here;
    here.moves_at_once(3);
    here.card_comes();
    here.presses(o::boris, "Вернуть все");
    here.portal_writes();
    here.moves(o::maria, first, o::december(22));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.waves.at(1).state, wave_state::put_back);
}

TEST(mass, of_the_supervisors_own_tasks_the_one_above_him_is_asked) {
    crowd here;
    for (task_id id = first; id < first + 3; ++id)
        here.portal[id].present->responsible = o::boris;
    here.moves_at_once(3);
    EXPECT_EQ(here.known.waves.at(1).approver, o::anna);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(mass, moves_asked_about_one_by_one_count) {
    crowd here;
    here.rules.usual.grace = std::chrono::minutes(15);
    for (task_id id = first; id < first + 3; ++id)
        here.moves(o::maria, id, o::december(22));
    EXPECT_THAT(here.known.waves, SizeIs(1));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.comes(here.now + std::chrono::minutes(20));
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "their time is over, and they are held with the others";
    EXPECT_THAT(here.known.moves_in(1), SizeIs(3));
}

TEST(mass, the_authors_own_supervisor_is_asked_whosever_tasks_they_are) {
    crowd here;
    here.people.add(department{9, "Сервис", 1, o::olga});
    person ivan = *here.people.find(o::ivan);
    ivan.departments = {9};
    here.people.add(ivan);
    for (task_id id = first; id < first + 3; ++id)
        here.portal[id].present->responsible = o::ivan;
    here.moves_at_once(3);
    here.card_comes();
    EXPECT_EQ(here.known.waves.at(1).approver, o::boris);
    EXPECT_THAT(here.last(o::boris),
                HasSubstr("Мария Иванова: много переносов сразу, причина не указана (3 задачи)"));
}

}  // namespace
}  // namespace dialogs
