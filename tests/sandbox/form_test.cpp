#include "sandbox/form.hpp"

#include <gtest/gtest.h>

#include "sandbox/instant.hpp"
#include "sandbox/params.hpp"

namespace sandbox {
namespace {

TEST(form_test, brackets_make_trees_and_consecutive_numbers_make_lists) {
    EXPECT_EQ(
        form_decoded("a%5Bb%5D[c]=1&d[]=x&d[]=y&e[1]=z&f"),
        (json::object{{"a", {{"b", {{"c", "1"}}}}}, {"d", {"x", "y"}}, {"e", {{"1", "z"}}}, {"f", ""}}));
}

TEST(form_test, the_last_of_equal_keys_wins_and_plus_is_a_space) {
    EXPECT_EQ(form_decoded("a=1&a=%D0%B4%D0%B0+%2B"), (json::object{{"a", "да +"}}));
}

TEST(form_test, broken_escapes_and_too_deep_nests_do_no_harm) {
    EXPECT_EQ(form_decoded("a=%zz%"), (json::object{{"a", "%zz%"}}));
    std::string deep = "a";
    for (int i = 0; i < 1000; ++i)
        deep += "[x]";
    EXPECT_TRUE(form_decoded(deep + "=1").empty());
    EXPECT_EQ(form_decoded("a[b=1"), (json::object{{"a", "1"}}));
}

TEST(form_test, encoding_loses_nulls_and_empty_lists_and_writes_booleans_as_digits) {
    const json::object tree{{"a", {{"t", true}, {"f", false}, {"n", nullptr}, {"e", json::array()}}},
                            {"l", {1, "д"}}};
    EXPECT_EQ(form_encoded(tree), "a%5Bt%5D=1&a%5Bf%5D=0&l%5B0%5D=1&l%5B1%5D=%D0%B4");
}

TEST(form_test, php_arrays_are_lists_only_with_keys_from_zero) {
    EXPECT_EQ(php_array({}), json::array());
    EXPECT_EQ(php_array({{"0", 1}, {"1", 2}}), (json::array{1, 2}));
    EXPECT_EQ(php_array({{"1", 2}}), (json::object{{"1", 2}}));
}

TEST(instant_test, offsets_are_honoured_and_missing_ones_are_the_portals) {
    const instant noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 22} + std::chrono::hours{12}};
    EXPECT_EQ(parsed_instant("2026-12-22T12:00:00Z"), noon);
    EXPECT_EQ(parsed_instant("2026-12-22T12:00:00+00:00"), noon);
    EXPECT_EQ(parsed_instant("2026-12-22T17:00:00+0500"), noon);
    EXPECT_EQ(parsed_instant("2026-12-22T07:00:00.123-05:00"), noon);
    EXPECT_EQ(parsed_instant("2026-12-22 15:00:00"), noon);
    EXPECT_EQ(parsed_instant("22.12.2026 15:00"), noon);
    EXPECT_FALSE(parsed_instant("2026-02-30T12:00:00Z"));
    EXPECT_FALSE(parsed_instant("завтра"));
}

TEST(instant_test, a_zone_shows_its_own_clock) {
    const auto at = *parsed_instant("2026-12-22T20:30:00Z");
    EXPECT_EQ(iso_in("Asia/Yekaterinburg", at), "2026-12-23T01:30:00+05:00");
    EXPECT_EQ(iso_in("America/New_York", at), "2026-12-22T15:30:00-05:00");
    EXPECT_EQ(iso_in("", at), "2026-12-22T23:30:00+03:00");
    EXPECT_EQ(iso_in("No/Where", at), iso_in(portal_zone, at));
}

}  // namespace
}  // namespace sandbox
