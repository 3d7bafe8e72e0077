/* test_near.c - misspelt names find the name that was meant, and strangers find none. */
#include "schema/near.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"max_attempts", "max_elapsed", "attempt_timeout", "initial_delay", "delay", "mode",
                                    "use",          "over",        "exponential"};

static const char *nearest(const char *text)
{
    struct retry_near near = {0};

    for (size_t i = 0; i < RETRY_COUNT(names); i++)
        retry__near_offer(&near, text, strlen(text), names[i]);
    return near.best;
}

static const struct {
    const char *text;
    const char *best;
} rows[] = {
    {"max_atempts", "max_attempts"},
    {"max_attempst", "max_attempts"},
    {"max-attempts", "max_attempts"},
    {"maxAttempts", "max_attempts"},
    {"MAX_ELAPSED", "max_elapsed"},
    {"exponental", "exponential"},
    {"dealy", "delay"},
    {"initialdelay", "initial_delay"},
    {"node", "mode"},
    {"sue", "use"},
    {"ovr", "over"},
    {"initial", "initial_delay"},
    {"attempts", "max_attempts"},
    {"min_elapsed", NULL},
    {"de", NULL},
    {"retries", NULL},
    {"x", NULL},
    {"", NULL},
    {"colour", NULL},
};

/* runs for each row of rows */
START_TEST(the_nearest_name_is_found_where_one_is_near)
{
    ck_assert_pstr_eq(nearest(rows[_i].text), rows[_i].best);
}
END_TEST

START_TEST(a_swap_of_neighbours_is_one_mistake)
{
    struct retry_near near = {0};

    retry__near_offer(&near, "abdc", 4, "abcd");
    ck_assert_str_eq(near.best, "abcd");
    ck_assert_uint_eq(near.distance, 1);
}
END_TEST

START_TEST(of_equally_near_names_the_first_stays)
{
    struct retry_near near = {0};

    retry__near_offer(&near, "fixe", 4, "fixed");
    retry__near_offer(&near, "fixe", 4, "fixes");
    ck_assert_str_eq(near.best, "fixed");
}
END_TEST

START_TEST(a_nearer_name_takes_over)
{
    struct retry_near near = {0};

    retry__near_offer(&near, "max_elapsed", 11, "max_elapses_");
    retry__near_offer(&near, "max_elapsed", 11, "max_elapsedd");
    ck_assert_str_eq(near.best, "max_elapsedd");
}
END_TEST

START_TEST(only_length_bytes_of_the_text_count)
{
    struct retry_near near = {0};

    retry__near_offer(&near, "delays of all sorts", 5, "delay");
    ck_assert_uint_eq(near.distance, 0);
    ck_assert_str_eq(near.best, "delay");
}
END_TEST

START_TEST(a_text_longer_than_any_key_is_near_to_nothing)
{
    struct retry_near near = {0};
    char text[200];
    char candidate[200];

    memset(text, 'a', sizeof text);
    memset(candidate, 'a', sizeof candidate);
    candidate[128] = '\0';
    retry__near_offer(&near, text, 129, candidate);
    ck_assert_ptr_null(near.best);
    retry__near_offer(&near, text, 127, candidate);
    ck_assert_ptr_eq(near.best, candidate);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("near");
    Suite *suite = suite_create("near");

    tcase_add_loop_test(all, the_nearest_name_is_found_where_one_is_near, 0, (int)RETRY_COUNT(rows));
    tcase_add_test(all, a_swap_of_neighbours_is_one_mistake);
    tcase_add_test(all, of_equally_near_names_the_first_stays);
    tcase_add_test(all, a_nearer_name_takes_over);
    tcase_add_test(all, only_length_bytes_of_the_text_count);
    tcase_add_test(all, a_text_longer_than_any_key_is_near_to_nothing);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
