#pragma once
// The bot's door: who may come in by which path, and what he is told. Paths: POST /install, POST
// /event/<unguessable>, GET /healthz, GET /readyz; anything else is 404. Nothing changes state by GET.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "bot/group_commit.hpp"
#include "bot/installer.hpp"
#include "bot/net/http.hpp"

namespace bot {

// What an event must prove. All empty before the installation.
struct door_keys {
    std::string path;  // "/event/…"
    std::string member_id;
    std::string application_token;
    std::int64_t bot = 0;
};

class reception {
public:
    struct report {
        bool ready = false;
        std::string json;
    };
    struct house {
        std::function<door_keys()> keys;
        std::function<report()> readiness;                        // GET /readyz
        std::function<void(const wire::credentials&)> installed;  // after an installation was kept
        std::function<void()> uninstalled;                        // a verified ONAPPUNINSTALL
    };
    reception(group_commit& commits, installer& installing, house around);

    boost::asio::awaitable<net::response> answer(net::incoming_request asked);

private:
    boost::asio::awaitable<net::response> install(net::incoming_request asked);
    boost::asio::awaitable<net::response> event(net::incoming_request asked, const door_keys& keys);

    group_commit& commits_;
    installer& installing_;
    house house_;
};

// Takes as long for texts that differ at once as for those that differ at the end.
bool equal_in_constant_time(std::string_view one, std::string_view other);

}  // namespace bot
