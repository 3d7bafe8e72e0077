/* switch.c - the program's own switch for all retries, in a page that a process shares with its forked children. */
#include "engine/tree/switch.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_SECOND UINT64_C(1000000000)

static struct retry_switch own;
struct retry_switch *retry__switch = &own;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_page(void)
{
    void *page = mmap(NULL, sizeof(*retry__switch), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (page != MAP_FAILED)
        retry__switch = page;
}

void retry__switch_set_up(void)
{
    int kept = errno;

    pthread_once(&once, make_page);
    errno = kept;
}

static uint64_t wall_clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

bool retry__switch_throw(bool off)
{
    uint32_t seen;
    int kept = errno;

    retry__switch_set_up();
    seen = atomic_load(&retry__switch->word);
    do
        if ((seen & 1) == off)
            return false;
    while (!atomic_compare_exchange_weak(&retry__switch->word, &seen, seen + 1));
    atomic_store_explicit(&retry__switch->since_ns, wall_clock_ns(), memory_order_relaxed);
    syscall(SYS_futex, &retry__switch->word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
    errno = kept;
    return true;
}
