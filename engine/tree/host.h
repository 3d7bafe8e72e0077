/* host.h - what the host program may put in the place of time and chance. */
#ifndef RETRY_TREE_HOST_H
#define RETRY_TREE_HOST_H

#include "engine/retry.h"

/* Members are NULL for the usual. Never changes after its catalogue is opened. */
struct retry_host {
    void *context;
    uint64_t (*clock)(void *context);
    uint64_t (*random)(void *context);
    bool (*wait)(void *context, uint64_t until_ns);
    void (*log)(void *context, retry_severity severity, const char *line);
    void (*observe)(void *context, const retry_observation *observation);
};

/** Monotonic now in ns, the host's or CLOCK_MONOTONIC. */
uint64_t retry__host_now(const struct retry_host *host);
/** 64 bits of the system's to seed a generator with. Never waits for the kernel to gather randomness early after boot.
 */
uint64_t retry__host_seed(void);

#endif
