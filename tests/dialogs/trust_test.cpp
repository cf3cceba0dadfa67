// Small requests that need no answer: of somebody the approver trusts for some days, or by the policy.
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

class Trust : public testing::Test {
protected:
    void asks(const std::string& words) {
        here.says(o::maria, words);
        here.presses(o::maria, "Отправить");
    }
    office here;
};

TEST_F(Trust, LastsUntilTheEndOfTheWeekForRequestsUpToTwoWorkingDays) {
    asks("8017 до 22.12, клиент заболел");
    EXPECT_THAT(here.labels(here.card()), Contains("Доверять до пт"));
    here.presses(o::boris, "Доверять до пт");
    EXPECT_THAT(here.last(o::boris),
                AllOf(HasSubstr("до пт 18.12, 18:00"), HasSubstr("Этот запрос ещё ждёт вашего решения")));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    asks("8018 до 23.12, жду замерщика");
    const auto& second = here.known.requests.at(2);
    EXPECT_EQ(second.state, request_state::applying);
    EXPECT_EQ(second.decided_by, o::boris);
    EXPECT_THAT(here.last(o::boris),
                AllOf(HasSubstr("Мария Иванова просит"), HasSubstr("вы доверяете автору запроса")));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Больше не доверять: Мария Иванова"));
    here.portal_writes();
    EXPECT_EQ(here.due(o::offer), deadline(o::december(23)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("✅ Новый срок задачи"));
    EXPECT_EQ(here.noted("approved").back().ground, "trust");
    here.says(o::maria, "почему 8018");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Борис Орлов доверяет автору небольшие переносы"));
}

TEST_F(Trust, IsNotForGreaterRequestsNorForOthersNorForLater) {
    asks("8017 до 22.12, клиент заболел");
    here.presses(o::boris, "Доверять до пт");
    asks("8018 до 24.12, жду замерщика");
    EXPECT_EQ(here.known.requests.at(2).state, request_state::pending) << "three working days";
    here.says(o::ivan, "8019 до 18.12 18:00, клиент занят");
    here.presses(o::ivan, "Отправить");
    EXPECT_EQ(here.known.requests.at(3).state, request_state::pending);
    here.now = o::december(18, 18);
    asks("8018 до 22.12, жду замерщика");
    EXPECT_EQ(here.known.requests.at(4).state, request_state::pending) << "the week is over";
}

TEST_F(Trust, IsShownOnTheDeskAndEndsWithATap) {
    asks("8017 до 22.12, клиент заболел");
    here.presses(o::boris, "Доверять до пт");
    here.commands(o::boris, "pending");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Доверяете до пт 18.12, 18:00: Мария Иванова"));
    EXPECT_THAT(here.buttons(o::boris), Not(Contains("Доверять до пт")));
    here.presses(o::boris, "Больше не доверять: Мария Иванова");
    EXPECT_THAT(here.last(o::boris), HasSubstr("каждый запрос снова решаете вы (Мария Иванова)"));
    asks("8018 до 22.12, жду замерщика");
    EXPECT_EQ(here.known.requests.at(2).state, request_state::pending);
    here.presses(o::boris, "Больше не доверять");
    EXPECT_THAT(here.last(o::boris), HasSubstr("Доверие уже закончилось"));
    EXPECT_THAT(here.noted("trusted"), SizeIs(1));
    EXPECT_THAT(here.noted("trust_over"), SizeIs(1));
}

TEST_F(Trust, GivenOnFridayLastsUntilTheNextOne) {
    here.now = o::december(18, 9);
    asks("8018 до 22.12, жду замерщика");
    here.presses(o::boris, "Доверять до пт");
    EXPECT_THAT(here.last(o::boris), HasSubstr("до пт 25.12, 18:00"));
}

TEST_F(Trust, LetsAMoveWithAReasonStandWhereAllMovesNeedAnAnswer) {
    here.works_in(guard_mode::approval);
    asks("8017 до 22.12, клиент заболел");
    here.presses(o::boris, "Доверять до пт");
    here.writes(o::maria, o::offer, "Клиент попросил перезвонить во вторник");
    here.moves(o::maria, o::offer, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_EQ(here.known.tasks.at(o::offer).accepted, deadline(o::december(22)));
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("остался: вы доверяете автору (Мария Иванова)"),
                                           HasSubstr("Клиент попросил")));
    here.writes(o::maria, o::offer, "Клиент опять попросил перезвонить");
    here.passes(std::chrono::hours(1));
    here.moves(o::maria, o::offer, o::december(30));
    EXPECT_THAT(here.known.to_send, SizeIs(1)) << "that is more than two working days";
}

TEST_F(Trust, DoesNotOutdoTheLimitsOfThePolicy) {
    here.rules.usual.shift_max = std::chrono::days(1);
    here.rules.usual.auto_approve = 5;
    asks("8018 до 23.12, жду замерщика");
    EXPECT_EQ(here.only_request().state, request_state::pending);
}

TEST_F(Trust, PolicyApprovesSmallRequestsOfEverybody) {
    here.rules.usual.auto_approve = 1;
    asks("8018 до 22.12, жду замерщика");
    EXPECT_EQ(here.only_request().state, request_state::applying);
    EXPECT_EQ(here.only_request().decided_by, 0);
    EXPECT_THAT(here.told(o::boris), IsEmpty()) << "nobody is asked";
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("ставлю срок вт 22.12"), HasSubstr("согласование не нужно")));
    here.portal_writes();
    EXPECT_THAT(here.receipt().text, HasSubstr("✅ Новый срок задачи"));
    EXPECT_EQ(here.noted("approved").back().ground, "auto_approve");
    here.says(o::maria, "почему 8018");
    EXPECT_THAT(here.last(o::maria), HasSubstr("На такой перенос согласование не нужно"));
    asks("8017 до 22.12, клиент заболел");
    EXPECT_EQ(here.known.requests.at(2).state, request_state::pending) << "two working days";
}

TEST_F(Trust, MovesThatStandByItAreCounted) {
    here.works_in(guard_mode::approval);
    here.rules.usual.auto_approve = 1;
    here.rules.usual.moves_max = 1;
    here.writes(o::maria, o::offer, "Ждём печать от клиента");
    here.moves(o::maria, o::offer, o::december(22));
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.passes(std::chrono::hours(1));
    here.writes(o::maria, o::offer, "Клиент снова просит подождать");
    here.moves(o::maria, o::offer, o::december(23));
    EXPECT_THAT(here.known.to_send, SizeIs(1)) << "moves_max holds";
}

}  // namespace
}  // namespace dialogs
