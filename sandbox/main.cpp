// sandbox-portal: a small portal to try the bot on.
#include <boost/asio/signal_set.hpp>
#include <iostream>

#include "sandbox/http_server.hpp"
#include "sandbox/options.hpp"

namespace {

sandbox::moment now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void serve(const sandbox::options& o) {
    sandbox::portal portal = sandbox::found_portal(o.set, now);
    portal.faults = o.faults;
    boost::asio::io_context io(1);
    sandbox::http_server server(io, portal, {o.page}, o.host, o.port);
    const std::string here = "http://" + o.host + ":" + std::to_string(server.port());
    portal.set.base = o.base.empty() ? here : o.base;
    server.start();
    boost::asio::signal_set signals(io, SIGTERM, SIGINT);
    signals.async_wait([&io](auto failed, int) {
        if (!failed)
            io.stop();
    });
    std::cout << "listening on " << here << std::endl;
    io.run();
}

}  // namespace

int main(int argc, char** argv) {
    sandbox::options read;
    try {
        read = sandbox::read_options({argv + 1, argv + argc});
    } catch (const std::invalid_argument& wrong) {
        std::cerr << "sandbox-portal: " << wrong.what() << "\n\n" << sandbox::usage();
        return 2;
    }
    if (read.help) {
        std::cout << sandbox::usage();
        return 0;
    }
    try {
        serve(read);
        return 0;
    } catch (const std::exception& failed) {
        std::cerr << "sandbox-portal: " << failed.what() << '\n';
        return 1;
    }
}
