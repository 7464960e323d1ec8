/* The end of power for one process: what was written since the last fsync never happened.

   Preloaded before libc. Every file under POWER_DIR keeps an undo log of its writes and
   truncations; fsync and fdatasync of the file empty it, fsync of the folder makes the names of
   new files last. power_cut() takes back all that is still in the logs, removes new files whose
   names do not last yet, and ends the process. Removing and renaming count as lasting at once, and
   so does what an earlier process wrote.

   Each file is kept open once more by the shim and never closed: closing it would drop the
   POSIX locks SQLite holds on it. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct undo {
    struct undo *next;
    off_t at, old_size;
    size_t length;
    char bytes[];
};

struct file {
    struct file *next;
    dev_t device;
    ino_t number, folder;
    int handle;
    int is_new; /* its name is not on the disk yet */
    char path[4096];
    struct undo *log; /* newest first */
};

static struct file *files;
static long seen;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void fail(const char *what) {
    fprintf(stderr, "power shim: %s: %s\n", what, strerror(errno));
    abort();
}

static struct file *known(int handle) {
    struct stat about;
    if (fstat(handle, &about)) return NULL;
    for (struct file *file = files; file; file = file->next)
        if (file->device == about.st_dev && file->number == about.st_ino) return file;
    return NULL;
}

static int is_ours(int handle, char *path, size_t size) {
    const char *folder = getenv("POWER_DIR");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, size - 1);
    if (!folder || length < 0) return 0;
    path[length] = 0;
    size_t prefix = strlen(folder);
    return !strncmp(path, folder, prefix) && path[prefix] == '/';
}

static ino_t folder_of(const char *path) {
    char folder[4096];
    struct stat about;
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = 0;
    if (stat(folder, &about)) fail(folder);
    return about.st_ino;
}

static void opened(int handle, int is_new) {
    struct stat about;
    char path[4096];
    if (handle < 0 || fstat(handle, &about) || !S_ISREG(about.st_mode)) return;
    if (!is_ours(handle, path, sizeof path) || known(handle)) return;
    struct file *file = calloc(1, sizeof *file);
    if (!file) fail("memory");
    file->device = about.st_dev;
    file->number = about.st_ino;
    file->folder = folder_of(path);
    file->is_new = is_new;
    strcpy(file->path, path);
    file->handle = REAL(open)(path, O_RDWR | O_CLOEXEC);
    if (file->handle < 0) fail(path);
    file->next = files;
    files = file;
}

/* Remember what stands where `length` bytes are about to be written. */
static void keep(struct file *file, off_t at, size_t length) {
    struct stat about;
    struct undo *undo = malloc(sizeof *undo + length);
    if (!undo || fstat(file->handle, &about)) fail(file->path);
    ssize_t old = length ? pread(file->handle, undo->bytes, length, at) : 0;
    if (old < 0) fail(file->path);
    undo->at = at;
    undo->old_size = about.st_size;
    undo->length = (size_t)old;
    undo->next = file->log;
    file->log = undo;
    seen++;
}

static void forget(struct file *file) {
    while (file->log) {
        struct undo *undo = file->log;
        file->log = undo->next;
        free(undo);
    }
}

static void synced(int handle) {
    struct stat about;
    if (fstat(handle, &about)) return;
    for (struct file *file = files; file; file = file->next) {
        if (file->device != about.st_dev) continue;
        if (file->number == about.st_ino) forget(file);
        if (file->folder == about.st_ino) file->is_new = 0;
    }
}

/* How many writes were kept since the start. */
long power_seen(void) { return seen; }

/* The end: only what was synced remains. */
void power_cut(void) {
    pthread_mutex_lock(&lock);
    for (struct file *file = files; file; file = file->next) {
        for (struct undo *undo = file->log; undo; undo = undo->next) {
            if (REAL(pwrite)(file->handle, undo->bytes, undo->length, undo->at) < 0)
                fail(file->path);
            if (REAL(ftruncate)(file->handle, undo->old_size)) fail(file->path);
        }
        if (file->is_new) unlink(file->path);
    }
    _exit(137);
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    int is_new = (flags & O_CREAT) && faccessat(at, path, F_OK, 0) != 0;
    int handle = REAL(openat)(at, path, flags, mode);
    int why = errno;
    opened(handle, is_new);
    pthread_mutex_unlock(&lock);
    errno = why;
    return handle;
}

#define MODE                                        \
    mode_t mode = 0;                                \
    if (flags & (O_CREAT | __O_TMPFILE)) {          \
        va_list rest;                               \
        va_start(rest, flags);                      \
        mode = va_arg(rest, mode_t);                \
        va_end(rest);                               \
    }

int open(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_any(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return open_any(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) {
    MODE return open_any(at, path, flags, mode);
}

static off_t place(int handle) {
    struct stat about;
    if ((fcntl(handle, F_GETFL) & O_APPEND) && !fstat(handle, &about)) return about.st_size;
    return lseek(handle, 0, SEEK_CUR);
}

static void before(int handle, off_t at, size_t length) {
    struct file *file = known(handle);
    if (file) keep(file, at < 0 ? place(handle) : at, length);
}

/* Between keeping and writing nobody else may write: the lock spans both. */
#define GUARDED(type, first, call, after)   \
    pthread_mutex_lock(&lock);              \
    first;                                  \
    type answer = call;                     \
    int why = errno;                        \
    after;                                  \
    pthread_mutex_unlock(&lock);            \
    errno = why;                            \
    return answer;

ssize_t write(int handle, const void *data, size_t length) {
    GUARDED(ssize_t, before(handle, -1, length), REAL(write)(handle, data, length), )
}
ssize_t pwrite(int handle, const void *data, size_t length, off_t at) {
    GUARDED(ssize_t, before(handle, at, length), REAL(pwrite)(handle, data, length, at), )
}
ssize_t pwrite64(int handle, const void *data, size_t length, off64_t at) {
    GUARDED(ssize_t, before(handle, at, length), REAL(pwrite64)(handle, data, length, at), )
}
static size_t sum(const struct iovec *parts, int count) {
    size_t all = 0;
    for (int part = 0; part < count; part++) all += parts[part].iov_len;
    return all;
}
ssize_t writev(int handle, const struct iovec *parts, int count) {
    GUARDED(ssize_t, before(handle, -1, sum(parts, count)), REAL(writev)(handle, parts, count), )
}
int ftruncate(int handle, off_t size) {
    struct stat about;
    size_t cut = !fstat(handle, &about) && about.st_size > size ? about.st_size - size : 0;
    GUARDED(int, before(handle, size, cut), REAL(ftruncate)(handle, size), )
}
int ftruncate64(int handle, off64_t size) { return ftruncate(handle, size); }
int fsync(int handle) { GUARDED(int, , REAL(fsync)(handle), if (!answer) synced(handle)) }
int fdatasync(int handle) { GUARDED(int, , REAL(fdatasync)(handle), if (!answer) synced(handle)) }
