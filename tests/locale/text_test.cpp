#include "locale/text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace locale {
namespace {

TEST(text, accepts_utf8_and_refuses_what_only_looks_like_it) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Срок, 日本, 🙂"));
    EXPECT_FALSE(is_utf8("\xD1"));
    EXPECT_FALSE(is_utf8("\x80"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // half of a surrogate pair
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond the last character
    EXPECT_FALSE(is_utf8("\xFF"));
}

TEST(text, repairs_broken_sequences_and_leaves_the_rest_alone) {
    EXPECT_EQ(repaired("Срок 🙂"), "Срок 🙂");
    EXPECT_EQ(repaired("a\xFF"
                       "b"),
              "a�b");
    EXPECT_EQ(repaired("a\xD1"), "a�");
    EXPECT_EQ(repaired("\xD1я"), "�я");
}

TEST(text, repairs_any_bytes_into_utf8) {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (auto size = random() % 40; size > 0; --size)
            bytes += static_cast<char>(random());
        EXPECT_TRUE(is_utf8(repaired(bytes)));
        EXPECT_TRUE(is_utf8(lowered(bytes)));
        shortened(bytes, 5);
        trimmed(bytes);
        letters(bytes);
        one_letter_repeated(bytes);
    }
}

TEST(text, shortens_by_characters_and_shows_the_cut) {
    EXPECT_EQ(shortened("Ромашка", 7), "Ромашка");
    EXPECT_EQ(shortened("Ромашка", 3), "Ром…");
    EXPECT_EQ(shortened("🙂🙂", 1), "🙂…");
    EXPECT_EQ(shortened("", 0), "");
    EXPECT_EQ(shortened("a", 0), "…");
}

TEST(text, lowers_latin_and_russian_and_keeps_yo) {
    EXPECT_EQ(lowered("ПЯТНИЦА Ёж FRIDAY É Ї 12"), "пятница ёж friday é ї 12");
    EXPECT_EQ(lowered("Қазақ"), "қазақ");
}

TEST(text, counts_letters_only) {
    EXPECT_EQ(letters("Да, 12 раз!"), 5U);
    EXPECT_EQ(letters("12.12 🙂 — …"), 0U);
    EXPECT_EQ(letters("ўқі"), 3U);
}

TEST(text, knows_a_repeated_letter_for_no_reason) {
    EXPECT_TRUE(one_letter_repeated("ааааа"));
    EXPECT_TRUE(one_letter_repeated("Аа а-а!"));
    EXPECT_FALSE(one_letter_repeated("аааб"));
    EXPECT_FALSE(one_letter_repeated("12"));
    EXPECT_FALSE(one_letter_repeated(""));
}

TEST(text, trims_blanks_of_every_kind) {
    EXPECT_EQ(trimmed(" \t\nсрок сдвинут\r\n"), "срок сдвинут");
    EXPECT_EQ(trimmed("\u00A0\u200Bсрок\uFEFF"), "срок");
    EXPECT_EQ(trimmed("  "), "");
}

}  // namespace
}  // namespace locale
