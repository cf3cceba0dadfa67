// For a day after a revert somebody above can accept the move after all.
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

constexpr auto accept = "Принять перенос на 22.12";

class Undo : public testing::Test {
protected:
    Undo() { here.slips(); }
    void asks(user_id who) { here.says(who, "почему 8017"); }
    std::string button_of(user_id who) {
        asks(who);
        return here.token(who, accept);
    }
    bool is_offered(user_id who) {
        asks(who);
        const auto all = here.buttons(who);
        return std::find(all.begin(), all.end(), accept) != all.end();
    }
    void press(user_id who, const std::string& token) { here.presses_token(who, token); }
    office here;
};

TEST_F(Undo, WritesTheMoveAndThenTellsBoth) {
    asks(o::boris);
    EXPECT_THAT(here.last(o::boris), HasSubstr("вы можете принять его до вт 15.12, 10:01"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre(accept));
    here.presses(o::boris, accept);
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("принят после возврата. Автор переноса: Мария Иванова"),
                                           HasSubstr("записываю срок вт 22.12, 18:00")));
    EXPECT_THAT(here.everything(o::maria), Not(HasSubstr("Новый срок")));
    const auto made = here.only_request();
    EXPECT_EQ(made.state, request_state::applying);
    EXPECT_EQ(made.requester, o::maria);
    EXPECT_EQ(made.approver, o::boris);
    EXPECT_EQ(made.decided_by, o::boris);
    EXPECT_EQ(made.category, "undone");
    ASSERT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send[0].purpose, write_purpose::apply);
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_EQ(here.only_request().state, request_state::applied);
    EXPECT_THAT(here.last(o::boris), HasSubstr("✅ Одобрено: новый срок вт 22.12, 18:00"));
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("✅ Новый срок задачи"), HasSubstr("Решение: Борис Орлов")));
    EXPECT_EQ(here.known.tasks.at(o::measure).accepted, deadline(o::december(22)));
    EXPECT_EQ(here.known.tasks.at(o::measure).moves, 1);
    EXPECT_EQ(here.known.tasks.at(o::measure).attempted, deadline());
    here.looks();
    EXPECT_THAT(here.known.to_send, IsEmpty());
    asks(o::maria);
    EXPECT_THAT(here.last(o::maria), HasSubstr("сначала вернулся, потом его приняли. Решение: Борис Орлов"));
}

TEST_F(Undo, IsJournalledAndIsNoRequestOfTheManagers) {
    here.presses_token(o::boris, button_of(o::boris));
    here.portal_writes();
    const auto& rows = here.known.rows;
    ASSERT_GE(rows.size(), 2U);
    EXPECT_EQ(rows[rows.size() - 2].kind, "approved");
    EXPECT_EQ(rows[rows.size() - 2].ground, "undone");
    EXPECT_EQ(rows[rows.size() - 2].person, o::maria);
    EXPECT_EQ(rows[rows.size() - 2].other, o::boris);
    EXPECT_EQ(rows.back().kind, "applied");
    EXPECT_EQ(rows.back().ground, "undone");
    EXPECT_EQ(here.known.figures_of(o::maria, {}).approved, 0);
}

TEST_F(Undo, IsForThoseAboveAndNotForTheAuthorOrTheResponsiblePerson) {
    here.rules.owners = {o::ivan};
    for (const user_id who : {o::boris, o::anna, o::olga})
        EXPECT_TRUE(is_offered(who)) << who;
    for (const user_id who : {o::maria, o::ivan})
        EXPECT_FALSE(is_offered(who)) << who;
    here.rules.administrators.insert(o::maria);
    EXPECT_FALSE(is_offered(o::maria)) << "whatever her rank";
    here.rules.usual.approver = o::ivan;
    EXPECT_TRUE(is_offered(o::ivan)) << "he could approve it";
}

