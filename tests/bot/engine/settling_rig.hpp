#pragma once
// A whole portal to settle in on, over HTTP.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "bot/settling.hpp"
#include "bot/wire/form.hpp"
#include "bot/wire/value.hpp"
#include "installation.hpp"
#include "portal_model.hpp"
#include "storage/inbox.hpp"

namespace fakes {

using namespace bot;
using wire::at;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 9h};
constexpr auto handler = "https://bot.example.com/event/abc";

// The portal model, and what one asks of it while settling in.
struct whole_portal {
    portal_model people_and_tasks;
    bool administrator = true;
    bool installed = true;
    std::string application = "local.5f";
    std::string scopes = "imbot,im,task,department,user_brief,calendar";
    int revision = 35;
    std::vector<std::pair<std::string, std::string>> bound;  // event, address
    std::vector<std::string> commands;
    std::vector<std::string> registered;  // codes of bots
    std::string webhook;                  // of the bot
    std::string event_mode;               // of the bot; "" = there is none yet
    std::set<std::string> queued;         // events bound to the offline queue
    std::string extended_queue = "Y";     // what feature.get says
    bool speaks_v2 = true;                // else imbot.* alone
    std::string license = "ru_basic";
    std::map<std::string, std::string> no;  // methods refused, and how
    std::vector<std::string> asked;
    std::vector<std::string> tokens;  // the bot was registered with

    wire::reply answer(const std::string& method, const json::value& params) {
        asked.push_back(method);
        if (const auto code = no.find(method); code != no.end())
            return wire::refusal{code->second, "", 400, false};
        if (method == "profile")
            return json::value{{"ID", "99"}, {"ADMIN", administrator}};
        if (method == "app.info" && application.empty())  // a webhook's (1.4)
            return json::value{{"SCOPE", json::array{}}, {"LICENSE", license}};
        if (method == "app.info")
            return json::value{{"CODE", application}, {"INSTALLED", installed}, {"LICENSE", license}};
        if (method == "feature.get")
            return json::value{{"value", extended_queue}};
        if (!speaks_v2 && method.starts_with("imbot."))
            return of_old_bots(method, params);
        if (method == "scope")
            return json::value(scopes);
        if (method == "calendar.settings.get")
            return json::value{{"work_time_start", "8"}, {"work_time_end", "17"}};
        if (method.starts_with("imbot.v2.") && !method.starts_with("imbot.v2.Chat."))
            return of_bots(method, params);
        return method.starts_with("event.") ? of_events(method, params)
                                            : people_and_tasks.answer(method, params);
    }

    wire::reply of_bots(const std::string& method, const json::value& params) {
        const auto& fields = at(params, "fields");
        if (method == "imbot.v2.Revision.get")
            return json::value{{"rest", revision}};
        if (method == "imbot.v2.Bot.register") {
            registered.push_back(wire::to_text(at(fields, "code")));
            tokens.push_back(wire::to_text(at(params, "botToken")));
            if (event_mode.empty()) {  // T40: registering again changes nothing
                webhook = wire::to_text(at(fields, "webhookUrl"));
                event_mode = wire::to_text(at(fields, "eventMode"));
            }
            return json::value{{"bot", {{"id", 456}, {"eventMode", event_mode}}}, {"users", json::array{}}};
        }
        if (method == "imbot.v2.Bot.update") {
            webhook = wire::to_text(at(fields, "webhookUrl"));
            event_mode = wire::to_text(at(fields, "eventMode"));
        } else
            commands.push_back(wire::to_text(at(fields, "command")));
        return json::value{{"result", true}};
    }

    wire::reply of_old_bots(const std::string& method, const json::value& params) {
        if (method.starts_with("imbot.v2."))
            return wire::refusal{"ERROR_METHOD_NOT_FOUND", "", 404, false};
        if (method == "imbot.register") {
            registered.push_back(wire::to_text(at(params, "CODE")));
            webhook = wire::to_text(at(params, "EVENT_HANDLER"));
            return json::value(567);
        }
        if (method == "imbot.command.register")
            commands.push_back(wire::to_text(at(params, "COMMAND")));
        else if (method == "imbot.update")
            webhook = wire::to_text(wire::at_path(params, {"FIELDS", "EVENT_HANDLER"}));
        else
            return wire::refusal{"ERROR_METHOD_NOT_FOUND", "", 404, false};
        return json::value(true);
    }

