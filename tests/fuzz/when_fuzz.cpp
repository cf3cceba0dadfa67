// Input: language and wall clock on the first line ("ru 2026-11-23T10:00"; anything else: a fixed moment),
// the phrase after that.
#include <algorithm>
#include <cstdio>

#include "locale/text.hpp"
#include "locale/when.hpp"
#include "promise.hpp"

namespace {

using namespace std::chrono;

locale::reading_context context_of(std::string_view line) {
    locale::reading_context context;
    context.now = {year{2026} / 11 / 23, hours(10)};
    if (line.substr(0, 2) == "en")
        context.tongue = locale::language::en;
    int y = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0;
    const std::string text(line.substr(0, 32));
    const int found = std::sscanf(text.c_str(), "%*2s %4d-%2u-%2uT%2u:%2u", &y, &month, &day, &hour, &minute);
    const year_month_day date{year{y}, std::chrono::month{month}, std::chrono::day{day}};
    if (found == 5 && date.ok() && y >= 1970 && y <= 2999 && hour < 24 && minute < 60)
        context.now = {date, hours(hour) + minutes(minute)};
    context.due = locale::local_time{sys_days(context.now.day) + days(4), hours(15)};
    return context;
}

void is_a_date(const locale::date_read& each, const locale::local_time& now) {
    fuzz::promise(each.day.ok(), "a date that is read exists");
    const auto away = sys_days(each.day) - sys_days(now.day);
    fuzz::promise(away > -days(366 * 1200) && away < days(366 * 1200), "a date is in sight");
    fuzz::promise(!each.time || (*each.time >= minutes(0) && *each.time < hours(24)), "a time is of one day");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto phrase = fuzz::text_of(data, size);
    const auto context = context_of(fuzz::take_line(phrase));
    const auto read = locale::read_when(phrase, context);
    for (const auto& each : read.readings) {
        is_a_date(each, context.now);
        fuzz::promise(std::count(read.readings.begin(), read.readings.end(), each) == 1,
                      "no reading is offered twice");
    }
    fuzz::promise(locale::is_utf8(read.rest), "the rest is readable");
    fuzz::promise(locale::trimmed(read.rest) == read.rest, "the rest is trimmed");
    fuzz::promise(locale::is_utf8(phrase) || read.readings.empty(), "broken UTF-8 reads as no date");
    const auto again = locale::read_when(phrase, context);
    fuzz::promise(again.readings == read.readings && again.rest == read.rest, "the same answer twice");
    fuzz::promise(!locale::describe(read).empty(), "it can be shown");
    return 0;
}
