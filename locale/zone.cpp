#include "locale/zone.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace locale {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;

const date::time_zone& rules(const void* hidden) {
    return *static_cast<const date::time_zone*>(hidden);
}

seconds wall_clock(const local_time& local) {
    return sys_days(local.day).time_since_epoch() + local.time_of_day;
}

}  // namespace

std::optional<zone> zone::find(std::string_view name) {
    zone found;
    if (name == "UTC")
        return found;
    try {
        found.rules_ = date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return std::nullopt;  // the only way the library has to say "unknown"
    }
    return found;
}

std::string zone::name() const {
    return rules_ ? rules(rules_).name() : "UTC";
}

local_time zone::to_local(instant moment) const {
    const seconds shown =
        moment.time_since_epoch() + (rules_ ? rules(rules_).get_info(moment).offset : seconds(0));
    const auto day = std::chrono::floor<std::chrono::days>(shown);
    return {sys_days(day), std::chrono::floor<minutes>(shown - day)};
}

instant zone::to_instant(const local_time& local) const {
    const seconds shown = wall_clock(local);
    if (!rules_)
        return instant(shown);
    const auto info = rules(rules_).get_info(date::local_seconds(shown));
    // In a spring gap the offset before it carries 02:30 on to 03:30; of an hour lived twice `first` is the
    // first.
    return instant(shown - info.first.offset);
}

minutes zone::offset(instant moment) const {
    return rules_ ? std::chrono::floor<minutes>(rules(rules_).get_info(moment).offset) : minutes(0);
}

}  // namespace locale
