// Reading parameters as leniently as PHP does, and writing what PHP would write.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

namespace json = boost::json;

// The member, or nullptr.
const json::value* member(const json::object& from, std::string_view key);
// The member when it is an object (an empty array is an empty object, T6), else an empty object.
json::object object_member(const json::object& from, std::string_view key);

// A number or a string that holds nothing but one.
std::optional<std::int64_t> number_in(const json::value& value);
std::optional<std::int64_t> number_member(const json::object& from, std::string_view key);
// Strings as they are, numbers and booleans as PHP prints them, everything else "".
std::string text_in(const json::value& value);
std::string text_member(const json::object& from, std::string_view key);
// true, "Y", "1", 1, "true".
bool truth_in(const json::value& value);
bool truth_member(const json::object& from, std::string_view key, bool otherwise);
// The numbers of an array, of an object's values, or of one scalar.
std::vector<std::int64_t> numbers_in(const json::value& value);
std::vector<std::string> texts_in(const json::value& value);

std::string lower_case(std::string_view ascii);
std::string upper_case(std::string_view ascii);
std::string trimmed(std::string_view text);

// A PHP array with these keys, as JSON: [] when empty, a list when the keys are 0..n-1, else an object.
json::value php_array(std::vector<std::pair<std::string, json::value>> entries);
// An object that PHP would write as [] when it is empty (T6).
json::value or_empty_list(json::object object);

}  // namespace sandbox
