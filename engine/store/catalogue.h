/* catalogue.h - the current set, the names that programs hold, and the swap from one set to the next. */
#ifndef RETRY_STORE_CATALOGUE_H
#define RETRY_STORE_CATALOGUE_H

#include "engine/store/customs.h"
#include "engine/store/handles.h"
#include "engine/store/known.h"
#include "engine/store/lever.h"
#include "engine/store/set.h"
#include "engine/store/tally.h"
#include "engine/tree/host.h"
#include "engine/tree/switch.h"
#include "engine/tree/thread.h"

/* What the handles mean now. Replaced as a whole; a reader that holds it sees one set. */
struct retry_view {
    struct retry_set *set;    /* NULL before the first */
    uint64_t generation;      /* of the set */
    uint64_t turn;            /* counts the sets and the changes of the lever */
    struct retry_view *older; /* among the retired, for writers only: with the epoch in which it was replaced, */
    uint64_t retired_epoch;   /* and with its set, where no newer view shares it */
    struct retry_set *retired_set;
    uint32_t capacity;                          /* of plans; a handle with a higher index waits for the next view */
    _Atomic(const struct retry_plan *) plans[]; /* by handle index; NULL = undefined */
};

struct retry_watcher;
struct retry_notice;
struct retry_catalogue {
    _Atomic(struct retry_view *) view; /* never NULL */
    struct retry_handles handles;
    struct retry_customs customs;
    struct retry_host host;

    struct retry_known known;  /* has a lock of its own */
    struct retry_tally tally;  /* written under `loading` */
    struct retry_lever lever;  /* what is off now; changes under all three locks */
    struct retry_lock loading; /* held through a whole load, its log line included; taken before `lock` */
    struct retry_lock lock;    /* guards every change of the members above, and all of those below */
    struct retry_view *retired;
    bool own;                         /* the process's own, that its environment speaks of */
    bool last_good;                   /* a set that was kept serves; under `loading` */
    bool unkept;                      /* what runs could not be kept; under `loading` */
    bool pulled;                      /* the lever has been read; under `loading` */
    uint64_t doubted;                 /* what was odd about it then, as retry__known_warned() says; under `loading` */
    bool no_metrics;                  /* handles are made without cells */
    bool strict;                      /* what others may write is refused */
    bool status_told;                 /* that RETRY_STATUS_FILE cannot be written; under `loading` */
    _Atomic uint64_t status_failures; /* times that it could not be */
    _Atomic bool loaded;              /* the first load is over, the options are settled; written under `loading` */
    struct retry_catalogue *next;     /* of all that the process has; see engine/live/roster.h */
    _Atomic(struct retry_watcher *) watcher; /* set once; see engine/live/roster.h */
    struct retry_lock noticing;              /* guards the list of notices; see engine/live/notice.h */
    struct retry_notice *notices;
    uint64_t shown; /* of what no load changes, in the file of the state; under `loading` */
    uint64_t told;  /* the hash of the log's last line about a load; under `loading` */
    struct retry_arena texts;
    const char *program, *path, *defaults; /* in texts, or NULL */
};

/** A catalogue without a set. NULL: no memory. */
struct retry_catalogue *retry__catalogue_new(void);
/** Frees everything; nobody may be reading. */
void retry__catalogue_free(struct retry_catalogue *catalogue);
/** Settles the options, before the first load; NULL leaves them. @return RETRY_OK, RETRY_EINVAL or RETRY_ENOMEM */
retry_status retry__catalogue_set_options(struct retry_catalogue *catalogue, const retry_options *options);
/** The handle of that name, made at its first look-up. NULL: an invalid name, or no memory. */
const struct retry_policy *retry__catalogue_get(struct retry_catalogue *catalogue, const char *name);
/** As retry_custom_set(). */
retry_status retry__catalogue_set_custom(struct retry_catalogue *catalogue, const char *name, retry_custom_fn function,
                                         void *context);

/** A view of that set for all handles there are. NULL: no memory. The lock must be held. */
struct retry_view *retry__catalogue_view_new(const struct retry_catalogue *catalogue, struct retry_set *set);
/** Makes the view current; returns the epoch that its predecessor's readers have to leave. The lock must be held. */
uint64_t retry__catalogue_publish(struct retry_catalogue *catalogue, struct retry_view *view);
/**
 * Makes this lever the catalogue's, and wakes nobody yet. Takes it over and empties *lever, also where nothing of it is
 * new. `loading` must be held, `lock` must not.
 *
 * @param out_changed  whether anything is off now that was not, or the other way round
 * @return false: no memory, nothing has changed
 */
bool retry__catalogue_pull(struct retry_catalogue *catalogue, struct retry_lever *lever, bool *out_changed);
/** Frees what no reader can hold any more. The lock must be held. */
void retry__catalogue_sweep(struct retry_catalogue *catalogue);

/** Begins to read: the view stays whole until retry__thread_leave(). */
static inline struct retry_slot *retry__catalogue_enter(const struct retry_catalogue *catalogue,
                                                        const struct retry_view **out_view)
{
    struct retry_slot *slot = retry__thread_enter();

    *out_view = atomic_load_explicit(&catalogue->view, memory_order_acquire);
    return slot;
}

/** A number that each new set, each change of the lever and each throw of the program's switch raises. */
static inline uint64_t retry__view_turn(const struct retry_view *view)
{
    return view->turn + retry__switch_now();
}

/** The same, of the view that is current. */
static inline uint64_t retry__catalogue_turn(const struct retry_catalogue *catalogue)
{
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &view);
    uint64_t turn = retry__view_turn(view);

    retry__thread_leave(slot);
    return turn;
}

/** Is the policy switched off, by the lever of its catalogue or by the program's switch? */
static inline bool retry__policy_off(const struct retry_policy *policy)
{
    return (retry__switch_now() & 1) || atomic_load_explicit(&policy->off, memory_order_relaxed);
}

/** Counts the sets made current. */
static inline uint64_t retry__catalogue_generation(const struct retry_catalogue *catalogue)
{
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &view);
    uint64_t generation = view->generation;

    retry__thread_leave(slot);
    return generation;
}

/** What the handle means in that view; NULL = undefined. */
static inline const struct retry_plan *retry__policy_plan(const struct retry_policy *policy,
                                                          const struct retry_view *view)
{
    return policy->index < view->capacity ? atomic_load_explicit(&view->plans[policy->index], memory_order_acquire)
                                          : NULL;
}

#endif
