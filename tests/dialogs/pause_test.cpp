// While the guard is paused, moves stand: by their own moment, whenever they are seen.
#include <gmock/gmock.h>

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

void looks_again(office& here) {
    for (const task_id id : std::exchange(here.known.looks_again, {}))
        here.looks(id);
}

office paused(std::string words = {}) {
    office here;
    here.looks();
    here.commands(o::olga, "pause", std::move(words));
    return here;
}

TEST(pause, what_is_moved_meanwhile_stands_and_is_journalled_as_what_it_would_have_been) {
    office here = paused();
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, o::december(22));
    const auto& told = here.known.rows.at(here.known.rows.size() - 2);
    EXPECT_EQ(told.kind, "paused");
    EXPECT_EQ(told.ground, "silent");
    EXPECT_EQ(here.known.rows.back().kind, "would_ask");
    here.commands(o::olga, "resume");
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(pause, the_moment_of_the_move_counts) {
    office here = paused();
    here.passes(std::chrono::minutes(5));
    here.puts(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(5));
    here.commands(o::olga, "resume");
    here.passes(std::chrono::minutes(5));
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "made in the pause, seen after it";
    here.moves(o::maria, o::measure, o::december(25));
    EXPECT_THAT(here.known.to_send, SizeIs(1)) << "made after it";
    EXPECT_EQ(here.known.to_send.front().to, o::december(22));
}

TEST(pause, a_move_made_before_it_is_put_back_after_it) {
    office here;
    here.looks();
    here.puts(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.commands(o::olga, "pause");
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.looks();
    here.passes(std::chrono::hours(2));
    here.commands(o::olga, "resume");
    EXPECT_THAT(here.known.looks_again, ElementsAre(o::measure));
    looks_again(here);
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send.front().to, o::december(18));
    here.portal_writes();
    EXPECT_THAT(here.last(o::maria), HasSubstr("не указана причина"));
}

TEST(pause, a_request_made_by_a_move_before_it_is_sent_after_it) {
    office here;
    here.works_in(guard_mode::approval);
    here.looks();
    here.writes(o::maria, o::measure, "Клиент попросил позже");
    here.puts(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.commands(o::olga, "pause");
    here.looks();
    EXPECT_THAT(here.known.requests, IsEmpty());
    here.commands(o::olga, "resume");
    looks_again(here);
    ASSERT_THAT(here.known.requests, SizeIs(1));
    EXPECT_EQ(here.only_request().words, "Клиент попросил позже");
}

TEST(pause, a_revert_on_its_way_is_called_back_and_taken_up_after_it) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    ASSERT_THAT(here.known.writes, SizeIs(1));
    here.commands(o::olga, "pause");
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.commands(o::olga, "resume");
    looks_again(here);
    EXPECT_THAT(here.known.to_send, SizeIs(1));
}

// The errand went out before the pause; the portal does it now.
void lands(office& here, const expected_write& write, bool answer_comes) {
    here.passes(std::chrono::minutes(1));
    here.puts(o::service, write.task, write.to);
    if (answer_comes)
        here.handle(deadline_written{write.task, write.id, ""});
    here.looks();
}

TEST(pause, a_revert_on_the_wire_lands_and_is_told) {
    for (const bool answer_comes : {true, false}) {  // without an answer: the process was killed
        office here;
        here.moves(o::maria, o::measure, o::december(22));
        const auto sent = here.known.to_send.at(0);
        here.commands(o::olga, "pause");
        EXPECT_THAT(here.known.to_send, IsEmpty());
        lands(here, sent, answer_comes);
        EXPECT_THAT(here.known.journal_kinds(), Contains("put_back"));
        EXPECT_THAT(here.last(o::maria), HasSubstr("не указана причина"));
        EXPECT_THAT(here.known.writes, IsEmpty());
        EXPECT_EQ(here.known.silent_moves.at(o::measure).fate, move_fate::put_back);
        const auto told = here.told(o::maria).size();
        here.commands(o::olga, "resume");
        looks_again(here);
        here.looks();
        EXPECT_THAT(here.known.to_send, IsEmpty());
        EXPECT_THAT(here.told(o::maria), SizeIs(told)) << "once";
    }
}

TEST(pause, one_that_lands_after_it_is_told_once) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    const auto slow = here.known.to_send.at(0);
    here.commands(o::olga, "pause");
    here.commands(o::olga, "resume");
    looks_again(here);
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    lands(here, slow, true);
    here.portal_writes();
    const auto kinds = here.known.journal_kinds();
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "put_back"), 1);
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.known.writes, IsEmpty());
}

TEST(pause, one_that_lands_on_a_move_made_in_it_is_mended) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    const auto slow = here.known.to_send.at(0);
    here.commands(o::olga, "pause");
    here.passes(std::chrono::minutes(1));
    here.moves(o::maria, o::measure, o::december(25));
    lands(here, slow, true);
    here.portal_writes();
    EXPECT_EQ(here.due(), o::december(25)) << "what is moved in the pause stands";
}

TEST(pause, one_that_never_left_is_expected_no_longer_after_an_hour) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.commands(o::olga, "pause");
    here.passes(std::chrono::hours(2));
    here.looks();
    EXPECT_THAT(here.known.writes, IsEmpty());
    here.commands(o::olga, "resume");
    looks_again(here);
    EXPECT_THAT(here.known.to_send, SizeIs(1));
}

