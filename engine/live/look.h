/* look.h - one catalogue's files and levers, looked at when something is told or due, and loaded when they stand still.
 */
#ifndef RETRY_LIVE_LOOK_H
#define RETRY_LIVE_LOOK_H

#include "engine/live/notify.h"
#include "engine/live/pace.h"
#include "engine/store/catalogue.h"

/* The caller fills in the first part and zeroes the rest. */
struct retry_look {
    struct retry_catalogue *catalogue;
    uint64_t settle_ns, poll_ns; /* 0: the usual */
    bool poll_only;

    struct retry_descriptor epoll, timer; /* the first is readable when a step is due; it holds the second */
    struct retry_lock arming;             /* guards the timer while it is set or closed */
    struct retry_notify notify;
    struct retry_pace files, levers;
    bool listening;        /* the kernel's word makes `epoll` readable */
    bool told;             /* the log knows that changes are not told of */
    uint32_t switch_seen;  /* the program's switch */
    _Atomic bool notified; /* changes are told of */
    _Atomic uint64_t unsettled_ns;
};

/** Opens the descriptors; a first step is due. @return false: the system refused one */
bool retry__look_open(struct retry_look *look);
/** Does what is due. @return the status of the load, RETRY_OK where there was none */
retry_status retry__look_step(struct retry_look *look);
/** Says that what was seen in the last step has been loaded. */
void retry__look_loaded(struct retry_look *look, retry_status status);
/** Makes a step due, from whichever thread, as long as the memory is there. */
void retry__look_wake(struct retry_look *look);
void retry__look_close(struct retry_look *look);

#endif
