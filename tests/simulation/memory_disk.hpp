#pragma once
// A disk in memory, as a VFS of SQLite. What was written outlives the process that wrote it, as it does in a
// kill (what a power loss leaves is tests/storage's). For one thread, where no transaction meets another.
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace simulation {

class memory_disk {
public:
    memory_disk();
    memory_disk(const memory_disk&) = delete;
    memory_disk& operator=(const memory_disk&) = delete;
    ~memory_disk();  // no database may be open on it

    [[nodiscard]] const std::string& vfs() const;  // its name, for storage::opening

private:
    struct machinery;
    struct file {
        std::string bytes;
        std::vector<std::vector<unsigned char>> shared_memory;  // of the WAL index
        int holders = 0;                                        // connections that hold it open
    };

    std::map<std::string, file> files_;
    std::unique_ptr<machinery> works_;
};

}  // namespace simulation
