// The supervisor's desk: the list of all that waits, and several requests approved together.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using o = office;

class Pending : public testing::Test {
protected:
    // Tasks 9001 … of Мария, due on 21.12, 18:00 each an hour earlier than the one before; a request each,
    // `days` later.
    void ask_for(std::vector<unsigned> days) {
        for (const unsigned each : days) {
            const task_id id = 9001 + static_cast<task_id>(asked_++);
            const instant due = o::december(21, 18) - std::chrono::hours(asked_);
            here.add_task(id, "Договор " + std::to_string(id), o::maria, o::boris, due);
            here.looks(id);
            const std::string until = std::to_string(21 + each) + ".12 18:00";
            here.says(o::maria, std::to_string(id) + " до " + until + ", клиент заболел");
            here.presses(o::maria, "Отправить");
        }
    }
    std::vector<std::string> cards() const {
        std::vector<std::string> slots;
        for (const auto& each : here.told(o::boris))
            if (each.slot.ends_with(":card"))
                slots.push_back(each.slot);
        return slots;
    }
    message list() const { return here.in_slot("pending:13").what; }
    std::vector<request_state> states() const {
        std::vector<request_state> all;
        for (const auto& [id, each] : here.known.requests)
            all.push_back(each.state);
        return all;
    }

    office here;
    int asked_ = 0;
};

TEST_F(Pending, SaysWhenNothingWaits) {
    here.commands(o::boris, "pending");
    EXPECT_EQ(here.last(o::boris), "Сейчас ничего не ждёт вашего решения.");
    here.says(o::boris, "Ждут меня");
    EXPECT_EQ(here.last(o::boris), "Сейчас ничего не ждёт вашего решения.");
}

TEST_F(Pending, ListsTheMostUrgentFirstAndOpensItsCard) {
    ask_for({1, 2});
    here.commands(o::boris, "pending");
    EXPECT_THAT(list().text, StartsWith("Ждут вашего решения: 2 запроса, срочные выше\n1. Мария Иванова: «"));
    EXPECT_LT(list().text.find("Договор 9002"), list().text.find("Договор 9001"));
    EXPECT_THAT(
        list().text,
        HasSubstr(
            "пн 21.12, 16:00 → [b]ср 23.12, 18:00[/b] (+2 рабочих дня, 1-й перенос). «клиент заболел»"));
    EXPECT_THAT(here.labels(list()),
                ElementsAre("№ 1 · 23.12", "№ 2 · 22.12", "Одобрить все до 2 рабочих дней (2)"));
    here.presses(o::boris, "№ 2");
    EXPECT_EQ(here.told(o::boris).back().slot, "request:1:card");
    EXPECT_THAT(here.everything(o::boris), HasSubstr("Карточка этого запроса теперь ниже"));
    here.presses(o::boris, "Одобрить");
    EXPECT_EQ(here.known.requests.at(1).state, request_state::applying);
    EXPECT_THAT(list().text,
                AllOf(StartsWith("Ждёт вашего решения: 1 запрос"), Not(HasSubstr("Договор 9001"))));
    here.presses(o::boris, "№ 1");
    here.presses(o::boris, "Отклонить");
    here.presses(o::boris, "Срок жёсткий");
    EXPECT_EQ(list().text, "Сейчас ничего не ждёт вашего решения.");
    EXPECT_THAT(here.labels(list()), IsEmpty());
}

TEST_F(Pending, ACardTellsWhatElseIsDueThatDay) {
    ask_for({1});
    EXPECT_THAT(here.in_slot("request:1:card").what.text, Not(HasSubstr("В этот же день")));
    here.add_task(9100, "Счёт", o::maria, o::boris, o::december(23, 12));
    here.looks(9100);
    here.add_task(9101, "Акт", o::maria, o::boris, o::december(23, 10));
    here.looks(9101);
    ask_for({2});
    EXPECT_THAT(
        here.in_slot("request:2:card").what.text,
        AllOf(HasSubstr("В этот же день у ответственного ещё 2 срока, например «"), HasSubstr("Акт")));
}

