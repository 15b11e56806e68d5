// Preloaded by writers.py: waits for a random time before some of the calls that read and write files, so that what two
// programs do falls into any order.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void delay(void) {
  static _Thread_local unsigned state;
  if (!state) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    state = (unsigned)now.tv_nsec ^ (unsigned)getpid() << 16 ^ (unsigned)(unsigned long)&state | 1;
  }
  state = state * 1664525u + 1013904223u;
  // One call in sixteen waits, up to 16 milliseconds.
  if ((state >> 28) == 0) {
    struct timespec pause = {0, (long)(state >> 4 & 0xFFFFFF)};
    nanosleep(&pause, NULL);
  }
}

#define NEXT(name) static __typeof__(&name) next; if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; \
    va_end(list); \
    delay(); \
    return next(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

int rename(const char *a, const char *b) { NEXT(rename); delay(); return next(a, b); }
int renameat2(int x, const char *a, int y, const char *b, unsigned flags) { NEXT(renameat2); delay(); return next(x, a, y, b, flags); }
int link(const char *a, const char *b) { NEXT(link); delay(); return next(a, b); }
int unlink(const char *path) { NEXT(unlink); delay(); return next(path); }
int flock(int descriptor, int operation) { NEXT(flock); delay(); return next(descriptor, operation); }
int fsync(int descriptor) { NEXT(fsync); delay(); return next(descriptor); }
int close(int descriptor) { NEXT(close); delay(); return next(descriptor); }
ssize_t read(int descriptor, void *bytes, size_t count) { NEXT(read); delay(); return next(descriptor, bytes, count); }
ssize_t write(int descriptor, const void *bytes, size_t count) { NEXT(write); delay(); return next(descriptor, bytes, count); }
int fstat(int descriptor, struct stat *info) { NEXT(fstat); delay(); return next(descriptor, info); }
int stat(const char *path, struct stat *info) { NEXT(stat); delay(); return next(path, info); }
