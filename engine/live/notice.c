/* notice.c - descriptors that tell event loops of a new set and of changed levers. */
#include "engine/live/notice.h"

#include "engine/live/roster.h"
#include "engine/store/descriptor.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* In a forked child they stay listed, but are not open. */
struct retry_notice {
    struct retry_descriptor descriptor;
    struct retry_notice *next;
};

static bool open_descriptor(struct retry_notice *notice)
{
    retry__descriptor_begin();
    retry__descriptor_list(&notice->descriptor, eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    retry__descriptor_end();
    return notice->descriptor.open;
}

/* A watch looks after the program's switch for them. */
static void wake_watcher(struct retry_catalogue *catalogue)
{
    struct retry_watcher *watcher = atomic_load_explicit(&catalogue->watcher, memory_order_acquire);

    if (watcher)
        watcher->wake(watcher);
}

retry_status retry__notice_open(struct retry_catalogue *catalogue, int *out_descriptor)
{
    struct retry_notice *notice = retry__mem_new(1, sizeof(*notice));
    int kept = errno;

    if (!notice)
        return RETRY_ENOMEM;
    if (!open_descriptor(notice)) {
        retry__mem_free(notice);
        return RETRY_ESYSTEM;
    }
    retry__roster_add(catalogue);
    *out_descriptor = notice->descriptor.number;
    retry__lock_take(&catalogue->noticing);
    notice->next = catalogue->notices;
    catalogue->notices = notice;
    retry__lock_release(&catalogue->noticing);
    wake_watcher(catalogue);
    errno = kept;
    return RETRY_OK;
}

static struct retry_notice *take_out(struct retry_catalogue *catalogue, int descriptor)
{
    struct retry_notice **link = &catalogue->notices, *notice;

    while (*link && !((*link)->descriptor.open && (*link)->descriptor.number == descriptor))
        link = &(*link)->next;
    notice = *link;
    if (notice)
        *link = notice->next;
    return notice;
}

/* Closed with the lock held: nobody rings a number that means something else by then. And no thread may be cancelled
 * with it held. */
void retry__notice_close(struct retry_catalogue *catalogue, int descriptor)
{
    struct retry_notice *notice;
    int cancelling;

    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    retry__lock_take(&catalogue->noticing);
    notice = take_out(catalogue, descriptor);
    if (notice)
        retry__descriptor_close(&notice->descriptor);
    retry__lock_release(&catalogue->noticing);
    retry__mem_free(notice);
    pthread_setcancelstate(cancelling, NULL);
}

/* A count that is full is readable already. */
void retry__notice_ring(struct retry_catalogue *catalogue)
{
    const uint64_t one = 1;
    int kept = errno;

    retry__lock_take(&catalogue->noticing);
    for (struct retry_notice *notice = catalogue->notices; notice; notice = notice->next)
        while (notice->descriptor.open && write(notice->descriptor.number, &one, sizeof(one)) < 0 && errno == EINTR)
            continue;
    retry__lock_release(&catalogue->noticing);
    errno = kept;
}

bool retry__notice_any(struct retry_catalogue *catalogue)
{
    bool any = false;

    retry__lock_take(&catalogue->noticing);
    for (const struct retry_notice *notice = catalogue->notices; notice; notice = notice->next)
        any |= notice->descriptor.open;
    retry__lock_release(&catalogue->noticing);
    return any;
}

void retry__notice_done(struct retry_catalogue *catalogue)
{
    struct retry_notice *notice;

    while ((notice = catalogue->notices)) {
        catalogue->notices = notice->next;
        retry__descriptor_close(&notice->descriptor);
        retry__mem_free(notice);
    }
}
