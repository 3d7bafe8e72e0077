/* stage.h - where tests are played: a catalogue of a set that is loaded already, on a virtual clock. */
#ifndef RETRY_TEST_STAGE_H
#define RETRY_TEST_STAGE_H

#include "engine/store/catalogue.h"
#include "engine/test/random.h"

#define RETRY_STAGE_START_NS UINT64_C(1000000000)        /* the clock before a play; 0 could pass for "not read" */
#define RETRY_STAGE_END_NS UINT64_C(3153600000000000000) /* 100 years: here the clock stands still */

/* One for all tests of a set. Must not move while it is open. */
struct retry_stage {
    struct retry_catalogue *catalogue;
    uint64_t now_ns;
    struct retry_draws draws;
    const retry_call *call; /* that is on it: whose window is drawn from */
};

/** Puts a set on the stage; it stays the caller's. @return false: no memory; nothing to close */
bool retry__stage_open(struct retry_stage *stage, struct retry_set *set);
void retry__stage_close(struct retry_stage *stage);
/** Winds the clock back, and begins to draw for a call what a test wants. */
void retry__stage_reset(struct retry_stage *stage, const retry_call *call, const struct retry_random *random);
/** Lets time pass. */
void retry__stage_pass(struct retry_stage *stage, uint64_t ns);
/** Has the clock come to its end? */
bool retry__stage_over(const struct retry_stage *stage);

#endif
