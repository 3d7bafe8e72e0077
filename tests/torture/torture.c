/* torture.c - readers that never rest, writers that do everything to the files that files are used to: no set is torn,
 * the last good one lives, memory stays flat. */
#include "tests/torture/files.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/*
 * Two catalogues over two folders. In the first, every change is one rename, and reloads follow one another without a
 * pause. In the second a watch looks, so that files may be written in place too, slowly enough for nobody to be asked
 * to guess what was meant. In both folders two files say the same number in two policies: any set that was ever whole
 * on the disk says it twice.
 */
/* A sanitizer's memory is its own affair. */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define FLAT 0
#else
#define FLAT 1
#endif

enum { READERS = 32 };

#define NS_PER_SECOND UINT64_C(1000000000)

static char base[] = "/tmp/retry-torture-XXXXXX";
static _Atomic bool over;
static _Atomic uint64_t reads, checked, reloads[7]; /* by retry_status */
static _Atomic int broken;                          /* the line of the first claim that did not hold */

#define HOLDS(condition)                                                \
    do {                                                                \
        int nobody = 0;                                                 \
        if (!(condition))                                               \
            atomic_compare_exchange_strong(&broken, &nobody, __LINE__); \
    } while (0)

/* ---- those who write ------------------------------------------------------------------------------------ */

static void *write_atomically(void *context)
{
    struct subject *subject = context;

    for (unsigned i = 0; !over; i++) {
        swap_data(subject, FIRST + i % NUMBERS);
        pause_ms(i % 4 * 20);
        if (i % 5 == 0)
            do_mischief(subject, i / 5, 1);
    }
    return NULL;
}

static void *write_as_people_do(void *context)
{
    struct subject *subject = context;

    for (unsigned i = 0; !over; i++) {
        swap_data(subject, FIRST + i % NUMBERS);
        pause_ms(20 + i % 7 * 60);
        write_in_place(subject);
        pause_ms(20 + i % 5 * 90);
        do_mischief(subject, i, i % 3 * 200);
    }
    return NULL;
}

/* ---- those who use them --------------------------------------------------------------------------------- */

/* Two policies of one set say the same number. */
static void check_pair(retry_catalogue *catalogue, const retry_policy *left, const retry_policy *right)
{
    uint64_t before = retry_catalogue_generation(catalogue);
    uint32_t one = retry_policy_max_attempts(left), other = retry_policy_max_attempts(right);

    HOLDS(one >= FIRST && one < FIRST + NUMBERS);
    HOLDS(other >= FIRST && other < FIRST + NUMBERS);
    atomic_fetch_add_explicit(&reads, 1, memory_order_relaxed);
    if (before != retry_catalogue_generation(catalogue))
        return;
    HOLDS(one == other);
    atomic_fetch_add_explicit(&checked, 1, memory_order_relaxed);
}

/* One policy says its number twice: a call makes that many attempts, and waits that many milliseconds in between. */
static void check_call(const retry_policy *policy)
{
    retry_call call;
    retry_decision decision;

    HOLDS(retry_call_begin(&call, policy, NULL));
    do {
        decision = retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
        HOLDS(!decision.again || (decision.delay_ns >= FIRST * UINT64_C(1000000) &&
                                  decision.delay_ns < (FIRST + NUMBERS) * UINT64_C(1000000)));
    } while (decision.again);
    HOLDS(decision.reason == RETRY_REASON_MAX_ATTEMPTS);
}

static void *read_on(void *context)
{
    struct subject *subject = context;
    char name[32];

    for (unsigned i = 0; !over; i++) {
        const retry_policy *left = retry_catalogue_get(subject->catalogue, "left");
        check_pair(subject->catalogue, left, retry_catalogue_get(subject->catalogue, "right"));
        check_call(left);
        snprintf(name, sizeof(name), "nobody.%u", i % 50);
        HOLDS(retry_policy_state_get(retry_catalogue_get(subject->catalogue, name)) == RETRY_POLICY_UNDEFINED);
    }
    return NULL;
}

