#pragma once
// Spans of time, one or a few it may be: 3 дня, 2-3 дня, неделю или две, an hour and a half.
#include <vector>

#include "locale/when_turns.hpp"

namespace locale::when {

// Amounts are kept in halves until they are added, since half of a month is no number of months.
struct duration {
    int months = 0;
    int days = 0;
    int working_days = 0;
    minutes time{0};
    bool timed = false;
    bool weeks_only = true;
    int parts = 0;                   // units in it
    span_of last = span_of::second;  // the last of them
    std::size_t end = 0;
};

// Adds one amount of one unit; nothing for halves that have no meaning (a half of a working day).
bool add(duration& sum, int halves, span_of unit);

// «неделю или две»: more than one when it has to be asked which is meant.
struct spans {
    std::vector<duration> all;
    std::size_t end = 0;
};
// `unit_alone`: «неделю» is one week.
std::optional<spans> spans_at(const tokens& words, std::size_t at, bool unit_alone);
// The amount after «-» or «или» at this place, which takes its unit from what stands before: «или две».
std::optional<amount> other_amount(const tokens& words, std::size_t at);

// A day moved by a span; nothing beyond a century.
found_piece offset_piece(std::size_t begin, std::size_t end, const day_fact& from, const duration& by,
                         int sign, const present& now);
// The same for each of the spans.
found_piece offset_piece(std::size_t begin, std::size_t end, const day_fact& from, const spans& by,
                         const present& now);
// Puts the days of another piece beside those of the first.
void join(found_piece& all, const found_piece& other);

}  // namespace locale::when
