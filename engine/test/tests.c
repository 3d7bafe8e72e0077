/* tests.c - the tests that the documents of a set hold. */
#include "engine/test/tests.h"

#include "engine/test/shapes.h"
#include "schema/check.h"
#include "schema/limits.h"
#include "schema/near.h"

#include <string.h>

#define SUGGESTIONS 100 /* looked for in a set, since each goes through all names */

static bool make_room(struct retry_tests *tests)
{
    size_t capacity = tests->capacity ? 2 * tests->capacity : 16;
    struct retry_test *items;

    if (tests->count < tests->capacity)
        return true;
    items = retry__mem_resize(tests->items, capacity, sizeof(*items));
    if (!items)
        return false;
    tests->items = items;
    tests->capacity = capacity;
    return true;
}

/* ---- policies ----------------------------------------------------------------------------------- */

static bool unknown_policy(const struct retry_check *check, const struct retry_value *name, const struct retry_set *set,
                           bool suggest)
{
    struct retry_near near = {0};
    char help[128] = "define it under policies:, or name another";

    for (uint32_t i = 0; suggest && i < set->plan_count; i++)
        retry__near_offer(&near, name->text, name->count, retry__plan_name(retry__set_plan(set, i)));
    if (near.best)
        snprintf(help, sizeof(help), "did you mean %s?", near.best);
    return retry__check_fault(check, RETRY_FINDING_UNKNOWN_REFERENCE, name, help, "no policy '%s' is defined",
                              retry__fault_quote(name).text);
}

static bool find_policy(const struct retry_check *check, const struct retry_value *name, const struct retry_set *set,
                        struct retry_tests *tests, struct retry_test *test)
{
    test->policy = retry__arena_text(&tests->arena, name->text, name->count);
    if (!test->policy)
        return retry__report_no_memory(check->report);
    return !set || retry__set_find(set, name->text, name->count) ||
           unknown_policy(check, name, set, tests->wrong < SUGGESTIONS);
}

/* ---- one test ----------------------------------------------------------------------------------- */

/* Goes on behind what is wrong, so that everything is found at once. */
static bool read_test(const struct retry_check *check, const struct retry_value *value, const struct retry_set *set,
                      struct retry_tests *tests, struct retry_test *out)
{
    struct retry_test_section section;
    bool good = retry__check_section(check, value, &retry__shape_test, &section);
    const struct retry_value *expect = value->type == RETRY_VALUE_MAPPING ? retry__value_get(value, "expect") : NULL;
    struct retry_outcome *outcomes = NULL;

    if (section.policy)
        good &= find_policy(check, section.policy, set, tests, out);
    if (section.outcomes)
        good &= retry__outcomes_read(check, section.outcomes, &tests->arena, &outcomes, &out->outcome_count);
    good &= retry__random_read(check, section.random, &tests->arena, &out->random);
    if (expect && expect->type == RETRY_VALUE_MAPPING)
        good &= retry__expect_read(check, expect, &section.expect, &tests->arena, &out->expect);
    out->outcomes = outcomes;
    out->deadline_ns = section.deadline_ns;
    out->not_idempotent = section.not_idempotent;
    return good;
}

static bool name_test(const struct retry_value *value, struct retry_tests *tests, struct retry_test *test)
{
    test->place = retry__value_get(value, "name");
    test->name = retry__arena_text(&tests->arena, test->place->text, test->place->count);
    retry__cursor_span(&tests->cursor, test->document->source, test->document->source->name, &test->place->place);
    test->cursor = tests->cursor;
    return test->name != NULL;
}

/* Says once where the tests of a set have become too many. */
static bool within_limit(const struct retry_check *check, struct retry_tests *tests, const struct retry_test *test)
{
    uint64_t before = tests->attempts;

    for (uint32_t i = 0; i < test->outcome_count; i++)
        tests->attempts += test->outcomes[i].times;
    if (tests->attempts <= RETRY_LIMIT_PLAYED_ATTEMPTS)
        return true;
    if (before <= RETRY_LIMIT_PLAYED_ATTEMPTS)
        retry__check_fault(check, RETRY_FINDING_TOO_MANY, retry__value_get(test->value, "outcomes"), "lower times",
                           "with this test the outcomes of the set answer %llu attempts, the limit is %d",
                           (unsigned long long)tests->attempts, RETRY_LIMIT_PLAYED_ATTEMPTS);
    return false;
}

static bool add(const struct retry_check *check, const struct retry_value *value, const struct retry_set *set,
                struct retry_tests *tests)
{
    struct retry_test test = {.document = check->document, .value = value};

    if (!read_test(check, value, set, tests, &test) || !within_limit(check, tests, &test)) {
        tests->wrong++;
        return false;
    }
    if (!name_test(value, tests, &test) || !make_room(tests))
        return retry__report_no_memory(check->report);
    tests->items[tests->count++] = test;
    return true;
}

/* ---- all together ------------------------------------------------------------------------------- */

bool retry__tests_read(struct retry_tests *tests, const struct retry_document *document, const struct retry_set *set,
                       const char *target, struct retry_report *report)
{
    const struct retry_check check = {.document = document, .report = report, .target = target};
    const struct retry_value *list = retry__value_get(&document->root, "tests");
    const struct retry_value *version = retry__value_get(&document->root, "version");
    bool good = true;

    /* A document of another version is not held against what this one says. */
    if (!list || !version || !retry__value_is(version, "1"))
        return true;
    if (list->type != RETRY_VALUE_LIST)
        return retry__fault_type(&check, "tests", list, "a list of mappings", "write tests: and below it - name: ...");
    for (uint32_t i = 0; i < list->count && !report->out_of_memory; i++)
        good &= add(&check, &list->items[i], set, tests);
    return good && !report->out_of_memory;
}

struct retry_span retry__test_span(const struct retry_test *test, const struct retry_value *value)
{
    struct retry_cursor cursor = test->cursor;

    return retry__cursor_span(&cursor, test->document->source, test->document->source->name, &value->place);
}

void retry__tests_done(struct retry_tests *tests)
{
    retry__mem_free(tests->items);
    retry__arena_done(&tests->arena);
    *tests = (struct retry_tests){0};
}
