/* watch.c - a catalogue that is watched: by a thread of the library's, or by the host's event loop. */
#include "engine/live/watch.h"

#include "engine/live/load.h"
#include "engine/live/look.h"
#include "engine/live/roster.h"
#include "engine/store/options.h"
#include "engine/store/reload.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Made when its catalogue is first watched, and freed with it. */
struct retry_watch {
    struct retry_watcher watcher; /* comes first: the catalogue knows no more */
    struct retry_lock life;       /* held while it starts, ends, or does a step for an event loop */
    _Atomic uint64_t process;     /* the process word under which it runs; 0: it does not */
    struct retry_look look;
    bool threaded, in_children;
    struct retry_descriptor end; /* readable: the thread shall end */
    pthread_t thread;
};

static struct retry_watch *watch_of(const struct retry_catalogue *catalogue)
{
    return (struct retry_watch *)atomic_load_explicit(&catalogue->watcher, memory_order_acquire);
}

static bool is_on(const struct retry_watch *watch)
{
    return watch && atomic_load_explicit(&watch->process, memory_order_acquire) == retry__thread_process();
}

/* No thread may be cancelled with the lock held, nor while descriptors come and go. @return handed to leave() */
static int enter(struct retry_watch *watch)
{
    int cancelling;

    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    retry__lock_take(&watch->life);
    return cancelling;
}

static void leave(struct retry_watch *watch, int cancelling)
{
    retry__lock_release(&watch->life);
    pthread_setcancelstate(cancelling, NULL);
}

/* ---- the thread ---------------------------------------------------------------------------------- */

/* @return false: it shall end */
static bool wait_for_step(struct pollfd two[2])
{
    while (poll(two, 2, -1) < 0)
        if (errno != EINTR && errno != EAGAIN && errno != ENOMEM)
            return false;
    return two[1].revents == 0;
}

/* An event loop and nothing else. A child that the log forks in the middle of a step is no watch, and only leaves. */
static void *run(void *context)
{
    struct retry_watch *watch = context;
    struct pollfd two[] = {{watch->look.epoll.number, POLLIN, 0}, {watch->end.number, POLLIN, 0}};
    uint64_t process = retry__thread_process();

    pthread_setname_np(pthread_self(), "retry-watch");
    while (retry__thread_process() == process && wait_for_step(two))
        retry__look_step(&watch->look);
    return NULL;
}

/* The host's signals are the host's threads' business. */
static bool start_thread(struct retry_watch *watch)
{
    sigset_t all, kept;
    int error;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &kept);
    error = pthread_create(&watch->thread, NULL, run, watch);
    pthread_sigmask(SIG_SETMASK, &kept, NULL);
    return error == 0;
}

static void end_thread(struct retry_watch *watch)
{
    const uint64_t one = 1;

    while (write(watch->end.number, &one, sizeof(one)) < 0 && errno == EINTR)
        continue;
    pthread_join(watch->thread, NULL);
}

/* ---- starting and ending, with `life` held -------------------------------------------------------- */

