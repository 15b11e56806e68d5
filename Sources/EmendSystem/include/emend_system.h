// What the system offers and Swift's view of its headers leaves out.
#ifndef EMEND_SYSTEM_H
#define EMEND_SYSTEM_H

// Flushes the file system that an open file is on; 0, or -1 with errno set.
int emend_sync_file_system(int descriptor);
// The processors that this process may use.
int emend_processors(void);
// Calls `handler` at the first such signal, and ends the program at the second. A signal that is ignored stays so.
void emend_at_signal(int number, void (*handler)(int));

// Lets two names change places, each keeping what it names otherwise; 0, or -1 with errno set: EINVAL or ENOSYS where the
// file system cannot.
int emend_exchange(const char *a, const char *b);
// Gives a file another name, unless that is taken: -1 and EEXIST then.
int emend_rename_new(const char *from, const char *to);
// 1 when another open file may write to the file that `descriptor` has open to read, 0 when none does, -1 with errno set
// where the system does not say.
int emend_is_written(int descriptor);
// Gives an open file the extended attributes of another, access lists among them; the name of one that could not be given
// is put into `lost`, of `size` bytes, and -1 returned.
int emend_copy_attributes(int from, int to, char *lost, int size);
// Bytes of memory that this process may still take: the least of what the machine, the control group and the limits of the
// process leave; -1 where nothing says.
long long emend_free_memory(void);
// Opens the standard descriptors that are closed, so that no file gets their numbers; reading and writing fail there.
void emend_open_standard(void);
// At a signal that means a fault, or that memory ran out: unlinks the paths that are remembered, says so on standard error,
// and ends the program with `code`.
void emend_at_fault(int code);
// Remembers a path to unlink at a fault; gives its number, or -1 when too many are remembered.
int emend_remember_draft(const char *path);
void emend_forget_draft(int number);
// Names what this thread works on, for the message at a fault; empty for nothing.
void emend_work_on(const char *name);

#endif
