#include "bot/wire/value.hpp"

#include <gtest/gtest.h>

#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

using namespace std::chrono_literals;

locale::instant moment(std::int64_t unix) {
    return locale::instant(std::chrono::seconds(unix));
}

TEST(WireValue, AnEmptyPhpArrayIsAnEmptyObject) {
    const auto answer = parsed(R"({"task":[],"chat":{"id":5}})");
    EXPECT_TRUE(at_path(answer, {"task", "id"}).is_null());
    EXPECT_EQ(to_int(at_path(answer, {"chat", "id"})), 5);
    EXPECT_TRUE(at_path(answer, {"chat", "id", "deeper"}).is_null());
    EXPECT_TRUE(at(parsed("null"), "x").is_null());
}

TEST(WireValue, IdsAreNumbersOrNumericStrings) {
    for (const auto* id : {"8017", "\"8017\"", "8017.0"})
        EXPECT_EQ(to_int(parsed(id)), 8017) << id;
    for (const auto* none : {"\"\"", "null", "false", "true", "[]", "{}", "\"12a\"", "\" 12\"", "1.5",
                             "1e300", "18446744073709551615", "\"99999999999999999999\"", "\"undefined\""})
        EXPECT_EQ(to_int(parsed(none)), std::nullopt) << none;
    EXPECT_EQ(to_int(parsed("\"-3\"")), -3);
}

TEST(WireValue, BooleansComeInManyForms) {
    for (const auto* no : {"false", "\"N\"", "\"0\"", "0", "0.0", "\"\"", "null", "\"false\"", "[]", "{}"})
        EXPECT_FALSE(to_bool(parsed(no))) << no;
    for (const auto* yes : {"true", "\"Y\"", "\"1\"", "1", "\"true\"", "[0]"})
        EXPECT_TRUE(to_bool(parsed(yes))) << yes;
}

TEST(WireValue, TextIsStringsAndNumbers) {
    EXPECT_EQ(to_text(parsed("\"0\"")), "0");
    EXPECT_EQ(to_text(parsed("42")), "42");
    EXPECT_EQ(to_text(parsed("9.5")), "9.5");
    EXPECT_EQ(to_text(parsed("18446744073709551615")), "18446744073709551615");
    EXPECT_EQ(to_text(parsed("true")), "");
    EXPECT_EQ(to_text(parsed("[]")), "");
    EXPECT_EQ(to_text(json::value("a\xFFz")), "a\uFFFDz");
}

TEST(WireValue, DatesKeepTheirOffset) {
    for (const auto* same :
         {"2026-10-24T19:00:00+03:00", "2026-10-24T16:00:00Z", "2026-10-24T16:00+00:00",
          "2026-10-24 12:00:00-0400", "2026-10-25T01:30:00.250+09:30", "2026-10-24T18:00:00+02"})
        EXPECT_EQ(parse_moment(same), moment(1792857600)) << same;
}

TEST(WireValue, WhatIsNoDateIsNothing) {
    for (const auto* wrong : {"", "2026-10-24", "2026-10-24T19:00:00", "2024-07-23 08:08:50",
                              "24.08.2023 13:19:39", "2026-02-30T00:00:00Z", "2026-10-24T24:00:00Z",
                              "2026-10-24T19:60:00Z", "2026-10-24T19:00:00+03:00x", "1969-12-31T23:59:59Z",
                              "2026-10-24T19:00:00+99:00", "2026-10-24T19:00:00+3"})
        EXPECT_EQ(parse_moment(wrong), std::nullopt) << wrong;
    EXPECT_EQ(to_moment(parsed("null")), std::nullopt);
    EXPECT_EQ(to_moment(parsed("{}")), std::nullopt);
}

TEST(WireValue, HistoryGivesUnixSecondsOrOneOfFourNothings) {
    EXPECT_EQ(to_unix(parsed("\"1758787200\"")), moment(1758787200));
    EXPECT_EQ(to_unix(parsed("1758787200")), moment(1758787200));
    for (const auto* none : {"null", "\"\"", "\"0\"", "false", "0", "[]", "\"-5\"", "\"9999999999999\""})
        EXPECT_EQ(to_unix(parsed(none)), std::nullopt) << none;
}

TEST(WireValue, AListWithGapsArrivesAsAnObject) {
    EXPECT_EQ(elements(parsed(R"([1,2])")).size(), 2u);
    EXPECT_EQ(elements(parsed(R"({"5":{"id":5},"9":{"id":9}})")).size(), 2u);
    EXPECT_TRUE(elements(parsed("\"text\"")).empty());
}

TEST(WireValue, MomentsAreWrittenWithAnOffset) {
    EXPECT_EQ(moment_text(moment(1792857600)), "2026-10-24T16:00:00+00:00");
    EXPECT_EQ(parse_moment(moment_text(moment(1758787261))), moment(1758787261));
}

TEST(WireValue, JsonOfAnyOriginIsReadOrRefused) {
    EXPECT_TRUE(parse_json("\xEF\xBB\xBF{\"a\":1}"));
    EXPECT_EQ(to_text(at(*parse_json("{\"a\":\"x\xC3\"}"), "a")), "x\uFFFD");
    EXPECT_FALSE(parse_json("<html>"));
    EXPECT_FALSE(parse_json(""));
    EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
    EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')));
}

}  // namespace
}  // namespace bot::wire
