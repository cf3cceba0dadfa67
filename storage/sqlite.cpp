#include "storage/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace storage {
namespace {

constexpr int busy_wait_max_ms = 2000;  // another process that copies the file may hold it that long

// SQLite would make the file readable for everybody; what it makes beside it (-wal, -shm) takes the mode of
// this one.
void make_private_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;  // there already, or SQLite will say better why not
    ::close(file);
    const auto folder = std::filesystem::path(path).parent_path();
    const int above = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (above < 0)
        return;
    ::fsync(above);
    ::close(above);
}

std::string explain(int code, sqlite3* db) {
    const int primary = code & 0xff;
    if (primary == SQLITE_FULL ||
        (db != nullptr && primary == SQLITE_IOERR && sqlite3_system_errno(db) == ENOSPC))
        return "no space left on the disk";
    if (primary == SQLITE_NOTADB)
        return "this is not a database";
    if (primary == SQLITE_CORRUPT)
        return "the database is damaged";
    if (primary == SQLITE_READONLY)
        return "the database may not be written (is the file or the disk read-only?)";
    std::string said = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    if (primary == SQLITE_BUSY)
        return "another process holds the database (" + said + ")";
    return said;
}

}  // namespace

bool database_error::is_full() const {
    return (code_ & 0xff) == SQLITE_FULL;
}
bool database_error::is_read_only() const {
    return (code_ & 0xff) == SQLITE_READONLY;
}
bool database_error::is_damaged() const {
    return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB;
}
bool database_error::is_forbidden() const {
    return (code_ & 0xff) == SQLITE_CONSTRAINT;
}

connection::connection(std::string path, access how, const std::string& vfs) : path_(std::move(path)) {
    if (how == access::read_write && path_ != ":memory:" && vfs.empty())
        make_private_file(path_);
    const int mode =
        how == access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code =
        sqlite3_open_v2(path_.c_str(), &db_, mode | SQLITE_OPEN_NOMUTEX, vfs.empty() ? nullptr : vfs.c_str());
    if (code != SQLITE_OK) {
        const database_error why(code, path_ + ": " + explain(code, db_));
        sqlite3_close_v2(std::exchange(db_, nullptr));
        throw why;
    }
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, busy_wait_max_ms);
}

connection::~connection() {
    for (const auto& [sql, prepared] : idle_)
        for (auto* each : prepared)
            sqlite3_finalize(each);
    sqlite3_close_v2(db_);
}

void connection::run(const std::string& sql) {
    const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(code);
}

std::int64_t connection::integer(const char* sql) {
    statement asked(*this, sql);
    return asked.step() ? asked.integer(0) : 0;
}

std::int64_t connection::last_id() const {
    return sqlite3_last_insert_rowid(db_);
}
std::int64_t connection::changed() const {
    return sqlite3_changes64(db_);
}
bool connection::in_transaction() const {
    return sqlite3_get_autocommit(db_) == 0;
}

void connection::fail(int code) const {
    const bool out_of_space = (code & 0xff) == SQLITE_IOERR && sqlite3_system_errno(db_) == ENOSPC;
    throw database_error(out_of_space ? SQLITE_FULL : code, path_ + ": " + explain(code, db_));
}

sqlite3_stmt* connection::lend(std::string_view sql) {
    if (const auto known = idle_.find(sql); known != idle_.end() && !known->second.empty()) {
        auto* prepared = known->second.back();
        known->second.pop_back();
        return prepared;
    }
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK)
        fail(code);
    return made;
}

void connection::take_back(std::string_view sql, sqlite3_stmt* what) {
    auto known = idle_.find(sql);
    if (known == idle_.end())
        known = idle_.emplace(std::string(sql), std::vector<sqlite3_stmt*>{}).first;
    known->second.push_back(what);
}

statement::statement(connection& db, std::string_view sql) : db_(db), sql_(sql), stmt_(db.lend(sql)) {}

statement::~statement() {
    sqlite3_reset(stmt_);
    sqlite3_clear_bindings(stmt_);  // a kept statement must not keep a secret alive
    try {
        db_.take_back(sql_, stmt_);
    } catch (const std::bad_alloc&) {
        sqlite3_finalize(stmt_);
    }
}

void statement::check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        db_.fail(code);
}

statement& statement::put(std::int64_t value) {
    check(sqlite3_bind_int64(stmt_, ++filled_, value));
    return *this;
}
statement& statement::put(std::string_view value) {
    const char* start = value.data() == nullptr ? "" : value.data();  // a null pointer would be NULL, not ''
    check(sqlite3_bind_text64(stmt_, ++filled_, start, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}
statement& statement::put(const blob& value) {
    const void* start = value.empty() ? static_cast<const void*>("") : value.data();
    check(sqlite3_bind_blob64(stmt_, ++filled_, start, value.size(), SQLITE_TRANSIENT));
    return *this;
}
statement& statement::put_null() {
    check(sqlite3_bind_null(stmt_, ++filled_));
    return *this;
}

bool statement::step() {
    const int code = sqlite3_step(stmt_);
    check(code);
    return code == SQLITE_ROW;
}

bool statement::is_null(int column) const {
    return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}
std::int64_t statement::integer(int column) const {
    return sqlite3_column_int64(stmt_, column);
}
std::string statement::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
    return start == nullptr ? std::string() : std::string(start, size);
}
blob statement::bytes(int column) const {
    const auto* start = static_cast<const unsigned char*>(sqlite3_column_blob(stmt_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column));
    return start == nullptr ? blob() : blob(start, start + size);
}
std::optional<instant> statement::maybe_moment(int column) const {
    if (is_null(column))
        return std::nullopt;
    return moment(column);
}

}  // namespace storage
