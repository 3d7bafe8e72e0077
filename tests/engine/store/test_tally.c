/* test_tally.c - loads are counted by what came of them. */
#include "engine/store/tally.h"

#include "engine/store/outcome.h"
#include "tests/suite.h"

#include <check.h>

static struct retry_tally tally;

static void note(retry_status status, bool unchanged, uint64_t after)
{
    const struct retry_outcome outcome = {.status = status, .unchanged = unchanged, .before = 1, .after = after};

    retry__tally_note(&tally, &outcome);
}

START_TEST(each_load_is_counted_once)
{
    note(RETRY_OK, false, 2);
    note(RETRY_OK, true, 1);
    note(RETRY_OK, true, 1);
    note(RETRY_EPOLICY, false, 1);
    note(RETRY_EIO, false, 1);
    note(RETRY_ENOMEM, false, 1);
    ck_assert_uint_eq(tally.accepted, 1);
    ck_assert_uint_eq(tally.unchanged, 2);
    ck_assert_uint_eq(tally.refused, 3);
}
END_TEST

START_TEST(what_runs_is_as_old_as_its_generation)
{
    note(RETRY_EPOLICY, false, 1);
    ck_assert_uint_eq(tally.loaded_ns, 0);
    ck_assert_uint_gt(tally.attempt_ns, 0);
    note(RETRY_EPOLICY, false, 2); /* the program's own defaults */
    ck_assert_uint_gt(tally.loaded_ns, 0);
    uint64_t loaded_ns = tally.loaded_ns;
    note(RETRY_OK, true, 1);
    ck_assert_uint_eq(tally.loaded_ns, loaded_ns);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("tally");
    Suite *suite = suite_create("tally");

    tcase_add_test(all, each_load_is_counted_once);
    tcase_add_test(all, what_runs_is_as_old_as_its_generation);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
