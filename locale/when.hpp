#pragma once
// Reads dates as people write them: «до пятницы 15:00», "next Friday 5pm", «через 2 рабочих дня», "+2d".
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "locale/calendar.hpp"
#include "locale/catalogue.hpp"
#include "locale/instant.hpp"

namespace locale {

// Against what a phrase is read.
struct reading_context {
    language tongue = language::ru;  // tried first; the other language is tried when this one finds nothing
    local_time now;                  // the reader's wall clock
    const calendar* working =
        nullptr;  // for working days and "the end of the week"; Monday to Friday, 9 to 18 when null
};

// One way to understand a phrase.
struct date_read {
    std::chrono::year_month_day day{};
    std::optional<minutes> time;  // absent: no time was said; the end of the working day is meant
    friend bool operator==(const date_read&, const date_read&) = default;
};

// What a phrase says about a date.
struct phrase_read {
    std::vector<date_read> readings;  // likeliest first; empty: no date said; several: ask, never guess
    std::string rest;  // the phrase without the words that spoke of the date ("до", "by" included), trimmed
};

// Never throws on any bytes; broken UTF-8 reads as no date. A past date is given as understood: refusing it
// is the dialog's work. A bare weekday is the next such day, never today; «следующий»/"next" + weekday is
// that day of the next calendar week. Readings that contradict one another («завтра, то есть в пятницу») come
// as several readings.
phrase_read read_when(std::string_view phrase, const reading_context& context);

// The line `deadline-guard when` prints: "2026-11-27T15:00", "2026-11-27", "-", or "? A B" likeliest first.
std::string describe(const phrase_read& read);

}  // namespace locale
