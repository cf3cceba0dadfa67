// event.bind and its kin (protocol notes 3.3).
#include <algorithm>

#include "sandbox/kind.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

[[noreturn]] void bad_argument(const std::string& name, const std::string& why) {
    refusal refused("ERROR_ARGUMENT", why);
    refused.argument = name;
    throw refused;
}

void check_handler(const std::string& url) {
    if (url.empty())
        bad_argument("HANDLER", "Argument 'HANDLER' is null or empty");
    switch (judged_handler(url)) {
        case handler_verdict::bad_protocol:
            throw refusal("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported event handler protocol");
        case handler_verdict::bad_host:
            throw refusal("ERROR_WRONG_HANDLER_URL", "Wrong handler URL");
        case handler_verdict::good:
            return;
    }
}

binding wanted_binding(const call& c) {
    binding wanted;
    wanted.event = upper_case(text_member(c.params, "EVENT"));
    wanted.offline = lower_case(text_member(c.params, "EVENT_TYPE")) == "offline";
    wanted.connector = wanted.offline ? text_member(c.params, "AUTH_CONNECTOR") : std::string();
    wanted.handler = wanted.offline ? std::string() : text_member(c.params, "HANDLER");
    wanted.auth_type = number_member(c.params, "AUTH_TYPE").value_or(0);
    return wanted;
}

bool is_same(const binding& one, const binding& other) {
    return one.event == other.event && one.offline == other.offline && one.handler == other.handler &&
           one.connector == other.connector && one.auth_type == other.auth_type;
}

}  // namespace

answer event_bind(const call& c) {
    binding wanted = wanted_binding(c);
    if (wanted.event.empty())
        bad_argument("EVENT", "Argument 'EVENT' is null or empty");
    if (!is_known_event(wanted.event))
        throw refusal("ERROR_EVENT_NOT_FOUND", "Event not found");
    const bool admin = is_admin(c.p, c.who.user);
    if (!wanted.connector.empty() && !c.p.set.box && !has(c.p, part::auth_connector))
        throw refusal("WRONG_LICENSE", "auth_connector is not available on this plan", 403);
    if (wanted.offline && (wanted.event == "ONOFFLINEEVENT" || wanted.event.rfind("ONAPP", 0) == 0))
        bad_argument("EVENT", "Offline event cannot be registered for this event.");
    if (!admin && (wanted.offline || (wanted.auth_type != 0 && wanted.auth_type != c.who.user)))
        throw refusal("ACCESS_DENIED", "Access denied!", 403);
    if (!wanted.offline)
        check_handler(wanted.handler);
    if (!admin)
        wanted.auth_type = c.who.user;
    const auto same = [&](const binding& b) { return is_same(b, wanted); };
    if (std::any_of(c.p.bindings.begin(), c.p.bindings.end(), same))
        throw refusal("ERROR_CORE", "Unable to set event handler: Handler already binded<br>");  // T25
    wanted.id = next_id(c.p, id_of::binding);
    c.p.bindings.push_back(wanted);
    return {true, {}, {}};
}

answer event_unbind(const call& c) {
    const binding wanted = wanted_binding(c);
    if (wanted.event.empty())
        bad_argument("EVENT", "Argument 'EVENT' is null or empty");
    const bool any_auth = member(c.params, "AUTH_TYPE") == nullptr;
    const auto removed = std::erase_if(c.p.bindings, [&](binding b) {
        if (any_auth)
            b.auth_type = wanted.auth_type;
        return is_same(b, wanted);
    });
    return {json::object{{"count", removed}}, {}, {}};
}

answer event_get(const call& c) {
    json::array list;
    for (const auto& b : c.p.bindings) {
        if (b.offline)
            list.push_back({{"event", b.event}, {"connector_id", b.connector}, {"offline", 1}});
        else
            list.push_back({{"event", b.event},
                            {"handler", b.handler},
                            {"auth_type", std::to_string(b.auth_type)},
                            {"offline", 0}});
    }
    return {list, {}, {}};
}

answer events(const call&) {
    json::array names;
    for (const auto* name : known_events)
        names.emplace_back(name);
    return {names, {}, {}};
}

answer event_test(const call& c) {
    raise(c.p, "ONAPPTEST", {{"QUERY", c.params}}, c.who.as_actor());
    return {true, {}, {}};
}

}  // namespace sandbox
