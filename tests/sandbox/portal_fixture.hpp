// A portal without sockets and with a clock the test moves.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/door.hpp"
#include "sandbox/events.hpp"
#include "sandbox/form.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"

namespace sandbox {

struct reply {
    int status = 0;
    json::object body;

    [[nodiscard]] const json::value& result() const { return body.at("result"); }
    [[nodiscard]] std::string error() const { return text_member(body, "error"); }
};

class portal_test : public testing::Test {
protected:
    static constexpr id_number boris = 13, maria = 27, ivan = 28, olga = 1;

    portal_test() { token = issue_access_token(p, service_user, std::nullopt); }

    web_response raw(web_request request) {
        request.host = "127.0.0.1:8070";
        return respond(p, {}, request);
    }

    reply post(const std::string& path, const json::object& body) {
        web_request request;
        request.method = "POST";
        request.path = path;
        request.content_type = "application/json";
        request.body = json::serialize(body);
        return read(raw(request));
    }

    reply get(const std::string& path, const std::string& query = {}) {
        web_request request;
        request.path = path;
        request.query = query;
        return read(raw(request));
    }

    // A REST v2 call of the service user's application.
    reply rest(const std::string& method, json::object params = {}) {
        params["auth"] = token;
        return post("/rest/" + method, params);
    }

    reply v3(const std::string& method, json::object params = {}) {
        params["auth"] = token;
        return post("/rest/api/" + method, params);
    }

    // As a person on the page.
    reply does(id_number user, const char* what, json::object more = {}) {
        more["user"] = user;
        more["do"] = what;
        return post("/page/act", more);
    }

    // The events that left for the handler since the last look, as trees.
    std::vector<json::object> delivered() {
        std::vector<json::object> forms;
        for (const auto& out : p.outbox)
            forms.push_back(form_decoded(out.body));
        p.outbox.clear();
        return forms;
    }

    void use_token_of(id_number user) { token = issue_access_token(p, user, std::nullopt); }
    void pass(std::chrono::milliseconds time) { at += time; }

    static reply read(const web_response& answer) {
        boost::system::error_code failed;
        const json::value body = json::parse(answer.body, failed);
        return {answer.status, !failed && body.is_object() ? body.get_object() : json::object()};
    }

    // Monday, 13:00 in Moscow.
    moment at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{10}};
    portal p = found_portal({}, [this] { return at; });
    std::string token;
};

}  // namespace sandbox
