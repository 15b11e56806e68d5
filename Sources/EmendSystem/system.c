#define _GNU_SOURCE
#include "emend_system.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

int emend_sync_file_system(int descriptor) {
#ifdef __linux__
  return syncfs(descriptor);
#else
  sync();
  return 0;
#endif
}

int emend_processors(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? (int)n : 1;
}

void emend_at_signal(int number, void (*handler)(int)) {
  struct sigaction action;
  // A shell lets its background jobs ignore Ctrl-C.
  if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigaction(number, &action, NULL);
  // Whoever started the program may have had the signal held back, which is inherited.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void emend_open_standard(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The other way round, so that input cannot be read and output is not lost in silence.
    int opened = open("/dev/null", descriptor == 0 ? O_WRONLY : descriptor == 1 ? O_RDONLY : O_RDWR);
    if (opened >= 0 && opened != descriptor) {
      dup2(opened, descriptor);
      close(opened);
    }
  }
}

#ifdef __linux__
// The number that a file starts with; -1 where it has none, as `max` of a control group.
static long long number_in(const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  char text[64];
  ssize_t n = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  if (n <= 0) return -1;
  text[n] = 0;
  long long value;
  return sscanf(text, "%lld", &value) == 1 ? value : -1;
}

// The number in the first line that has the format; -1 where none has.
static long long line_in(const char *path, const char *format) {
  FILE *file = fopen(path, "re");
  if (!file) return -1;
  char line[256];
  long long value = -1;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, format, &value) == 1) break;
  }
  fclose(file);
  return value;
}
#endif

long long emend_free_memory(void) {
  long long least = -1;
#ifdef __linux__
  long long available = line_in("/proc/meminfo", "MemAvailable: %lld kB");
  if (available >= 0) least = available * 1024;
  long long limit = number_in("/sys/fs/cgroup/memory.max"), used = number_in("/sys/fs/cgroup/memory.current");
  if (limit >= 0 && used >= 0 && (least < 0 || limit - used < least)) least = limit > used ? limit - used : 0;
  struct rlimit space;
  long long size = line_in("/proc/self/status", "VmSize: %lld kB");
  if (size >= 0 && getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) {
    long long left = (long long)space.rlim_cur - size * 1024;
    if (left < 0) left = 0;
    if (least < 0 || left < least) least = left;
  }
#endif
  return least;
}
