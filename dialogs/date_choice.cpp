#include "dialogs/date_choice.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "dialogs/phrases.hpp"
#include "locale/text.hpp"
#include "locale/when.hpp"

namespace dialogs {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

instant end_of_working_day(year_month_day day, const voice& reader) {
    return reader.reader().clock.to_instant({day, reader.working().day_end});
}

// The Friday, or what is the last working day, of the week a day lies in.
year_month_day end_of_week(year_month_day day, const voice& reader) {
    const sys_days from{day};
    const unsigned number = std::chrono::weekday(from).iso_encoding();
    for (sys_days last = from + std::chrono::days(7 - number); last > from; last -= std::chrono::days(1))
        if (reader.working().is_working_day(year_month_day(last)))
            return year_month_day(last);
    return day;
}

void add_likely(std::vector<instant>& dates, instant date, const deadline& due, instant now) {
    if (objection_to(date, due, now).empty() && std::find(dates.begin(), dates.end(), date) == dates.end())
        dates.push_back(date);
}

}  // namespace

dated_text read_date(std::string_view text, const voice& reader, const deadline& due) {
    locale::reading_context against;
    if (due)
        against.due = reader.reader().clock.to_local(*due);
    against.tongue = reader.reader().tongue;
    against.now = reader.reader().clock.to_local(reader.reader().now);
    against.working = &reader.working();
    const auto read = locale::read_when(text, against);
    dated_text found;
    for (const auto& each : read.readings) {
        if (!each.day.ok())
            continue;
        const auto at = each.time.value_or(reader.working().day_end);
        const instant moment = reader.reader().clock.to_instant({each.day, at});
        if (std::find(found.readings.begin(), found.readings.end(), moment) == found.readings.end())
            found.readings.push_back(moment);
    }
    found.rest = without_filler(read.rest);
    return found;
}

bool is_only_a_date(const dated_text& read, const rules& held_to) {
    return !read.readings.empty() &&
           locale::letters(read.rest) < static_cast<std::size_t>(std::max(held_to.reason_min_letters, 1));
}

std::string_view objection_to(instant wanted, const deadline& due, instant now) {
    if (wanted <= now)
        return "past";
    if (due && wanted <= *due)
        return "not_later";
    if (wanted > now + std::chrono::days(3 * 366))
        return "too_far";
    return {};
}

std::vector<instant> likely_dates(const deadline& due, const voice& reader) {
    const instant now = reader.reader().now;
    const auto today = reader.reader().clock.to_local(std::max(now, due.value_or(now))).day;
    const auto& working = reader.working();
    std::vector<instant> dates;
    add_likely(dates, end_of_working_day(working.add_working_days(today, 1), reader), due, now);
    add_likely(dates, end_of_working_day(working.add_working_days(today, 2), reader), due, now);
    add_likely(dates, end_of_working_day(end_of_week(today, reader), reader), due, now);
    add_likely(dates, end_of_working_day(working.add_working_days(today, 5), reader), due, now);
    std::sort(dates.begin(), dates.end());
    return dates;
}

std::optional<instant> working_day_instead(instant wanted, const voice& reader) {
    const auto local = reader.reader().clock.to_local(wanted);
    if (reader.working().is_working_day(local.day))
        return std::nullopt;
    return reader.reader().clock.to_instant(
        {reader.working().next_working_day(local.day), local.time_of_day});
}

std::vector<std::vector<button>> date_buttons(turn& t, const std::vector<instant>& dates, const voice& reader,
                                              std::string_view action, target about) {
    std::vector<std::vector<button>> rows;
    for (const instant date : dates) {
        if (rows.empty() || rows.back().size() == 2)
            rows.emplace_back();
        about.argument = std::to_string(date.time_since_epoch().count());
        rows.back().push_back(t.make_button(reader.to(), reader.date(date), action, about));
    }
    return rows;
}

std::optional<instant> date_of(std::string_view argument) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(argument.data(), argument.data() + argument.size(), seconds);
    if (error != std::errc{} || end != argument.data() + argument.size())
        return std::nullopt;
    return instant(std::chrono::seconds(seconds));
}

}  // namespace dialogs