static void *reload_on(void *context)
{
    struct subject *subject = context;

    while (!over)
        atomic_fetch_add(&reloads[retry_catalogue_reload(subject->catalogue, NULL)], 1);
    return NULL;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

/* Resident memory, in KiB. */
static long resident(void)
{
    char text[128] = "";
    FILE *stream = fopen("/proc/self/statm", "r");
    long size, pages = 0;

    if (stream && fgets(text, sizeof(text), stream) && sscanf(text, "%ld %ld", &size, &pages) != 2)
        pages = 0;
    if (stream)
        fclose(stream);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int count_descriptors(void)
{
    DIR *stream = opendir("/proc/self/fd");
    int count = 0;

    while (stream && readdir(stream))
        count++;
    if (stream)
        closedir(stream);
    return count;
}

static void open_catalogue(struct subject *subject)
{
    retry_options options = {.size = sizeof(options), .path = subject->folder};
    retry_report *report = NULL;

    if (retry_catalogue_open(&options, &subject->catalogue, &report) != RETRY_OK) {
        retry_report_print(report, stderr);
        exit(1);
    }
    retry_report_free(report);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

/* Lets time pass; says what has happened so far. */
static long let_run(unsigned seconds, const char *what, const struct subject *watched)
{
    uint64_t until_ns = now_ns() + seconds * NS_PER_SECOND;

    while (now_ns() < until_ns && broken == 0)
        pause_ms(50);
    long kib = resident();
    printf("%-10s %8llu reads, %8llu compared, %6llu sets accepted, %6llu loads refused, watch at set %llu, %ld KiB\n",
           what, (unsigned long long)reads, (unsigned long long)checked, (unsigned long long)reloads[RETRY_OK],
           (unsigned long long)(reloads[RETRY_EIO] + reloads[RETRY_EPOLICY]),
           (unsigned long long)retry_catalogue_generation(watched->catalogue), kib);
    fflush(stdout);
    return kib;
}

/* The writers have gone: what stands in the files now becomes current without anybody doing anything. */
static bool comes_to_rest(const struct subject *subject)
{
    const retry_policy *left = retry_catalogue_get(subject->catalogue, "left");

    for (uint64_t until_ns = now_ns() + 20 * NS_PER_SECOND; now_ns() < until_ns; pause_ms(10))
        if (retry_policy_max_attempts(left) == subject->number)
            return true;
    return false;
}

static int judge(struct subject *watched, long before, long after, int descriptors)
{
    if (broken != 0)
        printf("FAILED: the claim of line %d did not hold\n", broken);
    else if (reloads[RETRY_OK] < 10 || checked < 1000)
        puts("FAILED: hardly anything has happened");
    else if (reloads[RETRY_EBUSY] + reloads[RETRY_EINVAL] + reloads[RETRY_ENOMEM] > 0)
        puts("FAILED: a reload was busy, or had no memory");
    else if (!comes_to_rest(watched))
        puts("FAILED: the watch has not found the last change");
    else if (FLAT && after > before + before / 10 + 4096)
        printf("FAILED: memory has grown from %ld to %ld KiB\n", before, after);
    else if (count_descriptors() > descriptors)
        printf("FAILED: %d descriptors are open, %d were\n", count_descriptors(), descriptors);
    else
        return 0;
    return 1;
}

int main(int count, char **arguments)
{
    unsigned seconds = count == 2 ? (unsigned)strtoul(arguments[1], NULL, 10) : 0;
    struct subject renamed = {0}, watched = {0};
    pthread_t readers[READERS], writers[2], reloaders[2];
    retry_watch_options options = {.size = sizeof(options)};

    if (seconds < 3 || !mkdtemp(base)) {
        fprintf(stderr, "usage: %s SECONDS (3 or more)\n", arguments[0]);
        return 2;
    }
    make_folder(&renamed, base, "renamed");
    make_folder(&watched, base, "watched");
    open_catalogue(&renamed);
    open_catalogue(&watched);
    if (retry_watch_start(watched.catalogue, &options) != RETRY_OK)
        fail("retry_watch_start");
    int descriptors = count_descriptors();
    for (unsigned i = 0; i < READERS; i++)
        if (pthread_create(&readers[i], NULL, read_on, i % 2 ? &renamed : &watched) != 0)
            fail("pthread_create");
    for (int i = 0; i < 2; i++)
        if (pthread_create(&writers[i], NULL, i ? write_as_people_do : write_atomically, i ? &watched : &renamed) ||
            pthread_create(&reloaders[i], NULL, reload_on, &renamed))
            fail("pthread_create");

    long before = let_run(seconds / 3, "first", &watched);
    long after = let_run(seconds - seconds / 3, "at the end", &watched);
    over = true;
    for (unsigned i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    for (int i = 0; i < 2; i++) {
        pthread_join(writers[i], NULL);
        pthread_join(reloaders[i], NULL);
    }
    int answer = judge(&watched, before, after, descriptors);
    retry_catalogue_free(renamed.catalogue);
    retry_catalogue_free(watched.catalogue);
    nftw(base, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    return answer;
}
