#pragma once
// The words dates are made of, in every language the house reads. Two languages share one list: their words
// never meet (another alphabet), so «до EOD» and "до 5pm" need no special care. A further language is one
// more table.
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace locale::when {

// What a word may mean to a date.
enum class sense : unsigned char {
    nothing,
    weekday,        // value: 0 = Sunday … 6
    short_weekday,  // the same, but the word means other things too ("sat", «ср»)
    month,          // value: 1 … 12
    shy_month,      // the same, but only beside a number ("may", "march")
    relative_day,   // value: days from today
    unit,           // value: span
    number,         // value: the number
    half_more,      // «полтора»: value in halves
    half,           // «пол», "half"
    quarter_hour,   // «четверть», "quarter"
    ordinal,        // value: 1 … 31
    next,
    present,  // this, current
    coming,   // the nearest to come
    previous,
    every,
    end,
    begin,
    middle,
    working,  // working, business (day)
    weekend,
    filler,   // the, of: no meaning of its own between the words of a date
    through,  // через, in, within
    within,   // «течение» of «в течение»
    ago,
    later,  // later, hence
    now,
    after,  // после, after
    since,  // с, from: where something begins
    by,     // до, к, by, until: the mark of a deadline
    onto,   // на: where a deadline is moved to
    on,     // в, on
    at,     // at: before a time
    negation,
    early,   // «раньше» of «не раньше»
    late,    // «позднее» of «не позднее», "later" of "no later than"
    either,  // или, or
    plus,
    day_suffix,  // го, th
    day_word,    // числа
    year_word,   // года
    hour_sign,   // ч, h: after a number on the clock
    oclock,
    meridian,    // value: 0 am, 1 pm
    part,        // value: part
    short_part,  // the same, but only beside a number or a day («утра», "morning")
    day_end,     // EOD, COB
    period_end,  // EOW, EOM, …; value: span
    past_hour,   // half past
    to_hour,     // quarter to
    without,     // «без четверти»
    half_to,     // «полшестого»; value: the hour that is coming
    half_span,   // «полчаса»; value: span
    measure,     // after a number: it is an amount (кг, руб)
    counted,     // before a number: it is a number of something (номер, заказ)
    street,      // before a date: it is the name of a street
    greeting,    // добрый (день), good (morning)
    promise,     // сделаю: whoever says so beside a day or a span means his deadline
};

enum class span_of : unsigned char {
    minute,
    hour,
    day,
    working_day,
    week,
    fortnight,
    month,
    quarter,
    year,
    second
};
// Parts of the day; `before_lunch`, `after_lunch` come from two words.
enum class part_of : unsigned char { morning, noon, lunch, afternoon, evening, tonight, night, midnight };

struct meaning {
    sense what = sense::nothing;
    int value = 0;
};

// Words of one meaning, between blanks: lower case, ё written е.
struct row {
    sense what;
    int value;
    std::string_view words;
};

constexpr int value_of(span_of which) {
    return static_cast<int>(which);
}
constexpr int value_of(part_of which) {
    return static_cast<int>(which);
}

std::span<const row> russian_words();
std::span<const row> english_words();

// All a word may mean, likeliest first.
struct meanings {
    std::array<meaning, 4> all{};
    std::size_t count = 0;
};

meanings meanings_of(std::string_view word);

}  // namespace locale::when
