/* play.h - one test on a virtual clock: a call as a program makes it, and what came about. */
#ifndef RETRY_TEST_PLAY_H
#define RETRY_TEST_PLAY_H

#include "engine/test/stage.h"
#include "engine/test/tests.h"

/* One attempt and the decision after it. */
struct retry_step {
    retry_error error; /* success for the last one of a call that succeeds */
    retry_hint hint;
    uint64_t took_ns;
    uint64_t elapsed_ns;     /* since the beginning of the call, when the attempt was over */
    retry_decision decision; /* of a success: reason success */
    retry_window window;     /* that the delay was drawn from; see `drawn` */
    uint32_t failures;       /* f, that the backoff was asked with */
    uint8_t rule;            /* that the error matches, from 1; 0: none */
    bool drawn;              /* a delay was drawn, even if it was not granted */
    bool cut;                /* at attempt_timeout */
};

enum retry_play_end {
    RETRY_PLAY_ENDED,   /* as calls do */
    RETRY_PLAY_RAN_OUT, /* no outcome was left for the next attempt */
    RETRY_PLAY_TOO_LONG /* the virtual clock came to its end */
};

/* Zero bytes are ready for the first play; each play forgets the one before. */
struct retry_play {
    struct retry_step *steps;
    size_t count, capacity;
    size_t granted; /* of the steps: the first ones, whose decision grants a delay */
    enum retry_play_end end;
    retry_decision last; /* how the call ended */
    uint64_t elapsed_ns;
    const struct retry_plan *plan; /* of the policy */
};

/** Plays a test. @return false: no memory */
bool retry__play(struct retry_play *play, struct retry_stage *stage, const struct retry_set *set,
                 const struct retry_test *test);
void retry__play_done(struct retry_play *play);

/**
 * Writes what decided after that step: "rule 1: jitter > exponential", "otherwise: fail", "jitter > exponential" for a
 * policy without rules.
 *
 * @return the buffer
 */
const char *retry__play_path(const struct retry_play *play, const struct retry_step *step, char *buffer, size_t size);

#endif
