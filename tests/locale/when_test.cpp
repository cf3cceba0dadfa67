#include "locale/when.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "locale/text.hpp"

namespace locale {
namespace {

using namespace std::chrono_literals;

std::string read(std::string_view phrase, const local_time& now, language tongue = language::ru) {
    return describe(read_when(phrase, {tongue, now, nullptr}));
}

const local_time monday{2026y / 11 / 23, 10h};
const local_time saturday{2026y / 11 / 28, 12h};

std::string rest(std::string_view phrase) {
    return read_when(phrase, {language::ru, monday, nullptr}).rest;
}

TEST(when, reads_the_other_language_too) {
    EXPECT_EQ(read("by Friday 5pm", monday, language::ru), "2026-11-27T17:00");
    EXPECT_EQ(read("до пятницы", monday, language::en), "2026-11-27");
    EXPECT_EQ(read("до EOD", monday, language::ru), "2026-11-23");
}

TEST(when, leaves_the_words_that_are_no_date) {
    EXPECT_EQ(rest("нужно до пятницы 15:00, клиент заболел"), "нужно, клиент заболел");
    EXPECT_EQ(rest("клиент заболел, давайте в понедельник"), "клиент заболел, давайте");
    EXPECT_EQ(rest("till next Friday 5pm, the client is ill"), "the client is ill");
    EXPECT_EQ(rest("до пятницы"), "");
    EXPECT_EQ(rest("«до пятницы»!"), "");
    EXPECT_EQ(rest("клиент вчера не ответил, прошу до среды"), "клиент вчера не ответил, прошу");
    EXPECT_EQ(rest("  просто слова  "), "просто слова");
    EXPECT_EQ(rest("20-го закрою"), "");
    EXPECT_EQ(rest("сделаю за 2 дня, клиент ждёт"), "клиент ждёт");
    EXPECT_EQ(rest("20-го закрою сделку"), "закрою сделку");
}

TEST(when, takes_the_next_weekday_and_never_today) {
    EXPECT_EQ(read("понедельник", monday), "2026-11-30");
    EXPECT_EQ(read("в понедельник", saturday), "2026-11-30");
    EXPECT_EQ(read("суббота", saturday), "2026-12-05");
}

TEST(when, takes_next_for_the_next_calendar_week) {
    EXPECT_EQ(read("следующий понедельник", monday), "2026-11-30");
    EXPECT_EQ(read("следующая пятница", monday), "2026-12-04");
    EXPECT_EQ(read("next Monday", saturday, language::en), "2026-11-30");
    EXPECT_EQ(read("next Sunday", saturday, language::en), "2026-12-06");
}

TEST(when, asks_which_end_of_the_week_is_meant_on_a_weekend) {
    EXPECT_EQ(read("до конца недели", saturday), "? 2026-12-04 2026-11-29");
}

TEST(when, takes_a_day_just_past_for_a_slip_and_one_long_past_for_next_year) {
    EXPECT_EQ(read("15.11", monday), "2026-11-15");
    EXPECT_EQ(read("25.09", monday), "2026-09-25");
    EXPECT_EQ(read("24.09", monday), "2027-09-24");
    EXPECT_EQ(read("31 декабря", {2027y / 1 / 10, 10h}), "2027-12-31");
}

TEST(when, takes_a_day_of_the_month_in_the_first_month_that_has_it) {
    EXPECT_EQ(read("к 23 числу", monday), "2026-11-23");
    EXPECT_EQ(read("к 22 числу", monday), "2026-12-22");
    EXPECT_EQ(read("31-го", monday), "2026-12-31");
}

TEST(when, offers_tomorrow_for_a_time_that_has_passed_today) {
    EXPECT_EQ(read("до 09:00", monday), "? 2026-11-24T09:00 2026-11-23T09:00");
    EXPECT_EQ(read("до 15:00", monday), "2026-11-23T15:00");
}

TEST(when, counts_in_the_calendar_of_the_company) {
    calendar working;
    working.days_off = {2026y / 11 / 24, 2026y / 11 / 27};
    const reading_context context{language::ru, monday, &working};
    EXPECT_EQ(describe(read_when("через 2 рабочих дня", context)), "2026-11-26");
    EXPECT_EQ(describe(read_when("до конца недели", context)), "2026-11-26");
    EXPECT_EQ(describe(read_when("через 2 дня", context)), "2026-11-25");
}

TEST(when, crosses_the_ends_of_months_and_years) {
    EXPECT_EQ(read("через месяц", {2027y / 1 / 31, 10h}), "2027-02-28");
    EXPECT_EQ(read("завтра", {2026y / 12 / 31, 10h}), "2027-01-01");
    EXPECT_EQ(read("через 3 часа", {2026y / 12 / 31, 22h}), "2027-01-01T01:00");
}

TEST(when, reads_nothing_in_broken_bytes_and_repairs_them) {
    const auto found = read_when("до пятницы \xFF", {language::ru, monday, nullptr});
    EXPECT_TRUE(found.readings.empty());
    EXPECT_TRUE(is_utf8(found.rest));
    EXPECT_EQ(read_when(" до \xFF ", {language::ru, monday, nullptr}).rest, "до \uFFFD");
}

void expect_sound(const phrase_read& found, const std::string& phrase) {
    EXPECT_TRUE(is_utf8(found.rest)) << phrase;
    for (const auto& each : found.readings) {
        EXPECT_TRUE(each.day.ok()) << phrase;
        EXPECT_TRUE(!each.time || (*each.time >= 0min && *each.time < 24h)) << phrase;
    }
}

TEST(when, survives_any_bytes) {
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes;
        for (auto size = random() % 30; size > 0; --size)
            bytes += static_cast<char>(random());
        expect_sound(read_when(bytes, {language::ru, monday, nullptr}), bytes);
    }
}

TEST(when, survives_any_order_of_the_words_of_dates) {
    constexpr std::array words{
        "до",     "в",      "к",           "не",     "через",     "пятницы", "следующей",  "неделе",
        "конца",  "5",      "22",          ".",      "12",        ":",       "30",         "-",
        "/",      "2026",   "99999999999", "числа",  "го",        "декабря", "may",        "next",
        "friday", "end",    "of",          "the",    "half",      "past",    "to",         "a",
        "pm",     "in",     "days",        "+",      "рабочих",   "дня",     "полтора",    "без",
        "утра",   "или",    "с",           "по",     "after",     "29",      "31",         "февраля",
        "29.02",  "0",      "00",          "24",     "last",      "month",   "дай",        "мне",
        "ещё",    "more",   "за",          "сделаю", "перенеси",  "на",      "недели",     "две",
        "канца",  "месеца", "close",       "by",     "christmas", "eve",     "works",      "wed",
        "могу",   "давай",  "срд",         "другую", "cant",      "среда",   "разработки", "or",
        "couldnt"};
    std::mt19937 random(11);
    for (int round = 0; round < 20000; ++round) {
        std::string phrase;
        for (auto size = 1 + random() % 9; size > 0; --size)
            phrase += std::string(words.at(random() % words.size())) + (random() % 3 == 0 ? "" : " ");
        const auto tongue = random() % 2 == 0 ? language::ru : language::en;
        expect_sound(read_when(phrase, {tongue, monday, nullptr, saturday}), phrase);
    }
}

TEST(when, reads_a_page_of_text_no_further_than_it_has_to) {
    std::string page;
    for (int word = 0; word < 20000; ++word)
        page += "через 2 дня после ";
    expect_sound(read_when(page, {language::ru, monday, nullptr}), "page");
}

}  // namespace
}  // namespace locale
