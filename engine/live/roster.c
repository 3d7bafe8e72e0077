/* roster.c - all catalogues of the process, and what a forked child does with each. */
#include "engine/live/roster.h"

#include "engine/store/descriptor.h"

#include <pthread.h>

static struct retry_lock
    lock; /* guards changes of the list, each of which is one store that a child finds done or not */
static struct retry_catalogue *first;

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Calls are counted from zero; loads are not, since the child runs what they have brought. */
static void clear_cells(const struct retry_catalogue *catalogue)
{
    for (const struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        if (policy->cells)
            retry__cells_clear(policy->cells);
}

/* In a forked child, where only the calling thread lives on. */
static void start_as_child(void)
{
    for (struct retry_catalogue *catalogue = first; catalogue; catalogue = catalogue->next) {
        struct retry_watcher *watcher = atomic_load_explicit(&catalogue->watcher, memory_order_acquire);
        clear_cells(catalogue);
        if (watcher)
            watcher->start_as_child(watcher);
    }
}

/* Behind the handlers for threads and for descriptors: a handler runs in the order in which it was given. */
static void set_up(void)
{
    retry__descriptor_set_up();
    pthread_atfork(NULL, NULL, start_as_child);
}

/* The link that leads to the catalogue, or the last one. */
static struct retry_catalogue **link_to(const struct retry_catalogue *catalogue)
{
    struct retry_catalogue **link = &first;

    while (*link && *link != catalogue)
        link = &(*link)->next;
    return link;
}

void retry__roster_add(struct retry_catalogue *catalogue)
{
    pthread_once(&once, set_up);
    retry__lock_take(&lock);
    if (!*link_to(catalogue)) {
        catalogue->next = first;
        atomic_signal_fence(memory_order_release);
        first = catalogue;
    }
    retry__lock_release(&lock);
}

void retry__roster_remove(struct retry_catalogue *catalogue)
{
    retry__lock_take(&lock);
    struct retry_catalogue **link = link_to(catalogue);
    if (*link)
        *link = catalogue->next;
    retry__lock_release(&lock);
}

void retry__roster_each(void (*show)(struct retry_catalogue *catalogue))
{
    retry__lock_take(&lock);
    for (struct retry_catalogue *catalogue = first; catalogue; catalogue = catalogue->next)
        show(catalogue);
    retry__lock_release(&lock);
}
