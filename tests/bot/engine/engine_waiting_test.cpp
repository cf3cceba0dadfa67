// A request nobody answers is remembered, goes up and ends, each once, whatever goes wrong and whenever the
// process is killed.
#include <gmock/gmock.h>

#include <algorithm>

#include "engine_rig.hpp"

namespace fakes {
namespace {

constexpr auto maria = portal_model::maria;
constexpr auto boris = portal_model::boris;
constexpr auto anna = portal_model::anna;
constexpr auto measure = engine_rig::measure;

void waits_in_vain(engine_rig& rig) {
    rig.rules.waits = {{0, 4h}, {0, 8h}, {0, 16h}};
    rig.restart();
    rig.says(maria, "#8017 до 22.12, клиент заболел", rig.now);
    for (int steps = 0; steps < 50 && rig.portal.told(maria).empty(); ++steps)
        rig.step();
    rig.presses(maria, "Отправить");
    rig.settle_down(2000);
}

long count(const engine_rig& rig, dialogs::user_id who, const std::string& text) {
    const auto all = rig.portal.told(who);
    return std::count_if(all.begin(), all.end(),
                         [&](const auto& each) { return each.text.find(text) != std::string::npos; });
}

void expect_everything_once(engine_rig& rig) {
    EXPECT_EQ(rig.count("SELECT count(*) FROM request WHERE state = 'expired'"), 1);
    EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'escalated'"), 1);
    EXPECT_EQ(rig.count("SELECT count(*) FROM journal WHERE kind = 'expired'"), 1);
    EXPECT_EQ(count(rig, boris, "⏰"),
              rig.count("SELECT count(*) FROM journal WHERE kind = 'reminded' AND other = 13"));
    EXPECT_GE(count(rig, boris, "⏰"), 2);
    EXPECT_EQ(count(rig, anna, "📌"), 1);
    EXPECT_EQ(count(rig, maria, "передал руководителю выше: "), 1);
    EXPECT_EQ(count(rig, maria, "Если перенос ещё нужен"), 1);
    for (const auto who : {boris, anna})
        EXPECT_EQ(count(rig, who, "закрыт: ответа не было. Автор"), 1) << who;
    EXPECT_EQ(rig.portal.due(measure), december(18));
    EXPECT_EQ(rig.what_waits(), "");
}

class EachErrandOfWaiting : public testing::TestWithParam<fate> {};

TEST_P(EachErrandOfWaiting, MayFailAndTimePassesOnce) {
    engine_rig undisturbed;
    waits_in_vain(undisturbed);
    expect_everything_once(undisturbed);
    ASSERT_GT(undisturbed.errands.size(), 10u);
    for (std::size_t n = 0; n < undisturbed.errands.size(); ++n) {
        SCOPED_TRACE("errand " + std::to_string(n));
        engine_rig rig;
        rig.befalls(GetParam(), n);
        waits_in_vain(rig);
        expect_everything_once(rig);
    }
}

INSTANTIATE_TEST_SUITE_P(Engine, EachErrandOfWaiting,
                         testing::Values(fate::not_sent, fate::answer_lost, fate::error_after,
                                         fate::garbage_before, fate::query_limit, fate::plan_ended,
                                         fate::sending_failed, fate::killed_before, fate::killed_after,
                                         fate::disk_fails_after),
                         [](const auto& given) { return name_of(given.param); });

// The bot is off from the request on: what came due meanwhile happens once, and not at night.
TEST(WaitingOverARestart, WhatCameDueMeanwhileHappensOnce) {
    engine_rig rig;
    rig.rules.waits = {{0, 4h}, {0, 8h}, {0, 40h}};
    rig.restart();
    rig.says(maria, "#8017 до 22.12, клиент заболел", rig.now);
    for (int steps = 0; steps < 50 && rig.portal.told(maria).empty(); ++steps)
        rig.step();
    rig.presses(maria, "Отправить");
    const auto live_until = [&](instant until) {
        for (auto due = rig.heart->next_due(rig.now); due && *due < until; due = rig.heart->next_due(rig.now))
            rig.step();
    };
    live_until(december(14, 11));
    rig.now = december(16, 23);
    rig.restart();
    live_until(december(17, 8, 59));
    EXPECT_EQ(count(rig, boris, "⏰"), 0);
    live_until(december(17, 9, 30));
    EXPECT_EQ(count(rig, boris, "⏰"), 1);
    EXPECT_EQ(count(rig, anna, "📌"), 1);
    live_until(december(17, 23));
    EXPECT_EQ(count(rig, boris, "⏰"), 1);
    EXPECT_EQ(count(rig, anna, "⏰"), 1);
}

}  // namespace
}  // namespace fakes
