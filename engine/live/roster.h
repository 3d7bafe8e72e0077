/* roster.h - all catalogues of the process, and what a forked child does with each. */
#ifndef RETRY_LIVE_ROSTER_H
#define RETRY_LIVE_ROSTER_H

#include "engine/store/catalogue.h"

/** Adds a catalogue, unless it is there already. */
void retry__roster_add(struct retry_catalogue *catalogue);
void retry__roster_remove(struct retry_catalogue *catalogue);

#endif
