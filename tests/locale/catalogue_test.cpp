#include "locale/catalogue.hpp"

#include <gmock/gmock.h>

namespace locale {
namespace {

TEST(catalogue, knows_its_languages) {
    EXPECT_EQ(language_of("ru"), language::ru);
    EXPECT_EQ(language_of("RU-ru"), language::ru);
    EXPECT_EQ(language_of("en_US"), language::en);
    EXPECT_EQ(language_of("de"), std::nullopt);
    EXPECT_EQ(language_of(""), std::nullopt);
    EXPECT_EQ(language_of("\xFF"), std::nullopt);
    EXPECT_EQ(language_of(code_of(language::ru)), language::ru);
    EXPECT_EQ(language_of(code_of(language::en)), language::en);
}

TEST(catalogue, fills_in_arguments_and_never_reads_them_again) {
    EXPECT_EQ(say(language::ru, "difference.later", {{"amount", "{amount} {x}"}}), "+{amount} {x}");
    EXPECT_EQ(say(language::ru, "difference.later", {{"amount", "1"}, {"unused", "2"}}), "+1");
}

TEST(catalogue, chooses_the_plural_form) {
    const auto russian = [](long count) { return say_count(language::ru, "amount.working_days", count); };
    EXPECT_EQ(russian(1), "1 рабочий день");
    EXPECT_EQ(russian(2), "2 рабочих дня");
    EXPECT_EQ(russian(5), "5 рабочих дней");
    EXPECT_EQ(russian(11), "11 рабочих дней");
    EXPECT_EQ(russian(21), "21 рабочий день");
    EXPECT_EQ(russian(112), "112 рабочих дней");
    EXPECT_EQ(russian(0), "0 рабочих дней");
    EXPECT_EQ(russian(4'000'000'021), "4000000021 рабочий день");
    const auto english = [](long count) { return say_count(language::en, "amount.working_days", count); };
    EXPECT_EQ(english(1), "1 working day");
    EXPECT_EQ(english(0), "0 working days");
    EXPECT_EQ(english(21), "21 working days");
    EXPECT_EQ(english(1'000'001), "1000001 working days");
}

TEST(catalogue, calls_a_missing_key_or_argument_our_bug) {
    EXPECT_THROW(say(language::ru, "no.such.key"), std::logic_error);
    EXPECT_THROW(say(language::ru, ""), std::logic_error);
    EXPECT_THROW(say_count(language::en, "no.such.key", 1), std::logic_error);
    EXPECT_THROW(say(language::ru, "difference.later"), std::logic_error);
}

TEST(catalogue, knows_which_keys_it_has) {
    EXPECT_TRUE(has(language::ru, "difference.later"));
    EXPECT_FALSE(has(language::ru, "no.such.key"));
    EXPECT_FALSE(has(language::en, ""));
}

TEST(catalogue, has_the_same_sorted_keys_in_every_language) {
    const auto russian = keys(language::ru);
    EXPECT_EQ(russian, keys(language::en));
    EXPECT_THAT(russian, testing::Contains("date.weekday.friday"));
    EXPECT_THAT(russian, testing::Not(testing::Contains("")));
    EXPECT_TRUE(std::is_sorted(russian.begin(), russian.end()));
}

}  // namespace
}  // namespace locale
