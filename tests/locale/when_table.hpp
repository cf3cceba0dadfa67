#pragma once
// Tables of phrases and what `deadline-guard when` prints for them, on Monday 23 November 2026 at 10:00.
#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "locale/when.hpp"

namespace locale {

struct table_row {
    std::string_view phrase;
    std::string_view means;
};

inline reading_context on_monday(language tongue) {
    using namespace std::chrono_literals;
    return {tongue, {2026y / 11 / 23, 10h}, nullptr};
}

inline void expect_read(language tongue, std::span<const table_row> table) {
    for (const auto& [phrase, means] : table)
        EXPECT_EQ(describe(read_when(phrase, on_monday(tongue))), means) << phrase;
}

}  // namespace locale
