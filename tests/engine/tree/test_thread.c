/* test_thread.c - readers are waited for, threads draw different numbers. */
#include "engine/tree/thread.h"

#include "tests/suite.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>

/* Something that comes true once. */
struct flag {
    _Atomic bool set;
};

/* Runs it in a thread of its own. */
static void in_thread(void *(*run)(void *context), void *context)
{
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, run, context), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}

/* ---- reading --------------------------------------------------------------------------------------- */

START_TEST(reading_nests)
{
    struct retry_slot *slot = retry__thread_enter();

    ck_assert_ptr_nonnull(slot);
    ck_assert_ptr_eq(retry__thread_enter(), slot);
    retry__thread_leave(slot);
    ck_assert(retry__thread_reading());
    ck_assert_uint_ne(atomic_load(&slot->epoch), 0);
    retry__thread_leave(slot);
    ck_assert(!retry__thread_reading());
    ck_assert_uint_eq(atomic_load(&slot->epoch), 0);
}
END_TEST

START_TEST(an_epoch_passes_when_its_readers_have_left)
{
    struct retry_slot *slot = retry__thread_enter();
    uint64_t epoch = retry__thread_advance();

    ck_assert_uint_ne(epoch, 0);
    ck_assert(!retry__thread_passed(epoch));
    retry__thread_leave(slot);
    ck_assert(retry__thread_passed(epoch));
}
END_TEST

START_TEST(later_readers_do_not_hold_an_epoch_up)
{
    uint64_t epoch = retry__thread_advance();
    struct retry_slot *slot = retry__thread_enter();

    ck_assert(retry__thread_passed(epoch));
    ck_assert(!retry__thread_passed(retry__thread_advance()));
    retry__thread_leave(slot);
}
END_TEST

START_TEST(epoch_zero_never_passes)
{
    ck_assert(!retry__thread_passed(0));
}
END_TEST

enum { READERS = 4, SWAPS = 200 };

static _Atomic(uint64_t *) published;
static _Atomic bool done;

static void *read_on(void *wrong)
{
    while (!atomic_load(&done)) {
        struct retry_slot *slot = retry__thread_enter();
        uint64_t *seen = atomic_load_explicit(&published, memory_order_acquire);
        if (seen[0] != seen[1])
            atomic_store(&((struct flag *)wrong)->set, true);
        retry__thread_leave(slot);
    }
    return NULL;
}

static uint64_t *pair_new(uint64_t value)
{
    uint64_t *pair = calloc(2, sizeof(*pair));

    ck_assert_ptr_nonnull(pair);
    pair[0] = pair[1] = value;
    return pair;
}

START_TEST(nothing_is_freed_while_it_is_read)
{
    pthread_t readers[READERS];
    struct flag wrong = {false};

    atomic_store(&published, pair_new(0));
    for (int i = 0; i < READERS; i++)
        ck_assert_int_eq(pthread_create(&readers[i], NULL, read_on, &wrong), 0);
    for (uint64_t i = 1; i <= SWAPS; i++) {
        uint64_t *old = atomic_exchange(&published, pair_new(i));
        uint64_t epoch = retry__thread_advance();
        while (!retry__thread_passed(epoch))
            sched_yield();
        old[0] = ~old[1];
        free(old);
    }
    atomic_store(&done, true);
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    ck_assert(!atomic_load(&wrong.set));
    free(atomic_load(&published));
}
END_TEST

/* ---- slots ------------------------------------------------------------------------------------------- */

static void *own_slot(void *out)
{
    struct retry_slot *slot = retry__thread_enter();

    retry__thread_leave(slot);
    *(struct retry_slot **)out = slot;
    return NULL;
}

START_TEST(a_thread_that_ends_gives_its_slot_back)
{
    struct retry_slot *first = NULL, *second = NULL;

    in_thread(own_slot, &first);
    in_thread(own_slot, &second);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_eq(first, second);
    ck_assert_uint_eq(atomic_load(&first->taken), 0);
}
END_TEST

static void *end_while_reading(void *out)
{
    *(struct retry_slot **)out = retry__thread_enter();
    return NULL;
}

