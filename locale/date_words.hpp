#pragma once
// How dates are written for a reader.
#include <string>

#include "locale/calendar.hpp"
#include "locale/catalogue.hpp"
#include "locale/instant.hpp"
#include "locale/zone.hpp"

namespace locale {

// Who reads: his language, his zone, and the moment he reads at (another year than this one is written out).
struct reader {
    language tongue = language::ru;
    zone clock;
    instant now{};
};

// "пт 18.12, 18:00" / "Fri 18 Dec, 18:00"; with the year when it is not the present one: "пт 15.01.2027,
// 18:00".
std::string date_and_time(instant moment, const reader& to);
// "18.12" / "18 Dec": for buttons; with the time when it is not the end of the working day: "18.12, 15:00".
std::string short_date(instant moment, const reader& to, const calendar& working);
// "18.12" / "18 Dec"
std::string day_alone(instant moment, const reader& to);
// "пт" / "Fri"
std::string weekday_alone(instant moment, const reader& to);
// "18:00"
std::string time_of_day(instant moment, const reader& to);
// The difference between two deadlines in words: "+2 рабочих дня", "+3 часа", "−1 рабочий день", "+45 минут".
// Within one local day hours and minutes, otherwise working days; calendar days when no working day lies
// between.
std::string difference(instant from, instant to, const reader& reading, const calendar& working);
// "2 рабочих дня" / "2 working days"
std::string working_days(long count, language which);

}  // namespace locale
