#pragma once
// Tolerant readers of PHP's JSON. Protocol 2.4, T6, T7, T22.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "locale/instant.hpp"

namespace bot::wire {

namespace json = boost::json;

// The member of an object, or null where the value is no object ([] counts as an empty object) or has no such
// member.
const json::value& at(const json::value& from, std::string_view key);
// An object taken for a value would be a copy, and the answer a reference into it.
const json::value& at(const json::object& from, std::string_view key);
// at(at(from, a), b) …
const json::value& at_path(const json::value& from, std::initializer_list<std::string_view> path);
const json::value& at_path(const json::object& from, std::initializer_list<std::string_view> path);
// Numbers and numeric strings; nothing for anything else ("", null, false, [], {}).
std::optional<std::int64_t> to_int(const json::value& from);
std::int64_t to_int_or(const json::value& from, std::int64_t otherwise);
// false, "N", "0", 0, "", null, "false", [], {}, absent are false; everything else is true.
bool to_bool(const json::value& from);
// Strings, and numbers as text; "" for anything else. Broken UTF-8 is repaired.
std::string to_text(const json::value& from);
// ISO 8601 with an offset, as v2 and v3 give dates (T74); nothing for null, "" and what is no such date.
// Years 1970 to 9999.
std::optional<locale::instant> to_moment(const json::value& from);
// Unix seconds as a string or number; "", "0", null, false are nothing (history, 5.5).
std::optional<locale::instant> to_unix(const json::value& from);
// The elements of an array, or the values of an object (PHP makes either of a list with gaps).
std::vector<const json::value*> elements(const json::value& from);
// "2026-12-22T15:00:00+00:00": always with an offset (T76).
std::string moment_text(locale::instant moment);
std::optional<locale::instant> parse_moment(std::string_view text);
// JSON of any origin: broken UTF-8 is repaired, a byte order mark skipped; nothing for what is no JSON or
// nested deeper than `depth_max`.
std::optional<json::value> parse_json(std::string_view text, std::size_t depth_max = 64);

}  // namespace bot::wire
