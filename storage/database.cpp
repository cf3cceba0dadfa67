#include "storage/database.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "storage/schema.hpp"

namespace storage {
namespace {

constexpr std::string_view journal_key_name = "journal_key";

std::optional<std::string> stored_journal_key(connection& db, const secret_box& secrets) {
    statement q(db, "SELECT sealed FROM secret WHERE name = ?");
    if (!q.put(journal_key_name).step())
        return std::nullopt;
    return secrets.open(journal_key_name, q.bytes(0));
}

// A key of its own, so that the key that seals tokens can be changed without breaking the journal's chain.
std::string make_journal_key(connection& db, const secret_box& secrets) {
    auto made = random_bytes(secret_box::key_size);
    statement(db, "INSERT INTO secret(name, sealed) VALUES (?, ?)")
        .put(journal_key_name)
        .put(secrets.seal(journal_key_name, made))
        .run();
    return made;
}

void prepare_for_writing(connection& db) {
    schema_of(db);  // refuses before anything of a foreign file is changed
    {
        statement mode(db, "PRAGMA journal_mode = wal");
        if (!mode.step() || (mode.text(0) != "wal" && mode.text(0) != "memory"))
            throw database_error(0,
                                 db.path() + ": the file system cannot hold the database's write-ahead log");
    }
    db.run(
        "PRAGMA synchronous = full; PRAGMA foreign_keys = on; PRAGMA recursive_triggers = on;"
        " PRAGMA temp_store = memory; PRAGMA cache_size = -4096;"
        " PRAGMA journal_size_limit = 16777216;");  // the log of a burst does not stay on the disk
    migrate(db);
}

void prepare_for_reading(connection& db) {
    const auto version = schema_of(db);
    if (version == 0)
        throw database_error(
            0, db.path() + ": the database is empty: deadline-guard serve was never started with it");
    if (version < newest_schema())
        throw database_error(0, db.path() + ": the database is of an older version (schema " +
                                    std::to_string(version) + ", this program needs " +
                                    std::to_string(newest_schema()) +
                                    "); deadline-guard serve brings it up to date");
    db.run("PRAGMA query_only = on; PRAGMA temp_store = memory;");
}

}  // namespace

// Two writers would take the same rows twice. The kernel opens the lock when the process dies, however it
// dies.
class database::writer_lock {
public:
    explicit writer_lock(const std::string& path)
        : file_(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (file_ < 0)
            throw database_error(
                0, path + ": the database cannot be opened for writing: " + std::strerror(errno));
        if (::flock(file_, LOCK_EX | LOCK_NB) == 0)
            return;
        ::close(file_);
        throw database_error(0, path + ": another deadline-guard is running with this database");
    }
    writer_lock(const writer_lock&) = delete;
    writer_lock& operator=(const writer_lock&) = delete;
    ~writer_lock() { ::close(file_); }

private:
    int file_;
};

database::database(opening how) : how_(std::move(how)) {
    const bool writes = how_.how == access::read_write;
    if (writes && !how_.secrets)
        throw std::logic_error("a database is opened for writing with its key");
    if (writes && how_.path != ":memory:" && how_.vfs.empty())
        lock_ = std::make_unique<writer_lock>(how_.path);
    link_ = std::make_unique<connection>(how_.path, how_.how, how_.vfs);
    if (writes)
        prepare_for_writing(*link_);
    else
        prepare_for_reading(*link_);
    if (!how_.secrets)
        return;
    if (const auto known = stored_journal_key(*link_, *how_.secrets))
        journal_key_ = *known;
    else if (writes)
        journal_key_ = make_journal_key(*link_, *how_.secrets);
}

database::~database() = default;

const secret_box& database::secrets() const {
    if (!how_.secrets)
        throw secret_error("the key of the database is needed for this (DEADLINE_GUARD_KEY or the key file)");
    return *how_.secrets;
}

const std::string& database::journal_key() const {
    if (journal_key_.empty())
        throw secret_error("the key of the database is needed for this (DEADLINE_GUARD_KEY or the key file)");
    return journal_key_;
}

void database::checkpoint() {
    link_->run("PRAGMA wal_checkpoint(TRUNCATE)");
}

std::vector<std::string> database::damage() const {
    std::vector<std::string> out;
    statement whole(*link_, "PRAGMA integrity_check(20)");
    while (whole.step())
        if (whole.text(0) != "ok")
            out.push_back(whole.text(0));
    statement keys(*link_, "PRAGMA foreign_key_check");
    while (keys.step())
        out.push_back("a row of " + keys.text(0) + " points to nothing in " + keys.text(2));
    return out;
}

}  // namespace storage
