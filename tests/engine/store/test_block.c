/* test_block.c - a block that grows. */
#include "engine/store/block.h"

#include "tests/suite.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

static struct retry_block block;

START_TEST(pieces_are_aligned_zeroed_and_follow_one_another)
{
    size_t first, second;

    ck_assert(retry__block_add(&block, 3, &first));
    memset(retry__block_at(&block, first), 'x', 8);
    ck_assert(retry__block_add(&block, 16, &second));
    ck_assert_uint_eq(first, 0);
    ck_assert_uint_eq(second, 8);
    ck_assert_uint_eq(block.size, 24);
    ck_assert_mem_eq(retry__block_at(&block, second), (const char[16]){0}, 16);
    retry__block_done(&block);
}
END_TEST

START_TEST(what_was_cut_off_is_zeroed_when_it_is_used_again)
{
    size_t at;

    ck_assert(retry__block_add(&block, 8, &at));
    memset(retry__block_at(&block, at), 'x', 8);
    block.size = 0;
    ck_assert(retry__block_add(&block, 8, &at));
    ck_assert_mem_eq(retry__block_at(&block, at), (const char[8]){0}, 8);
    retry__block_done(&block);
}
END_TEST

START_TEST(contents_survive_growth_and_shrinking)
{
    size_t at;

    for (uint64_t i = 0; i < 10000; i++) {
        ck_assert(retry__block_add(&block, sizeof i, &at));
        memcpy(retry__block_at(&block, at), &i, sizeof i);
    }
    retry__block_shrink(&block);
    ck_assert_uint_eq(block.capacity, 80000);
    for (uint64_t i = 0; i < 10000; i++)
        ck_assert_mem_eq(retry__block_at(&block, i * sizeof i), &i, sizeof i);
    retry__block_done(&block);
    ck_assert_ptr_null(block.bytes);
}
END_TEST

START_TEST(impossible_size_changes_nothing)
{
    size_t at = 7;

    ck_assert(!retry__block_add(&block, SIZE_MAX, &at));
    ck_assert_uint_eq(at, 7);
    ck_assert_uint_eq(block.size, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("block");
    TCase *tcase = tcase_create("block");

    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, pieces_are_aligned_zeroed_and_follow_one_another);
    tcase_add_test(tcase, what_was_cut_off_is_zeroed_when_it_is_used_again);
    tcase_add_test(tcase, contents_survive_growth_and_shrinking);
    tcase_add_test(tcase, impossible_size_changes_nothing);
    return suite_run(suite);
}
