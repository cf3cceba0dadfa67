#include "power_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

namespace storage {
namespace {

constexpr std::size_t sector = 512;

void write_into(std::string& file, std::size_t at, std::string_view bytes) {
    if (file.size() < at + bytes.size())
        file.resize(at + bytes.size());
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
}

// Calls `take(at, bytes)` for what of a write lies in each sector.
template <class F>
void each_sector(const disk_operation& write, F&& take) {
    auto at = static_cast<std::size_t>(write.at);
    std::string_view left = write.bytes;
    while (!left.empty()) {
        const auto size = std::min(left.size(), sector - at % sector);
        take(at, left.substr(0, size));
        left.remove_prefix(size);
        at += size;
    }
}

void write_sector(std::string& file, std::size_t at, std::string_view bytes, sector_fate how) {
    if (how == sector_fate::kept)
        write_into(file, at, bytes);
    else if (how == sector_fate::zeros)
        write_into(file, at, std::string(bytes.size(), '\0'));
    else if (how == sector_fate::half)
        write_into(file, at, bytes.substr(0, bytes.size() / 2));
}

}  // namespace

// ---- What a power loss leaves.

namespace {

bool is_of_the_folder(const disk_operation& what) {
    return what.what == disk_operation::kind::created || what.what == disk_operation::kind::removed;
}

}  // namespace

// As SQLite's own VFS does it: with the first sync of a new file, and with some removals, the folder is
// synced, and so are then the names of all files in it.
void platter::take(const disk_operation& what) {
    if (what.what != disk_operation::kind::synced) {
        pending_.push_back(what);
        return;
    }
    const bool with_folder = std::any_of(pending_.begin(), pending_.end(), [&](const auto& each) {
        return each.file == what.file && is_of_the_folder(each);
    });
    const auto newest_name = [&](std::size_t from) {
        return std::any_of(
            pending_.begin() + static_cast<std::ptrdiff_t>(from), pending_.end(),
            [&](const auto& later) { return later.file == pending_[from].file && is_of_the_folder(later); });
    };
    std::vector<disk_operation> done, open;
    for (std::size_t n = 0; n < pending_.size(); ++n) {
        const bool is_durable = pending_[n].file == what.file || (with_folder && newest_name(n));
        (is_durable ? done : open).push_back(pending_[n]);
    }
    pending_ = std::move(done);
    durable_ = left([](std::size_t) { return sector_fate::kept; });
    pending_ = std::move(open);
}

disk_image platter::left(const std::function<sector_fate(std::size_t)>& choose) const {
    using kind = disk_operation::kind;
    auto files = durable_;
    std::set<std::string> unreachable;  // the folder does not know the file these operations are done to
    for (std::size_t n = 0; n < pending_.size(); ++n) {
        const auto& each = pending_[n];
        if (unreachable.contains(each.file))
            continue;
        if (each.what == kind::written) {
            auto& file = files[each.file];
            each_sector(each, [&](std::size_t at, std::string_view bytes) {
                write_sector(file, at, bytes, choose(n));
            });
            continue;
        }
        const bool kept = choose(n) == sector_fate::kept;
        if (each.what == kind::resized && kept)
            files[each.file].resize(static_cast<std::size_t>(each.at));
        else if (each.what == kind::created && kept)
            files[each.file].clear();
        else if (each.what == kind::removed && kept)
            files.erase(each.file);
        else if (each.what != kind::resized)
            unreachable.insert(each.file);
    }
    return files;
}

// ---- The VFS. Its functions have the shape SQLite gives them.

struct recording_disk::machinery {
    struct open_file : sqlite3_file {
        recording_disk* disk;
        std::string* name;
    };

    std::string name;
    sqlite3_vfs vfs{};
    sqlite3_io_methods methods{};

    static recording_disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<recording_disk*>(vfs->pAppData); }
    static open_file& of(sqlite3_file* file) { return *static_cast<open_file*>(file); }
    static std::string& bytes_of(sqlite3_file* file) { return of(file).disk->files_[*of(file).name]; }

