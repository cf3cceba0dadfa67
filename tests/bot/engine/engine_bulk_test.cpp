// A thousand tasks at once: how many requests they cost, how long they take, and what people hear.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>

#include "busy_day.hpp"

namespace fakes {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr int many = 1000;

// Each manager postpones all his tasks, spread over this time.
void postpone_all(busy_day& day, int tasks, std::chrono::milliseconds during) {
    for (int k = 0; k < tasks; ++k) {
        const dialogs::task_id id = busy_day::first_task + k;
        day.at(during * k / tasks, [&day, id] {
            day.rig.portal.now = day.rig.now;
            day.rig.portal.move(day.manager_of(id), id, december(22));
            day.deliver_news();
        });
    }
}

void expect_all_put_back(busy_day& day, int tasks) {
    int elsewhere = 0, not_once = 0;
    for (dialogs::task_id id = busy_day::first_task; id < busy_day::first_task + tasks; ++id) {
        elsewhere += day.rig.portal.due(id) == december(18) ? 0 : 1;
        not_once += day.rig.portal.own_rows(id) == 1 ? 0 : 1;
    }
    EXPECT_EQ(elsewhere, 0);
    EXPECT_EQ(not_once, 0);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM journal WHERE kind = 'put_back'"), tasks);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM held_notice"), 0);
    EXPECT_EQ(day.rig.what_waits(), "");
    EXPECT_LE(day.fullest, 50) << "the portal would have refused";
}

class ThousandPostponements : public testing::TestWithParam<std::chrono::milliseconds> {};

TEST_P(ThousandPostponements, ArePutBackAndToldWithNinetyRequestsInFortySeconds) {
    busy_day day(many, 8);
    postpone_all(day, many, GetParam());
    day.passes();
    expect_all_put_back(day, many);
    for (const auto who : day.managers()) {
        const auto told = day.rig.portal.told(who);
        ASSERT_THAT(told, SizeIs(1)) << "manager " << who;
        EXPECT_THAT(told[0].text, HasSubstr("125 сроков возвращены"));
        EXPECT_THAT(told[0].text, HasSubstr("и ещё 110 задач"));
    }
    ASSERT_TRUE(day.requests_when_told);
    EXPECT_LE(*day.requests_when_told, 90u);
    EXPECT_LE(day.told_after, 40s);
    EXPECT_LE(day.requests.size(), 92u) << "with the news of our own writes";
    RecordProperty("requests", std::to_string(*day.requests_when_told));
    RecordProperty("milliseconds", std::to_string(day.told_after.count()));
}

INSTANTIATE_TEST_SUITE_P(EngineBulk, ThousandPostponements, testing::Values(0ms, 3000ms),
                         [](const auto& of) { return "within_ms_" + std::to_string(of.param.count()); });

class ThousandUpdates : public testing::TestWithParam<std::chrono::milliseconds> {};

TEST_P(ThousandUpdates, ThatAreNoneOfOurBusinessCostThreeRequests) {
    busy_day day(many, 8);
    for (int k = 0; k < many; ++k) {
        const dialogs::task_id id = busy_day::first_task + k;
        day.at(GetParam() * k / many, [&day, id] {
            day.rig.portal.tasks.at(id).present->title += ", уточнено";
            day.rig.touch(id);
        });
    }
    day.passes();
    EXPECT_LE(day.requests.size(), 3u);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM task WHERE title LIKE '%уточнено'"), many);
    EXPECT_EQ(day.rig.what_waits(), "");
    EXPECT_THAT(day.rig.portal.messages, SizeIs(0));
}

INSTANTIATE_TEST_SUITE_P(EngineBulk, ThousandUpdates, testing::Values(0ms, 1000ms, 3000ms),
                         [](const auto& of) { return "within_ms_" + std::to_string(of.param.count()); });

// ---- What goes wrong.

// Every manager hears of every task of his once, in one message or in several.
void expect_everybody_told(busy_day& day, int tasks) {
    for (const auto who : day.managers()) {
        int told = 0;
        for (const auto& each : day.rig.portal.told(who)) {
            int count = 1;
            const auto number = each.text.find(" срок");
            if (const auto start = each.text.find_first_of("0123456789");
                start < number && each.text.find("возвращен") != std::string::npos)
                count = std::stoi(each.text.substr(start));
            told += count;
        }
        int own = 0;
        for (dialogs::task_id id = busy_day::first_task; id < busy_day::first_task + tasks; ++id)
            own += day.manager_of(id) == who ? 1 : 0;
        EXPECT_EQ(told, own) << "manager " << who << "\n" << day.rig.portal.seen_by_people();
    }
}

// The n-th errand of a kind meets this fate.
std::function<fate(const bot::errand&)> once(std::string kind, int number, fate how) {
    return [kind = std::move(kind), number, how](const bot::errand& what) mutable {
        return engine_rig::kind_of(what) == kind && number-- == 0 ? how : fate::fine;
    };
}

class ManyAtOnce : public testing::TestWithParam<std::tuple<std::string, fate>> {};

TEST_P(ManyAtOnce, SurviveWhatBefallsOneErrand) {
    const auto& [kind, how] = GetParam();
    for (const int number : {0, 2}) {
        SCOPED_TRACE("errand " + std::to_string(number));
        busy_day day(80, 3);
        day.fated = once(kind, number, how);
        postpone_all(day, 80, 500ms);
        day.passes();
        expect_all_put_back(day, 80);
        expect_everybody_told(day, 80);
        EXPECT_EQ(day.rig.heart->counters().doubles_possible, 0u);
    }
}

