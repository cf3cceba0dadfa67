// A supervisor decides; every press gets an answer.
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
using o = office;

class approval : public testing::Test {
protected:
    approval() {
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
        approve = here.token(o::boris, "Одобрить");
    }
    office here;
    std::string approve;
};

TEST_F(approval, is_told_only_after_the_portal_holds_the_new_deadline) {
    here.presses_token(o::boris, approve);
    EXPECT_EQ(here.only_request().state, request_state::applying);
    EXPECT_THAT(here.card().text, HasSubstr("записываю срок вт 22.12, 18:00"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    EXPECT_THAT(here.everything(o::maria), Not(HasSubstr("Одобрено")));
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send[0].purpose, write_purpose::apply);
    EXPECT_EQ(here.known.to_send[0].request, 1);
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.only_request().state, request_state::applied);
    EXPECT_THAT(here.card().text, HasSubstr("✅ Одобрено: новый срок вт 22.12, 18:00. Решение: Борис Орлов"));
    EXPECT_THAT(here.receipt().text, HasSubstr("✅ Одобрено"));
    EXPECT_THAT(here.labels(here.receipt()), IsEmpty());
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("✅ Новый срок задачи"), HasSubstr("[b]вт 22.12, 18:00[/b]")));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
    EXPECT_EQ(here.known.tasks.at(o::measure).moves, 1);
    EXPECT_THAT(here.known.journal_kinds(),
                ElementsAre("seen", "silent", "put_back", "requested", "approver", "approved", "applied"));
}

TEST_F(approval, draws_open_cards_anew_when_presses_may_have_been_lost) {
    here.handle(presses_lost{o::boris});
    EXPECT_THAT(here.card().text, HasSubstr("нажмите ещё раз"));
    EXPECT_THAT(here.labels(here.card()), Contains("Одобрить"));
    EXPECT_NE(here.token(o::boris, "Одобрить"), approve);
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.only_request().state, request_state::applied);
    const auto decided = here.card().text;
    here.handle(presses_lost{o::boris});
    EXPECT_EQ(here.card().text, decided) << "what is decided stays as it is";
}

