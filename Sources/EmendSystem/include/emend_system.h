// What the system offers and Swift's view of its headers leaves out.
#ifndef EMEND_SYSTEM_H
#define EMEND_SYSTEM_H

// Flushes the file system that an open file is on; 0, or -1 with errno set.
int emend_sync_file_system(int descriptor);
// The processors that this process may use.
int emend_processors(void);
// Calls `handler` at the first such signal, and ends the program at the second. A signal that is ignored stays so.
void emend_at_signal(int number, void (*handler)(int));

#endif
