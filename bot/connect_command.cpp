#include "bot/connect_command.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>
#include <iostream>

#include "bot/installer.hpp"
#include "bot/portal_client.hpp"
#include "bot/start_up.hpp"
#include "locale/text.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;

namespace {

std::string percent(std::string_view text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
}

// Exchanges the code, asks the portal who that is, and keeps the tokens.
asio::awaitable<installer::outcome> take_in(portal_client& portal, installer& installing, std::string code) {
    const auto pair = co_await portal.exchange_code(std::move(code));
    if (pair.has_error()) {
        const auto& why = pair.error();
        co_return installer::outcome{
            false, 0, why.code,
            "The authorization server gave no tokens: " + why.code + " " + why.text +
                "\nThe code lives 30 seconds: run connect again and paste quicker. If "
                "it says invalid_client, check client_id and its secret."};
    }
    co_return co_await installing.connect(*pair);
}

installer::outcome exchange(const config& settings, storage::database& disk, std::string code) {
    asio::io_context io(1);
    net::client sockets(io);
    net_transport outside(sockets);
    wall_clock time;
    const auto now = [&] { return std::chrono::floor<std::chrono::seconds>(time.now()); };
    portal_client portal(access_of(settings), outside, time, [](const wire::credentials&) {});
    installer installing(settings, disk, outside, now);
    installer::outcome came;
    asio::co_spawn(io, take_in(portal, installing, std::move(code)),
                   [&](const std::exception_ptr& failure, installer::outcome result) {
                       if (failure)
                           std::rethrow_exception(failure);
                       came = std::move(result);
                   });
    io.run();
    return came;
}

bool refuse(std::ostream& err, std::string_view why) {
    err << "deadline-guard connect: " << why << '\n';
    return false;
}

}  // namespace

authorization_answer read_authorization_answer(std::string_view address, std::string_view state) {
    const auto url = boost::urls::parse_uri(address);
    if (!url)
        return {"", "this is no address; copy the whole address line of the browser, from https:// on"};
    std::string code, brought;
    for (const auto& each : url->params()) {
        if (each.key == "code")
            code = each.value;
        if (each.key == "state")
            brought = each.value;
    }
    if (code.empty())
        return {"", "there is no code in this address; open the link, sign in, allow, then copy the address"};
    if (brought != state)
        return {"", "this address comes from another link; run connect again and use its own"};
    return {std::move(code), ""};
}

std::string authorization_link(const std::string& portal, const std::string& client_id,
                               const std::string& state) {
    const auto base = portal.find("://") == std::string::npos ? "https://" + portal : portal;
    return base + "/oauth/authorize/?client_id=" + percent(client_id) + "&state=" + percent(state);
}

bool connect(const config& settings, const std::string& portal, std::istream& in, std::ostream& out,
             std::ostream& err) {
    if (!settings.portal.webhook.empty())
        return refuse(err, "an incoming webhook is configured: there is nothing to connect");
    const auto& hosts = settings.portal.allowed_hosts;
    if (portal.empty() && hosts.size() != 1)
        return refuse(err, "allowed_hosts names several portals: say which with --portal");
    storage::database disk(opening_of(settings));
    const auto known = storage::look(disk, {}, [](const storage::transaction& tx) {
        return storage::portal::find_secret(tx, storage::portal::application_token);
    });
    if (settings.portal.events == way_in::push && !known)
        return refuse(
            err,
            "with [server] public_url the portal itself installs the application, by its card; take "
            "public_url out, or set [portal] events = \"pull\"");

    const auto state = new_token();
    out << "1. Open this link in a browser and sign in as the service account, an administrator of the "
           "portal:\n\n"
        << "   "
        << authorization_link(portal.empty() ? hosts.front() : portal, settings.portal.client_id, state)
        << "\n\n2. The browser is sent to the handler's address, which may not open. Copy the address line "
           "and "
           "paste it here within 30 seconds:\n"
        << std::flush;
    std::string line;
    if (!std::getline(in, line))
        return refuse(err, "no address was given");
    const auto answer = read_authorization_answer(locale::trimmed(line), state);
    if (!answer.wrong.empty())
        return refuse(err, answer.wrong);
    const auto came = exchange(settings, disk, answer.code);
    if (!came.installed)
        return refuse(err, came.text);
    out << "Connected. Start the bot: deadline-guard serve --config FILE\n";
    return true;
}

}  // namespace bot
