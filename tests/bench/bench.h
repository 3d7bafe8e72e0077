/* bench.h - what the measures share: the table, the clock, the documents that are loaded. */
#ifndef RETRY_BENCH_H
#define RETRY_BENCH_H

#include "engine/retry.h"

/* How much is done. A smoke run does a little of everything, so that the benchmarks cannot rot unseen. */
struct bench_scale {
    unsigned rounds;     /* of which the median counts; odd */
    unsigned operations; /* a round, of the shortest ones */
    unsigned policies;   /* of the documents that are loaded */
    unsigned spawns;     /* of retry-lint on a small file */
    const char *lint;    /* the program retry-lint */
    const char *parse;   /* the program that only parses */
    const char *hold;    /* the program that holds the current set */
    const char *folder;  /* for documents; removed at the end */
};

/* One row of the table. Zero stands for "none" in floor, limit and aim. */
struct bench_row {
    const char *measure;
    const char *unit;
    double ours, floor;
    double limit, aim; /* of ours / floor, or of ours where there is no floor */
};

void bench_print_head(void);
void bench_print(struct bench_row row);

/* What is measured: does its work and returns how long that took, in any unit. */
typedef double (*bench_measure)(void *context);

/** Runs both in turn, rounds times, and leaves the medians. */
void bench_medians(unsigned rounds, bench_measure ours, double *out_ours, bench_measure floor, double *out_floor,
                   void *context);
/** Processor time of this thread, so that whatever else the machine does counts little. */
double bench_now_ns(void);
/** Ends the program with a message. */
_Noreturn void bench_fail(const char *what);

/** Writes folder/name with policies first to first + count - 1 and returns its path, to be freed. The ending is the
 * format. */
char *bench_document(const struct bench_scale *scale, const char *name, unsigned first, unsigned count);
/** Writes any text. */
char *bench_text(const struct bench_scale *scale, const char *name, const char *text);
/** Reads a file whole, to be freed. */
char *bench_read(const char *path, size_t *out_size);

void bench_decisions(const struct bench_scale *scale);
void bench_loads(const struct bench_scale *scale);
void bench_lint(const struct bench_scale *scale);
void bench_reloads(const struct bench_scale *scale);
void bench_metrics(const struct bench_scale *scale);

#endif