/* Runs after the library's own destructor, whose key is older. */
static void read_at_the_end(void *served_as)
{
    struct retry_slot *slot = retry__thread_enter();

    retry__thread_leave(slot);
    *(struct retry_slot **)served_as = slot;
}

static void *end_late(void *served_as)
{
    pthread_key_t key;

    retry__thread_leave(retry__thread_enter());
    ck_assert_int_eq(pthread_key_create(&key, read_at_the_end), 0);
    ck_assert_int_eq(pthread_setspecific(key, served_as), 0);
    return NULL;
}

START_TEST(a_thread_that_gave_its_slot_back_takes_no_other)
{
    struct retry_slot nobody, *served_as = &nobody;
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, end_late, &served_as), 0);
    pthread_join(thread, NULL);
    ck_assert_ptr_null(served_as);
    ck_assert(retry__thread_passed(retry__thread_advance()));
}
END_TEST

START_TEST(a_thread_that_ends_while_reading_holds_nothing_up)
{
    struct retry_slot *slot = NULL;

    in_thread(end_while_reading, &slot);
    ck_assert_uint_eq(atomic_load(&slot->epoch), 0);
    ck_assert(retry__thread_passed(retry__thread_advance()));
    in_thread(own_slot, &slot);
    ck_assert_uint_eq(slot->depth, 0);
}
END_TEST

enum { MANY = 150 }; /* over two chunks of slots */

static pthread_barrier_t all_here;

static void *stay(void *out)
{
    struct retry_slot *slot = retry__thread_enter();

    *(struct retry_slot **)out = slot;
    pthread_barrier_wait(&all_here);
    pthread_barrier_wait(&all_here);
    retry__thread_leave(slot);
    return NULL;
}

START_TEST(many_threads_have_slots_of_their_own)
{
    pthread_t threads[MANY];
    struct retry_slot *slots[MANY] = {NULL};
    uint64_t epoch;

    pthread_barrier_init(&all_here, NULL, MANY + 1);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, stay, &slots[i]), 0);
    pthread_barrier_wait(&all_here);
    epoch = retry__thread_advance();
    ck_assert(!retry__thread_passed(epoch));
    for (int i = 0; i < MANY; i++) {
        ck_assert_ptr_nonnull(slots[i]);
        ck_assert_uint_eq((uintptr_t)slots[i] % 64, 0);
        for (int j = 0; j < i; j++)
            ck_assert_ptr_ne(slots[i], slots[j]);
    }
    pthread_barrier_wait(&all_here);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    ck_assert(retry__thread_passed(epoch));
    pthread_barrier_destroy(&all_here);
}
END_TEST

/* ---- random numbers -------------------------------------------------------------------------------- */

static void *draw(void *out)
{
    *(uint64_t *)out = retry__thread_random();
    return NULL;
}

START_TEST(threads_draw_different_numbers)
{
    uint64_t first = 0, second = 0;

    in_thread(draw, &first);
    in_thread(draw, &second);
    ck_assert_uint_ne(first, second);
    ck_assert_uint_ne(retry__thread_random(), retry__thread_random());
}
END_TEST

static TCase *all_cases(void)
{
    TCase *cases = tcase_create("thread");

    tcase_add_test(cases, reading_nests);
    tcase_add_test(cases, an_epoch_passes_when_its_readers_have_left);
    tcase_add_test(cases, later_readers_do_not_hold_an_epoch_up);
    tcase_add_test(cases, epoch_zero_never_passes);
    tcase_add_test(cases, nothing_is_freed_while_it_is_read);
    tcase_add_test(cases, a_thread_that_ends_gives_its_slot_back);
    tcase_add_test(cases, a_thread_that_gave_its_slot_back_takes_no_other);
    tcase_add_test(cases, a_thread_that_ends_while_reading_holds_nothing_up);
    tcase_add_test(cases, many_threads_have_slots_of_their_own);
    tcase_add_test(cases, threads_draw_different_numbers);
    return cases;
}

int main(void)
{
    Suite *suite = suite_create("thread");

    suite_add_tcase(suite, all_cases());
    return suite_run(suite);
}
