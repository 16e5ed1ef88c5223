// A disk that has no more room, for a server of the tests: loaded before libc, it lets no file beneath the
// folder in FULL_DISK grow while there is a file `full` in it.
// SPDX-License-Identifier: MIT
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

/// True if the file is on that disk, would have to grow to this size, and must not.
bool has_no_room(int file, off_t size) {
    const char* const disk = std::getenv("FULL_DISK");
    if (!disk) return false;
    char link[64], name[4096], full[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link, name, sizeof name - 1);
    const std::size_t beneath = std::strlen(disk);
    if (length <= static_cast<ssize_t>(beneath) || std::strncmp(name, disk, beneath) != 0) return false;
    std::snprintf(full, sizeof full, "%s/full", disk);
    struct stat now{};
    return ::access(full, F_OK) == 0 && ::fstat(file, &now) == 0 && now.st_size < size;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

ssize_t no_room() {
    errno = ENOSPC;
    return -1;
}

off_t end_of(const iovec* parts, int count, off_t at) {
    for (int i = 0; i < count; ++i) at += static_cast<off_t>(parts[i].iov_len);
    return at;
}

} // namespace

extern "C" {

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
    static auto* const real = next<decltype(pwrite)>("pwrite");
    return has_no_room(file, at + static_cast<off_t>(size)) ? no_room() : real(file, bytes, size, at);
}
ssize_t pwritev(int file, const iovec* parts, int count, off_t at) {
    static auto* const real = next<decltype(pwritev)>("pwritev");
    return has_no_room(file, end_of(parts, count, at)) ? no_room() : real(file, parts, count, at);
}
int posix_fallocate(int file, off_t at, off_t size) {
    static auto* const real = next<decltype(posix_fallocate)>("posix_fallocate");
    return has_no_room(file, at + size) ? ENOSPC : real(file, at, size);
}

// Likewise, where files may be large and longs are not.
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    return pwrite(file, bytes, size, at);
}
ssize_t pwritev64(int file, const iovec* parts, int count, off64_t at) {
    return pwritev(file, parts, count, at);
}
int posix_fallocate64(int file, off64_t at, off64_t size) {
    return posix_fallocate(file, at, size);
}
}
