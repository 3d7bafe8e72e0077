/* descriptor.c - the library's open descriptors, none of which a forked child keeps. */
#include "engine/store/descriptor.h"

#include "engine/store/lock.h"
#include "engine/tree/thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

/* How long a fork waits for files that are being opened: a dead server must not hold the program up, and then a child
 * may keep one descriptor too many. */
#define FORK_PAUSES 500
#define PAUSE_NS 100000

static struct retry_lock lock; /* guards the list, each change of which is one store that a child finds done or not */
static struct retry_descriptor *first;

/* Threads between begin and end, of which `mine` are calls of this one; and threads that fork. */
static _Atomic unsigned changing, forking;
static _Thread_local unsigned mine __attribute__((tls_model("initial-exec")));

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

/* ---- fork ---------------------------------------------------------------------------------------- */

/* Whoever enters after this sees it, and whoever has entered before is seen here: all of it is in one total order. */
static void before_fork(void)
{
    int kept = errno;

    atomic_fetch_add(&forking, 1);
    for (int i = 0; i < FORK_PAUSES && atomic_load(&changing) > mine; i++)
        rest();
    errno = kept;
}

static void after_fork(void)
{
    atomic_fetch_sub(&forking, 1);
}

/* Only the calling thread lives on. What it was reading itself, where it forked in a signal handler, it reads on. */
static void start_as_child(void)
{
    struct retry_descriptor *own = NULL, *next;
    int kept = errno;

    for (struct retry_descriptor *descriptor = first; descriptor; descriptor = next) {
        next = descriptor->next;
        if (descriptor->reader == (uintptr_t)pthread_self()) {
            descriptor->next = own;
            own = descriptor;
        } else {
            close(descriptor->number);
            descriptor->number = -1;
            descriptor->open = false;
        }
    }
    first = own;
    atomic_store(&changing, mine);
    atomic_store(&forking, 0);
    errno = kept;
}

/* Behind the handler for threads, which has to come first: a handler runs in the order in which it was given. */
static void set_up(void)
{
    retry__thread_process();
    pthread_atfork(before_fork, after_fork, start_as_child);
}

void retry__descriptor_set_up(void)
{
    pthread_once(&once, set_up);
}

/* ---- the list ------------------------------------------------------------------------------------ */

void retry__descriptor_begin(void)
{
    int kept = errno;

    retry__descriptor_set_up();
    for (;;) {
        atomic_fetch_add(&changing, 1);
        if (mine++ > 0 || atomic_load(&forking) == 0)
            break;
        mine--;
        atomic_fetch_sub(&changing, 1);
        rest();
    }
    errno = kept;
}

void retry__descriptor_end(void)
{
    mine--;
    atomic_fetch_sub(&changing, 1);
}

static void list(struct retry_descriptor *descriptor, int number, uintptr_t reader)
{
    int kept = errno;

    *descriptor = (struct retry_descriptor){.number = number, .open = number >= 0, .reader = reader};
    if (number < 0)
        return;
    retry__lock_take(&lock);
    descriptor->next = first;
    atomic_signal_fence(memory_order_release);
    first = descriptor;
    retry__lock_release(&lock);
    errno = kept;
}

void retry__descriptor_list(struct retry_descriptor *descriptor, int number)
{
    list(descriptor, number, 0);
}

void retry__descriptor_list_reader(struct retry_descriptor *descriptor, int number)
{
    list(descriptor, number, (uintptr_t)pthread_self());
}

void retry__descriptor_unlist(struct retry_descriptor *descriptor)
{
    struct retry_descriptor **link = &first;

    retry__lock_take(&lock);
    while (*link && *link != descriptor)
        link = &(*link)->next;
    if (*link)
        *link = descriptor->next;
    retry__lock_release(&lock);
    descriptor->open = false;
}

void retry__descriptor_close(struct retry_descriptor *descriptor)
{
    int kept = errno;

    if (!descriptor->open)
        return;
    retry__descriptor_begin();
    retry__descriptor_unlist(descriptor);
    close(descriptor->number);
    retry__descriptor_end();
    errno = kept;
}
