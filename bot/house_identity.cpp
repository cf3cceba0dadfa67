// Who the bot is on its portal, and how it is: what the disk knows of the installation, readiness, states.
#include <boost/json/serialize.hpp>

#include "bot/house_impl.hpp"
#include "bot/log.hpp"
#include "bot/policy_past.hpp"
#include "bot/way_out.hpp"
#include "bot/wire/value.hpp"

namespace bot {

namespace json = boost::json;

dialogs::context house::impl::deciding_context() {
    const auto zone = locale::zone::find(settings.locale.time_zone).value_or(locale::zone());
    working.clock = zone;
    settings.policy = with_its_past(std::move(settings.policy), settings.policy_text, disk, now());
    return {now(), settings.policy, working, settings.locale.language, zone, 0, 0, "", around.new_token};
}

void house::impl::know(const storage::portal::identity& who) {
    keys.bot = who.bot;
    heart.know(who.bot, who.token_user, portal_of(who.client_endpoint));
    if (who.token_user_is_administrator)
        settings.policy.administrators.insert(who.token_user);
}

// A webhook tells no member_id: its first host stands for it. A portal that was renamed keeps its secret
// (1.6).
void house::impl::remember_webhook() {
    const auto address = settings.portal.webhook.substr(0, settings.portal.webhook.find("/rest/")) + "/rest/";
    storage::transact(disk, now(), [&](storage::transaction& tx) {
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        if (who.member_id.empty())
            who.member_id = net::address::of(address).host;
        who.client_endpoint = address;
        storage::portal::save(tx, who);
    });
}

// What the disk knows of the installation becomes what this process works with.
void house::impl::remember_installation() {
    if (by_webhook())
        remember_webhook();
    storage::transact(disk, now(), [&](storage::transaction& tx) {
        if (!storage::portal::find_secret(tx, storage::portal::door_path))
            storage::portal::save_secret(tx, storage::portal::door_path, "/event/" + around.new_token());
    });
    storage::look(disk, now(), [&](const storage::transaction& tx) {
        keys.path = storage::portal::find_secret(tx, storage::portal::door_path).value_or("");
        const auto who = storage::portal::find(tx);
        const auto pair = storage::portal::find_tokens(tx);
        installed = who && (pair || by_webhook());
        if (!installed)
            return;
        trouble = "settling_in";
        keys.member_id = who->member_id;
        keys.application_token =
            storage::portal::find_secret(tx, storage::portal::application_token).value_or("");
        know(*who);
        if (by_webhook())
            return;
        wire::credentials known;
        known.member_id = who->member_id;
        known.application_token = keys.application_token;
        known.access_token = pair->access;
        known.refresh_token = pair->refresh;
        known.client_endpoint = who->client_endpoint;
        known.server_endpoint = who->server_endpoint;
        portal.use(known);
    });
}

void house::impl::keep_tokens(const wire::credentials& fresh) {
    const auto are = storage::transact(disk, now(), [&](storage::transaction& tx) {
        storage::portal::save_tokens(tx, {fresh.access_token, fresh.refresh_token, tx.now() + 1h});
        auto who = storage::portal::find(tx).value_or(storage::portal::identity{});
        if (!fresh.client_endpoint.empty())  // the portal may have a new name (1.3.3)
            who.client_endpoint = fresh.client_endpoint;
        storage::portal::save(tx, who);
        return who;
    });
    know(are);
    log::info("tokens_renewed");
}

void house::impl::on_installed() {
    remember_installation();
    settle_anew();
    wake.cancel();
}

void house::impl::on_uninstalled() {
    storage::transact(disk, now(), [](storage::transaction& tx) { storage::portal::forget_tokens(tx); });
    installed = settled_in = false;
    keys.application_token.clear();  // nothing of the gone installation opens the door
    trouble = "uninstalled";
    log::warning("uninstalled");
}

reception::report house::impl::readiness() {
    json::object out;
    bool database = true;
    try {
        storage::look(disk, now(), [&](const storage::transaction& tx) {
            const auto in = storage::inbox::measure(tx);
            const auto sending = storage::outbox::measure(tx);
            out["inbox"] = in.waiting;
            out["outbox"] = sending.waiting;
            out["given_up"] = in.given_up + sending.given_up;
        });
    } catch (const storage::database_error&) {
        database = false;
    }
    const auto seen = portal.state();
    out["under_way"] = heart.under_way();
    out["database"] = database ? "fine" : "failing";
    out["portal"] = trouble.empty() ? "fine" : trouble;
    out["access"] = access();
    if (auto advice = way_out(trouble.empty() || access() != "fine" ? access() : trouble); !advice.empty())
        out["way_out"] = std::move(advice);
    out["doubles_possible"] = heart.counters().doubles_possible;
    out["requests"] = portal.requests_total();
    out["polls"] = polls;
    if (seen.last_contact)
        out["last_contact"] = wire::moment_text(std::chrono::floor<std::chrono::seconds>(*seen.last_contact));
    const bool ready = database && installed && settled_in && seen.access == authorization::fine;
    out["ready"] = ready;
    return {ready, json::serialize(out) + "\n"};
}

// A code of /readyz: whether the portal lets us in.
std::string house::impl::access() const {
    switch (portal.state().access) {
        case authorization::fine:
            return "fine";
        case authorization::refused_plan:
            return "refused_plan";
        case authorization::moved:
            return "moved";
        case authorization::must_authorize_again:
            break;
    }
    return by_webhook() ? "webhook_refused" : "must_authorize_again";
}

// What changed between the bot and its portal goes into the log once, and on disk for doctor.
void house::impl::note_state() {
    const auto now_is = access() != "fine" || trouble.empty() ? access() : trouble;
    if (now_is == noted_state)
        return;
    const auto advice = way_out(now_is);
    if (advice.empty())
        log::info("state", {{"now", now_is}});
    else
        log::warning("state", {{"now", now_is}, {"way_out", advice}});
    try {
        storage::transact(disk, now(), [&](storage::transaction& tx) {
            storage::portal::note_finding(tx, "state", now_is);
        });
        noted_state = now_is;
    } catch (const storage::database_error& why) {
        disk_failed(why);
    }
}

}  // namespace bot
