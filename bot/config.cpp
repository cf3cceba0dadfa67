#include "bot/config.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/segments_view.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdlib>
#include <fstream>

#include "bot/config_table.hpp"
#include "bot/net/http.hpp"
#include "bot/policy_file.hpp"
#include "locale/text.hpp"
#include "locale/zone.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;

std::string read_secret_file(const config_table& table, const char* key, const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line))
        table.refuse(key, "cannot read " + file.string());
    return locale::trimmed(line);
}

// An address the bot asks or is asked at: https, or http on loopback; no path but what is allowed.
std::string address(config_table& table, const char* key, std::string otherwise, bool required) {
    auto value = table.text(key, std::move(otherwise));
    if (value.empty()) {
        if (required)
            table.refuse(key, "is missing");
        return value;
    }
    const auto url = boost::urls::parse_uri(value);
    if (!url || url->has_userinfo() || url->has_query())
        table.refuse(key, "must be an address like \"https://bot.example.com\"");
    try {
        net::address::of(value);
    } catch (const std::invalid_argument&) {
        table.refuse(
            key, "must be an address like \"https://bot.example.com\" (plain http is for this machine only)");
    }
    while (value.ends_with('/'))
        value.pop_back();
    return value;
}

// "https://acme.bitrix24.ru/rest/1/secret/" (1.4), https or loopback.
bool is_webhook(const std::string& text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->has_userinfo() || url->has_query() || url->has_fragment())
        return false;
    std::vector<std::string> parts;
    for (const auto& each : url->segments())
        parts.push_back(each);
    while (!parts.empty() && parts.back().empty())
        parts.pop_back();
    const auto digits = [](const std::string& id) {
        return !id.empty() && id.find_first_not_of("0123456789") == std::string::npos;
    };
    if (parts.size() < 3 || parts[parts.size() - 3] != "rest" || !digits(parts[parts.size() - 2]))
        return false;
    try {
        net::address::of(text);
    } catch (const std::invalid_argument&) {
        return false;
    }
    return true;
}

// "127.0.0.1:8080", "localhost:8080", "[::1]:8080"; names are not looked up.
bool can_be_listened_at(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return false;
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, port);
    auto host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    boost::system::error_code no_address;
    boost::asio::ip::make_address(host, no_address);
    return read.ec == std::errc{} && read.ptr == end && (host == "localhost" || !no_address);
}

std::chrono::year_month_day day(const config_table& table, const char* key, std::string_view text) {
    if (const auto read = config_table::date_of(text))
        return *read;
    table.refuse(
        key, "\"" + std::string(text) + "\" is no date; write \"2026-12-31\" or \"2026-12-31..2027-01-10\"");
}

std::vector<std::chrono::year_month_day> days(config_table& table, const char* key) {
    std::vector<std::chrono::year_month_day> out;
    for (const auto& text : table.texts(key)) {
        const auto dots = text.find("..");
        const std::chrono::sys_days first = day(table, key, std::string_view(text).substr(0, dots));
        const std::chrono::sys_days last =
            dots == std::string::npos ? first : std::chrono::sys_days(day(table, key, text.substr(dots + 2)));
        if (last < first || last - first > std::chrono::days(366))
            table.refuse(key, "\"" + text + "\" ends before it begins, or is longer than a year");
        for (auto each = first; each <= last; each += std::chrono::days(1))
            out.emplace_back(each);
    }
    return out;
}

class reader {
public:
    reader(const toml::table& root, std::string file, std::filesystem::path folder, environment env)
        : root_(root), file_(std::move(file)), folder_(std::move(folder)), env_(env) {}

    config read() {
        refuse_unknown_tables();
        server();
        portal();
        return read_at_rest();
    }

    config read_at_rest() {
        refuse_unknown_tables();
        storage();
        policy();
        calendar();
        locale();
        return std::move(out_);
    }

private:
    config_table table(const char* name) const { return config_table::of(root_, name, file_); }

    void refuse_unknown_tables() {
        static const std::vector<std::string_view> known{"server",   "portal", "storage",  "people", "guard",
                                                         "requests", "report", "calendar", "locale"};
        for (const auto& [key, node] : root_)
            if (std::find(known.begin(), known.end(), key.str()) == known.end())
                throw config_error(file_ + ":" + std::to_string(node.source().begin.line) + ": " +
                                   std::string(key.str()) +
                                   ": unknown table; known are server, portal, storage, people, guard, "
                                   "requests, calendar, locale");
        auto report = table("report");
        for (const char* key : {"chat", "weekday", "time"})
            report.not_built(key);
        report.done();
    }

    std::filesystem::path path(const std::string& text) const {
        return text.empty() ? std::filesystem::path() : folder_ / text;  // an absolute path stays as it is
    }

    void server() {
        auto in = table("server");
        out_.server.listen = in.text("listen", out_.server.listen);
        if (!can_be_listened_at(out_.server.listen))
            in.refuse("listen", "must be an address and a port, like \"127.0.0.1:8080\"");
        out_.server.public_url = address(in, "public_url", "", false);
        out_.server.tls_certificate = path(in.text("tls_certificate", "")).string();
        out_.server.tls_key = path(in.text("tls_key", "")).string();
        if (out_.server.tls_certificate.empty() != out_.server.tls_key.empty())
            in.refuse(out_.server.tls_key.empty() ? "tls_key" : "tls_certificate",
                      "is missing: give both or neither");
        in.done();
    }

