// Filters and orders of list methods: {">=CHANGED_DATE":"...","ID":[1,2],"!DEADLINE":""}.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>

#include "sandbox/instant.hpp"

namespace sandbox {

namespace json = boost::json;

// A field's value as filters compare it: text, or a moment for dates; nullopt = the list has no such field.
struct filter_field {
    std::string text;
    bool is_date = false;
    std::optional<instant> date;  // nullopt of a date = none
};

using field_reader = std::function<std::optional<filter_field>(const std::string& upper_case_name)>;

// Do all conditions hold? Conditions on unknown fields hold.
bool passes(const json::object& filter, const field_reader& field);

// Is `left` before `right` in ascending order? Numbers as numbers, dates as dates (none first).
bool is_before(const filter_field& left, const filter_field& right);

}  // namespace sandbox