static bool open_descriptors(struct retry_watch *watch)
{
    if (!retry__look_open(&watch->look))
        return false;
    if (!watch->threaded)
        return true;
    retry__descriptor_begin();
    retry__descriptor_list(&watch->end, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    retry__descriptor_end();
    return watch->end.open;
}

static void close_descriptors(struct retry_watch *watch)
{
    retry__look_close(&watch->look);
    retry__descriptor_close(&watch->end);
}

/* Looks before anything is loaded: what changes after that is seen to be new. */
static retry_status look_first(struct retry_watch *watch)
{
    struct retry_catalogue *catalogue = watch->look.catalogue;
    retry_status status;

    retry__look_step(&watch->look);
    if (atomic_load_explicit(&catalogue->loaded, memory_order_acquire))
        return RETRY_OK;
    status = retry__live_first_load(catalogue, NULL, NULL);
    if (status != RETRY_EBUSY && status != RETRY_ENOMEM)
        retry__look_loaded(&watch->look, status);
    return status == RETRY_ENOMEM ? RETRY_ENOMEM : RETRY_OK;
}

/* Known to be on before the thread runs, which may ask. */
static bool set_off(struct retry_watch *watch)
{
    atomic_store_explicit(&watch->process, retry__thread_process(), memory_order_release);
    if (!watch->threaded || start_thread(watch))
        return true;
    atomic_store_explicit(&watch->process, 0, memory_order_release);
    return false;
}

/* A child that the log forks meanwhile comes back here without a descriptor. One for which no handlers ran still has
 * those of its parent's watch. */
static retry_status start(struct retry_watch *watch)
{
    uint64_t process = retry__thread_process();
    retry_status status = RETRY_ESYSTEM;

    close_descriptors(watch);
    if (open_descriptors(watch))
        status = look_first(watch);
    if (status == RETRY_OK && (retry__thread_process() != process || !set_off(watch)))
        status = RETRY_ESYSTEM;
    if (status != RETRY_OK)
        close_descriptors(watch);
    return status;
}

static void stop(struct retry_watch *watch)
{
    if (!is_on(watch))
        return;
    if (watch->threaded)
        end_thread(watch);
    atomic_store_explicit(&watch->process, 0, memory_order_release);
    close_descriptors(watch);
}

/* ---- what the roster asks for --------------------------------------------------------------------- */

static void wake(struct retry_watcher *watcher)
{
    retry__look_wake(&((struct retry_watch *)watcher)->look);
}

/* Its descriptors are closed already, its thread is not here. What the thread was in the middle of is made anew. */
static void start_as_child(struct retry_watcher *watcher)
{
    struct retry_watch *watch = (struct retry_watch *)watcher;
    bool again =
        atomic_load_explicit(&watch->process, memory_order_acquire) != 0 && watch->threaded && watch->in_children;
    int kept = errno;

    atomic_store_explicit(&watch->process, 0, memory_order_relaxed);
    close_descriptors(watch);
    if (again && (!open_descriptors(watch) || !set_off(watch)))
        close_descriptors(watch);
    errno = kept;
}

static void end(struct retry_watcher *watcher)
{
    struct retry_watch *watch = (struct retry_watch *)watcher;

    stop(watch);
    close_descriptors(watch); /* those of a parent, in a child for which no handlers ran */
    atomic_store_explicit(&watch->look.catalogue->watcher, NULL, memory_order_relaxed);
    retry__mem_free(watch);
}

static bool watcher_is_on(const struct retry_watcher *watcher)
{
    return is_on((const struct retry_watch *)watcher);
}

static bool watcher_is_notified(const struct retry_watcher *watcher)
{
    return atomic_load_explicit(&((const struct retry_watch *)watcher)->look.notified, memory_order_relaxed);
}

/* ---- the public side ------------------------------------------------------------------------------- */

/* NULL: no memory. */
static struct retry_watch *make(struct retry_catalogue *catalogue)
{
    struct retry_watch *watch = watch_of(catalogue);
    struct retry_watcher *known = NULL;

    if (watch)
        return watch;
    watch = retry__mem_new(1, sizeof(*watch));
    if (!watch)
        return NULL;
    watch->watcher = (struct retry_watcher){wake, start_as_child, end, watcher_is_on, watcher_is_notified};
    watch->look.catalogue = catalogue;
    if (atomic_compare_exchange_strong_explicit(&catalogue->watcher, &known, &watch->watcher, memory_order_acq_rel,
                                                memory_order_acquire))
        return watch;
    retry__mem_free(watch); /* another thread was faster */
    return (struct retry_watch *)known;
}

static retry_status begin(struct retry_catalogue *catalogue, const retry_watch_options *options, bool threaded,
                          int *out_descriptor)
{
    retry_watch_options known;
    struct retry_watch *watch;
    retry_status status = RETRY_EBUSY;
    int cancelling, kept = errno;

    if (!retry__options_read(options, &known, sizeof(known)))
        return RETRY_EINVAL;
    if (retry__reload_busy())
        return RETRY_EBUSY;
    watch = make(catalogue);
    if (!watch)
        return RETRY_ENOMEM;
    retry__roster_add(catalogue);
    cancelling = enter(watch);
    if (!is_on(watch)) {
        watch->look.settle_ns = known.settle_ns;
        watch->look.poll_ns = known.poll_ns;
        watch->look.poll_only = known.poll_only;
        watch->threaded = threaded;
        watch->in_children = known.in_children;
        status = start(watch);
    }
    if (status == RETRY_OK && out_descriptor)
        *out_descriptor = watch->look.epoll.number;
    leave(watch, cancelling);
    if (status == RETRY_OK)
        retry__live_show(catalogue);
    errno = kept;
    return status;
}

retry_status retry__watch_start(struct retry_catalogue *catalogue, const retry_watch_options *options)
{
    return begin(catalogue, options, true, NULL);
}

retry_status retry__watch_open(struct retry_catalogue *catalogue, const retry_watch_options *options,
                               int *out_descriptor)
{
    return begin(catalogue, options, false, out_descriptor);
}

retry_status retry__watch_dispatch(struct retry_catalogue *catalogue)
{
    struct retry_watch *watch = watch_of(catalogue);
    retry_status status = RETRY_EINVAL;
    int cancelling, kept = errno;

    if (retry__reload_busy())
        return RETRY_EBUSY;
    if (!watch)
        return RETRY_EINVAL;
    cancelling = enter(watch);
    if (is_on(watch) && !watch->threaded)
        status = retry__look_step(&watch->look);
    leave(watch, cancelling);
    errno = kept;
    return status;
}

/* Who is in a load may be the thread that is to end, or hold what that is waiting for. */
void retry__watch_stop(struct retry_catalogue *catalogue)
{
    struct retry_watch *watch = watch_of(catalogue);
    int cancelling, kept = errno;

    if (!watch || retry__reload_busy())
        return;
    cancelling = enter(watch);
    bool ended = is_on(watch);
    stop(watch);
    leave(watch, cancelling);
    if (ended)
        retry__live_show(catalogue);
    errno = kept;
}

bool retry__watch_is_on(const struct retry_catalogue *catalogue)
{
    return is_on(watch_of(catalogue));
}

bool retry__watch_is_notified(const struct retry_catalogue *catalogue)
{
    return retry__watch_is_on(catalogue) &&
           atomic_load_explicit(&watch_of(catalogue)->look.notified, memory_order_relaxed);
}

uint64_t retry__watch_unsettled_ns(const struct retry_catalogue *catalogue)
{
    return retry__watch_is_on(catalogue)
               ? atomic_load_explicit(&watch_of(catalogue)->look.unsettled_ns, memory_order_relaxed)
               : 0;
}
