// What counts as a reason, through the rule: the portal's own question, notes in a person's name.
#include <gmock/gmock.h>

#include "story.hpp"

using namespace dialogs;
using namespace company;
using kind = verdict::kind;

namespace {

// Boris gave Maria a task, and the portal tells of her move with these words behind the new deadline.
story portal_asked(const std::string& words, user_id author = maria) {
    story of;
    of.created_by(boris);
    const auto unix = std::to_string(when("next tue 18:00").time_since_epoch().count());
    of.moved(author, "next tue 18:00", "mon 10:00");
    of.said(nobody,
            "[USER=" + std::to_string(author) + "]X[/USER]: [TIMESTAMP=" + unix +
                " FORMAT=LONG_DATE_FORMAT], [TIMESTAMP=" + unix + " FORMAT=SHORT_TIME_FORMAT] " + words,
            "mon 10:00:01");
    of.asks_reason = true;
    return of;
}

}  // namespace

TEST(NativeReason, LetsTheMoveStandItWasAskedFor) {
    auto of = portal_asked("the client is ill");
    const auto seen = of.looks("mon 10:05");
    EXPECT_EQ(seen.what, kind::stands);
    ASSERT_EQ(seen.changes.size(), 1U);
    EXPECT_EQ(seen.changes[0].ground, "reason");
    EXPECT_EQ(seen.changes[0].words, "the client is ill");
    EXPECT_FALSE(seen.lacks_options);
}

TEST(NativeReason, IsSpentByItsMove) {
    auto of = portal_asked("the client is ill");
    of.looks("mon 10:05");
    of.moved(maria, "next wed 18:00", "mon 10:30");
    EXPECT_EQ(of.looks("mon 10:35").what, kind::put_back);
}

TEST(NativeReason, IsAskedOfThePortalOnlyWhenItDecides) {
    auto of = portal_asked("the client is ill");
    of.asks_reason.reset();
    EXPECT_TRUE(judge(of.matter_at(when("mon 10:05"))).lacks_options);
    of.said(maria, "the client is ill", "mon 09:59");
    EXPECT_FALSE(judge(of.matter_at(when("mon 10:05"))).lacks_options);
    auto nothing = portal_asked("");
    nothing.asks_reason.reset();
    EXPECT_FALSE(judge(nothing.matter_at(when("mon 10:05"))).lacks_options);
}

TEST(NativeReason, IsLookedForBeforeItsAuthorIsAsked) {
    auto of = portal_asked("the client is ill");
    of.asks_reason.reset();
    of.rules.usual.grace = std::chrono::minutes(15);
    EXPECT_TRUE(judge(of.matter_at(when("mon 10:05"))).lacks_options);
}

TEST(NativeReason, IsNoneWhereThePortalAsksNobody) {
    auto of = portal_asked("changed it");
    of.asks_reason = false;
    EXPECT_EQ(of.looks("mon 10:05").what, kind::put_back);
    auto own = portal_asked("changed it");
    own.created_by(maria);  // may edit: the portal asks her nothing
    EXPECT_EQ(own.looks("mon 10:05").what, kind::put_back);
}

TEST(NativeReason, SatisfiesNobodyElse) {
    auto of = portal_asked("the client is ill", petr);
    of.moved(maria, "next wed 18:00", "mon 10:00");
    EXPECT_EQ(of.looks("mon 10:05").what, kind::put_back);
}

TEST(NativeReason, InModeApprovalBecomesTheRequest) {
    auto of = portal_asked("the client is ill");
    of.with_mode(guard_mode::approval);
    const auto seen = of.looks("mon 10:05");
    ASSERT_TRUE(seen.offence);
    EXPECT_EQ(seen.offence->ground, "asked");
    EXPECT_EQ(seen.offence->words, "the client is ill");
}

// The user the bot works as moves a task of his own, as a person.
TEST(NotesInHisName, AreNotHisReasonsAndHisOwnWordsAre) {
    story noted;
    noted.assigned_to(integration).created_by(integration);
    noted.who.add(department{office, "Office", root, boris});
    auto spoken = noted;
    left_note note;
    note.text = "Deadline moved on request: the client is ill";
    note.decided_at = when("mon 09:54");
    noted.notes.push_back(note);
    spoken.notes.push_back(note);
    noted.said(integration, note.text, "mon 09:55").moved(integration, "next tue 18:00", "mon 10:00");
    spoken.said(integration, "the client is ill", "mon 09:55")
        .moved(integration, "next tue 18:00", "mon 10:00");
    EXPECT_EQ(noted.looks("mon 10:05").what, kind::put_back);
    EXPECT_EQ(spoken.looks("mon 10:05").what, kind::stands);
}
