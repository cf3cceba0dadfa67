#include "storage/portal.hpp"

namespace storage {

instant transaction::guarded_since() const {
    statement q(link(), "SELECT since FROM guard");
    return q.step() ? q.moment(0) : now_;
}

}  // namespace storage

namespace storage::portal {
namespace {

constexpr std::string_view access_token = "access_token";
constexpr std::string_view refresh_token = "refresh_token";

}  // namespace

std::optional<identity> find(const transaction& tx) {
    statement q(
        tx.link(),
        "SELECT member_id, client_endpoint, server_endpoint, token_user, administrator, bot FROM portal");
    if (!q.step())
        return std::nullopt;
    return identity{q.text(0), q.text(1), q.text(2), q.integer(3), q.integer(4) != 0, q.integer(5)};
}

void save(transaction& tx, const identity& what) {
    statement(
        tx.link(),
        "INSERT INTO portal(one, member_id, client_endpoint, server_endpoint, token_user, administrator, bot)"
        " VALUES (1, ?, ?, ?, ?, ?, ?) ON CONFLICT(one) DO UPDATE SET member_id = excluded.member_id,"
        " client_endpoint = excluded.client_endpoint, server_endpoint = excluded.server_endpoint,"
        " token_user = excluded.token_user, administrator = excluded.administrator, bot = excluded.bot")
        .put(what.member_id)
        .put(what.client_endpoint)
        .put(what.server_endpoint)
        .put(what.token_user)
        .put(what.token_user_is_administrator ? 1 : 0)
        .put(what.bot)
        .run();
}

std::optional<tokens> find_tokens(const transaction& tx) {
    statement q(tx.link(), "SELECT access, refresh, expires_at FROM oauth");
    if (!q.step())
        return std::nullopt;
    const auto& secrets = tx.home().secrets();
    return tokens{secrets.open(access_token, q.bytes(0)), secrets.open(refresh_token, q.bytes(1)),
                  q.moment(2)};
}

void save_tokens(transaction& tx, const tokens& what) {
    const auto& secrets = tx.home().secrets();
    statement(tx.link(),
              "INSERT INTO oauth(one, access, refresh, expires_at) VALUES (1, ?, ?, ?) ON CONFLICT(one) DO "
              "UPDATE SET"
              " access = excluded.access, refresh = excluded.refresh, expires_at = excluded.expires_at")
        .put(secrets.seal(access_token, what.access))
        .put(secrets.seal(refresh_token, what.refresh))
        .put(what.expires_at)
        .run();
}

void forget_tokens(transaction& tx) {
    statement(tx.link(), "DELETE FROM oauth").run();
}

std::optional<std::string> find_secret(const transaction& tx, std::string_view name) {
    statement q(tx.link(), "SELECT sealed FROM secret WHERE name = ?");
    if (!q.put(name).step())
        return std::nullopt;
    return tx.home().secrets().open(name, q.bytes(0));
}

void save_secret(transaction& tx, std::string_view name, std::string_view value) {
    if (name == "journal_key")
        throw std::logic_error("the journal's key is the database's own");
    statement(tx.link(),
              "INSERT INTO secret(name, sealed) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET sealed = "
              "excluded.sealed")
        .put(name)
        .put(tx.home().secrets().seal(name, value))
        .run();
}

std::string new_bot_token() {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string token;
    for (const char byte : random_bytes(16)) {
        token += digits[static_cast<unsigned char>(byte) >> 4U];
        token += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return token;
}

void switch_guard_on(transaction& tx) {
    statement(tx.link(), "INSERT INTO guard(one, since) VALUES (1, ?) ON CONFLICT(one) DO NOTHING")
        .put(tx.now())
        .run();
}

bool guard_is_on(const transaction& tx) {
    return tx.link().integer("SELECT count(*) FROM guard") != 0;
}

std::string cursor(const transaction& tx, std::string_view name) {
    statement q(tx.link(), "SELECT position FROM read_up_to WHERE name = ?");
    return q.put(name).step() ? q.text(0) : std::string();
}

void move_cursor(transaction& tx, std::string_view name, std::string_view to) {
    statement(tx.link(),
              "INSERT INTO read_up_to(name, position) VALUES (?, ?)"
              " ON CONFLICT(name) DO UPDATE SET position = excluded.position")
        .put(name)
        .put(to)
        .run();
}

void note_finding(transaction& tx, std::string_view name, std::string_view value) {
    statement(tx.link(),
              "INSERT INTO finding(name, value, at) VALUES (?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
              " value = excluded.value, at = excluded.at WHERE value <> excluded.value")
        .put(name)
        .put(value)
        .put(tx.now())
        .run();
}

std::vector<finding> findings(const transaction& tx) {
    std::vector<finding> out;
    statement q(tx.link(), "SELECT name, value, at FROM finding ORDER BY name");
    while (q.step())
        out.push_back({q.text(0), q.text(1), q.moment(2)});
    return out;
}

std::optional<finding> find_finding(const transaction& tx, std::string_view name) {
    statement q(tx.link(), "SELECT name, value, at FROM finding WHERE name = ?");
    if (!q.put(name).step())
        return std::nullopt;
    return finding{q.text(0), q.text(1), q.moment(2)};
}

}  // namespace storage::portal
