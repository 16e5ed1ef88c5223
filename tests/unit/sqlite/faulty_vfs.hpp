// A file system that fails on demand, under SQLite: open "file:…?vfs=faulty".
// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <string_view>

/// What the write-ahead log's writes and syncs answer; SQLITE_OK: what the real file does.
struct faulty_vfs {
    static inline std::atomic<int> wal_write{SQLITE_OK};
    static inline std::atomic<int> wal_sync{SQLITE_OK};
    static inline std::atomic<int> opened{0}; ///< how often the database itself was

    /// Makes it known to SQLite, once.
    static void install() {
        static sqlite3_vfs self = [] {
            real = sqlite3_vfs_find(nullptr);
            sqlite3_vfs made = *real;
            made.zName = "faulty";
            made.pNext = nullptr;
            made.szOsFile = static_cast<int>(sizeof(file)) + real->szOsFile;
            made.xOpen = &open;
            return made;
        }();
        static const int registered = sqlite3_vfs_register(&self, 0);
        (void)registered;
    }

    /// Back to how files are.
    struct healed {
        ~healed() { wal_write = wal_sync = SQLITE_OK; }
    };

  private:
    struct file {
        sqlite3_file base;
        bool wal;
    };
    static inline sqlite3_vfs* real{};

    static sqlite3_file* under(sqlite3_file* f) {
        return reinterpret_cast<sqlite3_file*>(reinterpret_cast<file*>(f) + 1);
    }
    static bool is_wal(sqlite3_file* f) { return reinterpret_cast<file*>(f)->wal; }

    template <auto Method, class... Arguments>
    static int forward(sqlite3_file* f, Arguments... arguments) {
        return (under(f)->pMethods->*Method)(under(f), arguments...);
    }

    static int write(sqlite3_file* f, const void* data, int size, sqlite3_int64 at) {
        if (is_wal(f) && wal_write != SQLITE_OK) return wal_write;
        return under(f)->pMethods->xWrite(under(f), data, size, at);
    }
    static int sync(sqlite3_file* f, int flags) {
        if (is_wal(f) && wal_sync != SQLITE_OK) return wal_sync;
        return under(f)->pMethods->xSync(under(f), flags);
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out) {
        using m = sqlite3_io_methods;
        static const sqlite3_io_methods methods{
            .iVersion = 2,
            .xClose = &forward<&m::xClose>,
            .xRead = &forward<&m::xRead, void*, int, sqlite3_int64>,
            .xWrite = &write,
            .xTruncate = &forward<&m::xTruncate, sqlite3_int64>,
            .xSync = &sync,
            .xFileSize = &forward<&m::xFileSize, sqlite3_int64*>,
            .xLock = &forward<&m::xLock, int>,
            .xUnlock = &forward<&m::xUnlock, int>,
            .xCheckReservedLock = &forward<&m::xCheckReservedLock, int*>,
            .xFileControl = &forward<&m::xFileControl, int, void*>,
            .xSectorSize = &forward<&m::xSectorSize>,
            .xDeviceCharacteristics = &forward<&m::xDeviceCharacteristics>,
            .xShmMap = &forward<&m::xShmMap, int, int, int, void volatile**>,
            .xShmLock = &forward<&m::xShmLock, int, int, int>,
            .xShmBarrier = [](sqlite3_file* of) { under(of)->pMethods->xShmBarrier(under(of)); },
            .xShmUnmap = &forward<&m::xShmUnmap, int>,
            .xFetch = nullptr,
            .xUnfetch = nullptr};
        reinterpret_cast<file*>(f)->wal = name && std::string_view(name).ends_with("-wal");
        const int code = real->xOpen(real, name, under(f), flags, out);
        f->pMethods = code == SQLITE_OK ? &methods : nullptr;
        if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) ++opened;
        return code;
    }
};
