/* bench.c - one table: what libretry takes, what the least possible takes, and how far apart they may be. */
#include "tests/bench/bench.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS_MAX 201

void bench_fail(const char *what)
{
    perror(what);
    exit(1);
}

double bench_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int ascending(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;

    return (difference > 0) - (difference < 0);
}

static double median(double *values, unsigned count)
{
    qsort(values, count, sizeof(*values), ascending);
    return values[count / 2];
}

void bench_medians(unsigned rounds, bench_measure ours, double *out_ours, bench_measure floor, double *out_floor,
                   void *context)
{
    double our_times[ROUNDS_MAX], floor_times[ROUNDS_MAX];

    for (unsigned i = 0; i < rounds; i++) {
        floor_times[i] = floor(context);
        our_times[i] = ours(context);
    }
    *out_floor = median(floor_times, rounds);
    *out_ours = median(our_times, rounds);
}

void bench_print_head(void)
{
    printf("%-50s %14s %14s %7s %6s %6s\n", "measure", "ours", "floor", "ratio", "limit", "aim");
}

static void print_number(double number, const char *unit, int width)
{
    char text[32] = "";

    if (number > 0 || *unit)
        snprintf(text, sizeof(text), number < 100 ? "%.2f%s%s" : "%.0f%s%s", number, *unit ? " " : "", unit);
    printf(" %*s", width, text);
}

void bench_print(struct bench_row row)
{
    double judged = row.floor > 0 ? row.ours / row.floor : row.ours;

    printf("%-50s", row.measure);
    print_number(row.ours, row.unit, 14);
    print_number(row.floor, row.floor > 0 ? row.unit : "", 14);
    print_number(row.floor > 0 ? judged : 0, "", 7);
    print_number(row.limit, "", 6);
    print_number(row.aim, "", 6);
    puts(row.limit > 0 && judged > row.limit ? "  over the limit" : "");
    fflush(stdout);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

int main(int argc, char **argv)
{
    struct bench_scale scale = {.rounds = 25, .operations = 200000, .policies = 10000, .spawns = 201};
    char folder[] = "/tmp/retry-bench-XXXXXX";

    if (argc < 4 || argc > 5 || (argc == 5 && strcmp(argv[4], "--smoke") != 0)) {
        fprintf(stderr, "usage: %s RETRY-LINT PARSE HOLD [--smoke]\n", argv[0]);
        return 2;
    }
    if (argc == 5)
        scale = (struct bench_scale){.rounds = 1, .operations = 100, .policies = 100, .spawns = 1};
    scale.lint = argv[1];
    scale.parse = argv[2];
    scale.hold = argv[3];
    scale.folder = mkdtemp(folder);
    if (!scale.folder)
        bench_fail(folder);

    bench_print_head();
    bench_decisions(&scale);
    bench_reloads(&scale);
    bench_metrics(&scale);
    bench_loads(&scale);
    bench_lint(&scale);
    return nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : 1;
}
