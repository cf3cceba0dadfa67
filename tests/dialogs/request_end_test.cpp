// Requests nobody answers at all end, and both sides may begin anew.
#include "waiting_request.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using o = office;
using namespace std::chrono_literals;

using expiring_request = waiting_request;

// ---- the end

TEST_F(expiring_request, expires_after_forty_working_hours_and_both_may_begin_anew) {
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

TEST_F(expiring_request, expires_in_english) {
    here.tongue = locale::language::en;
    comes(18, 14, 1);
    EXPECT_THAT(here.last(o::maria),
                HasSubstr("is closed: there was no answer. The deadline is still Fri 18 Dec, 18:00."));
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Request 22 Dec"));
    EXPECT_THAT(here.last(o::boris), HasSubstr("for Tue 22 Dec, 18:00 is closed: there was no answer"));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Look at it again"));
}

TEST_F(expiring_request, that_could_not_be_written_ends_without_going_up) {
    here.presses(o::boris, "Одобрить");
    here.portal_refuses("ACCESS_DENIED");
    comes(18, 14, 1);
    EXPECT_THAT(rows("escalated"), IsEmpty());
    EXPECT_EQ(asked().state, request_state::expired);
    EXPECT_THAT(here.last(o::maria), HasSubstr("закрыт: новый срок записать не удалось. Срок прежний"));
    EXPECT_THAT(here.card().text, HasSubstr("Запрос закрыт: новый срок записать не удалось."));
}

TEST_F(expiring_request, is_asked_for_again_after_it_expired) {
    comes(18, 14, 1);
    here.presses(o::maria, "Запросить перенос на 22.12");
    here.says(o::maria, "клиент ещё болеет");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(asked(2).state, request_state::pending);
    EXPECT_EQ(asked(2).approver, o::boris);
}

TEST_F(expiring_request, offers_another_date_when_its_own_is_over) {
    here.rules.waits.expire_after = {8, 0min};
    comes(24, 18);
    ASSERT_EQ(asked().state, request_state::expired);
    EXPECT_THAT(here.buttons(o::maria), ElementsAre("Другая дата"));
}

TEST_F(expiring_request, is_looked_at_again_after_it_expired) {
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

TEST_F(expiring_request, expires_with_all_others_of_its_approver_in_one_message) {
    asks_for(o::offer);
    asks_for(o::call, o::ivan, "21.12");
    is_away_until(22, 12);
    EXPECT_EQ(count(o::boris, "Закрыты 3 запроса: время вышло, сроки прежние:"), 1);
    EXPECT_EQ(reminders(o::boris), 0) << "it is no use any more";
    EXPECT_EQ(count(o::maria, "Закрыты 2 ваших запроса: решения так и не было"), 1);
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("1. Запросить перенос на 22.12", "2. Запросить перенос на 25.12"));
    EXPECT_THAT(here.buttons(o::ivan), ElementsAre("Другая дата"));
}

TEST_F(expiring_request, is_in_time_though_the_answer_comes_after_the_old_deadline) {
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

TEST_F(expiring_request, that_expired_is_told_by_why) {
    comes(18, 14, 1);
    here.commands(o::maria, "why", "8017");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Запрос закрыт: ответа не было"));
}

}  // namespace
}  // namespace dialogs
