#include "bot/reception.hpp"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include "bot/arrivals.hpp"

#include "bot/log.hpp"
#include "bot/wire/form.hpp"

namespace bot {

namespace asio = boost::asio;

namespace {

net::response plain(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text) + "\n"};
}

// The installation page is shown in an iframe of the portal; until it calls installFinish no events are sent
// (T30).
net::response installed_page() {
    return {200, "text/html; charset=utf-8",
            "<!doctype html><meta charset=\"utf-8\"><title>Deadline Guard</title>"
            "<script src=\"//api.bitrix24.com/api/v1/\"></script>"
            "<p>Помощник по срокам установлен. / Deadline Guard is installed.</p>"
            "<script>BX24.init(function () { BX24.installFinish(); });</script>\n"};
}

struct understood {
    std::string wrong;  // "" = fine
    wire::event happened;
};

// The tree of an ordinary event fits a piece of the stack and is gone when the event is read.
understood understand(const net::incoming_request& asked, std::int64_t bot) {
    std::array<unsigned char, 8192> room;
    boost::json::monotonic_resource memory(room.data(), room.size());
    auto read = wire::read_body(asked.content_type, asked.body, {}, &memory);
    if (!read.wrong.empty())
        return {std::move(read.wrong), {}};
    return {"", wire::read_event(read.tree, bot)};
}

}  // namespace

bool equal_in_constant_time(std::string_view one, std::string_view other) {
    unsigned different = one.size() == other.size() ? 0U : 1U;
    for (std::size_t k = 0; k < other.size(); ++k)
        different |= static_cast<unsigned>(other[k] ^ (one.empty() ? '\0' : one[k % one.size()])) & 0xffU;
    return different == 0;
}

reception::reception(group_commit& commits, installer& installing, house around)
    : commits_(commits), installing_(installing), house_(std::move(around)) {}

asio::awaitable<net::response> reception::answer(net::incoming_request asked) {
    if (asked.method == "GET" && asked.path == "/healthz")
        co_return plain(200, "alive");
    if (asked.method == "GET" && asked.path == "/readyz") {
        auto state = house_.readiness();
        co_return net::response{state.ready ? 200 : 503, "application/json", std::move(state.json)};
    }
    if (asked.method != "POST")
        co_return plain(404, "Nothing here.");
    if (asked.path == "/install")
        co_return co_await install(std::move(asked));
    const auto keys = house_.keys();
    if (!keys.path.empty() && equal_in_constant_time(asked.path, keys.path))
        co_return co_await event(std::move(asked), keys);
    co_return plain(404, "Nothing here.");
}

asio::awaitable<net::response> reception::install(net::incoming_request asked) {
    const auto read = wire::read_body(asked.content_type, asked.body);
    if (!read.wrong.empty())
        co_return plain(400, "The installation could not be read: " + read.wrong);
    auto offered = wire::read_event(read.tree, 0).installation;
    const bool by_page = !offered;
    if (by_page)
        offered = wire::read_installation_page(read.tree, asked.query);
    if (!offered)
        co_return plain(400, "This is neither an ONAPPINSTALL event nor an installation page's POST.");
    const auto outcome = co_await installing_.install(*offered);
    log::info("installation", {{"outcome", outcome.code}});
    if (!outcome.installed)
        co_return plain(outcome.status, outcome.text);
    house_.installed(*offered);
    co_return by_page ? installed_page() : plain(200, outcome.text);
}

asio::awaitable<net::response> reception::event(net::incoming_request asked, const door_keys& keys) {
    const auto read = understand(asked, keys.bot);
    if (!read.wrong.empty()) {
        log::warning("event_unreadable", {{"why", read.wrong}});
        co_return plain(400, "The event could not be read: " + read.wrong);
    }
    const auto& happened = read.happened;
    const bool genuine =
        !keys.application_token.empty() &&
        equal_in_constant_time(happened.application_token, keys.application_token) &&
        (happened.member_id.empty() || equal_in_constant_time(happened.member_id, keys.member_id));
    if (!genuine) {
        log::warning("event_not_genuine", {{"event", happened.name.substr(0, 60)}});
        co_return plain(403, "The event does not come from the portal this bot serves.");
    }
    if (happened.name == "ONAPPUNINSTALL") {
        house_.uninstalled();
        co_return plain(200, "Noted.");
    }
    std::vector<storage::inbox::arrival> arrivals;
    add_arrivals(happened, arrivals);
    if (arrivals.empty())
        co_return plain(200, "Nothing to do.");
    const bool kept = co_await commits_.put(std::move(arrivals));
    co_return kept ? plain(200, "Kept.") : plain(503, "The disk does not take it now.");
}

}  // namespace bot
