#pragma once
// The thinnest useful cover over SQLite: a connection, statements kept prepared, errors as exceptions.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "locale/instant.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace storage {

using locale::instant;
using blob = std::vector<unsigned char>;

// SQLite failed: disk full, file damaged or read-only, a row the schema forbids. The text names the file and
// what is wrong, and never holds a value that was stored. Never thrown for expected outcomes such as "seen
// before".
class database_error : public std::runtime_error {
public:
    database_error(int sqlite_code, const std::string& what) : std::runtime_error(what), code_(sqlite_code) {}
    [[nodiscard]] int code() const { return code_; }  // extended result code; 0: refused by us, not by SQLite
    [[nodiscard]] bool is_full() const;               // no space left: goes over by itself once there is some
    [[nodiscard]] bool is_read_only() const;
    [[nodiscard]] bool is_damaged() const;    // not a database, or a broken one
    [[nodiscard]] bool is_forbidden() const;  // a CHECK, key or trigger of the schema said no

private:
    int code_;
};

enum class access { read_write, read_only };

// One connection to one file. Not for several threads.
class connection {
public:
    // `vfs`: name of a registered SQLite VFS, "" = the default one. A file that is absent is made with mode
    // 0600.
    connection(std::string path, access how, const std::string& vfs = {});
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection();

    void run(const std::string& sql);                     // one or more statements without parameters
    [[nodiscard]] std::int64_t integer(const char* sql);  // the first column of the first row
    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] std::int64_t changed() const;  // rows changed by the last statement
    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] sqlite3* handle() const { return db_; }
    // Throws what SQLite said last on this connection, with the path before it.
    [[noreturn]] void fail(int code) const;

private:
    friend class statement;
    sqlite3_stmt* lend(std::string_view sql);
    void take_back(std::string_view sql, sqlite3_stmt* what);

    std::string path_;
    sqlite3* db_ = nullptr;
    std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>>
        idle_;  // prepared and not in use, by their text
};

// One use of a statement. `sql` must outlive it (a literal does). Parameters are filled in the order of
// put().
class statement {
public:
    statement(connection& db, std::string_view sql);
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;
    ~statement();

    statement& put(std::int64_t value);
    statement& put(int value) { return put(std::int64_t{value}); }
    statement& put(std::string_view value);
    statement& put(const blob& value);
    statement& put(instant value) { return put(std::int64_t{value.time_since_epoch().count()}); }
    statement& put(const std::optional<instant>& value) { return value ? put(*value) : put_null(); }
    statement& put_null();
    statement& put_id(std::int64_t value) { return value == 0 ? put_null() : put(value); }  // 0 = NULL

    bool step();  // true: a row is ready
    void run() { step(); }

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;  // 0 for NULL
    [[nodiscard]] int small(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] std::string text(int column) const;  // "" for NULL
    [[nodiscard]] blob bytes(int column) const;
    [[nodiscard]] instant moment(int column) const { return instant{std::chrono::seconds{integer(column)}}; }
    [[nodiscard]] std::optional<instant> maybe_moment(int column) const;

private:
    void check(int code) const;

    connection& db_;
    std::string_view sql_;
    sqlite3_stmt* stmt_;
    int filled_ = 0;
};

}  // namespace storage
