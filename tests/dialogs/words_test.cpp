// Users' words: shown without coming alive, read without markup; phrases and tasks found in them.
#include <gmock/gmock.h>

#include "dialogs/markup.hpp"
#include "dialogs/phrases.hpp"
#include "dialogs/task_choice.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(markup, keeps_plain_words_as_they_are) {
    EXPECT_EQ(shown("Клиент \"заболел\" 😀"), "Клиент \"заболел\" 😀");
    EXPECT_EQ(shown(" две\r\nстроки\n"), "две\nстроки");
    EXPECT_EQ(shown_title("две\nстроки\t и"), "две строки и");
}

TEST(markup, disarms_everything_that_would_come_alive) {
    for (const char* text :
         {"[user=all]", "[USER=1]x[/USER]", "[send=/x]да[/send]", "$result[a][id]", "[disk=5]"}) {
        EXPECT_THAT(shown(text), Not(testing::ContainsRegex("\\[[A-Za-z$/]"))) << text;
        EXPECT_EQ(without_markup(shown(text)), without_markup(shown(text)));
    }
    EXPECT_THAT(shown("a#BR#b#br#c"), Not(testing::AnyOf(HasSubstr("#BR#"), HasSubstr("#br#"))));
    EXPECT_TRUE(shown(">>цитата").starts_with("\xE2\x81\xA0"));
    EXPECT_TRUE(shown("/help").starts_with("\xE2\x81\xA0"));
    EXPECT_THAT(shown("да\n  /help"), Not(HasSubstr("\n  /")));
    EXPECT_TRUE(shown(std::string(60, '-')).starts_with("\xE2\x81\xA0"));
}

TEST(markup, cuts_by_characters_and_survives_broken_bytes) {
    const std::string many = shown_title(std::string(1000, 'x'));
    EXPECT_LE(many.size(), 203U);
    EXPECT_TRUE(locale::is_utf8(shown("\xFF\xD0 ok \xE2\x80")));
    EXPECT_TRUE(locale::is_utf8(shown_label("\xF0\x9F")));
    EXPECT_EQ(shown_label(" \n\t"), "…");
    EXPECT_EQ(shown_title(""), "…");
    EXPECT_EQ(shown("a\x01\x7F\xE2\x80\xAE"
                    "b"),
              "ab");  // control characters and direction overrides
}

TEST(markup, reads_what_was_written_without_tags_and_quotes) {
    EXPECT_EQ(without_markup("[b]до пятницы[/b] [USER=456]Бот[/USER], да"), "до пятницы Бот, да");
    EXPECT_EQ(without_markup("[url=https://x/task/view/8017/]задача[/url]"), "задача");
    EXPECT_EQ(without_markup(">>старое\nновое"), "новое");
    const std::string fence(54, '-');
    EXPECT_EQ(without_markup(fence + "\nБот [вчера]\nстарое\n" + fence + "\nновое"), "новое");
    EXPECT_EQ(without_markup("пункт [1] и [сроки]"), "пункт [1] и [сроки]");
    EXPECT_EQ(without_html("<b>нет</b><br>прав"), "нет прав");
}

TEST(phrases, are_known_in_any_case_and_with_any_punctuation) {
    EXPECT_TRUE(is_phrase(" Отмена! ", "phrase.cancel"));
    EXPECT_TRUE(is_phrase("НЕ  НАДО", "phrase.cancel"));
    EXPECT_TRUE(is_phrase("Help", "phrase.help"));
    EXPECT_FALSE(is_phrase("помощь нужна", "phrase.help"));
    EXPECT_FALSE(is_phrase("", "phrase.help"));
    EXPECT_FALSE(is_phrase("...", "phrase.help"));
}

TEST(phrases, lose_the_words_that_only_ask) {
    EXPECT_EQ(without_filler("нужно, клиент заболел."), "клиент заболел");
    EXPECT_EQ(without_filler("Прошу перенести срок, потому что ждём печать"), "ждём печать");
    EXPECT_EQ(without_filler("нужность"), "нужность");
    EXPECT_EQ(without_filler("please, the client is ill"), "the client is ill");
    EXPECT_EQ(without_filler("надо"), "");
}

class tasks_in_words : public testing::Test {
protected:
    static task named(task_id id, std::string title) {
        task made;
        made.id = id;
        made.title = std::move(title);
        return made;
    }
    std::vector<task> open{named(22, "Согласовать замер с ООО «Ромашка»"),
                           named(8018, "Выслать КП: Завод Прогресс"), named(8019, "Согласовать договор")};
};

TEST_F(tasks_in_words, are_found_by_number_link_and_title) {
    EXPECT_EQ(find_task_in("8018 до пятницы", open).found->id, 8018);
    EXPECT_EQ(find_task_in("8018 до пятницы", open).rest, "до пятницы");
    EXPECT_EQ(find_task_in("№22, завтра", open).found->id, 22);
    EXPECT_EQ(find_task_in("https://p/company/personal/user/1/tasks/task/view/8019/ завтра", open).found->id,
              8019);
    EXPECT_EQ(find_task_in("https://p/company/personal/user/1/tasks/task/view/8019/ завтра", open).rest,
              "завтра");
    EXPECT_EQ(find_task_in("про ромашку", open).found->id, 22);
}

TEST_F(tasks_in_words, are_not_guessed) {
    EXPECT_FALSE(find_task_in("согласовать", open).found);  // two of them
    EXPECT_FALSE(find_task_in("до 22.12", open).found);     // a date, not task 22
    EXPECT_FALSE(find_task_in("в 22:00", open).found);
    EXPECT_FALSE(find_task_in("совсем о другом", open).found);
    EXPECT_EQ(find_task_in("#777 завтра", open).unknown, 777);
    EXPECT_EQ(find_task_in("777 завтра", open).unknown, 0);
    EXPECT_FALSE(find_task_in("99999999999999999999999999", open).found);
}

}  // namespace
}  // namespace dialogs