TEST_F(Pending, MoreThanFiveOpenCardsBecomeAListThatIsKeptUpToDate) {
    ask_for({1, 1, 1, 1, 1});
    EXPECT_THAT(cards(), SizeIs(5));
    const auto before = here.told(o::boris).size();
    ask_for({2});
    EXPECT_THAT(cards(), SizeIs(5)) << "no sixth card";
    EXPECT_THAT(here.told(o::boris), SizeIs(before + 1));
    EXPECT_THAT(list().text, StartsWith("Ждут вашего решения: 6 запросов"));
    ask_for({3});
    EXPECT_THAT(here.told(o::boris), SizeIs(before + 1)) << "the list is drawn anew in its place";
    EXPECT_THAT(list().text, StartsWith("Ждут вашего решения: 7 запросов"));
    EXPECT_THAT(here.labels(list()), Contains("Ещё 1 запрос"));
    here.passes(24h);
    ask_for({4});
    EXPECT_THAT(here.told(o::boris), SizeIs(before + 2))
        << "a new day, a new message: the old one has scrolled away";
    here.presses(o::boris, "Ещё 2 запроса");
    EXPECT_THAT(here.last(o::boris), AllOf(HasSubstr("7. "), HasSubstr("8. "), Not(HasSubstr("1. Мария"))));
    here.presses(o::maria, "Отозвать");
    EXPECT_THAT(list().text, StartsWith("Ждут вашего решения: 7 запросов"));
}

TEST_F(Pending, ApprovesSeveralByTwoTapsAfterTwoMinutes) {
    ask_for({1, 2, 7});
    here.commands(o::boris, "pending");
    EXPECT_THAT(here.buttons(o::boris), Contains("Одобрить все до 2 рабочих дней (2)"));
    here.presses(o::boris, "Одобрить все до 2");
    EXPECT_THAT(here.last(o::boris), AllOf(StartsWith("Одобрить разом 2 запроса?"), HasSubstr("Договор 9001"),
                                           HasSubstr("Договор 9002"), Not(HasSubstr("Договор 9003"))));
    const auto to_maria = here.told(o::maria).size();
    here.presses(o::boris, "Одобрить 2");
    EXPECT_THAT(here.last(o::boris),
                StartsWith("Через 2 минуты одобрю 2 запроса. Пока ничего не записано и никому не сказано."));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Отменить", "Применить сейчас"));
    here.comes(here.now + 1min);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    EXPECT_THAT(states(), Each(request_state::pending));
    here.comes(here.now + 1min);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    EXPECT_THAT(here.last(o::boris), StartsWith("Одобрено 2 запроса, записываю сроки:"));
    EXPECT_THAT(here.buttons(o::boris), IsEmpty());
    EXPECT_THAT(here.told(o::maria), SizeIs(to_maria)) << "told after the portal holds it";
    here.portal_writes();
    EXPECT_EQ(here.due(9001), deadline(o::december(22)));
    EXPECT_EQ(here.due(9002), deadline(o::december(23)));
    EXPECT_THAT(here.last(o::maria), HasSubstr("✅ Новый срок задачи"));
    EXPECT_EQ(here.known.requests.at(3).state, request_state::pending);
}

TEST_F(Pending, ThinksAgainOrAppliesAtOnce) {
    ask_for({1, 1});
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 2");
    here.presses(o::boris, "Отменить");
    EXPECT_THAT(here.last(o::boris), HasSubstr("ничего не одобрено"));
    here.comes(here.now + 10min);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.commands(o::boris, "pending", "2");
    here.presses(o::boris, "Одобрить 2");
    const auto apply = here.token(o::boris, "Применить сейчас");
    here.presses_token(o::boris, apply);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    here.presses_token(o::boris, apply);
    EXPECT_THAT(here.last(o::boris), HasSubstr("уже применены или отменены"));
    here.comes(here.now + 10min);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
}

TEST_F(Pending, LeavesOutWhatHasChangedMeanwhileAndSaysSo) {
    ask_for({1, 1, 1, 1});
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 4");
    here.presses(o::maria, "Отозвать");              // of the newest
    here.closes(o::maria, 9002);                     // closed, without the bot hearing of it
    here.puts(o::boris, 9003, o::december(30, 18));  // the supervisor himself moved it
    here.comes(here.now + 2min);
    EXPECT_THAT(here.known.to_send, SizeIs(1));
    EXPECT_EQ(here.known.to_send[0].task, 9001);
    EXPECT_THAT(here.last(o::boris), AllOf(StartsWith("Одобрен 1 запрос"), HasSubstr("Решите по карточке:"),
                                           HasSubstr("по нему уже есть решение")));
    EXPECT_THAT(here.buttons(o::boris), ElementsAre("Ждут моего решения"));
    EXPECT_THAT(states(), ElementsAre(request_state::applying, request_state::obsolete,
                                      request_state::obsolete, request_state::withdrawn));
}

TEST_F(Pending, SurvivesARestartThatDrawsTheCardsAnew) {
    ask_for({1, 1});
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 2");
    here.handle(presses_lost{o::boris});
    here.comes(here.now + 2min);
    EXPECT_THAT(here.known.to_send, SizeIs(2)) << "new buttons on a card are no other card";
}

