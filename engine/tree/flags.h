/* flags.h - what is known of a call: which of its members are set, and how far it has come. */
#ifndef RETRY_TREE_FLAGS_H
#define RETRY_TREE_FLAGS_H

/* The flags of a call; the four highest bits belong to rules.c. */
enum {
    RETRY_CALL_BEGUN = 1,
    RETRY_CALL_TIMED = 2,    /* seen_ns is set, and spent_ns is an instant */
    RETRY_CALL_DEADLINE = 4, /* deadline_ns is set; the call is timed */
    RETRY_CALL_NOT_IDEMPOTENT = 8,
    RETRY_CALL_FINISHED = 16,
    RETRY_CALL_DECIDED = 32,  /* the members of a decision are set; a call that is begun leaves them as they are */
    RETRY_CALL_WAITED = 64,   /* what was last granted has been waited for */
    RETRY_CALL_HINTED = 128,  /* a server's word counts in the delay that was last granted */
    RETRY_CALL_MOVED = 256,   /* and has moved the window */
    RETRY_CALL_COUNTED = 512, /* signature and counts are set */
    RETRY_CALL_KEPT = 1024,   /* a reload answers another window now; the delay that was granted before goes on */
    RETRY_CALL_RUN = 2048     /* stands in the memory of retry_run(), beside a hint */
};

#endif
