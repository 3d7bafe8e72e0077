/* test_match_same.c - lists are the same that hold the same errors, however they were written. */
#include "engine/errors/match.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct retry_matching matching;

static void add(const char *text, uint8_t list)
{
    struct retry_class class;

    ck_assert_ptr_null(retry__class_read(text, strlen(text), &class));
    ck_assert(retry__matching_add(&matching, &class, list, NULL));
}

static struct retry_match *compile(void)
{
    struct retry_match *match = retry__mem_new(1, retry__matching_size(&matching));

    ck_assert_ptr_nonnull(match);
    retry__matching_write(&matching, match);
    retry__matching_done(&matching);
    return match;
}

/* Compiles sixteen words in rising or falling order, in lists 1 and 2, beside codes. */
static struct retry_match *sixteen(bool falling, int sixteenth)
{
    char texts[16][16]; /* borrowed until the lists are compiled */

    for (int i = 0; i < 16; i++)
        snprintf(texts[i], sizeof(texts[i]), "app:%d", 7919 * (i < 15 ? i : sixteenth));
    for (int list = 1; list <= 2; list++) {
        add(falling ? "http:503" : "EPIPE", (uint8_t)list);
        for (int i = 0; i < 8; i++)
            add(texts[falling ? 8 * list - 1 - i : 8 * list - 8 + i], (uint8_t)list);
        add(falling ? "EPIPE" : "http:503", (uint8_t)list);
    }
    return compile();
}

START_TEST(the_order_within_a_list_makes_no_difference)
{
    struct retry_match *rising = sixteen(false, 15), *falling = sixteen(true, 15), *other = sixteen(false, 16);

    ck_assert(retry__match_same(rising, falling));
    ck_assert_mem_ne(rising, falling, 64 + 32 * 8); /* words of one slot stand as they came */
    ck_assert(!retry__match_same(rising, other));
    ck_assert(!retry__match_same(other, rising));
    retry__mem_free(rising);
    retry__mem_free(falling);
    retry__mem_free(other);
}
END_TEST

/* Compiles up to two lists of one class each. */
static struct retry_match *pair(const char *first, const char *second)
{
    if (first)
        add(first, 1);
    if (second)
        add(second, 2);
    return compile();
}

START_TEST(lists_that_hold_other_errors_are_not_the_same)
{
    static const char *const pairs[][2] = {
        {NULL, NULL},      {"any", NULL},       {"EPIPE", NULL},   {NULL, "EPIPE"},
        {"EIO", NULL},     {"http:5xx", NULL},  {"app:a", NULL},   {NULL, "app:a"},
        {"app:b", NULL},   {"transient", NULL}, {NULL, "timeout"}, {"http:503", NULL},
        {"timeout", NULL}, {"EPIPE", "EIO"},    {"EIO", "EPIPE"},  {"app:a", "app:b"},
    };
    const size_t count = sizeof(pairs) / sizeof(pairs[0]);

    for (size_t i = 0; i < count; i++) {
        struct retry_match *one = pair(pairs[i][0], pairs[i][1]);
        for (size_t j = 0; j < count; j++) {
            struct retry_match *other = pair(pairs[j][0], pairs[j][1]);
            ck_assert_int_eq(retry__match_same(one, other), i == j);
            retry__mem_free(other);
        }
        retry__mem_free(one);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match_same");
    TCase *tests = tcase_create("match_same");

    tcase_add_test(tests, the_order_within_a_list_makes_no_difference);
    tcase_add_test(tests, lists_that_hold_other_errors_are_not_the_same);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
