#include "locale/calendar.hpp"

#include <gtest/gtest.h>

namespace locale {
namespace {

using namespace std::chrono_literals;

// Working hours of Moscow; 18 December 2026 is a Friday.
class calendar_test : public testing::Test {
protected:
    calendar_test() { working.clock = moscow; }

    [[nodiscard]] instant at(std::chrono::year_month_day day, minutes time) const {
        return moscow.to_instant({day, time});
    }

    zone moscow = *zone::find("Europe/Moscow");
    calendar working;
    std::chrono::year_month_day friday = 2026y / 12 / 18;
    std::chrono::year_month_day saturday = 2026y / 12 / 19;
    std::chrono::year_month_day monday = 2026y / 12 / 21;
};

TEST_F(calendar_test, rests_on_weekends) {
    EXPECT_TRUE(working.is_working_day(friday));
    EXPECT_FALSE(working.is_working_day(saturday));
    EXPECT_EQ(working.next_working_day(friday), monday);
    EXPECT_EQ(working.next_working_day(saturday), monday);
}

TEST_F(calendar_test, puts_named_days_above_yearly_ones_and_those_above_the_week) {
    working.yearly_days_off.insert(std::chrono::December / 21);
    EXPECT_FALSE(working.is_working_day(monday));
    working.workdays.insert(monday);
    EXPECT_TRUE(working.is_working_day(monday));
    EXPECT_FALSE(working.is_working_day(2027y / 12 / 21));
    working.yearly_workdays.insert(std::chrono::December / 19);
    EXPECT_TRUE(working.is_working_day(saturday));
    working.days_off.insert(saturday);
    EXPECT_FALSE(working.is_working_day(saturday));
}

TEST_F(calendar_test, adds_working_days) {
    EXPECT_EQ(working.add_working_days(friday, 0), friday);
    EXPECT_EQ(working.add_working_days(friday, 1), monday);
    EXPECT_EQ(working.add_working_days(saturday, 2), 2026y / 12 / 22);
    EXPECT_EQ(working.add_working_days(friday, 6), 2026y / 12 / 28);
}

TEST_F(calendar_test, counts_working_days_between_moments) {
    EXPECT_EQ(working.working_days_between(at(friday, 18h), at(monday, 9h), moscow), 1);
    EXPECT_EQ(working.working_days_between(at(monday, 9h), at(friday, 18h), moscow), -1);
    EXPECT_EQ(working.working_days_between(at(friday, 9h), at(saturday, 9h), moscow), 0);
    EXPECT_EQ(working.working_days_between(at(friday, 9h), at(friday, 18h), moscow), 0);
}

TEST_F(calendar_test, adds_working_time_over_nights_and_weekends) {
    EXPECT_EQ(working.add_working_time(at(friday, 10h), 4h), at(friday, 14h));
    EXPECT_EQ(working.add_working_time(at(friday, 10h), 8h), at(friday, 18h));
    EXPECT_EQ(working.add_working_time(at(friday, 17h), 4h), at(monday, 12h));
    EXPECT_EQ(working.add_working_time(at(friday, 20h), 30min), at(monday, 9h + 30min));
    EXPECT_EQ(working.add_working_time(at(saturday, 3h), 0min), at(monday, 9h));
    EXPECT_EQ(working.add_working_time(at(friday, 9h), 40h), at(2026y / 12 / 24, 13h));
}

TEST_F(calendar_test, measures_working_time) {
    EXPECT_EQ(working.working_time_between(at(friday, 17h), at(monday, 10h)), 120min);
    EXPECT_EQ(working.working_time_between(at(friday, 20h), at(saturday, 10h)), 0min);
    EXPECT_EQ(working.working_time_between(at(monday, 10h), at(friday, 17h)), 0min);
}

TEST_F(calendar_test, measures_what_it_added) {
    for (minutes amount = 0min; amount < 100h; amount += 37min) {
        const instant from = at(friday, 11h + 13min);
        EXPECT_EQ(working.working_time_between(from, working.add_working_time(from, amount)), amount);
    }
}

TEST_F(calendar_test, survives_settings_that_make_no_sense) {
    working.weekend.fill(true);
    EXPECT_EQ(working.next_working_day(friday), saturday);
    EXPECT_EQ(working.add_working_days(friday, 3), monday);
    calendar upside_down;
    upside_down.day_start = 18h;
    upside_down.day_end = 9h;
    EXPECT_EQ(upside_down.add_working_time(at(friday, 10h), 4h), at(friday, 14h));
    EXPECT_EQ(upside_down.working_time_between(at(friday, 10h), at(monday, 10h)), 0min);
}

}  // namespace
}  // namespace locale
