/* descriptor.h - the library's open descriptors, none of which a forked child keeps. */
#ifndef RETRY_STORE_DESCRIPTOR_H
#define RETRY_STORE_DESCRIPTOR_H

#include <stdbool.h>
#include <stdint.h>

/* An open descriptor in its owner's memory, listed. Zero bytes: none. */
struct retry_descriptor {
    int number; /* -1 in a child that was forked while it was open */
    bool open;
    uintptr_t reader; /* the one thread that reads from it, and reads on where it forks; 0: none */
    struct retry_descriptor *next;
};

/** Sees to it that forked children close what is listed. Before any other handler that opens something there. */
void retry__descriptor_set_up(void);

/* A fork waits until what is between these two is over: a descriptor is then open and listed, or neither. */
void retry__descriptor_begin(void);
void retry__descriptor_end(void);
/** Lists what was opened since retry__descriptor_begin(). A negative number is a failure, and is listed nowhere. */
void retry__descriptor_list(struct retry_descriptor *descriptor, int number);
/** The same for what only the calling thread reads from, and only for a while. */
void retry__descriptor_list_reader(struct retry_descriptor *descriptor, int number);
/** Takes it from the list. The caller closes the number before retry__descriptor_end(). */
void retry__descriptor_unlist(struct retry_descriptor *descriptor);
/** All of it: closes the descriptor, unless it is not open. */
void retry__descriptor_close(struct retry_descriptor *descriptor);

#endif
