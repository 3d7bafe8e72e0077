/* look.c - one catalogue's files and levers, looked at when something is told or due, and loaded when they stand still.
 */
#include "engine/live/look.h"

#include "engine/live/fingerprint.h"
#include "engine/live/load.h"
#include "engine/live/notice.h"
#include "engine/live/state_file.h"
#include "engine/live/tell.h"
#include "engine/store/reload.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define SWITCH_NS NS_PER_SECOND /* how long a switch that another process has thrown may be overlooked */

static uint64_t clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

/* ---- when ---------------------------------------------------------------------------------------- */

static void set_timer(struct retry_look *look, uint64_t until_ns)
{
    struct itimerspec at = {.it_value = {(time_t)(until_ns / NS_PER_SECOND), (long)(until_ns % NS_PER_SECOND)}};

    if (until_ns == 0)
        at.it_value.tv_nsec = 1;
    if (look->timer.open)
        timerfd_settime(look->timer.number, TFD_TIMER_ABSTIME, &at, NULL);
}

/* The least instant at which something is due; 0: it is now. */
static uint64_t next_due(const struct retry_look *look, uint64_t now_ns)
{
    uint64_t files_ns = 0, levers_ns = 0;

    retry__pace_next(&look->files, now_ns, &files_ns);
    retry__pace_next(&look->levers, now_ns, &levers_ns);
    return files_ns < levers_ns ? files_ns : levers_ns;
}

/* While a look is due soon, whatever is told can only ask for the same. */
static void listen(struct retry_look *look)
{
    bool wanted = !look->files.soon && !look->levers.soon;
    struct epoll_event event = {.events = wanted ? EPOLLIN : 0};

    if (wanted == look->listening || !look->notify.descriptor.open)
        return;
    epoll_ctl(look->epoll.number, EPOLL_CTL_MOD, look->notify.descriptor.number, &event);
    look->listening = wanted;
}

/* Who opens a notice wakes the look behind that, so that either finds the other. */
static void arm(struct retry_look *look)
{
    uint64_t now_ns = clock_ns(), until_ns;

    atomic_store_explicit(&look->unsettled_ns, look->files.unsettled_ns, memory_order_relaxed);
    listen(look);
    retry__lock_take(&look->arming);
    until_ns = next_due(look, now_ns);
    if (until_ns > now_ns + SWITCH_NS &&
        (retry__notice_any(look->catalogue) || retry__state_file_wanted(look->catalogue)))
        until_ns = now_ns + SWITCH_NS;
    set_timer(look, until_ns);
    retry__lock_release(&look->arming);
}

void retry__look_wake(struct retry_look *look)
{
    retry__lock_take(&look->arming);
    set_timer(look, 0);
    retry__lock_release(&look->arming);
}

/* ---- what is told -------------------------------------------------------------------------------- */

/* The host's log may fork, and its child comes back here: for the child all of this is over. */
static bool is_over(uint64_t process)
{
    return retry__thread_process() != process;
}

/* Once, and once more when it is over. No two threads write to the log of one catalogue. */
static void tell_once(struct retry_look *look)
{
    uint64_t process = retry__thread_process();
    bool failed = look->notify.error != 0;
    int cancelling;

    if (failed == look->told || !retry__reload_enter(look->catalogue, &cancelling))
        return;
    look->told = failed;
    retry__tell_notify(look->catalogue, look->notify.error, look->files.poll_ns);
    retry__reload_leave(look->catalogue, cancelling);
    if (!is_over(process))
        retry__live_show(look->catalogue);
}

static uint64_t poll_period(const struct retry_look *look, bool notified)
{
    if (look->poll_ns > 0)
        return look->poll_ns;
    return notified ? RETRY_PACE_POLL_NS : RETRY_PACE_SHORT_POLL_NS;
}

static void add_to_epoll(struct retry_look *look)
{
    struct epoll_event event = {0};

    if (epoll_ctl(look->epoll.number, EPOLL_CTL_ADD, look->notify.descriptor.number, &event) == 0)
        return;
    int error = errno;
    retry__notify_done(&look->notify);
    look->notify.error = error;
}

static void follow(struct retry_look *look)
{
    bool was_open = look->notify.descriptor.open, notified;

    if (!look->poll_only)
        retry__notify_follow(&look->notify, look->catalogue->path, look->catalogue->program);
    if (!was_open && look->notify.descriptor.open) {
        look->listening = false;
        add_to_epoll(look);
    }
    notified = look->notify.descriptor.open && look->notify.error == 0 && !look->notify.remote;
    atomic_store_explicit(&look->notified, notified, memory_order_relaxed);
    retry__pace_poll(&look->files, poll_period(look, notified));
    retry__pace_poll(&look->levers, poll_period(look, notified));
    tell_once(look);
}

