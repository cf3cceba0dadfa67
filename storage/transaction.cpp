#include "storage/transaction.hpp"

#include <sqlite3.h>

#include "storage/take.hpp"

namespace storage {

transaction::transaction(database& home, instant now, intent what_for) : home_(home), now_(now) {
    if (link().in_transaction())
        throw std::logic_error("transactions do not nest");
    statement(link(), what_for == intent::write ? "BEGIN IMMEDIATE" : "BEGIN").run();
}

transaction::~transaction() {
    // SQLite itself has rolled back already after some failures.
    if (open_ && link().in_transaction())
        sqlite3_exec(link().handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void transaction::commit() {
    statement(link(), "COMMIT").run();
    open_ = false;
}

void transaction::apply(const dialogs::step& what) {
    std::visit([this](const auto& step) { take(*this, step); }, what);
}

void transaction::apply(const std::vector<dialogs::step>& all) {
    for (const auto& each : all)
        apply(each);
}

}  // namespace storage
