/* printed.h - for tests: what a print of the metrics says. */
#ifndef TESTS_ENGINE_LIVE_PRINTED_H
#define TESTS_ENGINE_LIVE_PRINTED_H

#include "tests/engine/world.h"

#define SET(limits, backoff) "version: 1\npolicies: {db: {limits: {" limits "}, backoff: {" backoff "}}}\n"
#define SLOW SET("max_attempts: 3", "fixed: {delay: 10s}")

static struct world world;
static char *text;
static size_t length;

static inline void open_world(void)
{
    world_open(&world, SLOW);
}

static inline void close_world(void)
{
    free(text);
    world_close(&world);
}

static inline void print(void)
{
    free(text);
    text = NULL;
    FILE *stream = open_memstream(&text, &length);

    ck_assert_ptr_nonnull(stream);
    ck_assert(retry_metrics_print(world.catalogue, stream));
    ck_assert_int_eq(fclose(stream), 0);
}

/* The text of a sample, in what was printed last; NULL: there is none. */
static inline const char *find(const char *sample)
{
    size_t size = strlen(sample);

    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, sample, size) == 0 && line[size] == ' ')
            return line + size + 1;
    return NULL;
}

/* The value of a sample, printed now. */
static inline uint64_t value(const char *sample)
{
    print();
    ck_assert_msg(find(sample), "no sample %s in\n%s", sample, text);
    return strtoull(find(sample), NULL, 10);
}

static inline uint64_t calls(const char *reason)
{
    char sample[128];

    snprintf(sample, sizeof(sample), "retry_calls_total{policy=\"db\",reason=\"%s\"}", reason);
    return value(sample);
}

/* Calls that have ended, attempts, retries. */
static inline void expect(uint64_t ended, uint64_t attempts, uint64_t retries)
{
    uint64_t sum = 0;

    print();
    for (const char *line = text; line; line = strstr(line + 1, "\nretry_calls_total{policy=\"db\""))
        if (line != text)
            sum += strtoull(strchr(line, '}') + 2, NULL, 10);
    ck_assert_uint_eq(sum, ended);
    ck_assert_uint_eq(value("retry_attempts_total{policy=\"db\"}"), attempts);
    ck_assert_uint_eq(value("retry_retries_total{policy=\"db\"}"), retries);
}

#endif