TEST_F(Undo, OfAMoveByAnotherIsNeitherHisNorTheResponsiblePersons) {
    here.slips(o::ivan, o::measure, o::december(22));
    here.rules.administrators = {o::ivan, o::maria, o::olga};
    EXPECT_FALSE(is_offered(o::ivan));
    EXPECT_FALSE(is_offered(o::maria));
    here.presses_token(o::boris, button_of(o::boris));
    here.portal_writes();
    EXPECT_THAT(here.last(o::ivan), HasSubstr("✅ Новый срок задачи"));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Новый срок вашей задачи"));
}

TEST_F(Undo, CannotBePressedByOthersOrByOneWhoLostHisPost) {
    const auto token = button_of(o::boris);
    for (const user_id who : {o::maria, o::ivan}) {
        press(who, token);
        EXPECT_THAT(here.last(who), HasSubstr("предназначена другому"));
    }
    here.people.add(department{5, "Отдел продаж", 1, o::ivan});
    press(o::boris, token);
    EXPECT_THAT(here.last(o::boris), HasSubstr("может руководитель ответственного или администратор"));
    EXPECT_THAT(here.known.requests, IsEmpty());
}

TEST_F(Undo, IsDoneOnce) {
    const auto token = button_of(o::boris);
    const auto other = button_of(o::anna);
    press(o::boris, token);
    press(o::boris, token);
    EXPECT_THAT(here.last(o::boris), HasSubstr("уже одобрен, новый срок записывается"));
    press(o::anna, other);
    EXPECT_THAT(here.last(o::anna), HasSubstr("уже одобрен, новый срок записывается"));
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    here.portal_writes();
    press(o::anna, other);
    EXPECT_THAT(here.last(o::anna), AllOf(HasSubstr("уже вт 22.12, 18:00"), HasSubstr("Ромашка")));
    EXPECT_FALSE(is_offered(o::anna));
    EXPECT_THAT(here.known.requests, SizeIs(1));
}

TEST_F(Undo, ComesTooLateAfterADayOrWhenTheDateIsOver) {
    const auto token = button_of(o::boris);
    office later = here;
    later.passes(std::chrono::hours(24));
    later.presses_token(o::boris, token);
    EXPECT_THAT(later.known.to_send, SizeIs(1)) << "24 h to the minute are within";
    here.passes(std::chrono::hours(24) + std::chrono::minutes(1));
    press(o::boris, token);
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("это время прошло"), HasSubstr("пт 18.12, 18:00")));
    EXPECT_FALSE(is_offered(o::boris));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(Undo, OfADateThatIsOverIsRefused) {
    here.portal.at(o::offer).present->due = o::december(14, 11);
    here.known.tasks.erase(o::offer);
    here.slips(o::maria, o::offer, o::december(14, 12));
    here.says(o::boris, "почему 8018");
    const auto token = here.token(o::boris, "Принять");
    here.passes(std::chrono::hours(3));
    press(o::boris, token);
    EXPECT_THAT(here.last(o::boris), HasSubstr("уже прошёл"));
    EXPECT_THAT(here.known.requests, IsEmpty());
}

TEST_F(Undo, IsRefusedWhenTheTaskChangedMeanwhile) {
    const auto token = button_of(o::boris);
    office moved = here, closed = here, again = here, hidden = here, forgotten = here;
    moved.puts(o::boris, o::measure, o::december(17));
    moved.presses_token(o::boris, token);
    EXPECT_THAT(moved.last(o::boris), AllOf(HasSubstr("изменилась"), HasSubstr("чт 17.12, 18:00")));
    closed.closes(o::maria, o::measure);
    closed.presses_token(o::boris, token);
    EXPECT_THAT(closed.last(o::boris), HasSubstr("уже закрыта"));
    again.slips(o::maria, o::measure, o::december(23));
    again.presses_token(o::boris, token);
    EXPECT_THAT(again.last(o::boris), HasSubstr("изменилась")) << "it is another move that was put back last";
    hidden.portal.erase(o::measure);
    hidden.presses_token(o::boris, token);
    EXPECT_THAT(hidden.last(o::boris), HasSubstr("не показывает"));
    forgotten.known.tasks.erase(o::measure);
    forgotten.portal.erase(o::measure);
    forgotten.presses_token(o::boris, token);
    EXPECT_THAT(forgotten.last(o::boris), HasSubstr("уже не действует"));
    for (const auto* each : {&moved, &closed, &again, &hidden, &forgotten})
        EXPECT_THAT(each->known.requests, IsEmpty());
}

