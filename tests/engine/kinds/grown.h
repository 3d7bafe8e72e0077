/* grown.h - a backoff as a document writes it, and the windows of the tree that grows from it. */
#ifndef RETRY_TESTS_GROWN_H
#define RETRY_TESTS_GROWN_H

#include "engine/store/load.h"
#include "engine/tree/range.h"
#include "tests/engine/tree/tree.h"

#include <stdio.h>

static struct retry_set *grown_set;
static struct retry_report *grown_report;

static inline bool grown_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    (void)name;
    (void)length;
    *out = 0;
    return true;
}

/** The root of a policy's backoff; the tree lives until the next one grows. */
static inline const struct retry_node *grow(const char *backoff)
{
    static char text[4096];
    struct retry_load load = {.defaults = text, .symbol = grown_symbol};

    snprintf(text, sizeof text, "version: 1\npolicies:\n  p: {limits: {max_attempts: 9}, backoff: %s}\n", backoff);
    retry__set_free(grown_set);
    retry__report_free(grown_report);
    grown_report = retry__report_new();
    grown_set = retry__load(&load, grown_report);
    ck_assert_msg(grown_set != NULL, "refused: %s", backoff);
    return retry__plan_backoff(retry__set_plan(grown_set, 0));
}

/** What was found about it: slugs and columns of the backoff, "never-grows 12 unused 5 "; column 1 is its first '{'. */
static inline const char *grow_doubts(const char *backoff)
{
    static char said[512];
    size_t used = 0;

    grow(backoff);
    said[0] = '\0';
    for (size_t i = 0; i < grown_report->count; i++)
        used += (size_t)snprintf(said + used, sizeof said - used, "%s %d ",
                                 retry__finding_slug(grown_report->findings[i].code),
                                 (int)grown_report->findings[i].place.span.column - 42);
    return said;
}

static inline void grown_free(void)
{
    retry__set_free(grown_set);
    retry__report_free(grown_report);
    grown_set = NULL;
    grown_report = NULL;
}

/** Holds the upper ends of the first windows against these, up to a UINT64_MAX; lower ends are the same. */
static inline void expect_delays(const char *backoff, const uint64_t *delays)
{
    const struct retry_node *root = grow(backoff);

    for (uint32_t failures = 1; delays[failures - 1] != UINT64_MAX; failures++)
        ck_assert_window(tree_window(root, failures), delays[failures - 1], delays[failures - 1]);
}

#define ck_assert_delays(backoff, ...) expect_delays(backoff, (const uint64_t[]){__VA_ARGS__, UINT64_MAX})

/** Asks for a retry of a call that was granted that delay before. */
static inline retry_window window_in_call(const struct retry_node *root, uint32_t failures, uint64_t previous_ns)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = failures, .in_call = true}};
    retry_window window = {1, 0};

    ask.question.previous_ns = previous_ns;
    ck_assert_int_eq(retry__node_window(root, &ask, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(ask.question.failures, failures);
    return window;
}

/** The node that says that there is no window for that failure. */
static inline const struct retry_node *exhausted_by(const struct retry_node *root, uint32_t failures)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = failures}};
    retry_window window = {3, 4};

    ck_assert_int_eq(retry__node_window(root, &ask, &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_window(window, 3, 4);
    ck_assert_uint_eq(ask.question.failures, failures);
    return ask.last;
}

#endif
