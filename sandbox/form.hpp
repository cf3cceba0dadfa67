// PHP's form encoding, both ways: `data[FIELDS_AFTER][ID]=8017&tags[]=a` <-> a JSON tree of strings.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

namespace sandbox {

namespace json = boost::json;

// Percent-decoding with `+` as a space; broken escapes stay as they are.
std::string percent_decoded(std::string_view text);
// RFC 3986 unreserved characters stay, a space becomes `+` (as http_build_query does).
std::string percent_encoded(std::string_view text);

// The tree of a form body or a query string. Lists (`0..n-1`) become arrays, all scalars are strings.
// Parts nested deeper than 16 levels or beyond 20 000 pairs are ignored.
json::object form_decoded(std::string_view body);

// http_build_query: true -> 1, false -> 0, null and empty arrays vanish.
std::string form_encoded(const json::object& tree);

}  // namespace sandbox
