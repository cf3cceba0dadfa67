#include "sandbox/fault.hpp"

#include <array>
#include <stdexcept>

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

bool is_known(const std::string& kind) {
    static constexpr std::array kinds = {"drop_before", "drop_after",    "http_502",    "html",
                                         "slow",        "expired_token", "query_limit", "empty"};
    for (const char* known : kinds)
        if (kind == known)
            return true;
    return kind.rfind("error:", 0) == 0;
}

int count_member(const json::object& from, std::string_view key, int otherwise) {
    return static_cast<int>(number_member(from, key).value_or(otherwise));
}

rest_fault rest_fault_of(const json::object& spec) {
    rest_fault fault;
    fault.method = lower_case(text_member(spec, "method"));
    fault.kind = text_member(spec, "kind");
    fault.times = count_member(spec, "times", 1);
    fault.delay_ms = count_member(spec, "delay_ms", 3000);
    if (const auto* chance = member(spec, "chance"); chance != nullptr && chance->is_number())
        fault.chance = chance->to_number<double>();
    if (fault.method.empty())
        fault.method = "*";
    if (!is_known(fault.kind))
        throw std::invalid_argument("unknown kind of fault: " + fault.kind);
    return fault;
}

}  // namespace

fault_plan fault_plan_of(const json::object& spec) {
    fault_plan plan;
    if (const auto* rest = member(spec, "rest"); rest != nullptr && rest->is_array())
        for (const auto& item : rest->get_array()) {
            if (!item.is_object())
                throw std::invalid_argument("a fault of rest is an object");
            plan.rest.push_back(rest_fault_of(item.get_object()));
        }
    const json::object events = object_member(spec, "events");
    plan.events.lose = count_member(events, "lose", 0);
    plan.events.repeat = count_member(events, "repeat", 0);
    plan.events.reorder = count_member(events, "reorder", 0);
    plan.events.delay_ms = count_member(events, "delay_ms", 0);
    plan.events.stale = count_member(events, "stale", 0);
    for (const auto& [method, seconds] : object_member(spec, "operating")) {
        if (!seconds.is_number())
            throw std::invalid_argument("operating wants seconds");
        plan.operating[lower_case(method)] = seconds.to_number<double>();
    }
    return plan;
}

}  // namespace sandbox
