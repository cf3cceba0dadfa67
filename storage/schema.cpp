#include "storage/schema.hpp"

#include <string>

#include "storage/migrations.hpp"

namespace storage {

std::int64_t newest_schema() {
    return static_cast<std::int64_t>(migrations().size());
}

std::int64_t schema_of(connection& db) {
    const auto whose = db.integer("PRAGMA application_id");
    const auto version = db.integer("PRAGMA user_version");
    const bool empty = db.integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty && whose == 0 && version == 0)
        return 0;
    if (whose != application_id)
        throw database_error(0, db.path() + ": this is the database of another program");
    if (version < 0 || version > newest_schema())
        throw database_error(
            0, db.path() + ": the database was written by a newer version of deadline-guard (schema " +
                   std::to_string(version) + ", this program knows schemas up to " +
                   std::to_string(newest_schema()) +
                   "); start that version, or restore a copy made before the upgrade");
    return version;
}

void migrate(connection& db) {
    for (auto version = schema_of(db); version < newest_schema(); ++version) {
        db.run("BEGIN IMMEDIATE");
        try {
            for (const auto* part : migrations().at(static_cast<std::size_t>(version)))
                db.run(part);
            db.run("PRAGMA application_id = " + std::to_string(application_id));
            db.run("PRAGMA user_version = " + std::to_string(version + 1));
            db.run("COMMIT");
        } catch (const database_error&) {
            if (db.in_transaction())
                db.run("ROLLBACK");
            throw;
        }
    }
}

}  // namespace storage