    wire::reply of_events(const std::string& method, const json::value& params) {
        const std::pair named(wire::to_text(at(params, "event")), wire::to_text(at(params, "handler")));
        if (method == "event.get") {
            json::array all;
            for (const auto& [event, address] : bound)
                all.push_back({{"event", event}, {"handler", address}, {"offline", 0}});
            for (const auto& event : queued)
                all.push_back({{"event", event}, {"connector_id", ""}, {"offline", 1}});
            return json::value(std::move(all));
        }
        if (wire::to_text(at(params, "event_type")) == "offline") {
            if (method == "event.unbind")
                queued.erase(named.first);
            else
                queued.insert(named.first);
            return json::value(true);
        }
        const auto there = std::find(bound.begin(), bound.end(), named);
        if (method == "event.unbind")
            bound.erase(there);
        else if (there != bound.end())
            return wire::refusal{"ERROR_CORE", "Handler already binded", 400, false};
        else
            bound.push_back(named);
        return json::value(true);
    }
};

inline json::value enveloped(const wire::reply& reply) {
    if (reply.has_error())
        return {{"error", reply.error().code}, {"error_description", ""}};
    return {{"result", reply.value()}};
}

// A request as it goes over the wire, answered.
inline net::answer over_http(whole_portal& portal, const fake_transport::question& asked) {
    const auto body = wire::parse_json(asked.what.body).value();
    const auto& target = asked.what.target;
    const auto last = target.rfind('/') + 1;
    const auto method = target.substr(last, target.rfind(".json") - last);
    if (method != "batch")
        return says(200, json::serialize(enveloped(portal.answer(method, body))));
    json::object answers, refusals;
    for (const auto& member : at(body, "cmd").as_object()) {
        const std::string command(member.value().as_string());
        const auto mark = command.find('?');
        const auto params =
            mark == std::string::npos ? json::value() : wire::read_form(command.substr(mark + 1)).tree;
        const auto reply = portal.answer(command.substr(0, mark), params);
        if (reply.has_error())
            refusals[member.key()] = enveloped(reply);
        else
            answers[member.key()] = reply.value();
    }
    return says(200,
                json::serialize(json::value{
                    {"result", {{"result", std::move(answers)}, {"result_error", std::move(refusals)}}}}));
}

class settling_test : public testing::Test {
protected:
    settling_test() {
        outside.by_content = [this](const fake_transport::question& asked) {
            return std::optional(over_http(portal, asked));
        };
        client.use(an_offer());
        portal.people_and_tasks.now = now;
    }
    static portal_settings access() {
        portal_settings made;
        made.client_id = "local.5f";
        made.client_secret = "client-secret";
        made.allowed_hosts = {"acme.bitrix24.ru"};
        return made;
    }
    settled settle() { return run(settler.settle(handler)); }
    std::string sweep() { return run(settler.sweep()); }
    std::int64_t waiting() { return disk.link().integer("SELECT count(*) FROM inbox"); }
    void empty_inbox() { disk.link().run("DELETE FROM inbox"); }
    void add_tasks(int count) {
        portal.people_and_tasks.now = now;
        for (int id = 1; id <= count; ++id)
            portal.people_and_tasks.add_task(id, portal_model::maria, portal_model::boris, noon + 24h);
    }

    locale::instant now = noon;
    config settings = for_acme();
    storage::database disk{an_empty_database()};
    whole_portal portal;
    fake_transport outside;
    manual_clock time;
    portal_client client{access(), outside, time, [](const wire::credentials&) {}};
    people_cache people;
    settling settler{settings, disk, client, people, [this] { return now; }};
};

}  // namespace fakes
