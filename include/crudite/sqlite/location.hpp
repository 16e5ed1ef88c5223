// location: where a database is. Files are made private, and all databases of one file share one writer's
// turn.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/sqlite/connection.hpp>
#include <crudite/storage/fifo_mutex.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::sqlite::detail {

/// ":memory:" as a database that several connections of this process share, and nobody else.
inline location private_memory() {
    static std::atomic<unsigned> count{0};
    return {"file:/crudite-" + std::to_string(++count) + "?vfs=memdb", true};
}

/// A file name, a "file:" URI (sqlite.org/uri.html) or ":memory:". A file that is not there yet is made
/// readable by its owner alone, as the journals beside it then are.
inline result<location> locate(std::string_view name, bool read_only) {
    if (name.empty())
        return fail(errc::unavailable, "sqlite: the name of the database is empty; give a file or :memory:");
    if (name.find('\0') != name.npos)
        return fail(errc::unavailable, "sqlite: the name of the database holds a U+0000");
    if (name == ":memory:") return private_memory();
    location where{std::string(name), name.starts_with("file:")};
    if (!where.uri && !read_only)
        if (const int made =
                ::open(where.name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
            made >= 0)
            ::close(made);
    return where;
}

/// The writer's turn of a file, shared by all that open it in this process. SQLite before 3.51.3 can damage a
/// write-ahead log when two connections commit and checkpoint at the same time.
inline std::shared_ptr<fifo_mutex> turn_of(const location& where) {
    struct stat file{};
    if (where.uri || ::stat(where.name.c_str(), &file) != 0) return std::make_shared<fifo_mutex>();
    static std::mutex guard;
    static std::map<std::pair<dev_t, ino_t>, std::weak_ptr<fifo_mutex>> turns;
    const std::lock_guard locked(guard);
    std::erase_if(turns, [](const auto& turn) { return turn.second.expired(); });
    auto& known = turns[{file.st_dev, file.st_ino}];
    auto turn = known.lock();
    if (!turn) known = turn = std::make_shared<fifo_mutex>();
    return turn;
}

} // namespace crudite::sqlite::detail
