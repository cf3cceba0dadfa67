#pragma once
// JSON literals of the tests.
#include <boost/json/parse.hpp>
#include <string_view>

inline boost::json::value parsed(std::string_view text) {
    return boost::json::parse(text);
}
