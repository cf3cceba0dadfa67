// Notes in the discussions of tasks.
#include <gmock/gmock.h>

#include "office.hpp"

using namespace dialogs;
using testing::HasSubstr;
using testing::Not;

namespace {

// Maria's request about the task Boris gave her, and his yes.
struct noted : office {
    explicit noted(std::vector<user_id> others = {}) {
        portal.at(measure).present->others = std::move(others);
    }

    void gets_more_time(const std::string& reason = "Клиент попросил позже") {
        slips();
        presses(maria, "Запросить");
        says(maria, reason);
        presses(maria, "Отправить");
        presses(boris, "Одобрить");
        portal_writes();
    }
    [[nodiscard]] std::string note() const { return known.notes.empty() ? "" : known.notes.back().text; }
};

}  // namespace

TEST(Note, TellsOfAnAppliedRequestOnce) {
    noted at;
    at.gets_more_time("уехал до вторника");
    ASSERT_EQ(at.known.notes.size(), 1U);
    EXPECT_EQ(at.known.notes[0].task, office::measure);
    EXPECT_EQ(at.note(),
              "Срок перенесён по запросу (Мария Иванова): пт 18.12, 18:00 → вт 22.12, 18:00. "
              "Причина: «уехал до вторника». Решение: Борис Орлов.");
    at.looks();
    EXPECT_EQ(at.known.notes.size(), 1U);
}

TEST(Note, SpeaksThePortalsLanguage) {
    noted at;
    at.tongue = locale::language::en;
    at.known.languages[office::maria] = "ru";
    at.known.languages[office::boris] = "ru";
    at.gets_more_time("the client is away");
    EXPECT_THAT(at.note(), HasSubstr("Deadline moved on request (Мария Иванова)"));
}

TEST(Note, ShowsUsersWordsDead) {
    noted at;
    at.gets_more_time("клиент [user=all]болен[/user]\n$result[c0] и [b]уехал");
    EXPECT_THAT(at.note(), Not(HasSubstr("[user=all]")));
    EXPECT_THAT(at.note(), Not(HasSubstr("[b]")));
    EXPECT_THAT(at.note(), Not(HasSubstr("\n")));
}

TEST(Note, GoesIntoTheTasksChatWhereItHasOne) {
    noted at;
    at.portal.at(office::measure).present->chat = 77;
    at.gets_more_time();
    ASSERT_EQ(at.known.notes.size(), 1U);
    EXPECT_EQ(at.known.notes[0].chat, 77);
}

TEST(Note, IsNotLeftWhereGuestsReadAlong) {
    noted at({office::ivan, 500});
    person guest;
    guest.id = 500;
    guest.name = "Гость";
    guest.employee = false;
    at.people.add(guest);
    at.gets_more_time();
    EXPECT_EQ(at.note(), "");
}

TEST(Note, IsNotLeftWhereItIsNotKnownWhoReads) {
    noted stranger({600});  // user.get does not show him
    stranger.gets_more_time();
    EXPECT_EQ(stranger.note(), "");
    noted untold;
    untold.portal.at(office::measure).present->others.reset();
    untold.gets_more_time();
    EXPECT_EQ(untold.note(), "");
    noted group;
    group.portal.at(office::measure).present->group = 9;
    group.gets_more_time();
    EXPECT_EQ(group.note(), "");
    noted among_ourselves;
    among_ourselves.portal.at(office::measure).present->group = 9;
    among_ourselves.among_ourselves = {9};
    among_ourselves.gets_more_time();
    EXPECT_THAT(among_ourselves.note(), HasSubstr("Срок перенесён"));
}

TEST(Note, IsLeftBeforeColleagues) {
    noted at({office::ivan, office::anna, office::service});
    at.gets_more_time();
    EXPECT_NE(at.note(), "");
}

TEST(Note, CanBeSwitchedOff) {
    noted at;
    at.rules.usual.notes = false;
    at.gets_more_time();
    EXPECT_EQ(at.note(), "");
}

TEST(Note, OfARevertIsLeftWhereTheRulesWantIt) {
    noted at;
    at.slips();
    EXPECT_EQ(at.note(), "") << "not by default";
    noted wanted;
    wanted.rules.usual.note_reverts = true;
    wanted.slips();
    EXPECT_EQ(wanted.note(),
              "Срок перенесли без причины, прежний возвращён: вт 22.12, 18:00 → пт 18.12, 18:00. "
              "Автор переноса: Мария Иванова.");
}

TEST(Note, OfAMoveThatIsAskedForSaysSo) {
    noted at;
    at.rules.usual.note_reverts = true;
    at.rules.usual.mode = guard_mode::approval;
    at.known.told[{office::maria, ""}].mode = guard_mode::approval;
    at.writes(office::maria, office::measure, "клиент заболел");
    at.slips();
    EXPECT_THAT(at.note(), HasSubstr("решит руководитель"));
}

TEST(Note, IsKnownByItsKeyOnceSeenAndLeadsToNothing) {
    noted at;
    at.gets_more_time();
    at.portal_shows_notes();
    const auto said = at.known.messages.size();
    at.looks();
    EXPECT_EQ(at.known.notes[0].remark, at.portal.at(office::measure).discussion.back().key);
    at.looks();
    EXPECT_EQ(at.known.messages.size(), said);
    EXPECT_TRUE(at.known.to_send.empty());
    EXPECT_EQ(at.known.notes.size(), 1U);
}

TEST(Note, OfTheSameWordsIsAnotherRemark) {
    noted at;
    at.gets_more_time();
    at.portal_shows_notes();
    at.looks();
    at.known.notes.push_back(at.known.notes[0]);
    at.known.notes[1].id = 2;
    at.known.notes[1].remark.clear();
    at.looks();
    EXPECT_EQ(at.known.notes[1].remark, "") << "the one there is the first";
    at.portal_shows_notes();
    at.looks();
    EXPECT_NE(at.known.notes[1].remark, "");
    EXPECT_NE(at.known.notes[1].remark, at.known.notes[0].remark);
}

namespace {

// The portal asked Maria for a reason itself, and tells of it in the chat of the task.
void moves_and_answers_the_portal(office& at, const std::string& reason) {
    const auto due = office::december(22);
    const auto unix = std::to_string(due.time_since_epoch().count());
    at.puts(office::maria, office::measure, due);
    at.writes(0, office::measure,
              "[USER=27]Мария[/USER]: новый срок [TIMESTAMP=" + unix +
                  " FORMAT=LONG_DATE_FORMAT], [TIMESTAMP=" + unix + " FORMAT=SHORT_TIME_FORMAT]. " + reason);
    at.looks();
}

}  // namespace

TEST(NativeReason, IsNotAskedForAgain) {
    office at;
    at.options.asks_reason = true;
    moves_and_answers_the_portal(at, "клиент заболел");
    EXPECT_TRUE(at.known.to_send.empty());
    EXPECT_EQ(at.known.rows.back().ground, "reason");
    EXPECT_EQ(at.known.rows.back().words, "клиент заболел");
}

TEST(NativeReason, IsNoneWhereThePortalDoesNotAsk) {
    office at;
    moves_and_answers_the_portal(at, "изменено");
    EXPECT_EQ(at.known.to_send.size(), 1U);
}
