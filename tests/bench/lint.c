/* lint.c - what the command retry-lint takes, against a program that does no more than parse the same file. */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

struct subject {
    const struct bench_scale *scale;
    char *path;
};

static double microseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

/* The processor time of one run. The kernel knows the sum exactly, its parts only by ticks. */
static double spend(const char *program, char *path)
{
    char *arguments[] = {(char *)(uintptr_t)program, path, NULL};
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    pid_t child;
    int status;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (posix_spawn(&child, program, &actions, NULL, arguments, environ) != 0)
        bench_fail(program);
    posix_spawn_file_actions_destroy(&actions);
    if (wait4(child, &status, 0, &usage) != child || status != 0)
        bench_fail(program);
    return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

static double lint(void *context)
{
    const struct subject *subject = context;

    return spend(subject->scale->lint, subject->path);
}

static double parse(void *context)
{
    const struct subject *subject = context;

    return spend(subject->scale->parse, subject->path);
}

static void one_file(struct subject subject, unsigned rounds, struct bench_row row)
{
    bench_medians(rounds, lint, &row.ours, parse, &row.floor, &subject);
    bench_print(row);
    free(subject.path);
}

void bench_lint(const struct bench_scale *scale)
{
    one_file((struct subject){scale, bench_document(scale, "small.yaml", 0, 1)}, scale->spawns,
             (struct bench_row){"retry-lint, one small file, against a bare parse", "us", 0, 0, 2, 0});
    one_file((struct subject){scale, bench_document(scale, "large.yaml", 0, scale->policies)}, scale->rounds,
             (struct bench_row){"retry-lint, 10,000 policies, against a bare parse", "us", 0, 0, 6, 0});
}
