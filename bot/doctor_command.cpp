#include "bot/doctor_command.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ostream>

#include "bot/start_up.hpp"
#include "bot/way_out.hpp"
#include "bot/wire/value.hpp"
#include "storage/inbox.hpp"
#include "storage/outbox.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto old_after = 10min;  // what waits longer than this is stuck
constexpr auto patience = 5s;

// The report: a line a finding, and whether all of them were good.
class report {
public:
    explicit report(std::ostream& out) : out_(out) {}
    void good(std::string_view what, std::string_view is) { out_ << "  " << what << ": " << is << '\n'; }
    void bad(std::string_view what, std::string_view is, std::string_view advice) {
        well_ = false;
        out_ << "! " << what << ": " << is << '\n';
        if (!advice.empty())
            out_ << "      " << advice << '\n';
    }
    [[nodiscard]] bool well() const { return well_; }

private:
    std::ostream& out_;
    bool well_ = true;
};

void examine_queue(report& to, std::string_view name, std::int64_t waiting, std::int64_t given_up,
                   const std::optional<locale::instant>& oldest, locale::instant now) {
    auto text = std::to_string(waiting) + " waiting";
    if (oldest)
        text += ", the oldest since " + wire::moment_text(*oldest);
    if (oldest && now - *oldest > old_after)
        to.bad(name, text, "Something holds it up: see the state below and the log.");
    else
        to.good(name, text);
    if (given_up > 0)
        to.good(name, std::to_string(given_up) +
                          " given up in the last 90 days: see send_given_up, item_given_up in the log");
}

void examine_database(report& to, const config& settings, storage::database& disk, locale::instant now) {
    const auto damage = disk.damage();
    if (damage.empty())
        to.good("database", settings.storage.database.string() + ", whole");
    else
        to.bad("database", "damaged: " + damage.front(), "Stop the bot and restore the newest backup.");
    storage::look(disk, now, [&](const storage::transaction& tx) {
        const auto who = storage::portal::find(tx);
        if (who)
            to.good("portal", portal_of(who->client_endpoint) + ", bot " + std::to_string(who->bot) +
                                  ", works in the name of user " + std::to_string(who->token_user));
        else
            to.bad("portal", "none", way_out("not_installed"));
        for (const auto& each : storage::portal::findings(tx)) {
            const auto advice = each.name == "state" ? way_out(each.value) : "";
            const auto since = each.value + " (since " + wire::moment_text(each.at) + ")";
            if (advice.empty())
                to.good(each.name, since);
            else
                to.bad(each.name, since, advice);
        }
        const auto in = storage::inbox::measure(tx);
        const auto sending = storage::outbox::measure(tx);
        examine_queue(to, "inbox", in.waiting, in.given_up, in.oldest, now);
        examine_queue(to, "outbox", sending.waiting, sending.given_up, sending.oldest, now);
    });
}

asio::awaitable<net::answer> ask_readiness(net::client& sockets, net::address door) {
    net::outgoing_request request;
    request.method = "GET";
    request.target = "/readyz";
    co_return co_await sockets.ask(door, std::move(request), patience);
}

// What the running bot says. Through TLS it is not asked: its certificate is for another name.
void examine_running_bot(report& to, const config& settings) {
    if (!settings.server.tls_certificate.empty())
        return to.good("running bot", "not asked, as its door speaks TLS; see GET /readyz");
    asio::io_context io(1);
    net::client sockets(io);
    net::answer said;
    auto where = net::address::of("http://" + settings.server.listen);
    if (where.host == "0.0.0.0")
        where.host = "127.0.0.1";
    asio::co_spawn(io, ask_readiness(sockets, where), [&](const std::exception_ptr&, net::answer answer) {
        said = std::move(answer);
        io.stop();
    });
    io.run();
    const auto state = wire::parse_json(said.body);
    if (said.outcome != net::answer::how::answered || !state)
        return to.bad("running bot", "does not answer at " + settings.server.listen,
                      "Start it: systemctl start deadline-guard, or deadline-guard serve --config FILE.");
    const auto text = "portal " + wire::to_text(wire::at(*state, "portal")) + ", access " +
                      wire::to_text(wire::at(*state, "access")) + ", last contact " +
                      wire::to_text(wire::at(*state, "last_contact"));
    if (said.status == 200)
        to.good("running bot", "ready; " + text);
    else
        to.bad("running bot", "not ready; " + text, wire::to_text(wire::at(*state, "way_out")));
}

}  // namespace

bool examine(const config& settings, std::ostream& out) {
    report to(out);
    const bool by_webhook = !settings.portal.webhook.empty();
    const auto* way = settings.portal.events == way_in::push ? "push: the portal posts events"
                      : by_webhook                           ? "webhook: the bot asks for events"
                                                             : "pull: the bot asks for events";
    to.good("configuration", std::string("fine; ") + way);
    storage::opening how;  // without the key: no secret is needed
    how.path = settings.storage.database.string();
    how.how = storage::access::read_only;
    storage::database disk(how);
    examine_database(to, settings, disk,
                     std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    examine_running_bot(to, settings);
    return to.well();
}

}  // namespace bot
