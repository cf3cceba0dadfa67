#pragma once
// Time zones of the IANA database.
#include <optional>
#include <string>
#include <string_view>

#include "locale/instant.hpp"

namespace locale {

// A time zone known to the machine's tz database. A cheap value; UTC when default constructed.
class zone {
public:
    zone() = default;
    // Nothing when the machine knows no zone of that name, e.g. "Europe/Moscow" is fine, "Moscow" is not.
    static std::optional<zone> find(std::string_view name);

    [[nodiscard]] std::string name() const;
    [[nodiscard]] local_time to_local(instant moment) const;
    // A wall clock time that does not exist (spring) moves forward; one that exists twice (autumn) is the
    // first.
    [[nodiscard]] instant to_instant(const local_time& local) const;
    // Minutes east of Greenwich at that moment: two zones with equal offsets read the same clock.
    [[nodiscard]] minutes offset(instant moment) const;

    friend bool operator==(const zone&, const zone&) = default;

private:
    const void* rules_ = nullptr;  // date::time_zone, hidden so that only zone.cpp compiles the tz library
};

}  // namespace locale
