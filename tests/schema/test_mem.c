/* test_mem.c - blocks and arenas. */
#include "schema/mem.h"

#include "tests/suite.h"

#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (bytes[at] != 0)
            return false;
    }
    return true;
}

START_TEST(a_new_block_is_zeroed)
{
    void *block = retry__mem_new(100, 7);
    ck_assert_ptr_nonnull(block);
    ck_assert(is_zero(block, 700));
    retry__mem_free(block);
}
END_TEST

START_TEST(a_block_of_nothing_is_a_block)
{
    void *block = retry__mem_new(0, 8);
    ck_assert_ptr_nonnull(block);
    block = retry__mem_resize(block, 0, 8);
    ck_assert_ptr_nonnull(block);
    retry__mem_free(block);
    retry__mem_free(NULL);
}
END_TEST

START_TEST(a_size_that_overflows_is_refused)
{
    ck_assert_ptr_null(retry__mem_new(SIZE_MAX / 2 + 1, 2));
    ck_assert_ptr_null(retry__mem_new(3, SIZE_MAX / 2));
    struct retry_arena arena = {0};
    ck_assert_ptr_null(retry__arena_new(&arena, SIZE_MAX / 2 + 1, 2));
    ck_assert_ptr_null(retry__arena_new(&arena, SIZE_MAX - 3, 1));
    ck_assert_ptr_null(retry__arena_text(&arena, "", SIZE_MAX));
    ck_assert_uint_eq(arena.total, 0);
    retry__arena_done(&arena);
}
END_TEST

START_TEST(a_failed_resize_leaves_the_block_as_it_was)
{
    char *block = retry__mem_new(4, 1);
    ck_assert_ptr_nonnull(block);
    memcpy(block, "abc", 4);
    ck_assert_ptr_null(retry__mem_resize(block, SIZE_MAX / 2 + 1, 2));
    ck_assert_str_eq(block, "abc");
    block = retry__mem_resize(block, 1000, 1);
    ck_assert_ptr_nonnull(block);
    ck_assert_str_eq(block, "abc");
    retry__mem_free(block);
}
END_TEST

START_TEST(pieces_of_an_arena_are_zeroed_aligned_and_apart)
{
    struct retry_arena arena = {0};
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *piece = retry__arena_new(&arena, size, 1);
        ck_assert_ptr_nonnull(piece);
        ck_assert_uint_eq((uintptr_t)piece % 8, 0);
        ck_assert(is_zero(piece, size)); /* so no earlier piece, all filled below, reaches into it */
        memset(piece, 0xFF, size);
    }
    retry__arena_done(&arena);
}
END_TEST

/* The second arena gets the memory that the first one has filled and given back. */
START_TEST(pieces_are_zeroed_in_used_memory_too)
{
    struct retry_arena arena = {0};
    for (size_t size = 1; size < 900; size++) {
        unsigned char *filled = retry__arena_take(&arena, size, 1);
        ck_assert_ptr_nonnull(filled);
        memset(filled, 0xFF, size);
    }
    retry__arena_done(&arena);
    for (size_t size = 1; size < 900; size++)
        ck_assert(is_zero(retry__arena_new(&arena, size, 1), size));
    retry__arena_done(&arena);
}
END_TEST

START_TEST(a_piece_may_be_larger_than_any_chunk)
{
    struct retry_arena arena = {0};
    unsigned char *large = retry__arena_new(&arena, 1 << 20, 3);
    ck_assert_ptr_nonnull(large);
    ck_assert(is_zero(large, 3 << 20));
    ck_assert_uint_ge(arena.total, 3 << 20);
    retry__arena_done(&arena);
}
END_TEST

START_TEST(an_arena_wastes_at_most_as_much_as_it_holds)
{
    struct retry_arena arena = {0};
    size_t held = 0;
    for (size_t count = 0; count < 50000; count++, held += 32)
        ck_assert_ptr_nonnull(retry__arena_new(&arena, 1, 32));
    ck_assert_uint_ge(arena.total, held);
    ck_assert_uint_le(arena.total, 2 * held);
    retry__arena_done(&arena);
}
END_TEST

START_TEST(a_text_is_copied_with_a_nul)
{
    struct retry_arena arena = {0};
    memset(retry__arena_take(&arena, 500, 1), 0xFF, 500);
    retry__arena_done(&arena);
    char *text = retry__arena_text(&arena, "policy", 3);
    ck_assert_str_eq(text, "pol");
    ck_assert_str_eq(retry__arena_text(&arena, NULL, 0), "");
    retry__arena_done(&arena);
}
END_TEST

START_TEST(an_arena_that_is_done_is_empty_and_can_be_used_again)
{
    struct retry_arena arena = {0};
    ck_assert_ptr_nonnull(retry__arena_new(&arena, 10, 10));
    retry__arena_done(&arena);
    ck_assert_uint_eq(arena.total, 0);
    retry__arena_done(&arena);
    ck_assert_ptr_nonnull(retry__arena_new(&arena, 10, 10));
    retry__arena_done(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mem");
    TCase *tests = tcase_create("mem");
    tcase_add_test(tests, a_new_block_is_zeroed);
    tcase_add_test(tests, a_block_of_nothing_is_a_block);
    tcase_add_test(tests, a_size_that_overflows_is_refused);
    tcase_add_test(tests, a_failed_resize_leaves_the_block_as_it_was);
    tcase_add_test(tests, pieces_of_an_arena_are_zeroed_aligned_and_apart);
    tcase_add_test(tests, pieces_are_zeroed_in_used_memory_too);
    tcase_add_test(tests, a_piece_may_be_larger_than_any_chunk);
    tcase_add_test(tests, an_arena_wastes_at_most_as_much_as_it_holds);
    tcase_add_test(tests, a_text_is_copied_with_a_nul);
    tcase_add_test(tests, an_arena_that_is_done_is_empty_and_can_be_used_again);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
