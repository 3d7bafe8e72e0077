/* pace.h - when to look at files again, and when to load what was seen: a machine without a clock. */
#ifndef RETRY_LIVE_PACE_H
#define RETRY_LIVE_PACE_H

#include <stdbool.h>
#include <stdint.h>

#define RETRY_PACE_SETTLE_NS UINT64_C(250000000)
#define RETRY_PACE_POLL_NS UINT64_C(60000000000)      /* where changes are told of */
#define RETRY_PACE_SHORT_POLL_NS UINT64_C(2000000000) /* where they are not, and after a load that failed by itself */

enum retry_pace_step { RETRY_PACE_WAIT, RETRY_PACE_LOOK, RETRY_PACE_LOAD };

/* Of one thing that is watched. Instants are of one monotonic clock. Members are private. */
struct retry_pace {
    uint64_t settle_ns, poll_ns;
    uint64_t due_ns;    /* of the next look */
    uint64_t looked_ns; /* the last look */
    uint64_t seen, seen_ns;
    uint64_t tried;        /* the fingerprint of the last load */
    uint64_t unsettled_ns; /* since when there is something to load that does not stand still; 0 = there is nothing */
    uint32_t failures;     /* loads in a row of the same fingerprint that failed by themselves */
    uint64_t retry_ns;     /* no other before this instant */
    bool has_looked, has_seen, has_tried;
    bool load; /* what was seen stands still, and is to be loaded */
    bool soon; /* the next look is due by a change, not by the poll alone */
};

/** Begins: the first look is due at once. */
void retry__pace_start(struct retry_pace *pace, uint64_t settle_ns, uint64_t poll_ns);
/** Another poll period. */
void retry__pace_poll(struct retry_pace *pace, uint64_t poll_ns);
/** Something happened: look again, at most once a settle period, or ten times while the looks find nothing new. */
void retry__pace_event(struct retry_pace *pace, uint64_t now_ns);
/** The look that was due has been taken. */
void retry__pace_looked(struct retry_pace *pace, uint64_t now_ns, uint64_t fingerprint);
/** It has failed: nobody knows what is there. */
void retry__pace_missed(struct retry_pace *pace, uint64_t now_ns);
/**
 * What was seen last has been loaded.
 *
 * @param final  another load of the same files would say the same; false: it failed for a reason that is not in them
 */
void retry__pace_loaded(struct retry_pace *pace, uint64_t now_ns, bool final);
/** @param out_until_ns  set for RETRY_PACE_WAIT */
enum retry_pace_step retry__pace_next(const struct retry_pace *pace, uint64_t now_ns, uint64_t *out_until_ns);
/** What was loaded last shall be loaded once more now, unless it is to be anyhow: what counts besides has changed. */
void retry__pace_again(struct retry_pace *pace);
/** Would the load that is due be one of the same files as the last? */
bool retry__pace_repeats(const struct retry_pace *pace);

#endif
