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
    // The deadline as it stands: «дай ещё 2 дня» is counted from it, or from now when it has passed.
    // Nothing: not known, and such words are no date.
    std::optional<local_time> due{};
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
// as several readings, and so do words that leave a choice: «до 5» (an hour or a day), «на следующей неделе»,
// "07/12", «25-27 ноября».
//
// A day and month without a year is the coming one, but a day less than 60 days past is a slip and stays in
// this year. A day of the month alone is the first such day from today on. A time alone is today's, or
// tomorrow's when it has passed (then today's is offered as well). An hour without a half of the day: 1 … 6
// is the afternoon, 7 is either, 8 … 12 as it stands. Words for times: morning 10:00, noon 12:00, lunch
// 13:00, afternoon and «после обеда» 15:00, evening 18:00, tonight 20:00, night 23:00, midnight the end of
// the day. «Полторы недели» are ten days.
//
// Of several dates in one message the one after a word of deadlines (до, к, by, until) counts before one
// after «на», and that before the others; what is past, what was («неделю назад» beside other words), what
// begins («с понедельника») and what is denied («не в пятницу») are no deadlines. Spans that name no moment
// («на 2 дня», "two days") are no dates; asked for on top of a deadline («дай мне 2 дня», "2 more business
// days", «перенеси на неделю») they are where it is known. Of holidays only those are read that are on one
// date for everybody: «до Нового года», "by Christmas".
phrase_read read_when(std::string_view phrase, const reading_context& context);

// The line `deadline-guard when` prints: "2026-11-27T15:00", "2026-11-27", "-", or "? A B" likeliest first.
std::string describe(const phrase_read& read);

}  // namespace locale