    void portal() {
        auto in = table("portal");
        auto& portal = out_.portal;
        portal.webhook = webhook(in);
        application(in);
        way_in_of(in);
        const auto interval = in.duration("poll_interval", 3s, 1h);
        if (interval < 1s)
            in.refuse("poll_interval", "must be at least \"1s\": more the portal does not allow");
        portal.poll_interval = interval;
        portal.requests_per_second =
            static_cast<int>(in.number("requests_per_second", portal.requests_per_second, 1, 100));
        portal.burst = static_cast<int>(in.number("burst", portal.burst, 1, 1000));
        in.done();
    }

    // The address with its secret; what is wrong is told without it.
    std::string webhook(config_table& in) {
        auto address = locale::trimmed(env_("DEADLINE_GUARD_WEBHOOK"));
        const auto file = in.text("webhook_file", "");
        if (address.empty() && !file.empty())
            address = read_secret_file(in, "webhook_file", path(file));
        if (address.empty() || is_webhook(address))
            return address.empty() || address.ends_with('/') ? address : address + "/";
        const std::string wanted =
            "must be the address of an incoming webhook, like https://acme.bitrix24.ru/rest/1/secret/";
        if (!file.empty())
            in.refuse("webhook_file", wanted);
        throw config_error(file_ + ": DEADLINE_GUARD_WEBHOOK: " + wanted);
    }

    // OAuth: the local application, and the hosts it may be installed from.
    void application(config_table& in) {
        auto& portal = out_.portal;
        const bool needed = portal.webhook.empty();
        portal.client_id = in.text("client_id", "");
        if (needed && portal.client_id.empty())
            in.refuse("client_id",
                      "is missing: the portal shows it on the card of the local application (\"local.…\")");
        portal.client_secret = env_("DEADLINE_GUARD_CLIENT_SECRET");
        if (const auto file = in.text("client_secret_file", "");
            portal.client_secret.empty() && !file.empty())
            portal.client_secret = read_secret_file(in, "client_secret_file", path(file));
        if (needed && portal.client_secret.empty())
            in.refuse("client_secret_file",
                      "is missing, and so is the environment variable DEADLINE_GUARD_CLIENT_SECRET");
        portal.oauth_server = address(in, "oauth_server", portal.oauth_server, needed);
        for (const auto& host : in.texts("allowed_hosts")) {
            const auto lowered = locale::lowered(host);
            if (host.empty() ||
                lowered.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") != std::string::npos)
                in.refuse("allowed_hosts",
                          "\"" + host + "\" must be a host alone, like \"acme.bitrix24.ru\"");
            portal.allowed_hosts.push_back(lowered);
        }
        if (needed && portal.allowed_hosts.empty())
            in.refuse("allowed_hosts",
                      "names no host, so no portal could ever be installed; name yours, like "
                      "[\"acme.bitrix24.ru\"]");
    }

    void way_in_of(config_table& in) {
        const auto events = in.one_of("events", {"auto", "push", "pull"}, "auto");
        const bool reachable = !out_.server.public_url.empty();
        if (events == "push" && !out_.portal.webhook.empty())
            in.refuse("events",
                      "\"push\" needs a local application: an incoming webhook gets no events; "
                      "use \"auto\" or \"pull\"");
        if (events == "push" && !reachable)
            in.refuse("events",
                      "\"push\" needs [server] public_url, the address the portal reaches the bot "
                      "at; use \"pull\" where there is none");
        const bool push = events == "push" || (events == "auto" && reachable && out_.portal.webhook.empty());
        out_.portal.events = push ? way_in::push : way_in::pull;
    }

    void storage() {
        auto in = table("storage");
        out_.storage.database = path(in.text("database", out_.storage.database.string()));
        out_.storage.key = env_("DEADLINE_GUARD_KEY");
        out_.storage.key_file = path(in.text("key_file", ""));
        if (out_.storage.key_file.empty())
            out_.storage.key_file = out_.storage.database.string() + ".key";
        in.done();
    }

    void policy() {
        auto read = read_policy(root_, file_, folder_);
        out_.policy = std::move(read.policy);
        out_.policy_text = std::move(read.text);
    }

    void calendar() {
        auto in = table("calendar");
        out_.calendar.days_off = days(in, "days_off");
        out_.calendar.workdays = days(in, "workdays");
        in.done();
    }

    void locale() {
        auto in = table("locale");
        out_.locale.language = *locale::language_of(in.one_of("language", {"ru", "en"}, "ru"));
        out_.locale.time_zone = in.text("time_zone", out_.locale.time_zone);
        if (!locale::zone::find(out_.locale.time_zone))
            in.refuse("time_zone", "no such time zone; write a name like \"Europe/Moscow\"");
        in.done();
    }

    const toml::table& root_;
    std::string file_;
    std::filesystem::path folder_;
    environment env_;
    config out_;
};

}  // namespace

std::string process_environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

config parse_config(std::string_view text, const std::string& name, const std::filesystem::path& folder,
                    environment env) {
    const auto root = parse_toml(text, name);
    return reader(root, name, folder, env).read();
}

config read_config(const std::filesystem::path& file, environment env) {
    const auto root = read_toml(file);
    return reader(root, file.string(), std::filesystem::absolute(file).parent_path(), env).read();
}

config read_config_at_rest(const std::filesystem::path& file, environment env) {
    const auto root = read_toml(file);
    return reader(root, file.string(), std::filesystem::absolute(file).parent_path(), env).read_at_rest();
}

}  // namespace bot
