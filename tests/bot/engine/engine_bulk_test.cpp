// A thousand tasks at once: how many requests they cost, how long they take, and what people hear.
#include <gmock/gmock.h>

#include <algorithm>
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

INSTANTIATE_TEST_SUITE_P(EngineBulk, ThousandPostponements, testing::Values(0ms, 1000ms, 3000ms),
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

}  // namespace
}  // namespace fakes
