#pragma once
// Working time of a company: hours, weekends, holidays (calendar.settings.get of the portal plus [calendar]).
#include <array>
#include <set>

#include "locale/instant.hpp"
#include "locale/zone.hpp"

namespace locale {

// A length of working time.
struct working_span {
    int days = 0;  // working days, each as long as the calendar has them
    minutes rest{0};
    [[nodiscard]] bool empty() const { return days == 0 && rest.count() == 0; }
    friend bool operator==(const working_span&, const working_span&) = default;
};

struct calendar {
    zone clock;  // working hours are hours of this zone: the portal's
    minutes day_start{9 * 60};
    minutes day_end{18 * 60};
    std::array<bool, 7> weekend{true,  false, false, false,
                                false, false, true};  // by weekday::c_encoding, Sunday = 0
    std::set<std::chrono::year_month_day> days_off;
    std::set<std::chrono::year_month_day> workdays;    // working days that override a weekend or a holiday
    std::set<std::chrono::month_day> yearly_days_off;  // T101: the portal names holidays without a year
    std::set<std::chrono::month_day> yearly_workdays;

    [[nodiscard]] bool is_working_day(std::chrono::year_month_day day) const;
    // Within the working hours of a working day.
    [[nodiscard]] bool is_working_time(instant at) const;
    // The first working day after `day`.
    [[nodiscard]] std::chrono::year_month_day next_working_day(std::chrono::year_month_day day) const;
    // `count` working days after `day` (count >= 0; 0 gives `day`).
    [[nodiscard]] std::chrono::year_month_day add_working_days(std::chrono::year_month_day day,
                                                               int count) const;
    // Working days between the local days of two moments in the zone `of`: Friday to Monday is 1; negative
    // backwards.
    [[nodiscard]] int working_days_between(instant from, instant to, const zone& of) const;
    // The moment when `amount` of working time has passed since `from`.
    [[nodiscard]] instant add_working_time(instant from, minutes amount) const;
    [[nodiscard]] instant add_working_time(instant from, const working_span& span) const;
    // Working minutes between two moments; 0 when `to` is not after `from`.
    [[nodiscard]] minutes working_time_between(instant from, instant to) const;
};

}  // namespace locale