TEST_F(Undo, ApprovesTheRequestThatIsOpenForIt) {
    const auto token = button_of(o::olga);
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    press(o::olga, token);
    EXPECT_THAT(here.last(o::olga), HasSubstr("записываю в задачу"));
    EXPECT_THAT(here.known.requests, SizeIs(1));
    EXPECT_EQ(here.only_request().state, request_state::applying);
    EXPECT_EQ(here.only_request().decided_by, o::olga);
    EXPECT_THAT(here.card().text, HasSubstr("Решение: Ольга Админова"));
    EXPECT_THAT(here.labels(here.card()), IsEmpty());
    here.portal_writes();
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решение: Ольга Админова"));
}

TEST_F(Undo, StandsBackBehindARequestForSomethingElse) {
    const auto token = button_of(o::boris);
    here.says(o::maria, "нужно до 25.12, клиент заболел");
    here.presses(o::maria, "Отправить");
    press(o::boris, token);
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("перенос уже запрошен"), HasSubstr("пт 25.12")));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_FALSE(is_offered(o::boris));
}

TEST_F(Undo, KeepsTheReasonThatWasNotEnough) {
    office strict;
    strict.rules.usual.mode = guard_mode::approval;
    strict.known.told[{o::maria, ""}].mode = guard_mode::approval;
    strict.writes(o::maria, o::measure, "Клиент попросил позже");
    strict.passes(std::chrono::minutes(2));
    strict.slips();
    strict.presses(o::maria, "Почему");
    strict.presses(o::maria, "Отозвать");
    strict.says(o::boris, "почему 8017");
    strict.presses(o::boris, accept);
    EXPECT_EQ(strict.known.requests.at(2).words, "Клиент попросил позже");
    EXPECT_THAT(strict.last(o::boris), HasSubstr("«Клиент попросил позже»"));
}

TEST_F(Undo, ThatThePortalRefusesCanBeTriedAgain) {
    press(o::boris, button_of(o::boris));
    here.portal_refuses("ERROR_CORE");
    EXPECT_EQ(here.only_request().state, request_state::failed);
    EXPECT_THAT(here.last(o::maria), HasSubstr("пока не записан"));
    EXPECT_THAT(here.labels(here.card()), Contains("Одобрить"));
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
}

TEST_F(Undo, IsForTheResponsiblePersonWhenItsAuthorCannotBeTold) {
    here.slips(o::ivan, o::measure, o::december(22));
    auto ivan = *here.people.find(o::ivan);
    ivan.active = false;
    here.people.add(ivan);
    here.presses_token(o::boris, button_of(o::boris));
    EXPECT_EQ(here.only_request().requester, o::maria);
    here.portal_writes();
    EXPECT_THAT(here.last(o::maria), HasSubstr("✅ Новый срок задачи"));
}

TEST_F(Undo, IsNotThereForADeadlineThatWasRemoved) {
    here.slips(o::maria, o::measure, std::nullopt);
    asks(o::boris);
    EXPECT_THAT(here.buttons(o::boris), IsEmpty());
}

TEST_F(Undo, IsSpokenInEnglish) {
    here.known.languages[o::boris] = "en";
    asks(o::boris);
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Accept the move to 22 Dec"));
}

}  // namespace
}  // namespace dialogs