TEST_F(Pending, AsksAgainWhenTheListIsNoLongerWhatItWas) {
    ask_for({1, 1});
    here.commands(o::boris, "pending", "1");
    const auto agree = here.token(o::boris, "Одобрить 2");
    here.presses(o::maria, "Отозвать");
    here.presses_token(o::boris, agree);
    EXPECT_THAT(here.everything(o::boris), HasSubstr("Пока вы смотрели, запросы изменились"));
    EXPECT_THAT(here.last(o::boris), StartsWith("Ждёт вашего решения: 1 запрос"));
    here.comes(here.now + 10min);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(Pending, TakesOneSuchDecisionAtATime) {
    ask_for({1, 1, 3, 3});
    here.commands(o::boris, "pending", "1");
    const auto first = here.token(o::boris, "Одобрить 2");
    here.presses_token(o::boris, first);
    here.presses_token(o::boris, first);
    EXPECT_THAT(here.last(o::boris), HasSubstr("Предыдущие решения ещё ждут до 10:"));
    here.comes(here.now + 2min);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
    here.commands(o::boris, "pending", "1");
    EXPECT_THAT(here.last(o::boris), HasSubstr("до 1 рабочего дня сейчас нет"));
}

TEST_F(Pending, CardsOfOthersAreNotHis) {
    ask_for({1});
    here.commands(o::anna, "pending");
    EXPECT_THAT(here.last(o::anna), HasSubstr("ничего не ждёт"));
    here.commands(o::boris, "pending");
    const auto open = here.token(o::boris, "№ 1");
    here.presses_token(o::anna, open);
    EXPECT_THAT(here.last(o::anna), HasSubstr("предназначена другому"));
    here.presses(o::maria, "Отозвать");
    here.presses_token(o::boris, open);
    EXPECT_THAT(here.last(o::boris), HasSubstr("решать уже нечего"));
}

TEST_F(Pending, SpeaksEnglish) {
    ask_for({1, 1});
    here.commands(o::boris, "lang", "en");
    here.says(o::boris, "waiting for me");
    EXPECT_THAT(list().text,
                StartsWith("2 requests wait for your decision, urgent ones first\n1. Мария Иванова: “"));
    EXPECT_THAT(here.labels(list()), Contains("Approve all up to 1 working day (2)"));
}

TEST_F(Pending, WaitsUntilAllThatWasSaidInTheTwoMinutesIsHeard) {
    ask_for({1, 1});
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 2");
    here.heard = here.now;  // the bot is asked for events and was away since
    here.comes(here.now + 2min);
    EXPECT_THAT(here.known.to_send, IsEmpty()) << "he may have cancelled it";
    here.presses(o::boris, "Отменить");
    here.heard = here.now;
    here.comes(here.now + 5min);
    EXPECT_THAT(here.known.to_send, IsEmpty());
}

TEST_F(Pending, GivesTwoMinutesMoreWhenAPressMayHaveBeenLost) {
    ask_for({1, 1});
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 2");
    here.passes(1min);
    here.handle(presses_lost{o::boris});
    EXPECT_THAT(here.last(o::boris), HasSubstr("нажмите ещё раз"));
    here.comes(here.now + 1min);
    EXPECT_THAT(here.known.to_send, IsEmpty());
    here.comes(here.now + 1min);
    EXPECT_THAT(here.known.to_send, SizeIs(2));
}

TEST_F(Pending, SaysWhatCameOfATapFarFromTheCard) {
    ask_for({1, 1});
    here.comes(o::december(14, 14, 30));
    here.presses(o::boris, "2. Одобрить");
    EXPECT_THAT(here.last(o::boris),
                AllOf(HasSubstr("Договор 9001"), HasSubstr("⏳ Одобрено, записываю срок")));
}

TEST_F(Pending, HoldsNothingAgainstARequestThatWasAgreedTo) {
    ask_for({1, 1});
    here.now = o::december(18, 13, 59);
    here.rules.waits.expire_after = {0, std::chrono::hours(40)};
    here.commands(o::boris, "pending", "1");
    here.presses(o::boris, "Одобрить 2");
    here.comes(o::december(18, 14, 1));
    EXPECT_THAT(here.known.to_send, SizeIs(2)) << "the yes was in time";
}

TEST_F(Pending, KeepsListsApart) {
    ask_for({1, 1, 4});
    here.commands(o::boris, "pending", "1");
    const auto not_now = here.token(o::boris, "Не сейчас");
    here.passes(std::chrono::minutes(1));
    here.commands(o::boris, "pending", "5");
    here.presses_token(o::boris, not_now);
    EXPECT_THAT(here.buttons(o::boris), Contains("Одобрить 3")) << "the newer list is another one";
}

}  // namespace
}  // namespace dialogs
