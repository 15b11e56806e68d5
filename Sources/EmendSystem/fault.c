#define _GNU_SOURCE
#include "emend_system.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// All that a handler may touch lies here, for it cannot allocate.
enum { most_drafts = 4096 };
static _Atomic(char *) drafts[most_drafts];
static _Thread_local char work[256];
static int exit_code = 2;

int emend_remember_draft(const char *path) {
  char *copy = strdup(path);
  if (!copy) return -1;
  for (int number = 0; number < most_drafts; number++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&drafts[number], &none, copy)) return number;
  }
  free(copy);
  return -1;
}

void emend_forget_draft(int number) {
  if (number >= 0) free(atomic_exchange(&drafts[number], NULL));
}

void emend_work_on(const char *name) {
  strncpy(work, name, sizeof work - 1);
}

static void say(const char *text) {
  ssize_t ignored = write(2, text, strlen(text));
  (void)ignored;
}

static void at_fault(int number) {
  for (int i = 0; i < most_drafts; i++) {
    char *path = atomic_load(&drafts[i]);
    if (path) unlink(path);
  }
  char digits[3] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10), 0};
  say("emend: ");
  // A name may hold what a terminal obeys.
  for (char *p = work; *p; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7F || (unsigned char)*p >= 0x80) *p = '?';
  }
  if (*work) {
    say(work);
    say(": ");
  }
  say("memory ran out, or emend has a fault (signal ");
  say(digits);
  say("); no file is half-written. Leave more memory, or try --jobs 1; if it comes again, please report it with the record.\n");
  _exit(exit_code);
}

void emend_at_fault(int code) {
  exit_code = code;
  static char stack[1 << 16];
  stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&other, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = at_fault;
  action.sa_flags = (int)SA_RESETHAND | SA_ONSTACK;
  int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}
