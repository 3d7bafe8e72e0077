/* tests.h - the tests that the documents of a set hold. */
#ifndef RETRY_TEST_TESTS_H
#define RETRY_TEST_TESTS_H

#include "engine/store/set.h"
#include "engine/test/expect.h"
#include "engine/test/outcome.h"
#include "engine/test/random.h"
#include "schema/cursor.h"

/* One test that is right in itself. Its places point into its document. */
struct retry_test {
    const struct retry_document *document;
    const struct retry_value *value; /* the mapping */
    const struct retry_value *place; /* where its name stands, */
    struct retry_cursor cursor;      /* with the line of it */
    const char *name, *policy;       /* in the arena; the name as it stands there, to be escaped where it is shown */
    const struct retry_outcome *outcomes;
    uint32_t outcome_count;
    bool not_idempotent;
    uint64_t deadline_ns; /* 0: none */
    struct retry_random random;
    struct retry_expect expect;
};

/* Zero bytes hold no test. */
struct retry_tests {
    struct retry_arena arena;
    struct retry_test *items; /* in the order of the documents */
    size_t count, capacity;
    struct retry_cursor cursor; /* at the test that was read last */
    size_t wrong;               /* tests that a finding kept out */
    uint64_t attempts;          /* that all outcomes together answer */
};

/**
 * Adds the tests of a document, each that is right.
 *
 * @param set     whose policies they may name; NULL: not known, so any
 * @param target  the release whose vocabulary they are held to; NULL: this one's
 * @return false: the report has gained a finding
 */
bool retry__tests_read(struct retry_tests *tests, const struct retry_document *document, const struct retry_set *set,
                       const char *target, struct retry_report *report);
/** The lines and columns of a value of the test. */
struct retry_span retry__test_span(const struct retry_test *test, const struct retry_value *value);
void retry__tests_done(struct retry_tests *tests);

#endif
