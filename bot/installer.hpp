#pragma once
// Installing: an offer of tokens arrives from anywhere on the internet, and nothing is believed before the
// portal itself, on an allowed host, has named our application and an administrator for them.
// Protocol 1.2, 1.5.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "bot/config.hpp"
#include "bot/transport.hpp"
#include "bot/wire/event.hpp"
#include "storage/database.hpp"

namespace bot {

class installer {
public:
    struct outcome {
        bool installed = false;
        int status = 403;  // HTTP, for the answer
        std::string code;  // for the log: "installed", "host_not_allowed", "not_administrator", …
        std::string text;  // English, for whoever installs: what is wrong and what to do
    };

    // All outlive the installer.
    installer(const config& settings, storage::database& disk, transport& outside,
              std::function<locale::instant()> now);

    // Verifies an offer and, when it is genuine, puts the installation on disk. An offer that fails changes
    // nothing.
    boost::asio::awaitable<outcome> install(wire::credentials offered);

    // The same for tokens a person has fetched: they bring no application_token, so no event can prove where
    // it comes from, and the bot asks for them.
    boost::asio::awaitable<outcome> connect(wire::credentials fetched);

private:
    boost::asio::awaitable<outcome> verify(wire::credentials offered);
    [[nodiscard]] std::string host_refused(const wire::credentials& offered) const;
    outcome keep(const wire::credentials& offered, std::int64_t user);

    const config& settings_;
    storage::database& disk_;
    transport& outside_;
    std::function<locale::instant()> now_;
    bool verifying_ = false;
};

// Whether the host of an address is one of those the configuration allows; hosts are compared without ports,
// in lower case.
bool is_allowed_host(const std::string& address, const std::vector<std::string>& allowed);

}  // namespace bot