INSTANTIATE_TEST_SUITE_P(EngineBulk, ManyAtOnce,
                         testing::Combine(testing::Values("look", "write", "say"),
                                          testing::Values(fate::not_sent, fate::answer_lost,
                                                          fate::killed_before, fate::killed_after)),
                         [](const auto& of) {
                             return std::get<0>(of.param) + "_" + name_of(std::get<1>(of.param));
                         });

TEST(EngineBulk, KillsAtRandomLoseNothingAndDoubleNothing) {
    constexpr std::array fates{fate::fine,        fate::fine,          fate::fine,        fate::not_sent,
                               fate::answer_lost, fate::killed_before, fate::killed_after};
    for (unsigned seed = 1; seed <= 8; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        busy_day day(60, 3);
        day.fated = [&](const bot::errand&) { return fates[dice() % fates.size()]; };
        postpone_all(day, 60, 1500ms);
        day.passes();
        expect_all_put_back(day, 60);
        expect_everybody_told(day, 60);
    }
}

TEST(EngineBulk, AStuckWriteDoesNotHoldTheNoticeOfTheOthers) {
    busy_day day(40, 1);
    day.stuck = {7};
    postpone_all(day, 40, 0ms);
    std::optional<std::chrono::milliseconds> others_told;
    day.answered = [&] {
        if (!others_told && !day.rig.portal.told(day.managers()[0]).empty())
            others_told = day.lasted();
        if (day.lasted() > 90s)
            day.stuck.clear();
    };
    day.passes();
    ASSERT_TRUE(others_told);
    EXPECT_LE(*others_told, 30s);
    const auto told = day.rig.portal.told(day.managers()[0]);
    ASSERT_THAT(told, SizeIs(2)) << day.rig.portal.seen_by_people();
    EXPECT_THAT(told[0].text, HasSubstr("39 сроков возвращены"));
    EXPECT_THAT(told[1].text, HasSubstr("Задача 7"));
    expect_all_put_back(day, 40);
}

TEST(EngineBulk, AWriteThePortalRefusesForGoodIsToldAndHoldsNobody) {
    busy_day day(40, 1);
    day.refused = {7};
    postpone_all(day, 40, 0ms);
    day.passes();
    EXPECT_EQ(day.rig.portal.due(7), december(22));
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM journal WHERE kind = 'put_back'"), 39);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM journal WHERE kind = 'failed'"), 1);
    ASSERT_THAT(day.rig.portal.told(day.managers()[0]), SizeIs(1));
    EXPECT_THAT(day.rig.portal.told(portal_model::boris), SizeIs(1)) << "the supervisor hears of it";
    EXPECT_EQ(day.rig.heart->counters().sends_given_up, 1u);
}

TEST(EngineBulk, ATaskTheListLeavesOutIsLookedAtBeforeItCountsAsGone) {
    busy_day day(40, 1);
    day.rig.portal.tasks.at(7).present.reset();
    for (dialogs::task_id id = 1; id <= 40; ++id)
        day.rig.touch(id);
    day.passes();
    EXPECT_EQ(day.rig.count("SELECT missing_looks FROM task WHERE id = 7"), 1);
    ASSERT_THAT(day.requests, SizeIs(2));
    EXPECT_THAT(day.requests[1].calls, SizeIs(5)) << "a whole look, and who is away";
}

TEST(EngineBulk, ATaskThatChangesBetweenGlanceAndLookIsLookedAtAgain) {
    busy_day day(40, 1);
    postpone_all(day, 40, 0ms);
    day.fated = [&day, looks = 0](const bot::errand& what) mutable {
        if (engine_rig::kind_of(what) == "look" && ++looks == 2) {  // the one after the glance
            day.rig.portal.now = day.rig.now;
            day.rig.portal.move(portal_model::boris, 7, december(30));
        }
        return fate::fine;
    };
    day.passes();
    EXPECT_EQ(day.rig.portal.due(7), december(30)) << "Борис may";
    EXPECT_EQ(day.rig.portal.own_rows(7), 0);
    EXPECT_EQ(day.rig.count("SELECT count(*) FROM journal WHERE kind = 'put_back'"), 39);
    EXPECT_EQ(day.rig.what_waits(), "");
}

TEST(EngineBulk, ARightfulChangeBetweenLookAndWriteIsNotLeftReverted) {
    busy_day day(40, 1);
    postpone_all(day, 40, 0ms);
    day.fated = [&day, done = false](const bot::errand& what) mutable {
        if (engine_rig::kind_of(what) == "write" && !std::exchange(done, true)) {
            day.rig.portal.now = day.rig.now;
            day.rig.portal.move(portal_model::boris, 7, december(30));
        }
        return fate::fine;
    };
    day.passes();
    EXPECT_EQ(day.rig.portal.due(7), december(30)) << day.rig.portal.seen_by_people();
    EXPECT_EQ(day.rig.what_waits(), "");
}

// ---- People go first.

TEST(EngineBulk, APersonWhoPressesIsAnsweredWhileAThousandTasksWait) {
    busy_day day(many, 8);
    postpone_all(day, many, 0ms);
    std::optional<std::chrono::milliseconds> said, answered;
    day.at(10s, [&] {
        said = day.lasted();
        day.rig.says(portal_model::boris, "помощь");
    });
    day.answered = [&] {
        if (said && !answered && !day.rig.portal.told(portal_model::boris).empty())
            answered = day.lasted();
    };
    day.passes();
    ASSERT_TRUE(answered);
    EXPECT_LE(*answered - *said, 1s);
    EXPECT_LE(day.fullest, 50);
}

}  // namespace
}  // namespace fakes
