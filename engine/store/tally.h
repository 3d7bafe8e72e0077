/* tally.h - counts the loads of a catalogue by what came of them. */
#ifndef RETRY_STORE_TALLY_H
#define RETRY_STORE_TALLY_H

#include <stdatomic.h>
#include <stdint.h>

struct retry_outcome;

/* Written with `loading` held, read by anybody. Times are those of the wall clock, ns since 1970, 0 = never. */
struct retry_tally {
    _Atomic uint64_t accepted, refused;
    _Atomic uint64_t unchanged;  /* by a watch, that found what runs */
    _Atomic uint64_t loaded_ns;  /* when what runs was made current */
    _Atomic uint64_t attempt_ns; /* of the last load, whatever came of it */
};

/** Counts a load that was not dry. */
void retry__tally_note(struct retry_tally *tally, const struct retry_outcome *outcome);

#endif
