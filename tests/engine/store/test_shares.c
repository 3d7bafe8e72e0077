/* test_shares.c - equal parts of a block are kept once. */
#include "engine/store/shares.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct retry_block block;
static struct retry_shares shares;

/* Adds a part of 16 bytes that all have that number; answers where it is found. */
static size_t add(uint64_t number)
{
    size_t at;

    ck_assert(retry__block_add(&block, 2 * sizeof number, &at));
    memcpy(retry__block_at(&block, at), &number, sizeof number);
    ck_assert(retry__shares_settle(&shares, &block, &at));
    return at;
}

static void forget(void)
{
    retry__shares_done(&shares);
    retry__block_done(&block);
}

START_TEST(equal_parts_are_one_and_the_block_does_not_grow)
{
    size_t first = add(7), size = block.size;

    ck_assert_uint_eq(add(7), first);
    ck_assert_uint_eq(block.size, size);
}
END_TEST

START_TEST(different_parts_stay_apart)
{
    ck_assert_uint_ne(add(7), add(8));
    ck_assert_uint_eq(block.size, 32);
}
END_TEST

START_TEST(many_parts_are_all_found_again)
{
    size_t places[1000];

    for (uint64_t i = 0; i < 1000; i++)
        places[i] = add(i);
    for (uint64_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(add(i), places[i]);
    ck_assert_uint_eq(block.size, 16000);
}
END_TEST

START_TEST(parts_of_different_sizes_are_different)
{
    size_t at;

    add(0);
    ck_assert(retry__block_add(&block, 24, &at));
    ck_assert(retry__shares_settle(&shares, &block, &at));
    ck_assert_uint_eq(at, 16);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shares");
    TCase *cases = tcase_create("shares");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, cases);
    tcase_add_checked_fixture(cases, NULL, forget);
    tcase_add_test(cases, equal_parts_are_one_and_the_block_does_not_grow);
    tcase_add_test(cases, different_parts_stay_apart);
    tcase_add_test(cases, many_parts_are_all_found_again);
    tcase_add_test(cases, parts_of_different_sizes_are_different);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
