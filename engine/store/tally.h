/* tally.h - counts the loads of a catalogue by what came of them. */
#ifndef RETRY_STORE_TALLY_H
#define RETRY_STORE_TALLY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct retry_outcome;

/* Written with `loading` held, read by anybody. Times are those of the wall clock, ns since 1970, 0 = never. */
struct retry_tally {
    _Atomic uint64_t accepted, refused;
    _Atomic uint64_t unchanged;        /* by a watch, that found what runs */
    _Atomic bool good;                 /* the last load was not refused */
    _Atomic uint64_t attempt_ns;       /* of the last load, whatever came of it, */
    _Atomic uint64_t success_ns;       /* of the last that was not refused, */
    _Atomic uint64_t loaded_ns;        /* and of the one that brought what runs */
    _Atomic uint64_t running_since_ns; /* the same by CLOCK_MONOTONIC, which nobody sets */
};

/** Counts a load that was not dry. */
void retry__tally_note(struct retry_tally *tally, const struct retry_outcome *outcome);

#endif
