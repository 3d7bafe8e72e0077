/* hold.c - what holding the current set costs above a plain load, on two threads; a program of its own, since what it
 * times has no public name. */
#include "engine/tree/thread.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define THREADS 2
#define UNROLLED 8

static _Atomic(uint64_t *) shared;
static uint64_t value = 1;
static unsigned count;
static volatile uint64_t sink[THREADS * 16];

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static uint64_t load_plainly(void)
{
    return *atomic_load_explicit(&shared, memory_order_acquire);
}

static uint64_t hold(void)
{
    struct retry_slot *slot = retry__thread_enter();
    uint64_t seen = *atomic_load_explicit(&shared, memory_order_acquire);

    retry__thread_leave(slot);
    return seen;
}

/* One thread's part; what comes back is ns an operation. */
struct part {
    bool holds;
    unsigned index;
    double ns;
};

static void *run(void *context)
{
    struct part *part = context;
    uint64_t sum = 0;
    double start = now_ns();

    for (unsigned i = 0; i < count; i++)
        for (int j = 0; j < UNROLLED; j++)
            sum += part->holds ? hold() : load_plainly();
    part->ns = (now_ns() - start) / count / UNROLLED;
    sink[part->index * 16] = sum;
    return NULL;
}

static double on_two_threads(bool holds)
{
    struct part parts[THREADS];
    pthread_t threads[THREADS];
    double sum = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        parts[i] = (struct part){holds, i, 0};
        if (pthread_create(&threads[i], NULL, run, &parts[i]) != 0)
            exit(1);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        sum += parts[i].ns;
    }
    return sum / THREADS;
}

static int ascending(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;

    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv)
{
    unsigned rounds = argc == 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    double held[101], plain[101];

    count = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    if (rounds < 1 || rounds > 101 || count < 1)
        return 2;
    atomic_store(&shared, &value);
    for (unsigned i = 0; i < rounds; i++) {
        plain[i] = on_two_threads(false);
        held[i] = on_two_threads(true);
    }
    qsort(held, rounds, sizeof(*held), ascending);
    qsort(plain, rounds, sizeof(*plain), ascending);
    printf("%.3f %.3f\n", held[rounds / 2], plain[rounds / 2]);
    return 0;
}