    static int close(sqlite3_file* file) {
        delete std::exchange(of(file).name, nullptr);
        return SQLITE_OK;
    }
    static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
        const auto& bytes = bytes_of(file);
        const auto from = std::min(static_cast<std::size_t>(at), bytes.size());
        const auto got = std::min(static_cast<std::size_t>(size), bytes.size() - from);
        std::memset(into, 0, static_cast<std::size_t>(size));
        std::memcpy(into, bytes.data() + from, got);
        return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
        std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
        if (!of(file).disk->note({disk_operation::kind::written, *of(file).name, at, bytes}))
            return SQLITE_IOERR_WRITE;
        write_into(bytes_of(file), static_cast<std::size_t>(at), bytes);
        return SQLITE_OK;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        if (!of(file).disk->note({disk_operation::kind::resized, *of(file).name, size, {}}))
            return SQLITE_IOERR_TRUNCATE;
        bytes_of(file).resize(static_cast<std::size_t>(size));
        return SQLITE_OK;
    }
    static int sync(sqlite3_file* file, int) {
        auto& disk = *of(file).disk;
        if (disk.is_honest && !disk.is_honest(*of(file).name))
            return SQLITE_OK;
        const bool done = disk.note({disk_operation::kind::synced, *of(file).name, 0, {}});
        return done ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }
    static int size(sqlite3_file* file, sqlite3_int64* size) {
        *size = static_cast<sqlite3_int64>(bytes_of(file).size());
        return SQLITE_OK;
    }
    static int lock(sqlite3_file*, int) { return SQLITE_OK; }
    static int is_reserved(sqlite3_file*, int* reserved) {
        *reserved = 0;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    // As SQLite's own VFS for Unix tells: a write of some bytes never harms those beside them.
    static int sector_size(sqlite3_file*) { return 4096; }
    static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int shared_map(sqlite3_file* file, int page, int size, int, void volatile** out) {
        auto& pages = of(file).disk->shared_memory_[*of(file).name];
        while (pages.size() <= static_cast<std::size_t>(page))
            pages.emplace_back(static_cast<std::size_t>(size));
        *out = pages[static_cast<std::size_t>(page)].data();
        return SQLITE_OK;
    }
    static int shared_lock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
    static void shared_barrier(sqlite3_file*) {}
    static int shared_unmap(sqlite3_file* file, int) {
        of(file).disk->shared_memory_.erase(*of(file).name);
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags, int* given) {
        file->pMethods = nullptr;
        auto& disk = disk_of(vfs);
        const std::string name = path == nullptr ? "temporary" : path;
        if (!disk.files_.contains(name)) {
            if ((flags & SQLITE_OPEN_CREATE) == 0)
                return SQLITE_CANTOPEN;
            if (!disk.note({disk_operation::kind::created, name, 0, {}}))
                return SQLITE_IOERR;
            disk.files_[name];
        }
        of(file).disk = &disk;
        of(file).name = new std::string(name);
        file->pMethods = &disk.works_->methods;
        if (given != nullptr)
            *given = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* path, int and_sync_folder) {
        auto& disk = disk_of(vfs);
        if (!disk.files_.contains(path))
            return SQLITE_IOERR_DELETE_NOENT;
        if (!disk.note({disk_operation::kind::removed, path, 0, {}}))
            return SQLITE_IOERR_DELETE;
        disk.files_.erase(path);
        if (and_sync_folder != 0 && !disk.note({disk_operation::kind::synced, path, 0, {}}))
            return SQLITE_IOERR_DIR_FSYNC;
        return SQLITE_OK;
    }
    static int access(sqlite3_vfs* vfs, const char* path, int, int* there) {
        *there = disk_of(vfs).files_.contains(path) ? 1 : 0;
        return SQLITE_OK;
    }
    static int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", path);
        return SQLITE_OK;
    }

    explicit machinery(recording_disk* disk) {
        static int made = 0;
        name = "recording_disk_" + std::to_string(++made);
        methods = {2,
                   close,
                   read,
                   write,
                   truncate,
                   sync,
                   size,
                   lock,
                   lock,
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
    ~machinery() { sqlite3_vfs_unregister(&vfs); }
};

recording_disk::recording_disk(disk_image files) : files_(std::move(files)), works_(new machinery(this)) {}

recording_disk::~recording_disk() {
    delete works_;
}

const std::string& recording_disk::vfs() const {
    return works_->name;
}

void recording_disk::replace(disk_image files) {
    files_ = std::move(files);
    shared_memory_.clear();
    done_.clear();
}

bool recording_disk::note(disk_operation what) {
    if (power_lasts_for && done_.size() >= *power_lasts_for)
        return false;
    if (what.file != "temporary")
        done_.push_back(std::move(what));
    return true;
}

}  // namespace storage
