/* host.c - time from the host program or the system, and seeds from the system. */
#include "engine/tree/host.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

uint64_t retry__host_now(const struct retry_host *host)
{
    struct timespec now;

    if (host->clock != NULL)
        return host->clock(host->context);
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static uint64_t mixed(uint64_t state, uint64_t more)
{
    state = (state ^ more) * UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio, odd */
    return state ^ (state >> 32);
}

/* Instead of the kernel's: differs between processes, threads and instants, which is all that spreading needs. */
static uint64_t makeshift_seed(void)
{
    static _Atomic uint64_t count;
    struct timespec now;
    uint64_t state = mixed(0, atomic_fetch_add(&count, 1) + 1);

    clock_gettime(CLOCK_REALTIME, &now);
    state = mixed(state, (uint64_t)now.tv_nsec);
    state = mixed(state, (uint64_t)now.tv_sec);
    state = mixed(state, (uint64_t)getpid());
    return mixed(state, (uint64_t)(uintptr_t)&now);
}

uint64_t retry__host_seed(void)
{
    uint64_t bits;
    ssize_t got;
    int kept = errno;

    do
        got = getrandom(&bits, sizeof(bits), GRND_NONBLOCK);
    while (got < 0 && errno == EINTR);
    errno = kept;
    return got == (ssize_t)sizeof(bits) ? bits : makeshift_seed();
}