TEST_F(approval, decides_two_presses_at_once_once) {
    here.presses_token(o::boris, approve);
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("решать уже нечего"), HasSubstr("записываю срок")));
    here.portal_writes();
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("✅ Одобрено"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(approval, refuses_a_forged_press_of_the_requester_and_of_a_stranger) {
    here.presses_token(o::maria, approve);
    EXPECT_THAT(here.last(o::maria), HasSubstr("предназначена другому"));
    here.presses_token(o::ivan, approve);
    EXPECT_EQ(here.last(o::ivan), "Эта кнопка предназначена другому сотруднику. Ваши задачи и запросы: /my");
    here.presses_token(o::ivan, "no such token");
    EXPECT_THAT(here.last(o::ivan), HasSubstr("уже не действует"));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(approval, rejects_with_words) {
    here.presses(o::boris, "Отклонить");
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_THAT(here.last(o::boris), HasSubstr("их увидит Мария Иванова"));
    here.says(o::boris, "Срок жёсткий [b]совсем[/b]");
    EXPECT_EQ(here.only_request().state, request_state::rejected);
    EXPECT_EQ(here.only_request().decision_words, "Срок жёсткий совсем");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("❌ Отклонено: «Срок жёсткий совсем»"),
                                           HasSubstr("Срок прежний: пт 18.12, 18:00")));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Другая дата"));
    EXPECT_THAT(here.card().text, HasSubstr("❌ Отклонено"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    EXPECT_EQ(here.due(), deadline(o::december(18)));
}

TEST_F(approval, rejects_without_words_or_thinks_again) {
    here.presses(o::boris, "Отклонить");
    here.presses(o::boris, "Решу позже");
    EXPECT_THAT(here.last(o::boris), HasSubstr("подождёт вашего решения"));
    here.presses(o::boris, "Отклонить");
    here.presses(o::boris, "Отклонить без объяснений");
    EXPECT_EQ(here.only_request().state, request_state::rejected);
    EXPECT_THAT(here.last(o::maria), HasSubstr("❌ Отклонено. Решение: Борис Орлов"));
}

TEST_F(approval, grants_another_date_by_a_button) {
    here.presses(o::boris, "Другая дата");
    EXPECT_THAT(here.last(o::boris), HasSubstr("сейчас пт 18.12, 18:00, просят вт 22.12, 18:00"));
    EXPECT_THAT(here.buttons(o::boris),
                ElementsAre("Одобрить: пн 21.12, 18:00", "Одобрить: пт 25.12, 18:00", "Решу позже"));
    here.presses(o::boris, "Одобрить: пн 21.12");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(21)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("вместо вт 22.12, 18:00 одобрена другая дата"));
    EXPECT_THAT(here.known.conversations, IsEmpty());
}

TEST_F(approval, shows_how_a_typed_date_was_understood_before_it_counts) {
    here.presses(o::boris, "Другая дата");
    here.says(o::boris, "не знаю");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Не вижу здесь даты"));
    here.says(o::boris, "17.12");
    EXPECT_THAT(here.last(o::boris), HasSubstr("не позже нынешнего срока"));
    here.says(o::boris, "до 23.12 12:00");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Понимаю так: [b]ср 23.12, 12:00[/b]"));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    here.presses(o::boris, "Одобрить: ср 23.12");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(23, 12)));
}

TEST_F(approval, asks_again_when_the_task_changed_since_the_card) {
    here.puts(o::maria, o::measure, o::december(17));  // earlier is always fine
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("с тех пор обновилась, вот она"));
    EXPECT_EQ(here.only_request().card_version, 2);
    EXPECT_THAT(here.card().text, HasSubstr("чт 17.12, 18:00 → [b]вт 22.12, 18:00[/b]"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("с тех пор обновилась, вот она"));
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
}

TEST_F(approval, becomes_needless_when_somebody_entitled_sets_the_deadline) {
    here.moves(o::boris, o::measure, o::december(24));
    EXPECT_EQ(here.only_request().state, request_state::obsolete);
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("уже изменён в самой задаче, автор: Борис Орлов"),
                                           HasSubstr("Срок сейчас: чт 24.12, 18:00")));
    EXPECT_THAT(here.card().text, HasSubstr("больше не нужен"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего"));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(approval, becomes_needless_when_the_task_is_closed_handed_over_or_deleted) {
    office closed = here, handed = here, gone = here, hidden = here;
    closed.closes(o::maria, o::measure);
    closed.presses_token(o::boris, approve);  // seen only at the press
    EXPECT_EQ(closed.only_request().state, request_state::obsolete);
    EXPECT_THAT(closed.last(o::boris), HasSubstr("задача закрыта"));
    EXPECT_THAT(closed.last(o::maria), HasSubstr("задача закрыта"));
    EXPECT_THAT(closed.known.to_send, IsEmpty());
    handed.hands_over(o::boris, o::measure, o::ivan);
    handed.looks();
    EXPECT_THAT(handed.last(o::maria), HasSubstr("новый ответственный, Иван Петров"));
    gone.portal.erase(o::measure);
    gone.handle(task_deleted{o::measure});
    EXPECT_THAT(gone.last(o::maria), HasSubstr("задачи больше нет"));
    hidden.portal.erase(o::measure);
    hidden.looks();
    EXPECT_EQ(hidden.only_request().state, request_state::pending);
    hidden.looks();
    EXPECT_EQ(hidden.only_request().state, request_state::obsolete);
}

TEST_F(approval, that_the_portal_refuses_is_told_to_both_and_can_be_tried_again) {
    here.presses_token(o::boris, approve);
    here.portal_refuses("ERROR_CORE <b>нельзя</b> [b]x");
    EXPECT_EQ(here.only_request().state, request_state::failed);
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("пока не записан"), HasSubstr("ERROR_CORE нельзя"), Not(HasSubstr("<b>")),
                      HasSubstr("Срок прежний: пт 18.12, 18:00")));
    EXPECT_THAT(here.last(o::boris), HasSubstr("Срок не записан"));
    EXPECT_THAT(here.labels(here.card()), Contains("Одобрить"));
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.only_request().state, request_state::applied);
    EXPECT_EQ(here.due(), deadline(o::december(22)));
}

