// Limits as people meet them: what is asked for at once, what is said of it, and whose tasks count together.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using o = office;

constexpr auto words = "Клиент попросил перенести встречу";

class Limits : public testing::Test {
protected:
    void moves_with_a_reason(deadline to, task_id task = o::measure) {
        here.passes(std::chrono::minutes(20));
        here.writes(o::maria, task, words);
        here.passes(std::chrono::minutes(2));
        here.moves(o::maria, task, to);
    }
    [[nodiscard]] std::string ground_of_last(std::string_view kind) const {
        std::string ground;
        for (const auto& row : here.known.rows)
            if (row.kind == kind)
                ground = row.ground;
        return ground;
    }
    office here;
};

TEST_F(Limits, SendAFurtherMoveWithAReasonToTheSupervisorAtOnce) {
    here.rules.usual.moves_max = 1;
    moves_with_a_reason(o::december(22));
    EXPECT_THAT(here.known.requests, IsEmpty());
    moves_with_a_reason(o::december(23));
    EXPECT_EQ(here.only_request().wanted, o::december(23));
    EXPECT_EQ(here.only_request().words, words);
    EXPECT_THAT(here.card().text, HasSubstr("не больше 1 раза"));
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(22)));
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Решает Борис Орлов"), HasSubstr("не больше 1 раза")));
    EXPECT_EQ(ground_of_last("silent"), "moves_max");
    EXPECT_EQ(ground_of_last("put_back"), "moves_max");
}

TEST_F(Limits, ApplyWhatIsApprovedBeyondThem) {
    here.rules.usual.moves_max = 1;
    moves_with_a_reason(o::december(22));
    moves_with_a_reason(o::december(23));
    here.portal_writes();
    here.presses(o::boris, "Одобрить");
    here.portal_writes();
    EXPECT_EQ(here.due(), deadline(o::december(23)));
    EXPECT_EQ(here.only_request().state, request_state::applied);
}

TEST_F(Limits, SayHowFarFromWhichDeadline) {
    here.rules.usual.shift_max = std::chrono::days(2);
    moves_with_a_reason(o::december(20));
    moves_with_a_reason(o::december(21));
    const auto far = HasSubstr("не дальше чем на 2 дня от первого срока (пт 18.12, 18:00)");
    EXPECT_THAT(here.card().text, far);
    here.portal_writes();
    EXPECT_THAT(here.last(o::maria), far);
}

TEST_F(Limits, AnswerWhyTheDeadlineIsBack) {
    here.rules.usual.shift_max = std::chrono::days(2);
    moves_with_a_reason(std::nullopt);
    here.portal_writes();
    here.presses(o::maria, "Почему вернулся срок?");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Причина названа"), HasSubstr("на 2 дня")));
}

TEST_F(Limits, AreShownOnACardHoweverItWasAsked) {
    here.rules.usual.shift_max = std::chrono::days(2);
    here.slips();
    EXPECT_THAT(here.last(o::maria), Not(HasSubstr("на 2 дня"))) << "a reason was missing, no more";
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_THAT(here.card().text, HasSubstr("на 2 дня"));
}

TEST_F(Limits, OfTheWeekAreThoseOfAllHisTasks) {
    here.rules.usual.tolerance_same_day = true;
    here.rules.usual.tolerance_moves_week = 1;
    here.moves(o::maria, o::measure, o::december(18, 19));
    EXPECT_EQ(ground_of_last("accepted"), "tolerance");
    here.moves(o::ivan, o::call, o::december(17, 18, 30));
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "another's week is not full";
    here.moves(o::maria, o::offer, o::december(21, 19));
    here.portal_writes();
    EXPECT_EQ(here.due(o::offer), deadline(o::december(21)));
    here.now += std::chrono::days(4);
    here.moves(o::maria, o::offer, o::december(21, 19));
    EXPECT_THAT(here.known.to_send, testing::SizeIs(1)) << "Friday of the same week";
    here.portal_writes();
    here.now = o::december(21, 9);
    here.moves(o::maria, o::offer, o::december(21, 19));
    EXPECT_EQ(here.due(o::offer), deadline(o::december(21, 19)));
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

// Мария asked for 22.12 in a task of hers.
class OpenRequest : public Limits {
protected:
    OpenRequest() {
        here.slips();
        here.says(o::maria, "клиент заболел");
        here.presses(o::maria, "Отправить");
    }
};

TEST_F(OpenRequest, OutlivesAColleaguesMoveWithinTheTolerance) {
    here.rules.usual.tolerance = std::chrono::minutes(30);
    here.moves(o::ivan, o::measure, o::december(18, 18, 20));
    EXPECT_EQ(here.only_request().state, request_state::pending);
    EXPECT_EQ(here.only_request().due, deadline(o::december(18, 18, 20)));
    EXPECT_THAT(here.card().text, HasSubstr("пт 18.12, 18:20 → [b]вт 22.12, 18:00[/b]"));
}

TEST_F(Limits, ARequestIsNeedlessWhenWhoWasGivenTheTaskSetsHisDate) {
    here.hands_over(o::boris, o::measure, o::ivan);
    here.slips();
    here.presses(o::maria, "Запросить");
    here.says(o::maria, "клиент заболел");
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().responsible, o::ivan);
    here.moves(o::ivan, o::measure, o::december(21));
    EXPECT_EQ(here.only_request().state, request_state::obsolete);
    EXPECT_EQ(here.only_request().decided_by, o::ivan);
    EXPECT_EQ(ground_of_last("accepted"), "handover");
}

}  // namespace
}  // namespace dialogs
