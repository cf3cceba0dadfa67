// Mass actions through the engine: held on disk, asked about on one card each, answered with one press.
#include <gmock/gmock.h>

#include "busy_day.hpp"

namespace fakes {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr int tasks = 160;

struct EngineMass : testing::Test {
    EngineMass() : day(tasks, 2) {
        day.rig.rules.usual.mass_limit = 25;
        day.rig.restart();
        day.at(0ms, [this] {
            day.rig.portal.now = day.rig.now;
            for (dialogs::task_id id = 1; id <= tasks; ++id)
                day.rig.portal.move(day.manager_of(id), id, december(22));
            day.deliver_news();
        });
        day.passes();
    }

    void answers(std::string_view label) {
        day.rig.portal.now = day.rig.now;
        day.rig.presses(portal_model::boris, label);
        day.passes();
    }

    int standing_at(instant due) {
        int count = 0;
        for (dialogs::task_id id = 1; id <= tasks; ++id)
            count += day.rig.portal.due(id) == due ? 1 : 0;
        return count;
    }

    busy_day day;
};

TEST_F(EngineMass, AreOneCardAPersonAndNothingIsPutBack) {
    EXPECT_EQ(standing_at(december(22)), tasks);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM silent_move WHERE fate = 'held'"), tasks);
    const auto told = day.rig.portal.told(portal_model::boris);
    ASSERT_THAT(told, SizeIs(2));
    for (const auto& each : told)
        EXPECT_THAT(each.text, HasSubstr("(80 задач)"));
    for (const auto who : day.managers())
        EXPECT_THAT(day.rig.portal.told(who), SizeIs(1));
}

TEST_F(EngineMass, AreAnsweredEachWithOnePressAlsoAfterARestart) {
    day.rig.restart();
    answers("Вернуть все");
    EXPECT_EQ(standing_at(december(18)), tasks / 2);
    answers("Принять все");
    EXPECT_EQ(standing_at(december(22)), tasks / 2);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM silent_move"), 0);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM wave WHERE state = 'open'"), 0);
    EXPECT_EQ(day.rig.what_waits(), "");
    for (const auto who : day.managers())
        EXPECT_THAT(day.rig.portal.told(who), SizeIs(2)) << "that they wait, and the outcome";
}

}  // namespace
}  // namespace fakes