TEST_F(approval, holds_when_the_manager_moved_the_task_to_that_date_himself_meanwhile) {
    here.presses_token(o::boris, approve);
    here.passes(std::chrono::minutes(1));
    here.moves(o::maria, o::measure, o::december(22));
    here.portal_writes();  // nothing is left to change: no row
    EXPECT_EQ(here.only_request().state, request_state::applied);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
}

TEST_F(approval, offers_other_dates_when_the_wanted_one_has_passed) {
    here.passes(std::chrono::hours(24 * 10));
    here.presses_token(o::boris, approve);
    EXPECT_THAT(here.last(o::boris), HasSubstr("в прошлом"));
    EXPECT_EQ(here.only_request().state, request_state::pending);
}

TEST_F(approval, is_not_blocked_by_a_card_that_cannot_be_delivered) {
    here.handle(message_refused{o::boris, "request:1:card", "ACCESS_DENIED"});
    EXPECT_THAT(here.last(o::maria), HasSubstr("не доходит до того, кто решает (Борис Орлов)"));
    EXPECT_THAT(here.known.journal_kinds(), Contains("undeliverable"));
}

TEST_F(approval, answers_words_that_come_after_the_request_was_withdrawn) {
    here.presses(o::boris, "Отклонить");
    here.presses(o::maria, "Отозвать");
    here.says(o::boris, "нет");
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего"));
    EXPECT_EQ(here.only_request().state, request_state::withdrawn);
    EXPECT_THAT(here.known.conversations, IsEmpty());
}

TEST_F(approval, leaves_the_approvers_own_draft_alone) {
    here.presses(o::boris, "Отклонить");
    const auto later = here.token(o::boris, "Решу позже");
    here.portal.at(o::call).present->responsible = o::boris;
    here.says(o::boris, "отмена");
    here.says(o::boris, "8019 до 25.12");
    EXPECT_EQ(here.known.conversations.at(o::boris).awaiting, question::reason);
    here.presses_token(o::boris, later);
    EXPECT_EQ(here.known.conversations.at(o::boris).awaiting, question::reason);
    here.presses_token(o::boris, approve);
    EXPECT_EQ(here.only_request().state, request_state::applying);
    EXPECT_EQ(here.known.conversations.at(o::boris).awaiting, question::reason);
}

// Борис is away from this day of December on, for three days.
void goes_away(office& here, unsigned day, user_id substitute) {
    here.rules.absent = {{o::boris, o::december(day, 0), o::december(day + 3, 0), substitute}};
}

TEST(absence, is_said_on_the_card_of_the_substitute_and_to_the_requester) {
    office here;
    goes_away(here, 14, o::ivan);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().approver, o::ivan);
    EXPECT_EQ(here.only_request().approver_ground, "substitute");
    EXPECT_EQ(here.only_request().instead_of, o::boris);
    EXPECT_THAT(here.card().text, HasSubstr("вместо коллеги (Борис Орлов, он в отпуске до 16.12)"));
    EXPECT_THAT(here.receipt().text, HasSubstr("вместо коллеги (Борис Орлов, он в отпуске до 16.12)"));
    const auto& noted = here.known.rows.back();
    EXPECT_EQ(noted.kind, "approver");
    EXPECT_EQ(noted.ground, "substitute");
    EXPECT_EQ(noted.person, o::ivan);
    EXPECT_EQ(noted.other, o::boris);
    here.presses(o::ivan, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.only_request().state, request_state::applied);
}

TEST(absence, the_portal_knows_of_is_said_like_a_configured_one) {
    office here;
    here.away[o::boris] = o::december(17, 0);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().approver, o::anna);
    EXPECT_THAT(here.card().text, HasSubstr("вместо коллеги (Борис Орлов, он в отпуске до 16.12)"));
    EXPECT_THAT(here.receipt().text, HasSubstr("вместо коллеги (Борис Орлов, он в отпуске до 16.12)"));
}

TEST(absence, of_everybody_makes_nothing_unapprovable) {
    office here;
    here.away[o::boris] = here.away[o::anna] = o::december(17, 0);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().approver, o::boris);
    EXPECT_EQ(here.only_request().instead_of, 0);
    here.looks();
    here.presses(o::boris, "Одобрить");
    EXPECT_EQ(here.only_request().state, request_state::applying);
}

