#include "dialogs/limits.hpp"

#include <algorithm>

#include "dialogs/moments.hpp"

namespace dialogs {

const tally* find_tally(const leeway& used, user_id responsible) {
    const auto found = std::find_if(used.tallies.begin(), used.tallies.end(),
                                    [&](const tally& each) { return each.responsible == responsible; });
    return found == used.tallies.end() ? nullptr : &*found;
}

tally& tally_of(leeway& used, user_id responsible, const deadline& held_to) {
    const auto found = std::find_if(used.tallies.begin(), used.tallies.end(),
                                    [&](const tally& each) { return each.responsible == responsible; });
    if (found != used.tallies.end())
        return *found;
    tally fresh;
    fresh.responsible = responsible;
    fresh.from = held_to;
    return used.tallies.emplace_back(std::move(fresh));
}

bool is_beyond_shift(const rules& held_to, const deadline& from, const deadline& to) {
    if (held_to.shift_max.count() == 0 || !from)
        return false;
    return is_later(to, *from + held_to.shift_max);
}

std::string limit_beyond(const rules& held_to, int reasoned, const deadline& from, const deadline& to) {
    if (held_to.moves_max != 0 && reasoned >= held_to.moves_max)
        return "moves_max";
    return is_beyond_shift(held_to, from, to) ? "shift_max" : "";
}

std::string limit_beyond(const rules& held_to, const guarded_task& record, const deadline& to) {
    const tally* his = find_tally(record.used, record.responsible);
    return limit_beyond(held_to, his ? his->reasoned : 0, taken_with(record), to);
}

bool is_limit(std::string_view ground) {
    return ground == "moves_max" || ground == "shift_max";
}

deadline taken_with(const guarded_task& record) {
    const tally* his = find_tally(record.used, record.responsible);
    return his ? his->from : record.accepted;
}

std::pair<instant, instant> week_of(instant at, const locale::zone& clock) {
    using namespace std::chrono;
    const sys_days day = clock.to_local(at).day;
    const sys_days monday = day - (weekday(day) - Monday);
    return {clock.to_instant({year_month_day(monday), locale::minutes(0)}),
            clock.to_instant({year_month_day(monday + days(7)), locale::minutes(0)})};
}

int tolerated_within(const leeway& used, user_id responsible, instant from, instant until) {
    const tally* his = find_tally(used, responsible);
    if (his == nullptr)
        return 0;
    return static_cast<int>(std::count_if(his->tolerated.begin(), his->tolerated.end(),
                                          [&](instant at) { return from <= at && at < until; }));
}

}  // namespace dialogs
