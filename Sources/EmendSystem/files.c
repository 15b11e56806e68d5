#define _GNU_SOURCE
#include "emend_system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

int emend_exchange(const char *a, const char *b) {
#ifdef __linux__
  return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
#elif defined(RENAME_SWAP)
  return renamex_np(a, b, RENAME_SWAP);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int emend_rename_new(const char *from, const char *to) {
#ifdef __linux__
  int code = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
#elif defined(RENAME_EXCL)
  int code = renamex_np(from, to, RENAME_EXCL);
#else
  int code = -1;
  errno = ENOSYS;
#endif
  if (code == 0 || (errno != EINVAL && errno != ENOSYS)) return code;
  // A second name that must be new, then the first one goes.
  if (link(from, to) != 0) return -1;
  return unlink(from);
}

int emend_is_written(int descriptor) {
#ifdef __linux__
  // A lease to read is given only when nobody has the file open to write.
  if (fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(descriptor, F_SETLEASE, F_UNLCK);
    return 0;
  }
  return errno == EAGAIN || errno == EBUSY ? 1 : -1;
#else
  (void)descriptor;
  errno = ENOSYS;
  return -1;
#endif
}

int emend_copy_attributes(int from, int to, char *lost, int size) {
  int code = 0;
#ifdef __linux__
  char names[1 << 16];
  ssize_t length = flistxattr(from, names, sizeof names);
  if (length <= 0) return 0;
  for (char *name = names; name < names + length; name += strlen(name) + 1) {
    // The system gives these to each file by itself.
    if (strncmp(name, "security.", 9) == 0 || strncmp(name, "trusted.", 8) == 0) continue;
    ssize_t count = fgetxattr(from, name, NULL, 0);
    char *value = count >= 0 ? malloc(count > 0 ? (size_t)count : 1) : NULL;
    if (!value) continue;
    count = fgetxattr(from, name, value, (size_t)count);
    if (count >= 0 && fsetxattr(to, name, value, (size_t)count, 0) != 0) {
      snprintf(lost, (size_t)size, "%s", name);
      code = -1;
    }
    free(value);
  }
#else
  (void)from, (void)to, (void)lost, (void)size;
#endif
  return code;
}