TEST(absence, is_over_when_the_portal_says_so_and_the_request_returns) {
    office here;
    here.away[o::boris] = o::december(31, 0);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    ASSERT_EQ(here.only_request().approver, o::anna);
    here.away.clear();
    here.looks();
    EXPECT_EQ(here.only_request().approver, o::boris);
}

TEST(approver, is_the_deputy_where_the_post_is_vacant_and_he_is_told_why) {
    office here;
    auto sales = *here.people.find_department(5);
    sales.head = 0;
    sales.deputies = {o::ivan};
    here.people.add(sales);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().approver, o::ivan);
    EXPECT_THAT(here.card().text, HasSubstr("как у заместителя"));
}

TEST(native_options, a_revert_that_used_up_the_last_move_is_told_so) {
    office here;
    here.options.moves_max = 2;
    here.slips();
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("Сам портал")));
    here.slips();
    EXPECT_THAT(here.last(o::maria), HasSubstr("Сам портал больше не даст вам перенести этот срок"));
}

TEST(native_options, bind_nobody_who_may_edit_the_task) {
    office here;
    here.options.moves_max = 1;
    here.options.latest = o::december(18);
    here.portal.at(o::measure).present->creator = o::maria;
    here.slips();
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("Сам портал")));
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.card().text, Not(HasSubstr("Сам портал")));
}

TEST(native_options, a_date_beyond_the_portals_own_is_marked_for_the_approver) {
    for (const bool beyond : {true, false}) {
        office here;
        here.options.latest = o::december(beyond ? 20 : 22);
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
        EXPECT_THAT(here.card().text, beyond ? testing::Matcher<std::string>(HasSubstr(
                                                   "Сам портал разрешает ответственному переносить"))
                                             : testing::Matcher<std::string>(Not(HasSubstr("Сам портал"))));
    }
}

TEST(absence, of_a_woman_is_told_of_her_and_in_the_readers_language) {
    office here;
    auto boris = *here.people.find(o::boris);
    boris.gender = "F";
    here.people.add(boris);
    here.known.languages[o::ivan] = "en";
    goes_away(here, 14, o::ivan);
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.receipt().text, HasSubstr("она в отпуске до 16.12"));
    EXPECT_THAT(here.card().text, HasSubstr("she is away until 16 Dec"));
}

TEST_F(approval, is_passed_on_when_the_approver_goes_away_and_returns_with_him) {
    goes_away(here, 15, o::ivan);
    here.looks();
    EXPECT_EQ(here.only_request().approver, o::boris) << "he is there today";
    here.passes(std::chrono::hours(24));
    here.looks();
    EXPECT_EQ(here.only_request().approver, o::ivan);
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("передан"), HasSubstr("Иван Петров")));
    EXPECT_THAT(here.last(o::maria), HasSubstr("теперь решает Иван Петров"));
    here.presses_token(o::boris, approve);
    EXPECT_EQ(here.only_request().state, request_state::pending) << "his card is out of use";
    EXPECT_THAT(here.last(o::boris), HasSubstr("теперь решает Иван Петров"));
    here.passes(std::chrono::hours(72));
    here.looks();
    EXPECT_EQ(here.only_request().approver, o::boris);
    EXPECT_EQ(here.only_request().instead_of, 0);
    EXPECT_THAT(here.last(o::ivan), HasSubstr("передан"));
    here.presses(o::boris, "Одобрить");
    EXPECT_EQ(here.only_request().state, request_state::applying);
}

TEST(approver, of_the_heads_own_task_is_the_director) {
    office here;
    here.portal.at(o::measure).present->responsible = o::boris;
    here.portal.at(o::measure).present->creator = o::boris;
    here.slips(o::boris, o::measure);
    here.says(o::boris, "клиент заболел");
    here.says(o::boris, "да");
    EXPECT_EQ(here.only_request().approver, o::anna);
    EXPECT_THAT(here.card().text, HasSubstr("непосредственный руководитель решить его не может"));
}

}  // namespace
}  // namespace dialogs
