/* test_cells.c - nothing that is counted is lost, whoever counts. */
#include "engine/store/cells.h"
#include "tests/engine/world.h"

#include <pthread.h>

enum { THREADS = 70, ADDS = 5000 }; /* more than there are shards, and slots in the first chunk */

static char block[RETRY_CELLS_ROOM];
static struct retry_cells *cells;
static uint64_t sums[RETRY_CELL_COUNT];

static void make(void)
{
    cells = retry__cells_behind(block);
}

static void read_cells(void)
{
    retry__cells_read(cells, sums);
}

START_TEST(cells_are_aligned_wherever_they_stand)
{
    for (char *address = block; address < block + _Alignof(struct retry_cells); address++) {
        char *there = (char *)retry__cells_behind(address);
        ck_assert_uint_eq((uintptr_t)there % _Alignof(struct retry_cells), 0);
        ck_assert(there >= address && there + sizeof(struct retry_cells) <= address + RETRY_CELLS_ROOM);
    }
}
END_TEST

START_TEST(a_delay_belongs_to_the_first_bucket_that_reaches_it)
{
    uint64_t end_ns = MS;

    ck_assert_uint_eq(retry__cells_bucket(0), 0);
    ck_assert_uint_eq(retry__cells_bucket(1), 0);
    for (uint32_t bucket = 0; bucket + 1 < RETRY_CELLS_DELAYS; bucket++, end_ns *= 4) {
        ck_assert_uint_eq(retry__cells_bucket(end_ns - 1), bucket);
        ck_assert_uint_eq(retry__cells_bucket(end_ns), bucket);
        ck_assert_uint_eq(retry__cells_bucket(end_ns + 1), bucket + 1);
    }
    ck_assert_uint_eq(retry__cells_bucket(RETRY_FOREVER_NS), RETRY_CELLS_DELAYS - 1);
    ck_assert_uint_eq(retry__cells_bucket(UINT64_MAX), RETRY_CELLS_DELAYS - 1);
}
END_TEST

START_TEST(a_grant_is_counted_with_its_delay)
{
    retry__cells_grant(cells, 4 * MS);
    retry__cells_grant(cells, 3 * MS);
    read_cells();
    ck_assert_uint_eq(sums[RETRY_CELL_DELAYS + 1], 2);
    ck_assert_uint_eq(sums[RETRY_CELL_DELAY_US], 7000);
}
END_TEST

START_TEST(every_reason_that_ends_a_call_has_a_cell_of_its_own)
{
    retry_reason last = RETRY_REASON_SUCCESS;

    while (strcmp(retry_reason_name((retry_reason)(last + 1)), "unknown") != 0)
        last = (retry_reason)(last + 1);
    for (int reason = RETRY_REASON_SUCCESS; reason <= (int)last; reason++)
        retry__cells_end(cells, (retry_reason)reason);
    read_cells();
    for (uint32_t cell = 0; cell < RETRY_CELL_COUNT; cell++)
        ck_assert_uint_eq(sums[cell], cell >= RETRY_CELL_ENDED && cell < RETRY_CELL_DELAYS);
    ck_assert_int_eq(last, RETRY_REASON_SUCCESS + RETRY_CELLS_REASONS - 1);
}
END_TEST

static pthread_barrier_t together;
/* Of each number of a slot. Slots come in chunks, and threads that come at once may bring a chunk each. */
static _Atomic unsigned holders[65 * THREADS];

static void *add_many(void *unused)
{
    retry__cells_add(cells, RETRY_CELL_WAITING, 1);
    pthread_barrier_wait(&together); /* all have their slots: no two may have the same one */
    holders[retry__thread_own()->number]++;
    for (int i = 0; i < ADDS; i++)
        retry__cells_add(cells, RETRY_CELL_AT_ONCE, 1);
    retry__cells_add(cells, RETRY_CELL_WAITING, UINT64_MAX);
    return unused;
}

static void count_in_many_threads(void)
{
    pthread_t threads[THREADS];

    pthread_barrier_init(&together, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, add_many, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&together);
}

START_TEST(nothing_that_many_threads_add_is_lost)
{
    count_in_many_threads();
    for (unsigned number = 0; number < 65 * THREADS; number++)
        ck_assert_uint_le(holders[number], 1);
    read_cells();
    ck_assert_uint_eq(sums[RETRY_CELL_AT_ONCE], THREADS * ADDS);
    ck_assert_uint_eq(sums[RETRY_CELL_WAITING], 0);
}
END_TEST

static void *add_one(void *unused)
{
    retry__cells_add(cells, RETRY_CELL_AT_ONCE, 1);
    return unused;
}

START_TEST(what_threads_that_have_ended_added_stays)
{
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        ck_assert_int_eq(pthread_create(&thread, NULL, add_one, NULL), 0);
        pthread_join(thread, NULL);
    }
    read_cells();
    ck_assert_uint_eq(sums[RETRY_CELL_AT_ONCE], THREADS);
}
END_TEST

static pthread_key_t key;

static void add_in_destructor(void *unused)
{
    (void)unused;
    retry__cells_add(cells, RETRY_CELL_FAILED, 1);
}

static void *add_and_leave_a_destructor(void *unused)
{
    (void)unused;
    retry__cells_add(cells, RETRY_CELL_AT_ONCE, 1);
    pthread_setspecific(key, cells);
    return NULL;
}

/* Keys are destroyed in the order of their creation, at least by glibc: the thread's slot is back already. */
START_TEST(a_thread_without_a_slot_counts_as_well)
{
    pthread_t thread;

    retry__thread_own();
    ck_assert_int_eq(pthread_key_create(&key, add_in_destructor), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, add_and_leave_a_destructor, NULL), 0);
    pthread_join(thread, NULL);
    read_cells();
    ck_assert_uint_eq(sums[RETRY_CELL_AT_ONCE], 1);
    ck_assert_uint_eq(sums[RETRY_CELL_FAILED], 1);
}
END_TEST

START_TEST(cleared_cells_count_from_zero)
{
    static const uint64_t zeroes[RETRY_CELL_COUNT];

    count_in_many_threads();
    retry__cells_grant(cells, MS);
    retry__cells_clear(cells);
    read_cells();
    ck_assert_mem_eq(sums, zeroes, sizeof(sums));
}
END_TEST

WORLD_MAIN_AROUND("cells", make, NULL, cells_are_aligned_wherever_they_stand,
                  a_delay_belongs_to_the_first_bucket_that_reaches_it, a_grant_is_counted_with_its_delay,
                  every_reason_that_ends_a_call_has_a_cell_of_its_own, nothing_that_many_threads_add_is_lost,
                  what_threads_that_have_ended_added_stays, a_thread_without_a_slot_counts_as_well,
                  cleared_cells_count_from_zero)
