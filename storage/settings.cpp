#include "storage/settings.hpp"

namespace storage::settings {

std::map<std::string, std::string> all(const transaction& tx) {
    std::map<std::string, std::string> out;
    statement q(tx.link(), "SELECT key, value FROM setting");
    while (q.step())
        out.emplace(q.text(0), q.text(1));
    return out;
}

void save(transaction& tx, std::string_view key, std::string_view value) {
    statement(
        tx.link(),
        "INSERT INTO setting(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value")
        .put(key)
        .put(value)
        .run();
}

void forget(transaction& tx, std::string_view key) {
    statement(tx.link(), "DELETE FROM setting WHERE key = ?").put(key).run();
}

void forget_all(transaction& tx) {
    statement(tx.link(), "DELETE FROM setting").run();
}

}  // namespace storage::settings
