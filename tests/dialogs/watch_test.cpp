// A silent move is put back, and only what the portal holds is told.
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

TEST(watch, writes_a_silent_move_back_and_tells_only_when_the_portal_holds_it) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send[0].to, deadline(o::december(18)));
    EXPECT_EQ(here.known.to_send[0].purpose, write_purpose::revert);
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("снова [b]пт 18.12, 18:00[/b]"));
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("В переносе на вт 22.12, 18:00 (+2 рабочих дня, 1-й перенос) не указана причина"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решает Борис Орлов"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("Запросить перенос на 22.12", "Другая дата", "Почему вернулся срок?"));
    EXPECT_THAT(here.known.writes, IsEmpty());
    EXPECT_THAT(here.known.journal_kinds(), ElementsAre("seen", "silent", "put_back"));
}

TEST(watch, tells_once_whether_the_event_or_the_answer_comes_first) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    const auto write = here.known.to_send.at(0);
    here.looks();  // an early event: nothing is written twice
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    here.puts(o::service, o::measure, write.to);
    here.looks();
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    here.handle(deadline_written{o::measure, write.id, ""});
    here.looks();
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
}

TEST(watch, leaves_a_move_with_a_reason_alone) {
    office here;
    here.writes(o::maria, o::measure, "Клиент попросил перенести встречу");
    here.passes(std::chrono::minutes(2));
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.messages, IsEmpty());
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
    EXPECT_THAT(here.known.journal_kinds(), ElementsAre("seen", "accepted"));
}

TEST(watch, asks_for_another_date_when_the_deadline_was_removed) {
    office here;
    here.slips(o::maria, o::measure, std::nullopt);
    EXPECT_THAT(here.last(o::maria), HasSubstr("Срок убрали, не указав причину"));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Другая дата", "Почему вернулся срок?"));
}

TEST(watch, tells_the_author_and_gives_the_responsible_one_line) {
    office here;
    here.slips(o::ivan, o::measure);
    EXPECT_THAT(here.last(o::ivan), HasSubstr("В переносе на вт 22.12, 20:00"));  // his own clock
    ASSERT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.last(o::maria), HasSubstr("автор — Иван Петров"));
    EXPECT_THAT(here.buttons(o::maria), IsEmpty());
}

TEST(watch, tells_the_responsible_of_what_a_robot_moved) {
    office here;
    here.rules.usual.robots = robot_rule::judge;
    here.slips(0, o::measure);
    EXPECT_THAT(here.last(o::maria), HasSubstr("не указана причина"));
}

TEST(watch, says_plainly_that_the_portal_refuses_and_does_not_insist) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.portal_refuses("ACCESS_DENIED");
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    EXPECT_THAT(here.last(o::boris), HasSubstr("Не удалось вернуть срок"));
    EXPECT_THAT(here.last(o::olga), HasSubstr("У бота нет прав"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.writes, IsEmpty());
    EXPECT_THAT(here.known.journal_kinds(), Contains("failed"));
}

TEST(watch, writes_once_more_what_the_portal_took_and_lost) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    const auto write = here.known.to_send.at(0);
    here.known.to_send.clear();
    here.handle(deadline_written{o::measure, write.id, ""});  // taken, and still the same
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_THAT(here.told(o::maria), IsEmpty());
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
}

TEST(watch, stops_fighting_at_the_loop_limit_and_tells_the_supervisor_once) {
    office here;
    for (int again = 0; again < 6; ++again)
        here.slips();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_THAT(here.told(o::maria), SizeIs(3));
    EXPECT_THAT(here.told(o::boris), SizeIs(1));
    EXPECT_THAT(here.last(o::boris), HasSubstr("похоже, это робот или интеграция"));
    EXPECT_TRUE(here.known.tasks.at(o::measure).fighting);
    here.passes(std::chrono::hours(2));
    here.moves(o::maria, o::measure, o::december(23));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_FALSE(here.known.tasks.at(o::measure).fighting);
}

TEST(watch, lets_the_first_move_of_somebody_who_was_never_told_stand_and_tells_him) {
    office here;
    here.known.told.clear();
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.last(o::maria), HasSubstr("Сроки ваших задач теперь под присмотром"));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
    here.slips(o::maria, o::measure, o::december(24));
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("снова [b]вт 22.12, 18:00[/b]"));
}

TEST(watch, announces_itself_once_to_everybody_it_guards) {
    office here;
    here.known.told.clear();
    const guard_started all{{o::olga, o::anna, o::boris, o::maria, o::ivan, o::service, o::bot, 555}};
    here.handle(all);
    here.handle(all);
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    EXPECT_THAT(here.told(o::ivan), SizeIs(1));
    EXPECT_THAT(here.told(o::boris), SizeIs(1));
    EXPECT_THAT(here.told(o::anna), IsEmpty());  // nobody is above her
    EXPECT_THAT(here.told(o::service), IsEmpty());
    EXPECT_THAT(here.told(o::bot), IsEmpty());
    EXPECT_THAT(here.told(555), IsEmpty());
    EXPECT_TRUE(here.known.told.contains({o::maria, ""}));
}

