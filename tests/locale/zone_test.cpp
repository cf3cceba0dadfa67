#include "locale/zone.hpp"

#include <gtest/gtest.h>

namespace locale {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

instant utc(int year, unsigned month, unsigned day, std::chrono::seconds time = 0s) {
    return sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) + time;
}

TEST(zone, knows_names_of_the_database_only) {
    EXPECT_TRUE(zone::find("Europe/Moscow"));
    EXPECT_FALSE(zone::find("Moscow"));
    EXPECT_FALSE(zone::find(""));
    EXPECT_FALSE(zone::find("../../etc/passwd"));
    EXPECT_EQ(zone::find("Europe/Moscow")->name(), "Europe/Moscow");
}

TEST(zone, is_utc_when_nothing_is_said) {
    EXPECT_EQ(zone().name(), "UTC");
    EXPECT_EQ(zone::find("UTC"), zone());
    EXPECT_EQ(zone().offset(utc(2026, 7, 1)), 0min);
    EXPECT_EQ(zone().to_local(utc(2026, 7, 1, 90min)), (local_time{2026y / 7 / 1, 90min}));
    EXPECT_EQ(zone().to_instant({2026y / 7 / 1, 90min}), utc(2026, 7, 1, 90min));
}

TEST(zone, shows_the_wall_clock_and_reads_it_back) {
    const zone moscow = *zone::find("Europe/Moscow");
    EXPECT_EQ(moscow.to_local(utc(2026, 12, 18, 22h)), (local_time{2026y / 12 / 19, 1h}));
    EXPECT_EQ(moscow.to_instant({2026y / 12 / 19, 1h}), utc(2026, 12, 18, 22h));
    EXPECT_EQ(moscow.offset(utc(2026, 12, 18)), 180min);
    EXPECT_EQ(moscow.to_local(utc(1969, 12, 31, 23h)), (local_time{1970y / 1 / 1, 2h}));
}

TEST(zone, carries_a_time_that_does_not_exist_forward) {
    const zone berlin = *zone::find("Europe/Berlin");
    EXPECT_EQ(berlin.to_local(berlin.to_instant({2026y / 3 / 29, 2h + 30min})),
              (local_time{2026y / 3 / 29, 3h + 30min}));
}

TEST(zone, takes_the_first_of_a_time_that_exists_twice) {
    const zone berlin = *zone::find("Europe/Berlin");
    EXPECT_EQ(berlin.to_instant({2026y / 10 / 25, 2h + 30min}), utc(2026, 10, 25, 30min));
}

TEST(zone, keeps_half_hours) {
    EXPECT_EQ(zone::find("Asia/Kolkata")->offset(utc(2026, 1, 1)), 330min);
    EXPECT_EQ(zone::find("America/New_York")->offset(utc(2026, 1, 1)), -300min);
}

}  // namespace
}  // namespace locale
