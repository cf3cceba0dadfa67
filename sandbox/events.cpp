#include "sandbox/events.hpp"

#include <algorithm>

#include "sandbox/form.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/offline.hpp"
#include "sandbox/params.hpp"
#include "sandbox/trouble.hpp"

namespace sandbox {
namespace {

// A delivery without tokens: a robot's change, or a chain of events that came to its end.
json::object default_auth(const portal& p) {
    return {{"domain", host_of(p)},
            {"client_endpoint", p.set.base + "/rest/"},
            {"server_endpoint", auth_base(p) + "/rest/"},
            {"member_id", p.app.member_id},
            {"application_token", p.app.application_token}};
}

void send_online(portal& p, const binding& to, const raised_event& what) {
    const id_number user = to.auth_type != 0 ? to.auth_type : what.actor;
    json::object form{{"event", what.event},
                      {"event_handler_id", to.id},
                      {"data", what.data},
                      {"ts", unix_text(p.now())},
                      {"auth", event_auth(p, user, what.chain)}};
    deliver(p, what.event, to.handler, form);
}

}  // namespace

bool is_known_event(std::string_view name) {
    return std::find(known_events.begin(), known_events.end(), name) != known_events.end();
}

handler_verdict judged_handler(const std::string& url) {
    if (url.rfind("http://", 0) != 0 && url.rfind("https://", 0) != 0)
        return handler_verdict::bad_protocol;
    const auto begin = url.find("//") + 2;
    const std::string host = url.substr(begin, url.find_first_of("/:?", begin) - begin);
    return host.find('.') == std::string::npos ? handler_verdict::bad_host : handler_verdict::good;
}

void raise(portal& p, std::string event, json::object data, const actor& by) {
    raised_event what;
    what.event = std::move(event);
    what.data = std::move(data);
    what.actor = by.user;
    what.by_application = by.by_application;
    what.connector = by.connector;
    what.chain = by.chain;
    if (what.chain && --*what.chain <= 0)
        return;
    if (std::find(p.raised.begin(), p.raised.end(), what) == p.raised.end())
        p.raised.push_back(std::move(what));
}

void flush_events(portal& p) {
    const auto raised = std::exchange(p.raised, {});
    for (const auto& what : raised)
        for (const auto& to : p.bindings) {
            if (to.event != what.event || !sends_events(p))
                continue;
            const bool own = what.by_application && to.connector == what.connector;
            if (!to.offline)
                send_online(p, to, what);
            else if (!own)  // protocol notes 3.4.4
                queue_offline(p, to, what);
        }
}

void deliver(portal& p, std::string event, std::string url, const json::object& form) {
    delivery out;
    out.id = ++p.last_log_id;
    out.event = std::move(event);
    out.url = std::move(url);
    out.body = form_encoded(form);
    p.outbox.push_back(std::move(out));
}

json::object event_auth(portal& p, id_number user, std::optional<int> chain) {
    constexpr int chain_length = 7;
    if (user == 0)
        return default_auth(p);
    const std::string token = issue_access_token(p, user, chain.value_or(chain_length));
    const auto expires = p.now() + token_lifetime;
    return {{"access_token", token},
            {"expires", unix_text(expires)},
            {"expires_in", token_lifetime.count()},
            {"scope", scope_list(p, ",")},
            {"domain", host_of(p)},
            {"server_endpoint", auth_base(p) + "/rest/"},
            {"status", "L"},
            {"client_endpoint", p.set.base + "/rest/"},
            {"member_id", p.app.member_id},
            {"user_id", user},
            {"application_token", p.app.application_token}};
}

delivery installation(portal& p, id_number user) {
    const json::object form{
        {"event", "ONAPPINSTALL"},
        {"data", {{"VERSION", "1"}, {"ACTIVE", "Y"}, {"INSTALLED", "Y"}, {"LANGUAGE_ID", "ru"}}},
        {"ts", unix_text(p.now())},
        {"auth",
         {{"access_token", issue_access_token(p, user, std::nullopt)},
          {"expires_in", token_lifetime.count()},
          {"scope", scope_list(p, " ")},
          {"domain", host_of(p)},
          {"server_endpoint", auth_base(p) + "/rest/"},
          {"status", "L"},
          {"client_endpoint", p.set.base + "/rest/"},
          {"member_id", p.app.member_id},
          {"refresh_token", issue_refresh_token(p, user)},
          {"application_token", p.app.application_token}}}};
    p.app.installed = true;
    p.changed();
    delivery out;
    out.id = ++p.last_log_id;
    out.event = "ONAPPINSTALL";
    out.url = p.set.handler + "/install";
    out.body = form_encoded(form);
    return out;
}

json::object task_event_data(std::string_view event, id_number task) {
    const json::value id = json::object{{"ID", task}};
    const json::value none = "undefined";
    const bool add = event == "ONTASKADD";
    const bool gone = event == "ONTASKDELETE";
    return {{"FIELDS_BEFORE", add ? none : id},
            {"FIELDS_AFTER", gone ? none : id},
            {"IS_ACCESSIBLE_BEFORE", add ? "N" : "undefined"},
            {"IS_ACCESSIBLE_AFTER", gone ? "N" : "undefined"}};
}

json::object comment_event_data(id_number task, id_number comment, id_number message) {
    json::object after{{"ID", comment}};
    if (message != 0)
        after["MESSAGE_ID"] = message;
    after["TASK_ID"] = task;
    return {{"FIELDS_BEFORE", "undefined"},
            {"FIELDS_AFTER", after},
            {"IS_ACCESSIBLE_BEFORE", "N"},
            {"IS_ACCESSIBLE_AFTER", "undefined"}};
}

}  // namespace sandbox
