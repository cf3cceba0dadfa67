// sandbox-portal: a small portal to try the bot on.
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <iostream>

#include "sandbox/http_server.hpp"

namespace {

struct options {
    std::string listen = "127.0.0.1:8070";
    std::string page;
    std::string faults;
    std::string bucket = "on";
    std::string scopes;
    sandbox::settings set;
};

void declare(CLI::App& app, options& o) {
    app.add_option("--listen", o.listen, "address and port; port 0 takes a free one")->capture_default_str();
    app.add_option("--handler", o.set.handler, "where the application listens")->capture_default_str();
    app.add_option("--client-id", o.set.client_id, "of the local application")->capture_default_str();
    app.add_option("--client-secret", o.set.client_secret, "of the local application");
    app.add_option("--webhook-secret", o.set.webhook_secret, "of the incoming webhook of user 99");
    app.add_option("--scope", o.scopes, "granted scopes, separated by commas (default: all that are needed)");
    app.add_option("--page", o.page, "directory with the page's files instead of the built-in copies");
    app.add_option("--faults", o.faults, "planned misbehaviour, the JSON of POST /control/faults");
    app.add_option("--seed", o.set.seed, "of everything random")->capture_default_str();
    app.add_option("--bucket", o.bucket, "on | off: the limit of 2 requests a second")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, ',');)
        parts.push_back(part);
    return parts;
}

int serve(options o) {
    const auto colon = o.listen.rfind(':');
    const std::string host = o.listen.substr(0, colon);
    const int port = colon == std::string::npos ? 8070 : std::stoi(o.listen.substr(colon + 1));
    if (port < 0 || port > 65535)
        throw std::invalid_argument("--listen: no such port");
    o.set.bucket = o.bucket == "on";
    if (!o.scopes.empty())
        o.set.scopes = split(o.scopes);

    sandbox::portal portal = sandbox::found_portal(o.set, [] {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    });
    if (!o.faults.empty())
        portal.faults = sandbox::fault_plan_of(boost::json::parse(o.faults).as_object());

    boost::asio::io_context io(1);
    sandbox::http_server server(io, portal, {o.page}, host, static_cast<unsigned short>(port));
    portal.set.base = "http://" + host + ":" + std::to_string(server.port());
    server.start();
    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&io](auto failed, int) {
        if (!failed)
            io.stop();
    });
    std::cout << "listening on " << portal.set.base << std::endl;
    io.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("A small Bitrix24 portal in memory, to try the bot on.", "sandbox-portal");
    options o;
    declare(app, o);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? 0 : 2;
    }
    try {
        return serve(std::move(o));
    } catch (const std::exception& failed) {
        std::cerr << "sandbox-portal: " << failed.what() << '\n';
        return 1;
    }
}
