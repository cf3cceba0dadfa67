// What the pieces of a group mean together.
#include <algorithm>

#include "locale/when_days.hpp"
#include "locale/when_groups.hpp"

namespace locale::when {
namespace {

using std::chrono::hours;

// Times that words of the day stand for when no hour is said.
std::vector<minutes> usual_time(part_of part) {
    switch (part) {
        case part_of::morning:
            return {hours(10)};
        case part_of::noon:
            return {hours(12)};
        case part_of::lunch:
            return {hours(13)};
        case part_of::afternoon:
            return {hours(15)};
        case part_of::evening:
            return {hours(18)};
        case part_of::tonight:
            return {hours(20)};
        case part_of::night:
            return {hours(23)};
        case part_of::midnight:
            return {hours(24), hours(0)};
    }
    return {};
}

// The hours an hour of 1 … 12 may mean. Nobody has a deadline at three in the night, at seven it may be
// either.
std::vector<int> office_hours(int hour, bool bare) {
    if (hour >= 8)
        return {hour};
    if (hour == 7)
        return bare ? std::vector{19, 7} : std::vector{7, 19};
    return bare ? std::vector{hour + 12} : std::vector{hour + 12, hour};
}

std::vector<int> hours_in(part_of part, int hour) {
    switch (part) {
        case part_of::morning:
            return {hour % 12};
        case part_of::afternoon:
            return {hour <= 8 ? hour + 12 : hour};
        case part_of::evening:
            return {hour == 12 ? 24 : hour + 12};
        case part_of::tonight:
        case part_of::night:
            return hour == 12 ? std::vector{24, 0} : std::vector{hour <= 5 ? hour : hour + 12};
        case part_of::noon:
        case part_of::lunch:
        case part_of::midnight:
            break;
    }
    return office_hours(hour, true);
}

std::vector<minutes> times_of(const time_fact& time, std::optional<part_of> part) {
    if (time.hour < 0)
        return time.may_be;
    std::vector<minutes> all;
    for (const int hour : part ? hours_in(*part, time.hour) : office_hours(time.hour, time.bare))
        all.push_back(minutes(hour * 60 + time.minute));
    return all;
}

template <class Value>
void add_new(std::vector<Value>& all, const Value& one) {
    if (std::find(all.begin(), all.end(), one) == all.end())
        all.push_back(one);
}

struct facts {
    std::vector<day_fact> days;  // more than one when they contradict each other
    std::vector<minutes> times;
    bool day_end = false;
    bool after = false;
    bool doubtful_time = false;
};

void add_day(std::vector<day_fact>& days, const day_fact& one, const present& now) {
    for (auto& known : days)
        if (auto both = together(known, one, now)) {
            known = *both;
            return;
        }
    days.push_back(one);
}

// «Пятница 27» is one day when the coming Friday is the 27th; else the number is an hour.
bool names_same_day(const day_fact& left, const day_fact& right, const present& now) {
    const auto both = together(left, right, now);
    return both && both->kind == day_kind::exact && both->may_be == alone(left, now);
}

// A piece that tells where something begins or what is not meant is no deadline.
bool counts(const piece& one) {
    return one.before != mark::since && one.before != mark::denied;
}

facts facts_of(const std::vector<piece>& pieces, const present& now) {
    facts all;
    std::optional<part_of> part;
    bool timed = false;
    for (const auto& one : pieces) {
        part = one.part ? one.part : part;
        all.day_end = all.day_end || one.day_end;
        all.after = all.after || (one.before == mark::after && one.day);
        timed = timed || (one.time && !one.doubtful);
        if (one.day && !one.doubtful)
            add_day(all.days, *one.day, now);
    }
    for (const auto& one : pieces) {
        const bool fits =
            one.doubtful && all.days.size() == 1 && names_same_day(all.days.front(), *one.day, now);
        const bool as_day = fits || (one.doubtful && all.days.empty() && timed);
        if (as_day)
            add_day(all.days, *one.day, now);
        else if (one.time)
            for (const auto time : times_of(*one.time, part))
                add_new(all.times, time);
        all.doubtful_time =
            all.doubtful_time || (one.doubtful && !as_day && !part && (all.days.empty() || one.shy));
    }
    if (all.times.empty() && part)
        all.times = usual_time(*part);
    return all;
}

// "A quarter to midnight" and «24:00» cross the border of the day.
date_read at_time(year_month_day day, minutes time) {
    const auto whole = std::chrono::floor<std::chrono::days>(time);
    return {plus_days(day, static_cast<int>(whole.count())), time - whole};
}

// Times without a day: today's that are still to come, else tomorrow's; today's past one is offered too.
std::vector<date_read> times_alone(const std::vector<minutes>& times, const present& now) {
    std::vector<date_read> all;
    for (const auto time : times)
        if (time > now.clock)
            all.push_back(at_time(now.today, time));
    if (!all.empty()) {
        if (times.size() > 1 && times.back() == hours(0))  // the midnight that ends today
            all.resize(1);
        return all;
    }
    for (const auto time : times)
        all.push_back(at_time(plus_days(now.today, 1), time));
    all.push_back(at_time(now.today, times.front()));
    return all;
}

void add_with_times(std::vector<date_read>& all, const date_read& day, const facts& said,
                    const present& now) {
    if (day.time || said.times.empty() || said.day_end) {
        add_new(all, said.day_end && !day.time ? date_read{day.day, {}} : day);
        if (!day.time || said.times.empty())
            return;
    }
    const bool today = day.day == now.today;
    const bool any_ahead =
        std::any_of(said.times.begin(), said.times.end(), [&](minutes time) { return time > now.clock; });
    for (const auto time : said.times)
        if (!today || !any_ahead || time > now.clock)
            add_new(all, at_time(day.day, time));
}

// «После пятницы» names no day: the working day after it, or that day itself.
std::vector<date_read> days_after(const std::vector<date_read>& days, const present& now) {
    std::vector<date_read> all;
    for (const auto& each : days)
        add_new(all, {now.working.next_working_day(each.day), each.time});
    for (const auto& each : days)
        add_new(all, each);
    return all;
}

}  // namespace

std::vector<date_read> readings_of(const group& whole, const present& now) {
    std::vector<piece> pieces;
    std::copy_if(whole.pieces.begin(), whole.pieces.end(), std::back_inserter(pieces), counts);
    const facts said = facts_of(pieces, now);
    std::vector<date_read> all;
    for (const auto& day : said.days)
        for (const auto& each : alone(day, now))
            add_with_times(all, each, said, now);
    if (said.days.empty() && said.day_end)
        all.push_back({now.today, std::nullopt});
    else if (said.days.empty() && !said.times.empty())
        all = times_alone(said.times, now);
    if (said.doubtful_time)
        for (const auto& one : pieces)
            if (one.doubtful)
                for (const auto& each : alone(*one.day, now))
                    add_new(all, each);
    return said.after ? days_after(all, now) : all;
}

}  // namespace locale::when
