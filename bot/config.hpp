#pragma once
// The configuration file: TOML in, one value out. Design: a wrong file is refused naming file, line and key.
#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "dialogs/policy.hpp"
#include "locale/catalogue.hpp"
#include "locale/instant.hpp"

namespace bot {

// How the bot hears of what happens on the portal.
enum class way_in {
    push,  // the portal posts events to public_url
    pull   // the bot asks for them: nobody has to reach it
};

struct config {
    struct {
        std::string listen = "127.0.0.1:8080";
        std::string public_url;  // how the portal reaches the bot; no slash at the end; "" = not at all
        std::string tls_certificate, tls_key;  // both or neither
    } server;
    struct {
        std::string client_id;
        std::string client_secret;  // DEADLINE_GUARD_CLIENT_SECRET or client_secret_file; never logged
        std::string oauth_server = "https://oauth.bitrix24.tech";
        std::vector<std::string> allowed_hosts;  // lower case, without ports
        // DEADLINE_GUARD_WEBHOOK or webhook_file, "https://acme.bitrix24.ru/rest/1/secret/"; never logged.
        // With it there is no OAuth and the four above are not needed.
        std::string webhook;
        way_in events = way_in::push;  // "auto" is resolved: push where there is a public_url
        std::chrono::milliseconds poll_interval{3000};
        int requests_per_second = 2;
        int burst = 40;
    } portal;
    struct {
        std::filesystem::path database = "guard.db";
        std::string key;  // DEADLINE_GUARD_KEY; "" = the key file is used
        std::filesystem::path
            key_file;  // made at the first start when absent; default: the database's name + ".key"
    } storage;
    dialogs::policy policy;   // [people], [guard], [requests] and the policy files
    std::string policy_text;  // what it was made of (policy_file.hpp)
    struct {
        std::vector<std::chrono::year_month_day> days_off;
        std::vector<std::chrono::year_month_day> workdays;
    } calendar;
    struct {
        locale::language language = locale::language::ru;
        std::string time_zone = "Europe/Moscow";
    } locale;
};

// What is wrong with a configuration; what() is ready to be shown: "guard.toml:12: [guard] mode: …".
class config_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Looks a variable of the environment up; nothing when it is not set. Passed in so that tests need no real
// environment.
using environment = std::string (*)(const char* name);
std::string process_environment(const char* name);

// Reads and checks a file. Relative paths in it are relative to its folder. Throws config_error.
config read_config(const std::filesystem::path& file, environment env = process_environment);
// The same without [server] and [portal], for commands that neither listen nor ask the portal: no secret is
// needed.
config read_config_at_rest(const std::filesystem::path& file, environment env = process_environment);
// The whole of it from text; `name` stands for the file in errors.
config parse_config(std::string_view text, const std::string& name, const std::filesystem::path& folder,
                    environment env);

}  // namespace bot