/* ---- one step ------------------------------------------------------------------------------------ */

static void take_events(struct retry_look *look)
{
    uint64_t count, now_ns = clock_ns();

    if (read(look->timer.number, &count, sizeof(count)) < 0)
        count = 0; /* it was something else */
    if (retry__notify_drain(&look->notify)) {
        retry__pace_event(&look->files, now_ns);
        retry__pace_event(&look->levers, now_ns);
    }
}

/* By another process of the family: the one who throws it here rings and writes by himself. */
static void take_switch(struct retry_look *look)
{
    uint32_t before = look->switch_seen;

    look->switch_seen = retry__switch_now();
    if (look->switch_seen == before)
        return;
    retry__notice_ring(look->catalogue);
    retry__live_show(look->catalogue);
}

static void see(struct retry_pace *pace, bool good, uint64_t fingerprint)
{
    if (good)
        retry__pace_looked(pace, clock_ns(), fingerprint);
    else
        retry__pace_missed(pace, clock_ns());
}

static void see_all(struct retry_look *look)
{
    const struct retry_catalogue *catalogue = look->catalogue;
    uint64_t fingerprint = 0;
    bool good;

    good = retry__fingerprint_levers(catalogue->path, catalogue->program, &fingerprint);
    see(&look->levers, good, fingerprint);
    good = retry__fingerprint_files(catalogue->path, catalogue->program, &fingerprint);
    see(&look->files, good, fingerprint);
}

static void pace_loaded(struct retry_pace *pace, retry_status status)
{
    retry__pace_loaded(pace, clock_ns(), status == RETRY_OK || status == RETRY_EPOLICY);
}

static bool is_due(const struct retry_look *look)
{
    uint64_t now_ns = clock_ns(), ignored;

    return retry__pace_next(&look->files, now_ns, &ignored) == RETRY_PACE_LOOK ||
           retry__pace_next(&look->levers, now_ns, &ignored) == RETRY_PACE_LOOK;
}

static retry_status load_due(struct retry_look *look, uint64_t process)
{
    retry_status status;
    bool doubtful = false;

    if (look->levers.load) {
        status = retry__live_pull(look->catalogue, &doubtful);
        if (is_over(process))
            return RETRY_OK;
        pace_loaded(&look->levers, status);
        if (doubtful)
            retry__pace_again(&look->files);
    }
    if (!look->files.load)
        return RETRY_OK;
    status = retry__live_watched(look->catalogue, retry__pace_repeats(&look->files));
    if (!is_over(process))
        pace_loaded(&look->files, status);
    return status;
}

retry_status retry__look_step(struct retry_look *look)
{
    uint64_t process = retry__thread_process();
    retry_status status = RETRY_OK;

    take_events(look);
    take_switch(look);
    if (is_due(look)) {
        follow(look);
        if (is_over(process))
            return RETRY_OK;
        see_all(look);
        status = load_due(look, process);
        if (is_over(process))
            return status;
        retry__live_show(look->catalogue);
    }
    arm(look);
    return status;
}

void retry__look_loaded(struct retry_look *look, retry_status status)
{
    pace_loaded(&look->levers, status);
    pace_loaded(&look->files, status);
    arm(look);
}

/* ---- life ---------------------------------------------------------------------------------------- */

static bool open_descriptors(struct retry_look *look)
{
    retry__descriptor_begin();
    retry__descriptor_list(&look->epoll, epoll_create1(EPOLL_CLOEXEC));
    retry__descriptor_list(&look->timer, timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    retry__descriptor_end();
    return look->epoll.open && look->timer.open;
}

bool retry__look_open(struct retry_look *look)
{
    struct epoll_event event = {.events = EPOLLIN};
    uint64_t settle_ns = look->settle_ns > 0 ? look->settle_ns : RETRY_PACE_SETTLE_NS;

    look->switch_seen = retry__switch_now();
    retry__pace_start(&look->files, settle_ns, poll_period(look, false));
    retry__pace_start(&look->levers, settle_ns, poll_period(look, false));
    if (!open_descriptors(look) || epoll_ctl(look->epoll.number, EPOLL_CTL_ADD, look->timer.number, &event) != 0) {
        retry__look_close(look);
        return false;
    }
    retry__look_wake(look);
    return true;
}

void retry__look_close(struct retry_look *look)
{
    retry__lock_take(&look->arming);
    retry__descriptor_close(&look->timer);
    retry__lock_release(&look->arming);
    retry__descriptor_close(&look->epoll);
    retry__notify_done(&look->notify);
    look->listening = look->told = false;
    atomic_store_explicit(&look->notified, false, memory_order_relaxed);
    atomic_store_explicit(&look->unsettled_ns, 0, memory_order_relaxed);
}
