#include "when_table.hpp"

namespace locale {
namespace {

constexpr table_row single[] = {
    // clang-format off
    {"до пятинцы", "2026-11-27"},
    {"в пятнцу", "2026-11-27"},
    {"к четвегу", "2026-11-26"},
    {"в суботу", "2026-11-28"},
    {"завтро", "2026-11-24"},
    {"звтра", "2026-11-24"},
    {"послезафтра", "2026-11-25"},
    {"до понидельника", "2026-11-30"},
    {"во втроник", "2026-11-24"},
    {"к следущей пятнице", "2026-12-04"},
    {"до следуюшей среды", "2026-12-02"},
    {"22 декабра", "2026-12-22"},
    {"5 янвря", "2027-01-05"},
    {"севодня", "2026-11-23"},
    {"firday", "2026-11-27"},
    {"wedensday", "2026-11-25"},
    {"thurdsay", "2026-11-26"},
    {"tomorow", "2026-11-24"},
    {"tommorrow 5pm", "2026-11-24T17:00"},
    {"next tusday", "2026-12-01"},
    {"22 decmber", "2026-12-22"},
    // clang-format on
};

constexpr table_row none[] = {
    // clang-format off
    {"завтрак", "-"},
    {"завтраком", "-"},
    {"завтракал", "-"},
    {"по пятницам", "-"},
    {"в пятницах", "-"},
    {"fridays", "-"},
    {"on mondays", "-"},
    {"sunny", "-"},
    {"octobre", "-"},
    // clang-format on
};

TEST(when_misspelt, forgives_one_letter) {
    expect_read(language::ru, single);
}
TEST(when_misspelt, takes_no_other_word_for_a_slip) {
    expect_read(language::ru, none);
}

}  // namespace
}  // namespace locale
