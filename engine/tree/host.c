/* host.c - the time of the host program, its own or the system's. */
#include "engine/tree/host.h"

#include <time.h>

uint64_t retry__host_now(const struct retry_host *host)
{
    struct timespec now;

    if (host->clock != NULL)
        return host->clock(host->context);
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}
