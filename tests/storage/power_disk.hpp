#pragma once
// A disk in memory, as a VFS of SQLite, that remembers everything done to it, and what may be left of it when
// the power goes: all that was synced, and of the rest whatever subset.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace storage {

using disk_image = std::map<std::string, std::string>;  // the bytes of each file by its name

// Something done to a file that a power loss may undo, or (synced) may undo no more.
struct disk_operation {
    enum class kind { created, written, resized, synced, removed };
    kind what{};
    std::string file;
    std::int64_t at = 0;  // of the first byte written; the new size
    std::string bytes;    // written
};

// For one thread and one connection to a file at a time.
class recording_disk {
public:
    explicit recording_disk(disk_image files = {});
    recording_disk(const recording_disk&) = delete;
    recording_disk& operator=(const recording_disk&) = delete;
    ~recording_disk();  // no database may be open on it

    [[nodiscard]] const std::string& vfs() const;  // name of the VFS, for storage::opening
    [[nodiscard]] const std::vector<disk_operation>& operations() const { return done_; }
    // Other files instead of these, nothing remembered. Nothing may be open.
    void replace(disk_image files);

    // Whether a sync of this file does what it says; a lying one is not remembered. All are honest by
    // default.
    std::function<bool(const std::string& file)> is_honest;
    // After this many operations the power is gone: every further one fails.
    std::optional<std::size_t> power_lasts_for;

private:
    struct machinery;
    friend struct machinery;
    bool note(disk_operation what);  // false: no power

    std::vector<disk_operation> done_;
    disk_image files_;
    std::map<std::string, std::vector<std::vector<unsigned char>>> shared_memory_;  // of the WAL index
    machinery* works_;
};

// What becomes of one sector of 512 bytes that was written and not synced (also of a new size or a removal:
// all but `kept` is lost then).
enum class sector_fate { kept, lost, zeros, half };

// A disk on which operations are done one after the other, as the power loss sees it.
class platter {
public:
    explicit platter(disk_image files) : durable_(std::move(files)) {}
    void take(const disk_operation& what);
    [[nodiscard]] std::size_t unsynced() const { return pending_.size(); }
    // What is left when the power goes now. `choose` is asked for each unsynced sector in the order of
    // writing, with the number of its operation among the unsynced.
    [[nodiscard]] disk_image left(const std::function<sector_fate(std::size_t operation)>& choose) const;

private:
    disk_image durable_;
    std::vector<disk_operation> pending_;
};

}  // namespace storage
