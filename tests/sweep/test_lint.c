/* test_lint.c - fails every allocation of retry-lint's commands: "out of memory" or the exact output. */
#include "engine/lint/check.h"
#include "engine/lint/classes.h"
#include "engine/lint/diff.h"
#include "engine/lint/explain.h"
#include "engine/lint/schema.h"
#include "engine/lint/show.h"
#include "engine/lint/test.h"
#include "tests/suite.h"
#include "tests/sweep/allocator.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef SANITIZED

int main(void)
{
    return 77;
}

#else

#define GOOD                                                                                               \
    "version: 1\nbackoffs: {quick: {jitter: {mode: full, over: {exponential: {initial_delay: 100ms}}}}}\n" \
    "policies:\n  db: {limits: {max_attempts: 6, max_elapsed: 30s}, backoff: {use: quick}}\n"              \
    "  own: {limits: {max_attempts: 3}, backoff: {custom: {name: tide, over: {fixed: {delay: 1s}}}}}\n"
#define WRONG \
    "{\"version\": 1, \"policies\": {\"db\": {\"limits\": {\"max_attempts\": 0}, \"backoff\": {\"use\": \"x\"}}}}"

#define REUSE                                                                                                       \
    "version: 1\nbackoffs: {quick: {jitter: {factor: [0.5, 1], over: {fixed: {delay: 1s}}}}}\n"                     \
    "errors: {down: [EPIPE, \"http:503\"]}\npolicies:\n  base: {description: \"a: b\", limits: {max_attempts: 6}, " \
    "backoff: {use: quick}, rules: [{when: [down], action: retry}]}\n  db: {extends: base, limits: {max_attempts: " \
    "4}}\n"

#define TESTED                                                                                                 \
    GOOD "tests:\n- {name: good, policy: db, random: [0.1, 1], outcomes: [{error: \"app:busy\", times: 40}], " \
         "expect: {reason: max_attempts, delays: [[0s, 1s], 200ms, 400ms, 800ms, 1.6s], rules: [otherwise, "   \
         "otherwise, otherwise, otherwise, otherwise, otherwise], windows: []}}\n"                             \
         "- {name: bad, policy: own, outcomes: [ECONNRESET], expect: {result: success}}\n"                     \
         "- {name: wrong, policy: owm, outcomes: [ECONNREST], expect: {}}\n"

static char path[] = "/tmp/retry-lint-sweep-XXXXXX";
static char output[1 << 18], complaints[1 << 16], expected[1 << 18];

static const struct scenario {
    const char *name, *text;
    enum retry_exit (*run)(const struct retry_arguments *arguments, FILE *out, FILE *complaints);
    const char *operands[2];
    struct retry_arguments arguments;
} scenarios[] = {
    {"check", GOOD, retry__lint_check, {path}, {.list = true}},
    {"check, required", GOOD, retry__lint_check, {path}, {.require = "db,dbs,own"}},
    {"check, target", GOOD, retry__lint_check, {path}, {.target = "0.1"}},
    {"check wrong", WRONG, retry__lint_check, {path}, {.list = true}},
    {"check wrong, short", WRONG, retry__lint_check, {path}, {.format = RETRY_PRINT_SHORT}},
    {"check wrong, json", WRONG, retry__lint_check, {path}, {.format = RETRY_PRINT_JSON, .list = true}},
    {"explain", GOOD, retry__lint_explain, {"*", path}, {.format = RETRY_PRINT_TEXT}},
    {"explain, json", GOOD, retry__lint_explain, {"*", path}, {.format = RETRY_PRINT_JSON}},
    {"explain wrong", WRONG, retry__lint_explain, {"db", path}, {.format = RETRY_PRINT_TEXT}},
    {"diff", REUSE, retry__lint_diff, {path, path}, {.format = RETRY_PRINT_TEXT}},
    {"diff wrong", WRONG, retry__lint_diff, {path, path}, {.format = RETRY_PRINT_TEXT}},
    {"show", REUSE, retry__lint_show, {"*", path}, {.origin = true}},
    {"show, json", REUSE, retry__lint_show, {"*", path}, {.format = RETRY_PRINT_JSON, .origin = true}},
    {"classes", "", retry__lint_classes, {"conflict"}, {.format = RETRY_PRINT_TEXT}},
    {"classes, json", "", retry__lint_classes, {"http:5xx"}, {.format = RETRY_PRINT_JSON}},
    {"check tests", TESTED, retry__lint_check, {path}, {.list = true}},
    {"test", TESTED, retry__lint_test, {path}, {.format = RETRY_PRINT_TEXT}},
    {"test, json", TESTED, retry__lint_test, {path}, {.format = RETRY_PRINT_JSON}},
    {"test, junit", TESTED, retry__lint_test, {path}, {.junit = true}},
    {"test, refused", WRONG, retry__lint_test, {path}, {.junit = true}},
    {"schema", GOOD, retry__lint_schema, {NULL}, {.reference = false}},
};

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* Runs the command with a fault at that allocation; 0: with none. @return was the fault reached? */
static bool run_once(const struct scenario *scenario, unsigned long at, bool for_good, enum retry_exit *end)
{
    char word[16] = "", *operands[2] = {NULL, NULL};
    struct retry_arguments arguments = scenario->arguments;
    FILE *out = fmemopen(output, sizeof output, "w"), *err = fmemopen(complaints, sizeof complaints, "w");
    long before = live;

    for (; arguments.operand_count < 2 && scenario->operands[arguments.operand_count]; arguments.operand_count++) {
        const char *operand = scenario->operands[arguments.operand_count];
        if (operand != path)
            snprintf(word, sizeof word, "%s", operand);
        operands[arguments.operand_count] = operand == path ? path : word;
    }
    arguments.operands = operands;
    memset(output, 0, sizeof output);
    setvbuf(out, NULL, _IONBF, 0);
    setvbuf(err, NULL, _IONBF, 0);
    calls = 0;
    fired = false;
    fail_at = at;
    sticky = for_good;
    armed = at > 0;
    *end = scenario->run(&arguments, out, err);
    armed = false;
    ck_assert_msg(live == before, "%s: %ld blocks leaked by a fault at %lu", scenario->name, live - before, at);
    fclose(out);
    fclose(err);
    return fired;
}

static unsigned long sweep(const struct scenario *scenario, bool for_good)
{
    enum retry_exit end, faultless;
    unsigned long at = 1;

    write_file(scenario->text);
    run_once(scenario, 0, false, &faultless); /* what the C library allocates once and keeps is allocated now */
    run_once(scenario, 0, false, &faultless);
    ck_assert_int_ne(faultless, RETRY_EXIT_TROUBLE);
    memcpy(expected, output, sizeof expected);
    for (; run_once(scenario, at, for_good, &end); at++) {
        bool same = end == faultless && strcmp(output, expected) == 0;
        ck_assert_msg(same || end == RETRY_EXIT_TROUBLE, "%s: a fault at %lu gives exit %d and\n%s", scenario->name, at,
                      (int)end, output);
    }
    return at - 1;
}

START_TEST(every_allocation_of_the_commands_may_fail)
{
    int descriptor = mkstemp(path);

    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
    for (size_t i = 0; i < RETRY_COUNT(scenarios); i++) {
        unsigned long once = sweep(&scenarios[i], false), for_good = sweep(&scenarios[i], true);
        ck_assert_uint_gt(once, 0);
        printf("%-20s %5lu sites once, %5lu for good\n", scenarios[i].name, once, for_good);
    }
    unlink(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint");
    TCase *cases = tcase_create("lint");

    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, every_allocation_of_the_commands_may_fail);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}

#endif
