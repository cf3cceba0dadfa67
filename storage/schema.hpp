#pragma once
// The tables, and how an older database becomes a newer one.
#include "storage/sqlite.hpp"

namespace storage {

constexpr std::int64_t application_id = 0x444c4744;  // "DLGD", so that nobody else's file is taken for ours

// The schema version this program knows: that of its last migration.
std::int64_t newest_schema();
// 0: an empty file. Throws database_error for a file that is not ours or is from a newer version.
std::int64_t schema_of(connection& db);
// Takes every migration that is missing, each in a transaction of its own.
void migrate(connection& db);

}  // namespace storage
