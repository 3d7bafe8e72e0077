/* test_matching.c - fails every allocation while lists of error classes are collected: "no memory", and nothing leaks.
 */
#include "engine/errors/match.h"
#include "tests/sweep/allocator.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#ifdef SANITIZED

int main(void)
{
    return 77;
}

#else

#define WORDS 40

/* Enough of all for every array to grow. @return false: no memory */
static bool collect(struct retry_matching *matching)
{
    static const char *const groups[] = {"transient", "timeout", "throttled", "conflict", "any"};
    static char words[WORDS][16];
    struct retry_class class;
    bool ok = true;

    for (unsigned i = 0; ok && i < WORDS; i++) {
        snprintf(words[i], sizeof(words[i]), "app:word%u", i);
        ok = retry__class_read(words[i], strlen(words[i]), &class) == NULL &&
             retry__matching_add(matching, &class, 1, NULL);
        class = (struct retry_class){
            .type = RETRY_CLASS_CODES, .kind = RETRY_ERROR_EXIT, .from = (int32_t)(2 * i), .to = (int32_t)(2 * i)};
        ok = ok && retry__matching_add(matching, &class, (uint8_t)(1 + i / 10), NULL);
    }
    for (unsigned i = 0; ok && i < sizeof(groups) / sizeof(*groups); i++)
        ok = retry__class_read(groups[i], strlen(groups[i]), &class) == NULL &&
             retry__matching_add(matching, &class, (uint8_t)(10 + i), NULL);
    return ok;
}

START_TEST(every_allocation_may_fail)
{
    unsigned long at = 1;
    bool done = false;

    for (; !done; at++) {
        struct retry_matching matching = {0};
        long before = live;
        calls = 0;
        fired = false;
        sticky = _i == 1;
        fail_at = at;
        armed = true;
        bool ok = collect(&matching);
        retry__matching_size(&matching); /* takes no memory */
        armed = false;
        done = !fired;
        ck_assert_int_eq(ok, !fired);
        retry__matching_done(&matching);
        ck_assert_int_eq(live, before);
    }
    ck_assert_uint_gt(at, 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matching");
    TCase *tests = tcase_create("matching");
    SRunner *runner;
    int failed;

    tcase_add_loop_test(tests, every_allocation_may_fail, 0, 2);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
