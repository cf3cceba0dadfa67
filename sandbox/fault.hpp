// How the portal misbehaves on demand.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

namespace json = boost::json;

// One planned misbehaviour of REST.
struct rest_fault {
    std::string method;   // lower case; "*" = any
    int times = 1;        // how often it still happens
    double chance = 1;    // of happening, each time
    int delay_ms = 3000;  // for "slow"
    // drop_before | drop_after | http_502 | html | slow | expired_token | query_limit | empty | error:CODE
    std::string kind;
};

// Misbehaviour of event deliveries; each number counts down to 0.
struct event_faults {
    int lose = 0;      // deliveries that never happen
    int repeat = 0;    // deliveries that happen twice
    int reorder = 0;   // deliveries that are held and then made in reverse order
    int delay_ms = 0;  // of every delivery
    int stale = 0;     // fetch events that do not end the "nothing pending" cache of offset 0 (T48)
};

struct fault_plan {
    std::vector<rest_fault> rest;
    event_faults events;
    std::map<std::string, double> operating;  // method in lower case or "*" -> seconds of work a call takes
};

// {"rest":[{"method","times","kind"}...],"events":{"lose","repeat","delay_ms","reorder","stale"},
// "operating":{method: seconds}}.
// Throws std::invalid_argument that names what is wrong.
fault_plan fault_plan_of(const json::object& spec);

}  // namespace sandbox