TEST(pause, ends_by_itself_and_administrators_hear_of_it) {
    office here = paused("2 часа");
    EXPECT_THAT(here.last(o::olga), HasSubstr("до пн 14.12, 12:00"));
    EXPECT_THAT(here.known.pauses_due, ElementsAre(o::december(14, 12)));
    here.passes(std::chrono::hours(2));
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, SizeIs(1)) << "the hour counts, not the news of it";
    here.handle(pause_over{});
    EXPECT_THAT(here.last(o::olga), HasSubstr("Пауза закончилась"));
    EXPECT_THAT(here.known.journal_kinds(), Contains("resume"));
    const auto told = here.told(o::olga).size();
    here.handle(pause_over{});
    EXPECT_THAT(here.told(o::olga), SizeIs(told)) << "once";
}

TEST(pause, an_hour_that_was_moved_ends_nothing) {
    office here = paused("2 часа");
    here.commands(o::olga, "pause", "до пятницы");
    here.passes(std::chrono::hours(2));
    here.handle(pause_over{});
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.all_pauses, SizeIs(1));
}

TEST(pause, its_time_is_read_as_people_write_it) {
    for (const auto& [words, end] :
         std::vector<std::pair<std::string, std::string>>{{"2h", "12:00"},
                                                          {"на 2 часа", "12:00"},
                                                          {"30 минут", "10:30"},
                                                          {"until 18:00", "пн 14.12, 18:00"},
                                                          {"до пятницы", "пт 18.12, 18:00"},
                                                          {"через полчаса", "10:30"}}) {
        office here = paused(words);
        EXPECT_THAT(here.last(o::olga), HasSubstr(end)) << words;
        EXPECT_THAT(here.known.all_pauses, SizeIs(1)) << words;
    }
}

TEST(pause, a_time_that_cannot_be_read_or_is_over_begins_none) {
    for (const char* words : {"немного", "до вчера", "до 9:00 14.12.2026"}) {
        office here = paused(words);
        EXPECT_THAT(here.known.all_pauses, IsEmpty()) << words << ": " << here.last(o::olga);
    }
}

TEST(pause, only_administrators_pause_and_resume) {
    office here;
    here.commands(o::boris, "pause");
    EXPECT_THAT(here.last(o::boris), HasSubstr("только администраторам"));
    EXPECT_THAT(here.known.all_pauses, IsEmpty());
    here.commands(o::olga, "pause");
    here.commands(o::boris, "resume");
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(pause, words_work_like_the_commands) {
    office here;
    here.says(o::olga, "пауза 2 часа");
    EXPECT_THAT(here.last(o::olga), HasSubstr("до пн 14.12, 12:00"));
    here.says(o::olga, "Продолжай!");
    EXPECT_THAT(here.last(o::olga), HasSubstr("Пауза закончена"));
    here.says(o::olga, "пауза");
    EXPECT_THAT(here.last(o::olga), HasSubstr("/resume"));
    EXPECT_FALSE(here.known.all_pauses.rbegin()->second.until.has_value());
}

TEST(pause, other_administrators_are_told_and_nobody_else) {
    office here;
    here.rules.administrators = {o::olga, o::boris};
    here.commands(o::olga, "pause", "2h");
    EXPECT_THAT(here.last(o::boris), HasSubstr("администратор Ольга Админова"));
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    here.commands(o::boris, "resume");
    EXPECT_THAT(here.last(o::olga), HasSubstr("администратор Борис Орлов"));
}

TEST(pause, requests_go_on) {
    office here;
    here.slips();
    here.commands(o::olga, "pause");
    here.presses(o::maria, "Запросить перенос на 22.12");
    here.presses(o::maria, "Клиент попросил позже");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), o::december(22));
}

TEST(pause, without_one_resume_says_so) {
    office here;
    here.commands(o::olga, "resume");
    EXPECT_THAT(here.last(o::olga), HasSubstr("Паузы сейчас нет"));
}

TEST(pause, the_help_of_administrators_tells_of_it) {
    office here = paused("2h");
    here.commands(o::olga, "help");
    EXPECT_THAT(here.last(o::olga), HasSubstr("Сейчас пауза до пн 14.12, 12:00"));
    here.commands(o::maria, "help");
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("пауза")));
}

TEST(pause, many_moves_seen_in_it_are_held_together_after_it) {
    office here;
    here.rules.usual.mass_limit = 1;
    for (const task_id id : {o::measure, o::offer})
        here.looks(id);
    for (const task_id id : {o::measure, o::offer})
        here.puts(o::maria, id, o::december(28));
    here.passes(std::chrono::minutes(1));
    here.commands(o::olga, "pause");
    for (const task_id id : {o::measure, o::offer})
        here.looks(id);
    EXPECT_THAT(here.known.waves, IsEmpty());
    here.commands(o::olga, "resume");
    looks_again(here);
    EXPECT_THAT(here.known.moves_in(1), SizeIs(2));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST(pause, no_card_is_sent_in_it) {
    office here;
    here.rules.usual.mass_limit = 1;
    for (const task_id id : {o::measure, o::offer})
        here.looks(id);
    for (const task_id id : {o::measure, o::offer})
        here.puts(o::maria, id, o::december(28));
    here.together = {o::measure, o::offer};
    for (const task_id id : {o::measure, o::offer})
        here.looks(id);
    here.commands(o::olga, "pause");
    here.handle(wave_due{o::maria});
    EXPECT_THAT(here.told(o::boris), IsEmpty());
    here.known.waves_due.clear();
    here.commands(o::olga, "resume");
    ASSERT_THAT(here.known.waves_due, Contains(o::maria));
    here.handle(wave_due{o::maria});
    EXPECT_THAT(here.told(o::boris), SizeIs(1));
}

}  // namespace
}  // namespace dialogs
