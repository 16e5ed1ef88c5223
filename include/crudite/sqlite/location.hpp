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

#include <algorithm>
#include <atomic>
#include <charconv>
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
    return {.name = "file:/crudite-" + std::to_string(++count) + "?vfs=memdb", .uri = true};
}

/// What a "file:" URI says (sqlite.org/uri.html §3): the path of a file, and how it is opened.
struct uri_parts {
    std::string path{}; ///< empty for what is in memory
    bool may_create{true};
};

inline uri_parts read_uri(std::string_view uri) {
    uri.remove_prefix(std::string_view("file:").size());
    uri = uri.substr(0, uri.find('#'));
    const auto asks = std::min(uri.find('?'), uri.size());
    const std::string query = '&' + std::string(uri.substr(std::min(asks + 1, uri.size()))) + '&';
    uri = uri.substr(0, asks);
    if (uri.starts_with("//"))
        uri.remove_prefix(std::min(uri.find('/', 2), uri.size())); // localhost, or none
    const auto says = [&](const char* parameter) { return query.find(parameter) != query.npos; };
    uri_parts made{.may_create = !says("&mode=ro&") && !says("&mode=rw&")};
    if (says("&mode=memory&") || says("&vfs=memdb&")) return made;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        unsigned code = 0;
        const char* const digits = uri.data() + i + 1;
        if (uri[i] == '%' && uri.size() - i > 2 &&
            std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
            made.path += static_cast<char>(code);
            i += 2;
        } else {
            made.path += uri[i];
        }
    }
    return made;
}

/// A file name, a "file:" URI (sqlite.org/uri.html) or ":memory:". A file that is not there yet is made
/// readable by its owner alone, as the journals beside it then are.
inline result<location> locate(std::string_view name, bool read_only) {
    if (name.empty())
        return fail(errc::unavailable, "sqlite: the name of the database is empty; give a file or :memory:");
    if (name.find('\0') != name.npos)
        return fail(errc::unavailable, "sqlite: the name of the database holds a U+0000");
    if (name == ":memory:") return private_memory();
    location where{.name = std::string(name), .uri = name.starts_with("file:"), .file = std::string(name)};
    bool may_create = !read_only;
    if (where.uri) {
        uri_parts parts = read_uri(name);
        where.file = std::move(parts.path);
        may_create = may_create && parts.may_create;
    }
    if (may_create && !where.file.empty())
        if (const int made =
                ::open(where.file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
            made >= 0)
            ::close(made);
    return where;
}

/// The writer's turn of a file, shared by all that open it in this process. SQLite before 3.51.3 can damage a
/// write-ahead log when two connections commit and checkpoint at the same time.
inline std::shared_ptr<fifo_mutex> turn_of(const location& where) {
    struct stat file{};
    if (where.file.empty() || ::stat(where.file.c_str(), &file) != 0) return std::make_shared<fifo_mutex>();
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
