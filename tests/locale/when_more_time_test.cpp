// Spans asked for on top of a deadline: «дай мне 2 дня», "2 more business days".
#include "when_table.hpp"

namespace locale {
namespace {

using namespace std::chrono_literals;

// On Monday 23 November at 10:00, the deadline being Friday 27 November at 15:00.
std::string on_top(std::string_view phrase, language tongue = language::ru) {
    reading_context against = on_monday(tongue);
    against.due = local_time{2026y / 11 / 27, 15h};
    return describe(read_when(phrase, against));
}

TEST(more_time, is_counted_from_the_deadline) {
    for (const auto& [phrase, means] : {table_row{"дай мне 2 дня", "2026-11-29"},
                                        {"дайте ещё 2 рабочих дня", "2026-12-01"},
                                        {"дай мне ещё неделю, клиент уехал", "2026-12-04"},
                                        {"ещё 2 дня", "2026-11-29"},
                                        {"нужно ещё 3 дня", "2026-11-30"},
                                        {"нужно ещё 3 часа", "2026-11-27T18:00"},
                                        {"перенеси на неделю", "2026-12-04"},
                                        {"перенести срок на 2 рабочих дня", "2026-12-01"},
                                        {"продлите на 2 дня пожалуйста", "2026-11-29"}})
        EXPECT_EQ(on_top(phrase), means) << phrase;
    for (const auto& [phrase, means] : {table_row{"2 more business days", "2026-12-01"},
                                        {"2 more days", "2026-11-29"},
                                        {"I need 2 more days", "2026-11-29"},
                                        {"need another week", "2026-12-04"},
                                        {"give me two days, please", "2026-11-29"},
                                        {"extend the deadline by a week", "2026-12-04"},
                                        {"please postpone it for 3 days", "2026-11-30"}})
        EXPECT_EQ(on_top(phrase, language::en), means) << phrase;
}

TEST(more_time, is_counted_from_now_when_the_deadline_has_passed) {
    reading_context late = on_monday(language::ru);
    late.due = local_time{2026y / 11 / 20, 18h};
    EXPECT_EQ(describe(read_when("дай мне 2 дня", late)), "2026-11-25");
    EXPECT_EQ(describe(read_when("дай мне 2 часа", late)), "2026-11-23T12:00");
    EXPECT_EQ(describe(read_when("2 more business days", late)), "2026-11-25");
}

TEST(more_time, is_none_in_words_about_something_else) {
    for (const char* phrase :
         {"2 дня", "прошу 2 дня", "осталось ещё 2 дня", "прошло ещё 2 дня", "ещё 2 дня клиент молчал",
          "ещё 2 клиента", "дай мне 2 договора", "не дай 2 дня", "дай мне знать", "клиент дал 2 дня",
          "перенеси на 2 дня раньше", "перенёс на 2 дня", "встреча на 2 дня", "жду ответа ещё 2 дня",
          "дай 2 дня назад обещанное", "нужно 2 дня", "ещё раз"})
        EXPECT_EQ(on_top(phrase), "-") << phrase;
    for (const char* phrase :
         {"2 days", "2 more days passed", "waited 2 more days", "2 more clients", "give me 2 more clients",
          "work takes 2 more days", "move on", "one more time", "do not give 2 days", "for 2 days"})
        EXPECT_EQ(on_top(phrase, language::en), "-") << phrase;
}

TEST(more_time, leaves_plain_dates_alone) {
    EXPECT_EQ(on_top("через 2 дня"), "2026-11-25");
    EXPECT_EQ(on_top("перенеси на пятницу"), "2026-11-27");
    EXPECT_EQ(on_top("дай до вторника"), "2026-11-24");
    EXPECT_EQ(on_top("дай мне 2 дня, до 30.11"), "? 2026-11-29 2026-11-30");
    EXPECT_EQ(on_top("move to Friday", language::en), "2026-11-27");
}

TEST(more_time, leaves_the_words_around) {
    reading_context against = on_monday(language::ru);
    against.due = local_time{2026y / 11 / 27, 15h};
    EXPECT_EQ(read_when("дай мне 2 дня, клиент уехал", against).rest, "клиент уехал");
}

}  // namespace
}  // namespace locale
