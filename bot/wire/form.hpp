#pragma once
// Bodies of events: PHP-style forms. Protocol 3.5.
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace bot::wire {

struct form_limits {
    std::size_t bytes_max = 1 << 20;  // beyond: refused
    std::size_t pairs_max = 5000;
    std::size_t depth_max = 16;
};

// Either the tree (objects; every scalar is a string) or what is wrong with the body, in English for the log.
struct form_read {
    boost::json::value tree;
    std::string wrong;  // "" = fine
};

// Objects with keys 0..n-1 stay objects: readers use elements(). Broken UTF-8 is repaired. Never throws on
// any bytes. The tree of a form lives in `memory`, which must outlive it.
form_read read_form(std::string_view body, const form_limits& limits = {},
                    boost::json::storage_ptr memory = {});
// The body of an event by its content type: a form, or JSON with the same limits (T21). Never throws on any
// bytes.
form_read read_body(std::string_view content_type, std::string_view body, const form_limits& limits = {},
                    boost::json::storage_ptr memory = {});

}  // namespace bot::wire
