#include "sandbox/control.hpp"

#include "sandbox/acts.hpp"
#include "sandbox/form.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/messenger.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/page_state.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/trouble.hpp"

namespace sandbox {
namespace {

web_response ok(json::object beside = {}) {
    beside["ok"] = true;
    return json_response(200, beside);
}

web_response bad(const std::string& why) {
    return json_response(400, json::object{{"error", why}});
}

// A JSON body; anything else is an empty object.
json::object body_of(const web_request& request) {
    boost::system::error_code failed;
    const json::value body = json::parse(request.body, failed);
    return !failed && body.is_object() ? body.get_object() : json::object();
}

web_response requests(portal& p) {
    json::object by_method;
    for (const auto& [name, count] : p.counted.by_method)
        by_method[name] = count;
    return json_response(200, json::object{{"count", p.counted.calls},
                                           {"by_method", by_method},
                                           {"http", p.counted.http},
                                           {"query_limit", p.counted.query_limit},
                                           {"operation_limit", p.counted.operation_limit},
                                           {"bucket", bucket_level(p)},
                                           {"highest_bucket", p.counted.highest_bucket}});
}

web_response log(const portal& p, const web_request& request) {
    const auto after = number_member(form_decoded(request.query), "after").value_or(0);
    json::array entries;
    for (const auto& entry : p.log)
        if (number_member(entry, "id").value_or(0) > after)
            entries.push_back(entry);
    return json_response(200, entries);
}

json::array chat_states(const portal& p) {
    json::array list;
    for (const auto& [id, c] : p.chats) {
        json::array messages;
        for (const id_number message_id : c.messages) {
            const message& m = p.messages.at(message_id);
            json::object view = message_as_page(m);
            view["uuid"] = m.uuid;
            view["buttons"] = m.keyboard;
            messages.push_back(std::move(view));
        }
        list.push_back({{"id", id},
                        {"kind", c.kind == chat_kind::direct  ? "private"
                                 : c.kind == chat_kind::group ? "group"
                                                              : "task"},
                        {"title", c.title},
                        {"task", c.task},
                        {"members", json::array(c.members.begin(), c.members.end())},
                        {"messages", messages}});
    }
    return list;
}

json::array bot_states(const portal& p) {
    json::array list;
    for (const auto& [id, b] : p.bots) {
        json::array commands;
        for (const auto& [command_id, cmd] : p.commands)
            if (cmd.bot == id)
                commands.push_back({{"id", command_id}, {"command", cmd.name}, {"hidden", cmd.hidden}});
        list.push_back({{"id", id},
                        {"code", b.code},
                        {"name", full_name(p, id)},
                        {"eventMode", b.event_mode},
                        {"legacy", b.legacy},
                        {"webhookUrl", b.webhook_url},
                        {"commands", commands}});
    }
    return list;
}

json::array binding_states(const portal& p) {
    json::array list;
    for (const auto& b : p.bindings)
        list.push_back({{"event", b.event}, {"handler", b.handler}, {"offline", b.offline}});
    return list;
}

web_response raw_event(portal& p, const web_request& request) {
    const json::object asked = body_of(request);
    delivery out;
    out.id = ++p.last_log_id;
    out.event = text_member(asked, "event");
    out.body = text_member(asked, "form");
    out.url = text_member(asked, "url");
    for (const auto& b : p.bindings)
        if (out.url.empty() && !b.offline && (out.event.empty() || b.event == upper_case(out.event)))
            out.url = b.handler;
    for (const auto& [id, b] : p.bots)
        if (out.url.empty())
            out.url = b.webhook_url;
    if (out.url.empty())
        return bad("nobody listens to " + out.event);
    p.outbox.push_back(out);
    return ok();
}

web_response acted(portal& p, const web_request& request) {
    const json::object asked = body_of(request);
    try {
        return ok(act(p, asked, true));
    } catch (const act_refused& why) {
        return bad(why.what());
    }
}

web_response plan_faults(portal& p, const web_request& request) {
    try {
        p.faults = fault_plan_of(body_of(request));
        return ok();
    } catch (const std::invalid_argument& why) {
        return bad(why.what());
    }
}

web_response trouble_made(portal& p, const web_request& request) {
    const std::string kind = text_member(body_of(request), "kind");
    return befall(p, kind) ? ok() : bad("no such trouble: " + kind);
}

web_response renamed(portal& p, const web_request& request) {
    const std::string to = text_member(body_of(request), "to");
    if (to.rfind("http://", 0) != 0 && to.rfind("https://", 0) != 0)
        return bad("rename wants {\"to\": \"http://...\"}");
    rename_portal(p, to);
    return ok({{"base", p.set.base}});
}

web_response install(const portal& p, const web_request& request) {
    web_response answer;
    const auto user = number_member(body_of(request), "as").value_or(service_user);
    if (find_person(p, user) == nullptr)
        return bad("no such person");
    answer.then = web_response::ending::install;
    answer.user = user;
    return answer;
}

web_response idle(const web_request& request) {
    web_response answer = ok();
    const auto timeout = number_member(form_decoded(request.query), "timeout_ms").value_or(5000);
    answer.then = web_response::ending::wait_idle;
    answer.wait = std::chrono::milliseconds(timeout);
    return answer;
}

web_response posted(portal& p, const web_request& request, const std::string& door) {
    if (door == "install" || (door == "act" && text_member(body_of(request), "do") == "install"))
        return install(p, request);
    if (door == "act")
        return acted(p, request);
    if (door == "faults")
        return plan_faults(p, request);
    if (door == "trouble")
        return trouble_made(p, request);
    if (door == "rename")
        return renamed(p, request);
    if (door == "raw_event")
        return raw_event(p, request);
    if (door == "requests/reset") {
        p.counted = {};
        return ok();
    }
    if (door == "expire_tokens") {
        expire_access_tokens(p);
        return ok();
    }
    return json_response(404, json::object{{"error", "no such door"}});
}

}  // namespace

json::object whole_state(portal& p) {
    json::array tasks;
    for (const auto& [id, t] : p.tasks)
        tasks.push_back(task_as_page(p, t, service_user));
    return {{"now", iso_utc(p.now())},
            {"revision", p.revision},
            {"tasks", tasks},
            {"chats", chat_states(p)},
            {"bots", bot_states(p)},
            {"bot", p.bots.empty() ? json::value(nullptr) : bot_states(p)[0]},
            {"bindings", binding_states(p)},
            {"notifications", p.notifications},
            {"offline", p.offline.size()},
            {"installed", p.app.installed},
            {"memberId", p.app.member_id},
            {"applicationToken", p.app.application_token}};
}

web_response control_response(portal& p, const web_request& request) {
    const std::string door = request.path.substr(std::string_view("/control/").size());
    if (door == "idle")
        return idle(request);
    if (request.method == "POST")
        return posted(p, request, door);
    if (door == "state")
        return json_response(200, whole_state(p));
    if (door == "requests")
        return requests(p);
    if (door == "log")
        return log(p, request);
    return json_response(404, json::object{{"error", "no such door"}});
}

}  // namespace sandbox
