#include "memory_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace simulation {

// Functions of the shape SQLite gives them.
struct memory_disk::machinery {
    struct open_file : sqlite3_file {
        file* is;
        bool holds;
    };

    std::string name;
    sqlite3_vfs vfs{};
    sqlite3_io_methods methods{};

    static open_file& of(sqlite3_file* file) { return *static_cast<open_file*>(file); }
    static std::string& bytes_of(sqlite3_file* file) { return of(file).is->bytes; }
    static memory_disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<memory_disk*>(vfs->pAppData); }

    static int close(sqlite3_file*) { return SQLITE_OK; }
    static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
        const auto& bytes = bytes_of(file);
        const auto wanted = static_cast<std::size_t>(size);
        const auto from = std::min(static_cast<std::size_t>(at), bytes.size());
        const auto got = std::min(wanted, bytes.size() - from);
        std::memcpy(into, bytes.data() + from, got);
        std::memset(static_cast<char*>(into) + got, 0, wanted - got);
        return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
        auto& bytes = bytes_of(file);
        const auto end = static_cast<std::size_t>(at) + static_cast<std::size_t>(size);
        if (bytes.size() < end)
            bytes.resize(end);
        std::memcpy(bytes.data() + at, from, static_cast<std::size_t>(size));
        return SQLITE_OK;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        bytes_of(file).resize(static_cast<std::size_t>(size));
        return SQLITE_OK;
    }
    static int sync(sqlite3_file*, int) { return SQLITE_OK; }
    static int size(sqlite3_file* file, sqlite3_int64* size) {
        *size = static_cast<sqlite3_int64>(bytes_of(file).size());
        return SQLITE_OK;
    }
    // Of all locks but the one that matters: whoever is not alone may not clear up behind the others.
    static int lock(sqlite3_file* file, int level) {
        auto& mine = of(file);
        if (level == SQLITE_LOCK_EXCLUSIVE && mine.is->holders > (mine.holds ? 1 : 0))
            return SQLITE_BUSY;
        return hold(mine, true);
    }
    static int unlock(sqlite3_file* file, int level) { return hold(of(file), level != SQLITE_LOCK_NONE); }
    static int hold(open_file& mine, bool holds) {
        mine.is->holders += static_cast<int>(holds) - static_cast<int>(mine.holds);
        mine.holds = holds;
        return SQLITE_OK;
    }
    static int is_reserved(sqlite3_file*, int* reserved) {
        *reserved = 0;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector_size(sqlite3_file*) { return 4096; }
    static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int shared_map(sqlite3_file* file, int page, int size, int, void volatile** out) {
        auto& pages = of(file).is->shared_memory;
        while (pages.size() <= static_cast<std::size_t>(page))
            pages.emplace_back(static_cast<std::size_t>(size));
        *out = pages[static_cast<std::size_t>(page)].data();
        return SQLITE_OK;
    }
    static int shared_lock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
    static void shared_barrier(sqlite3_file*) {}
    static int shared_unmap(sqlite3_file* file, int and_delete) {
        if (and_delete != 0)
            of(file).is->shared_memory.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags, int* given) {
        file->pMethods = nullptr;
        auto& disk = disk_of(vfs);
        const std::string name = path == nullptr ? "temporary" : path;
        if ((flags & SQLITE_OPEN_CREATE) == 0 && !disk.files_.contains(name))
            return SQLITE_CANTOPEN;
        of(file).is = &disk.files_[name];
        of(file).holds = false;
        file->pMethods = &disk.works_->methods;
        if (given != nullptr)
            *given = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* path, int) {
        return disk_of(vfs).files_.erase(path) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
    }
    static int access(sqlite3_vfs* vfs, const char* path, int, int* there) {
        *there = disk_of(vfs).files_.contains(path) ? 1 : 0;
        return SQLITE_OK;
    }
    static int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", path);
        return SQLITE_OK;
    }

    explicit machinery(memory_disk* disk) {
        static int made = 0;
        name = "memory_disk_" + std::to_string(++made);
        methods = {2,
                   close,
                   read,
                   write,
                   truncate,
                   sync,
                   size,
                   lock,
                   unlock,
                   is_reserved,
                   control,
                   sector_size,
                   characteristics,
                   shared_map,
                   shared_lock,
                   shared_barrier,
                   shared_unmap,
                   nullptr,
                   nullptr};
        vfs = *sqlite3_vfs_find(nullptr);  // time, sleep and randomness are the machine's
        vfs.iVersion = 2;
        vfs.szOsFile = sizeof(open_file);
        vfs.pNext = nullptr;
        vfs.zName = name.c_str();
        vfs.pAppData = disk;
        vfs.xOpen = open;
        vfs.xDelete = remove;
        vfs.xAccess = access;
        vfs.xFullPathname = full_path;
        sqlite3_vfs_register(&vfs, 0);
    }
    machinery(const machinery&) = delete;
    machinery& operator=(const machinery&) = delete;
    ~machinery() { sqlite3_vfs_unregister(&vfs); }
};

memory_disk::memory_disk() : works_(std::make_unique<machinery>(this)) {}
memory_disk::~memory_disk() = default;

const std::string& memory_disk::vfs() const {
    return works_->name;
}

}  // namespace simulation
