// Many reverts of one person are one message; one is told as ever.
#include <gmock/gmock.h>

#include "dialogs/notices.hpp"
#include "office.hpp"

namespace dialogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using o = office;

// Мария moves tasks silently, and the bot decides to write them back.
void moves_all(office& here, const std::vector<task_id>& tasks, user_id who = o::maria) {
    for (const auto id : tasks)
        here.looks(id);
    for (const auto id : tasks)
        here.moves(who, id, o::december(28));
}

// The portal takes the oldest write.
void one_is_written(office& here) {
    auto& waiting = here.known.to_send;
    const auto write = waiting.at(0);
    waiting.erase(waiting.begin());
    here.puts(o::service, write.task, write.to);
    here.handle(deadline_written{write.task, write.id, ""});
}

TEST(notices, the_last_revert_of_several_tells_of_all) {
    office here;
    moves_all(here, {o::measure, o::offer});
    one_is_written(here);
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    EXPECT_THAT(here.known.held_notices(o::maria), SizeIs(1));
    EXPECT_EQ(here.known.notices_due.at(o::maria), here.now + notices_wait);
    one_is_written(here);
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("2 срока возвращены"));
    for (const auto id : {o::measure, o::offer})
        EXPECT_THAT(here.last(o::maria), HasSubstr("/tasks/task/view/" + std::to_string(id) + "/"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("снова [b]пт 18.12, 18:00[/b]"));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Запросить перенос", "Мои задачи и запросы"));
    EXPECT_THAT(here.known.held, IsEmpty());
}

TEST(notices, in_english_too) {
    office here;
    here.tongue = locale::language::en;
    moves_all(here, {o::measure, o::offer});
    one_is_written(here);
    one_is_written(here);
    EXPECT_THAT(here.last(o::maria), HasSubstr("2 deadlines are back"));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Request more time", "My tasks and requests"));
}

TEST(notices, the_buttons_of_the_list_begin_a_request) {
    office here;
    moves_all(here, {o::measure, o::offer});
    one_is_written(here);
    one_is_written(here);
    here.presses(o::maria, "Запросить перенос");
    EXPECT_THAT(here.told(o::maria), SizeIs(2)) << "asks which task";
}

TEST(notices, wait_for_tasks_that_are_still_to_be_looked_at) {
    office here;
    moves_all(here, {o::measure});
    here.awaited = {o::maria};
    one_is_written(here);
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    here.awaited = {o::ivan};
    here.handle(notices_due{o::maria});
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.buttons(o::maria), SizeIs(3)) << "one alone is told as ever";
}

TEST(notices, wait_for_a_stuck_write_some_seconds_only) {
    office here;
    moves_all(here, {o::measure, o::offer, o::call});
    one_is_written(here);
    here.now += std::chrono::seconds(15);
    one_is_written(here);
    here.now += std::chrono::seconds(5);  // the first hour is over, but the second is fresh
    here.handle(notices_due{o::maria});
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    EXPECT_EQ(here.known.notices_due.at(o::maria), here.now + std::chrono::seconds(15));
    here.now += std::chrono::seconds(15);
    here.handle(notices_due{o::maria});
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("2 срока"));
    one_is_written(here);
    ASSERT_THAT(here.told(o::maria), SizeIs(2));
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("срока возвращены")));
}

TEST(notices, reverts_that_follow_each_other_for_ever_are_told_now_and_then) {
    office here;
    moves_all(here, {o::measure, o::offer});
    one_is_written(here);
    here.now += notices_wait_at_most;
    here.known.held[o::maria][o::call] = here.now;  // another, just now
    here.handle(notices_due{o::maria});
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
}

TEST(notices, an_hour_that_comes_after_all_was_told_says_nothing) {
    office here;
    here.handle(notices_due{o::maria});
    EXPECT_THAT(here.known.messages, IsEmpty());
}

TEST(notices, the_responsible_person_hears_in_one_message_of_what_others_moved) {
    office here;
    moves_all(here, {o::measure, o::offer}, o::ivan);
    one_is_written(here);
    one_is_written(here);
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("2 срока ваших задач возвращены"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("автор изменения — "));
    ASSERT_THAT(here.told(o::ivan), SizeIs(1));
    EXPECT_THAT(here.last(o::ivan), HasSubstr("2 срока возвращены"));
}

TEST(notices, a_task_that_is_gone_meanwhile_is_not_told_of) {
    office here;
    moves_all(here, {o::measure, o::offer});
    one_is_written(here);
    here.handle(task_deleted{o::measure});
    one_is_written(here);
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.buttons(o::maria), SizeIs(3)) << "the one that is left, as ever";
}

TEST(notices, a_long_list_is_cut) {
    office here;
    for (task_id id = 9001; id <= 9020; ++id) {
        here.known.tasks[id] = {};
        auto& record = here.known.tasks[id];
        record.id = id;
        record.title = "Задача";
        record.responsible = record.attempted_by = o::maria;
        record.accepted = o::december(18);
        here.known.held[o::maria][id] = here.now;
    }
    here.handle(notices_due{o::maria});
    EXPECT_THAT(here.last(o::maria), HasSubstr("20 сроков возвращены"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("view/9015/"));
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("view/9016/")));
    EXPECT_THAT(here.last(o::maria), HasSubstr("и ещё 5 задач"));
}

}  // namespace
}  // namespace dialogs
