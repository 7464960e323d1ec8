/* A disk that is full, or a folder that may not be written to, for one process at the word of a test.

   Preloaded before libc. While the file named by DISK_FULL exists, writing to any file under DISK_DIR
   fails with ENOSPC; while DISK_READ_ONLY exists, opening one there for writing fails with EROFS. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int told(const char *variable) {
    const char *flag = getenv(variable);
    return flag && REAL(access)(flag, F_OK) == 0;
}

static int is_ours(const char *path) {
    const char *folder = getenv("DISK_DIR");
    size_t length = folder ? strlen(folder) : 0;
    return length && !strncmp(path, folder, length) && path[length] == '/';
}

static int refuses(int handle) {
    char link[64], path[4096];
    if (!told("DISK_FULL")) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_ours(path);
}

static ssize_t full(void) {
    errno = ENOSPC;
    return -1;
}

ssize_t write(int handle, const void *bytes, size_t length) {
    return refuses(handle) ? full() : REAL(write)(handle, bytes, length);
}

ssize_t pwrite(int handle, const void *bytes, size_t length, off_t at) {
    return refuses(handle) ? full() : REAL(pwrite)(handle, bytes, length, at);
}

ssize_t pwrite64(int handle, const void *bytes, size_t length, off64_t at) {
    return refuses(handle) ? full() : REAL(pwrite64)(handle, bytes, length, at);
}

static int closed(const char *path, int flags) {
    int writes = flags & (O_WRONLY | O_RDWR | O_CREAT);
    if (!writes || !told("DISK_READ_ONLY") || !is_ours(path)) return 0;
    errno = EROFS;
    return 1;
}

#define OPENS(name)                                                  \
    int name(const char *path, int flags, ...) {                     \
        va_list rest;                                                \
        va_start(rest, flags);                                       \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;    \
        va_end(rest);                                                \
        return closed(path, flags) ? -1 : REAL(name)(path, flags, mode); \
    }

OPENS(open)
OPENS(open64)
