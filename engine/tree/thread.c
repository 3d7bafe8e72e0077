/* thread.c - slots for threads: who reads in which epoch, and a random generator for each. */
#include "engine/tree/thread.h"

#include "engine/tree/host.h"
#include "schema/mem.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CHUNK_SLOTS 64
#define SLOT_BYTES sizeof(struct retry_slot)

#if defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Slots come in chunks, linked at the end and never freed, so that anybody may walk them at any time. */
struct retry_chunk {
    _Atomic(struct retry_chunk *) next;
    struct retry_slot *slots; /* CHUNK_SLOTS of them */
};

static struct retry_slot first_slots[CHUNK_SLOTS];
static struct retry_chunk first_chunk = {NULL, first_slots};

struct retry_epoch retry__thread_epoch = {.now = 1};
_Thread_local struct retry_slot *retry__thread_slot;

/* Readers that got no slot: of all threads, and of this one. */
static _Atomic uint64_t crowd;
static _Thread_local uint64_t crowded __attribute__((tls_model("initial-exec")));

/*
 * The process word is another one in a forked child. It lives in a page that the kernel empties there, so that even a
 * child that ran no handler (_Fork, clone) finds 0 and takes a new word; where there is no such page, the handler alone
 * sees to it. The words given out are counted where the child inherits the count.
 */
static _Atomic uint64_t words_given, handlers_word;
_Atomic uint64_t *retry__thread_process_word = &handlers_word; /* set once */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;                                                      /* its destructor gives the slot back */
static bool slots_usable;                                                      /* set once */
static _Thread_local bool departed __attribute__((tls_model("initial-exec"))); /* has given its slot back */

struct retry_slot *retry__thread_next(struct retry_walk *walk)
{
    if (walk->chunk == NULL)
        walk->chunk = &first_chunk;
    else if (walk->index == CHUNK_SLOTS)
        *walk = (struct retry_walk){atomic_load_explicit(&walk->chunk->next, memory_order_acquire), 0, walk->number};
    walk->number++;
    return walk->chunk != NULL ? &walk->chunk->slots[walk->index++] : NULL;
}

/* ---- set-up ------------------------------------------------------------------------------------ */

static int membarrier(int command)
{
    return (int)syscall(SYS_membarrier, command, 0, 0);
}

