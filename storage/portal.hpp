#pragma once
// The one portal this database belongs to: who it is, the keys to it, who we are there, how far we have read.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/transaction.hpp"

namespace storage::portal {

struct identity {
    std::string member_id;            // "webhook" installations without one: the host
    std::string client_endpoint;      // "https://acme.bitrix24.ru/rest/"
    std::string server_endpoint;      // "https://oauth.bitrix24.tech/rest/"; "" without OAuth
    dialogs::user_id token_user = 0;  // in whose name the bot writes
    bool token_user_is_administrator = false;
    std::int64_t bot = 0;  // 0: not registered yet
    friend bool operator==(const identity&, const identity&) = default;
};

// Nothing: not installed.
std::optional<identity> find(const transaction& tx);
// The first one told by OAuth fixes member_id for ever: throws database_error (is_forbidden) for another.
void save(transaction& tx, const identity& what);

// The OAuth pair and when the access token ends.
struct tokens {
    std::string access;
    std::string refresh;
    instant expires_at{};
    friend bool operator==(const tokens&, const tokens&) = default;
};
std::optional<tokens> find_tokens(const transaction& tx);
void save_tokens(transaction& tx, const tokens& what);  // both at once: never a new one beside an old one
void forget_tokens(transaction& tx);

// Other secrets, sealed on disk as the tokens are.
constexpr std::string_view application_token = "application_token";
constexpr std::string_view door_path = "door_path";  // the unguessable path of the event door
constexpr std::string_view bot_token = "bot_token";  // of a bot registered by an incoming webhook
std::optional<std::string> find_secret(const transaction& tx, std::string_view name);
void save_secret(transaction& tx, std::string_view name, std::string_view value);
std::string new_bot_token();  // 32 random hexadecimal digits (T44)

// From now() on deadlines are guarded. Only the first call counts.
void switch_guard_on(transaction& tx);
bool guard_is_on(const transaction& tx);

// How far something was read, e.g. "bot_events" -> "1207". "" = from the beginning.
std::string cursor(const transaction& tx, std::string_view name);
void move_cursor(transaction& tx, std::string_view name, std::string_view to);

// What was found out about the portal and the bot's own state, for people who look after it: "bots" -> "v2".
struct finding {
    std::string name;
    std::string value;
    instant at{};  // when it became so
    friend bool operator==(const finding&, const finding&) = default;
};
// A value that is known already keeps its moment.
void note_finding(transaction& tx, std::string_view name, std::string_view value);
std::vector<finding> findings(const transaction& tx);  // by name
std::optional<finding> find_finding(const transaction& tx, std::string_view name);

}  // namespace storage::portal
