#include "locale/date_words.hpp"

#include <gtest/gtest.h>

namespace locale {
namespace {

using namespace std::chrono_literals;

class date_words_test : public testing::Test {
protected:
    date_words_test() {
        working.clock = moscow;
        ru = {language::ru, moscow, at(2026y / 12 / 16, 12h)};
        en = {language::en, moscow, ru.now};
    }

    [[nodiscard]] instant at(std::chrono::year_month_day day, minutes time) const {
        return moscow.to_instant({day, time});
    }
    [[nodiscard]] std::string between(instant from, instant to) const {
        return difference(from, to, ru, working);
    }

    zone moscow = *zone::find("Europe/Moscow");
    calendar working;
    reader ru;
    reader en;
    std::chrono::year_month_day friday = 2026y / 12 / 18;
};

TEST_F(date_words_test, names_weekday_date_and_time) {
    EXPECT_EQ(date_and_time(at(friday, 18h), ru), "пт 18.12, 18:00");
    EXPECT_EQ(date_and_time(at(friday, 18h), en), "Fri 18 Dec, 18:00");
    EXPECT_EQ(date_and_time(at(2026y / 12 / 5, 9h + 5min), ru), "сб 05.12, 09:05");
    EXPECT_EQ(date_and_time(at(2026y / 12 / 5, 9h + 5min), en), "Sat 5 Dec, 09:05");
}

TEST_F(date_words_test, writes_out_another_year) {
    EXPECT_EQ(date_and_time(at(2027y / 1 / 15, 18h), ru), "пт 15.01.2027, 18:00");
    EXPECT_EQ(date_and_time(at(2027y / 1 / 15, 18h), en), "Fri 15 Jan 2027, 18:00");
}

TEST_F(date_words_test, keeps_to_the_zone_of_the_reader) {
    ru.clock = *zone::find("Asia/Vladivostok");
    EXPECT_EQ(date_and_time(at(friday, 18h), ru), "сб 19.12, 01:00");
    EXPECT_EQ(time_of_day(at(friday, 18h), ru), "01:00");
    EXPECT_EQ(short_date(at(friday, 18h), ru, working), "19.12");  // still the end of the company's day
}

TEST_F(date_words_test, leaves_the_end_of_the_working_day_unsaid_on_buttons) {
    EXPECT_EQ(short_date(at(friday, 18h), ru, working), "18.12");
    EXPECT_EQ(short_date(at(friday, 15h), ru, working), "18.12, 15:00");
    EXPECT_EQ(short_date(at(friday, 18h), en, working), "18 Dec");
    EXPECT_EQ(short_date(at(2027y / 1 / 15, 18h), ru, working), "15.01.2027");
}

TEST_F(date_words_test, counts_a_difference_in_what_people_count_in) {
    EXPECT_EQ(between(at(friday, 18h), at(2026y / 12 / 22, 18h)), "+2 рабочих дня");
    EXPECT_EQ(between(at(2026y / 12 / 21, 18h), at(friday, 18h)), "−1 рабочий день");
    EXPECT_EQ(between(at(friday, 15h), at(friday, 18h)), "+3 часа");
    EXPECT_EQ(between(at(friday, 15h), at(friday, 15h + 45min)), "+45 минут");
    EXPECT_EQ(between(at(friday, 15h), at(friday, 16h + 30min)), "+1 час 30 минут");
    EXPECT_EQ(between(at(friday, 18h), at(2026y / 12 / 20, 18h)), "+2 дня");
    EXPECT_EQ(between(at(friday, 18h), at(friday, 18h)), "нет");
    EXPECT_EQ(difference(at(friday, 18h), at(2026y / 12 / 22, 18h), en, working), "+2 working days");
}

TEST_F(date_words_test, counts_working_days_in_words) {
    EXPECT_EQ(working_days(5, language::ru), "5 рабочих дней");
    EXPECT_EQ(working_days(1, language::en), "1 working day");
}

}  // namespace
}  // namespace locale
