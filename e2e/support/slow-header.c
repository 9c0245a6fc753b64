/* Loaded before a process's own libraries: whoever reads a few bytes of a file at a place, as the head of a
   database is read, goes on a tenth of a second later. So it is on a machine that has too much to do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

static ssize_t read_slowly(const char *name, int file, void *bytes, size_t count, off_t at) {
  ssize_t (*read_at)(int, void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
  ssize_t length = read_at(file, bytes, count, at);
  if (count < 512) usleep(100000);
  return length;
}

ssize_t pread(int file, void *bytes, size_t count, off_t at) {
  return read_slowly("pread", file, bytes, count, at);
}

ssize_t pread64(int file, void *bytes, size_t count, off_t at) {
  return read_slowly("pread64", file, bytes, count, at);
}