TEST(watch, only_observes_in_mode_observe) {
    office here;
    here.rules.usual.mode = guard_mode::observe;
    here.known.told.clear();
    here.handle(guard_started{{o::maria}});
    here.moves(o::maria, o::measure, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(here.known.messages, IsEmpty());
    EXPECT_THAT(here.known.journal_kinds(), ElementsAre("seen", "observed", "would_ask"));
    EXPECT_EQ(here.known.rows.at(1).ground, "silent");
}

office where_nobody_can_decide() {
    office here;
    for (const user_id above : {o::boris, o::anna}) {
        person gone = *here.people.find(above);
        gone.employee = false;
        here.people.add(gone);
    }
    return here;
}

TEST(watch, lets_a_move_stand_that_nobody_could_approve) {
    office here = where_nobody_can_decide();
    here.moves(o::maria, o::offer, o::december(24));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(here.known.tasks.at(o::offer).accepted, deadline(o::december(24)));
    EXPECT_THAT(here.known.journal_kinds(), Contains("unapprovable"));
    EXPECT_THAT(here.last(o::olga), HasSubstr("Одобрить перенос некому"));
    here.moves(o::maria, o::offer, o::december(28));
    EXPECT_THAT(here.told(o::olga), SizeIs(1));
}

TEST(watch, restores_what_a_supervisor_set_while_the_revert_was_on_its_way) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.puts(o::boris, o::measure, o::december(24));
    here.portal_writes();
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(24)));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(24)));
    EXPECT_THAT(here.everything(o::maria), Not(HasSubstr("снова")));
}

TEST(watch, forgets_a_deleted_task) {
    office here;
    here.slips();
    here.handle(task_deleted{o::measure});
    EXPECT_FALSE(here.known.tasks.contains(o::measure));
    here.handle(task_deleted{o::measure});
    here.handle(deadline_written{o::measure, 77, ""});
}

TEST(watch, shows_a_hostile_title_as_a_title) {
    office here;
    here.portal.at(o::measure).present->title =
        "[USER=1]\n[send=/x]да[/send] $result[a] \"кавычки\" 😀 " + std::string(500, 'x');
    here.slips();
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("[USER")));
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("[send")));
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("$result[a")));
    EXPECT_THAT(here.last(o::maria), HasSubstr("😀"));
    EXPECT_LT(here.last(o::maria).size(), 1000U);
}

TEST(watch, speaks_english_to_a_portal_in_english) {
    office here;
    here.tongue = locale::language::en;
    here.slips();
    EXPECT_THAT(here.last(o::maria), HasSubstr("is [b]Fri 18 Dec, 18:00[/b] again"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("Request 22 Dec", "Another date", "Why is the deadline back?"));
}

TEST(watch, mends_what_it_overwrote_also_when_the_loop_limit_is_reached) {
    office here;
    here.rules.usual.loop_limit = 1;
    here.moves(o::maria, o::measure, o::december(22));
    here.passes(std::chrono::minutes(1));
    here.puts(o::boris, o::measure, o::december(24));
    here.portal_writes();
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(24)));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(24)));
}

TEST(watch, mends_what_it_overwrote_in_mode_observe_too) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    here.rules.usual.mode = guard_mode::observe;
    here.passes(std::chrono::minutes(1));
    here.puts(o::boris, o::measure, o::december(24));
    here.portal_writes();
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(24)));
}

TEST(watch, puts_back_what_a_fight_left_when_it_is_over_though_nobody_touches_the_task) {
    office here;
    here.known.looks_due.clear();
    for (int again = 0; again < 4; ++again) {
        here.slips();
        here.passes(std::chrono::minutes(5));
    }
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    here.comes(here.now + std::chrono::hours(1));
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
    EXPECT_THAT(here.told(o::boris), SizeIs(1));
}

TEST(watch, tells_a_head_who_is_an_administrator_as_well_once) {
    office here;
    here.rules.administrators = {o::boris, o::olga};
    here.moves(o::maria, o::measure, o::december(22));
    here.portal_refuses("ACCESS_DENIED");
    EXPECT_THAT(here.told(o::boris), SizeIs(1));
    EXPECT_THAT(here.told(o::olga), SizeIs(1));
}

TEST(watch, tells_the_administrator_once_a_day_that_nobody_can_approve) {
    office here = where_nobody_can_decide();
    here.moves(o::maria, o::offer, o::december(24));
    here.moves(o::maria, o::call, o::december(24));
    EXPECT_THAT(here.told(o::olga), SizeIs(1));
    here.passes(std::chrono::hours(25));
    here.moves(o::maria, o::call, o::december(28));
    EXPECT_THAT(here.told(o::olga), SizeIs(2));
}

TEST(watch, puts_back_a_silent_move_that_was_left_to_an_approval_the_portal_refused) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.presses(o::maria, "Жду оплату");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Одобрить");
    const auto write = here.known.to_send.at(0);
    here.passes(std::chrono::minutes(1));
    here.moves(o::maria, o::measure, o::december(30));
    here.known.to_send.clear();
    here.handle(deadline_written{o::measure, write.id, "ERROR_CORE"});
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(18)));
}

}  // namespace
}  // namespace dialogs
