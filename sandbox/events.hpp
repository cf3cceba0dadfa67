// Events of the portal on their way out: online to handlers, offline into the queue.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

// Who makes a change, and through what.
struct actor {
    id_number user = 0;           // 0 = a robot
    bool by_application = false;  // a REST call of the application, not the page
    std::string connector;        // auth_connector of that call
    std::optional<int> chain;     // set when the call used a token that came with an event (T27)
};

// The events an application may bind.
inline constexpr std::array known_events = {"ONTASKADD",        "ONTASKUPDATE",        "ONTASKDELETE",
                                            "ONTASKCOMMENTADD", "ONTASKCOMMENTUPDATE", "ONTASKCOMMENTDELETE",
                                            "ONAPPTEST",        "ONAPPINSTALL",        "ONAPPUPDATE",
                                            "ONAPPUNINSTALL",   "ONOFFLINEEVENT",      "ONUSERADD"};
bool is_known_event(std::string_view upper_case_name);

// May events be sent to this address? Its host must contain a dot (T39).
enum class handler_verdict { good, bad_protocol, bad_host };
handler_verdict judged_handler(const std::string& url);

// Notes that something happened; equal ones within a hit become one.
void raise(portal& p, std::string event, json::object data, const actor& by);
// The end of a hit: online deliveries into the outbox, offline rows into the queue.
void flush_events(portal& p);

// Puts a POST of this form into the outbox.
void deliver(portal& p, std::string event, std::string url, const json::object& form);

// `auth` of an event: with tokens of `user`, or without tokens when it is 0.
json::object event_auth(portal& p, id_number user, std::optional<int> chain);

// The ONAPPINSTALL event for the handler's /install, with the tokens of `user` (protocol notes 1.2.1).
delivery installation(portal& p, id_number user);

// {"FIELDS_BEFORE":..., ...} of ONTASKADD, ONTASKUPDATE, ONTASKDELETE.
json::object task_event_data(std::string_view event, id_number task);
// Of ONTASKCOMMENTADD; exactly one of `comment` and `message` is not 0 (T87).
json::object comment_event_data(id_number task, id_number comment, id_number message);

}  // namespace sandbox