static void choose_process_word(void)
{
    void *page =
        mmap(NULL, sizeof(*retry__thread_process_word), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return;
    if (madvise(page, sizeof(*retry__thread_process_word), MADV_WIPEONFORK) == 0)
        retry__thread_process_word = page;
    else
        munmap(page, sizeof(*retry__thread_process_word));
}

/* Counted before it is used: a child of a thread that is just here never gives out the same. */
static uint64_t own_process(void)
{
    uint64_t word = atomic_load_explicit(retry__thread_process_word, memory_order_relaxed), fresh;

    if (word != 0)
        return word;
    fresh = atomic_fetch_add(&words_given, 1) + 1;
    return atomic_compare_exchange_strong(retry__thread_process_word, &word, fresh) ? fresh : word;
}

static void choose_fence(void)
{
    retry__thread_epoch.light = !SANITIZED && membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

static void clear_slot(struct retry_slot *slot)
{
    slot->depth = 0;
    atomic_store_explicit(&slot->waits_cancel, NULL, memory_order_relaxed);
    atomic_store_explicit(&slot->waits_owner, NULL, memory_order_relaxed);
    atomic_store_explicit(&slot->epoch, 0, memory_order_release);
    atomic_store_explicit(&slot->taken, 0, memory_order_release);
}

/* A later destructor of the thread's might take another and never give it back: the crowd serves it from here on. */
static void give_back(void *slot)
{
    departed = true;
    retry__thread_slot = NULL;
    clear_slot(slot);
}

/* In a forked child: only the calling thread lives on. It may be reading; nobody else is. */
static void start_as_child(void)
{
    struct retry_walk walk = {0};

    for (struct retry_slot *slot; (slot = retry__thread_next(&walk)) != NULL;)
        if (slot != retry__thread_slot)
            clear_slot(slot);
    atomic_store(&crowd, crowded);
    atomic_store(retry__thread_process_word, atomic_fetch_add(&words_given, 1) + 1);
    choose_fence();
}

/* The handler comes first, since a child must forget the crowd as well. Without the key slots would leak: no slots
 * then. */
static void set_up(void)
{
    choose_fence();
    choose_process_word();
    slots_usable = pthread_atfork(NULL, NULL, start_as_child) == 0 && pthread_key_create(&key, give_back) == 0;
}

/* ---- slots --------------------------------------------------------------------------------------- */

static bool take(struct retry_slot *slot)
{
    uint32_t idle = 0;

    return atomic_load_explicit(&slot->taken, memory_order_relaxed) == 0 &&
           atomic_compare_exchange_strong_explicit(&slot->taken, &idle, 1, memory_order_acquire, memory_order_relaxed);
}

/* Links a chunk of which the first slot is taken already. */
static struct retry_slot *take_from_new_chunk(void)
{
    struct retry_chunk *last = &first_chunk, *next = NULL;
    uint32_t number = CHUNK_SLOTS;
    struct retry_chunk *added = retry__mem_new(1, sizeof(struct retry_chunk) + (CHUNK_SLOTS + 1) * SLOT_BYTES);

    if (added == NULL)
        return NULL;
    added->slots = (struct retry_slot *)(((uintptr_t)(added + 1) + SLOT_BYTES - 1) & ~(uintptr_t)(SLOT_BYTES - 1));
    atomic_store_explicit(&added->slots[0].taken, 1, memory_order_relaxed);
    while (!atomic_compare_exchange_strong_explicit(&last->next, &next, added, memory_order_acq_rel,
                                                    memory_order_acquire)) {
        last = next;
        next = NULL;
        number += CHUNK_SLOTS;
    }
    added->slots[0].number = number;
    return added->slots;
}

static struct retry_slot *take_any(void)
{
    struct retry_walk walk = {0};

    for (struct retry_slot *slot; (slot = retry__thread_next(&walk)) != NULL;)
        if (take(slot)) {
            slot->number = walk.number - 1;
            return slot;
        }
    return take_from_new_chunk();
}

/*
 * A fork (in a signal handler) between taking
 * the slot and making it the thread's own frees it in the child, as nobody's; the process word tells.
 */
struct retry_slot *retry__thread_own(void)
{
    uint64_t process;
    int kept = errno;

    if (retry__thread_slot != NULL || departed)
        return retry__thread_slot;
    pthread_once(&once, set_up);
    do {
        process = own_process();
        retry__thread_slot = slots_usable ? take_any() : NULL;
        atomic_signal_fence(memory_order_seq_cst);
    } while (process != own_process());
    if (retry__thread_slot != NULL && pthread_setspecific(key, retry__thread_slot) != 0)
        give_back(retry__thread_slot);
    errno = kept;
    return retry__thread_slot;
}

/* ---- reading ------------------------------------------------------------------------------------- */

/* A full fence. ThreadSanitizer knows none; there a shared counter has the same effect. */
void retry__thread_fence(void)
{
#if SANITIZED
    static _Atomic uint32_t meeting;
    atomic_fetch_add(&meeting, 1);
#else
    atomic_thread_fence(memory_order_seq_cst);
#endif
}

struct retry_slot *retry__thread_enter_first(void)
{
    if (retry__thread_own() != NULL)
        return retry__thread_enter();
    crowded++;
    atomic_fetch_add(&crowd, 1);
    retry__thread_fence();
    return NULL;
}

void retry__thread_leave_crowd(void)
{
    atomic_fetch_sub(&crowd, 1);
    crowded--;
}

uint64_t retry__thread_process(void)
{
    pthread_once(&once, set_up);
    return own_process();
}

bool retry__thread_reading(void)
{
    return crowded > 0 ||
           (retry__thread_slot != NULL && atomic_load_explicit(&retry__thread_slot->epoch, memory_order_relaxed) != 0);
}

/*
 * Why nothing is freed too early: a reader stores its epoch, then loads what is published; the one who frees has
 * unpublished, then passes a barrier here, then loads the epochs. Fences on both sides, or membarrier, which makes
 * every running thread pass a fence, see to it that the reader finds the thing gone or its epoch is found. A reader
 * that finds the new epoch (acquire) finds the thing gone as well, hence only epochs up to the old one matter. Where
 * membarrier was promised and is then refused, nothing may ever be freed: epoch 0, which never passes.
 */
uint64_t retry__thread_advance(void)
{
    uint64_t epoch;

    pthread_once(&once, set_up);
    epoch = atomic_fetch_add(&retry__thread_epoch.now, 1);
    retry__thread_fence();
    if (retry__thread_epoch.light && membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0)
        return 0;
    return epoch;
}

/* Readers without a slot do not say when they began: all of them must be away at once. */
bool retry__thread_passed(uint64_t epoch)
{
    struct retry_walk walk = {0};

    if (epoch == 0 || atomic_load(&crowd) != 0)
        return false;
    for (struct retry_slot *slot; (slot = retry__thread_next(&walk)) != NULL;) {
        uint64_t began = atomic_load_explicit(&slot->epoch, memory_order_acquire);
        if (began != 0 && began <= epoch)
            return false;
    }
    return true;
}

/* ---- random numbers -------------------------------------------------------------------------------- */

/* Seeds the generator first. A thread without a slot has no place for one: it takes a new seed each time. */
uint64_t retry__thread_random_first(void)
{
    struct retry_slot *slot = retry__thread_own();

    if (slot == NULL)
        return retry__host_seed();
    slot->random = retry__host_seed();
    slot->process = own_process();
    return retry__thread_random_next(slot);
}
