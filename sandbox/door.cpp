#include "sandbox/door.hpp"

#include "sandbox/acts.hpp"
#include "sandbox/control.hpp"
#include "sandbox/form.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/page_files.hpp"
#include "sandbox/page_state.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/rest.hpp"
#include "sandbox/upkeep.hpp"

namespace sandbox {
namespace {

using ending = web_response::ending;

web_response refused(int status, const std::string& why) {
    return json_response(status, json::object{{"error", why}});
}

// "127.0.0.1:8070", "localhost", "[::1]:80"
bool is_loopback_host(std::string_view host) {
    const auto port = host.rfind(':');
    const auto closing = host.rfind(']');
    const bool has_port =
        port != std::string_view::npos && (closing == std::string_view::npos || port > closing);
    const auto name = has_port ? host.substr(0, port) : host;
    const bool digits = name.find_first_not_of("0123456789.") == std::string_view::npos;
    return name == "localhost" || name == "[::1]" || (digits && name.substr(0, 4) == "127.");
}

bool comes_from_here(const web_request& request) {
    if (!request.host.empty() && !is_loopback_host(request.host))
        return false;
    const auto scheme = request.origin.find("//");
    return request.origin.empty() || (scheme != std::string::npos &&
                                      is_loopback_host(std::string_view(request.origin).substr(scheme + 2)));
}

std::optional<id_number> viewer(const portal& p, const web_request& request) {
    const auto user = number_member(form_decoded(request.query), "user");
    const auto* who = find_person(p, user.value_or(0));
    return who != nullptr && !who->bot ? user : std::nullopt;
}

web_response page_act(portal& p, const web_request& request) {
    boost::system::error_code failed;
    const json::value asked = json::parse(request.body, failed);
    if (failed || !asked.is_object())
        return refused(400, "Нужен JSON");
    const auto& wish = asked.get_object();
    try {
        if (text_member(wish, "do") == "install") {
            if (!is_admin(p, number_member(wish, "user").value_or(0)))
                return refused(403, "Приложения устанавливает администратор");
            web_response answer;
            answer.then = ending::install;
            answer.status = 502;  // should the handler not take it
            answer.user = service_user;
            return answer;
        }
        json::object beside = act(p, wish, false);
        beside["ok"] = true;
        return json_response(200, beside);
    } catch (const act_refused& why) {
        return refused(400, why.what());
    }
}

web_response page_response(portal& p, const web_request& request) {
    if (request.path == "/page/act")
        return request.method == "POST" ? page_act(p, request) : refused(405, "POST");
    const auto user = viewer(p, request);
    if (!user)
        return refused(404, "Такого сотрудника нет");
    if (request.path == "/page/state")
        return json_response(200, page_state(p, *user));
    web_response stream;
    stream.then = ending::stream;
    stream.type = "text/event-stream";
    return stream;
}

web_response file_response(const page_source& page, const std::string& path) {
    const auto file = page_file(page.directory, path == "/" ? "index.html" : path.substr(1));
    if (!file)
        return refused(404, "Такой страницы нет");
    web_response answer;
    answer.type = file->type;
    answer.body = file->content;
    answer.headers.emplace_back("Cache-Control", "no-store");
    answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return answer;
}

}  // namespace

web_response respond(portal& p, const page_source& page, const web_request& request) {
    const auto under = [&](std::string_view folder) { return request.path.rfind(folder, 0) == 0; };
    if (!comes_from_here(request))
        return refused(403, "The sandbox talks to this machine only");
    tidy(p);
    web_response answer;
    if (under("/rest/"))
        answer = rest_response(p, request);
    else if (under("/oauth/token"))
        answer = token_response(p, request);
    else if (under("/oauth/authorize"))
        answer = authorize_response(p, request);
    else if (under("/control/"))
        answer = control_response(p, request);
    else if (request.path == "/page/state" || request.path == "/page/stream" || request.path == "/page/act")
        answer = page_response(p, request);
    else
        answer = file_response(page, request.path);
    flush_events(p);
    return answer;
}

}  // namespace sandbox
