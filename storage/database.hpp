#pragma once
// The one file on disk. Exactly one database object opens it for writing; commands that only look open it
// read-only.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/secret_box.hpp"
#include "storage/sqlite.hpp"

namespace storage {

struct opening {
    std::string path;  // ":memory:" for tests
    std::optional<secret_box>
        secrets;  // required for writing and for verifying the journal; else tokens stay shut
    access how = access::read_write;
    std::function<std::string()> new_uuid = random_uuid;  // for messages; a simulation passes its own
    std::string vfs;                                      // SQLite VFS, "" = the machine's
};

class database {
public:
    // For writing: makes the file (mode 0600) when absent, brings it to the newest schema, and locks out a
    // second writer
    // ("<path>.lock"). Throws database_error with a text for people: not a database, not ours, from a newer
    // version, in use by another process, no such folder, no rights; and secret_error when the key does not
    // fit.
    explicit database(opening how);
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    ~database();

    [[nodiscard]] connection& link() const { return *link_; }
    [[nodiscard]] bool read_only() const { return how_.how == access::read_only; }
    [[nodiscard]] const secret_box& secrets() const;       // throws secret_error when opened without
    [[nodiscard]] const std::string& journal_key() const;  // the same
    [[nodiscard]] std::string new_uuid() const { return how_.new_uuid(); }
    // All that is in the write-ahead log into the one file, so that a copy of that alone is whole. Throws
    // database_error; what was committed is on disk either way.
    void checkpoint();
    // What SQLite's own integrity check finds wrong; empty = whole. Reads everything: for `doctor`.
    [[nodiscard]] std::vector<std::string> damage() const;

private:
    class writer_lock;

    opening how_;
    std::unique_ptr<writer_lock> lock_;
    std::unique_ptr<connection> link_;
    std::string journal_key_;
};

}  // namespace storage
