/* watch.h - a catalogue that is watched: by a thread of the library's, or by the host's event loop. */
#ifndef RETRY_LIVE_WATCH_H
#define RETRY_LIVE_WATCH_H

#include "engine/store/catalogue.h"

/** As retry_watch_start(). */
retry_status retry__watch_start(struct retry_catalogue *catalogue, const retry_watch_options *options);
/** As retry_watch_open(). */
retry_status retry__watch_open(struct retry_catalogue *catalogue, const retry_watch_options *options,
                               int *out_descriptor);
/** As retry_watch_dispatch(). */
retry_status retry__watch_dispatch(struct retry_catalogue *catalogue);
/** As retry_watch_stop(). */
void retry__watch_stop(struct retry_catalogue *catalogue);

/** Is it watched, in this process? */
bool retry__watch_is_on(const struct retry_catalogue *catalogue);
/** Does the kernel tell the watch of every change? */
bool retry__watch_is_notified(const struct retry_catalogue *catalogue);
/** Since when the watch has seen a change that does not settle, an instant of CLOCK_MONOTONIC; 0: there is none. */
uint64_t retry__watch_unsettled_ns(const struct retry_catalogue *catalogue);

#endif
