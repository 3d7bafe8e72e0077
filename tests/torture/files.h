/* files.h - for the torture: a folder of policy files as operators and tools treat it. */
#ifndef TESTS_TORTURE_FILES_H
#define TESTS_TORTURE_FILES_H

#include "engine/retry.h"

enum { NUMBERS = 7, FIRST = 2 }; /* what policies say: FIRST to FIRST + NUMBERS - 1 */

struct subject {
    char folder[64];
    retry_catalogue *catalogue;
    unsigned number; /* that the files say now; the writer's own */
    unsigned changes;
};

_Noreturn void fail(const char *what);
void pause_ms(unsigned ms);
/** Makes the folder, with two files that are links to data, as Kubernetes does. */
void make_folder(struct subject *subject, const char *base, const char *name);
/** Two files become others at one instant, with the same number in both. */
void swap_data(struct subject *subject, unsigned number);
/** Truncates and writes a file that is in use, with the same number in other words. */
void write_in_place(struct subject *subject);
/** Does something bad for so long, and takes it back; what, is chosen by a number. */
void do_mischief(const struct subject *subject, unsigned which, unsigned ms);

#endif
