/* test_random.c - draws in the place of chance are exact. */
#include "engine/test/random.h"

#include "engine/tree/chance.h"
#include "schema/duration.h"
#include "tests/engine/test/scenes.h"

static uint64_t draw(struct retry_random random, retry_window window)
{
    struct retry_draws draws;

    retry__draws_begin(&draws, &random);
    return retry__draws_next(&draws, window);
}

static uint64_t draw_share(uint64_t billionths, retry_window window)
{
    return draw((struct retry_random){.kind = RETRY_RANDOM_SHARES, .shares = &billionths, .count = 1}, window);
}

START_TEST(words_draw_the_low_end_the_middle_and_the_high_end)
{
    const retry_window window = {10, 17};

    ck_assert_uint_eq(draw((struct retry_random){.kind = RETRY_RANDOM_MIN}, window), 10);
    ck_assert_uint_eq(draw((struct retry_random){.kind = RETRY_RANDOM_MID}, window), 13);
    ck_assert_uint_eq(draw((struct retry_random){.kind = RETRY_RANDOM_MAX}, window), 17);
}
END_TEST

START_TEST(a_share_draws_lo_plus_the_floor_of_its_part)
{
    ck_assert_uint_eq(draw_share(0, (retry_window){10, 13}), 10);
    ck_assert_uint_eq(draw_share(249999999, (retry_window){10, 13}), 10);
    ck_assert_uint_eq(draw_share(250000000, (retry_window){10, 13}), 11);
    ck_assert_uint_eq(draw_share(999999999, (retry_window){10, 13}), 13);
    ck_assert_uint_eq(draw_share(1000000000, (retry_window){10, 13}), 13);
}
END_TEST

START_TEST(a_share_of_the_widest_window_is_exact)
{
    const retry_window window = {0, RETRY_DURATION_MAX};

    ck_assert_uint_eq(draw_share(1000000000, window), RETRY_DURATION_MAX);
    ck_assert_uint_eq(draw_share(1, window), UINT64_C(31536000));
    /* floor(0.999999999 * 31536000000000001); in exact arithmetic */
    ck_assert_uint_eq(draw_share(999999999, window), UINT64_C(31535999968464000));
}
END_TEST

START_TEST(shares_are_used_in_turn_and_the_last_is_kept)
{
    const uint64_t shares[] = {0, 1000000000, 500000000};
    const struct retry_random random = {.kind = RETRY_RANDOM_SHARES, .shares = shares, .count = 3};
    struct retry_draws draws;

    retry__draws_begin(&draws, &random);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){0, 9}), 0);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){0, 9}), 9);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){0, 9}), 5);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){0, 19}), 10);
}
END_TEST

/* splitmix64 from 42: 13679457532755275413, 2949826092126892291; times 1000, shifted right by 64. */
START_TEST(a_seed_draws_as_splitmix64_and_lemire_do)
{
    const struct retry_random random = {.kind = RETRY_RANDOM_SEED, .seed = 42};
    struct retry_draws draws;

    retry__draws_begin(&draws, &random);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){0, 999}), 741);
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){5, 5}), 5); /* takes no number */
    ck_assert_uint_eq(retry__draws_next(&draws, (retry_window){100, 1099}), 259);
}
END_TEST

START_TEST(what_is_no_random_is_a_finding)
{
    static const struct {
        const char *random, *finding;
    } rows[] = {
        {"midd", "bad-word tests[0].random\n"},      {"", "wrong-type tests[0].random\n"},
        {"[]", "wrong-type tests[0].random\n"},      {"[1.1]", "out-of-range tests[0].random[0]\n"},
        {"[-1]", "bad-number tests[0].random[0]\n"}, {"[0.1234567891]", "bad-number tests[0].random[0]\n"},
        {"{}", "missing-key tests[0].random\n"},     {"{seed: x}", "bad-number tests[0].random.seed\n"},
    };
    char text[256];

    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: [ok], expect: {attempts: 1}, random: %s}",
                 rows[i].random);
        ck_assert_msg(strcmp(scenes_findings_of(text), rows[i].finding) == 0, "%s: %s", rows[i].random, scenes.text);
    }
}
END_TEST

SCENES_MAIN("random", words_draw_the_low_end_the_middle_and_the_high_end, a_share_draws_lo_plus_the_floor_of_its_part,
            a_share_of_the_widest_window_is_exact, shares_are_used_in_turn_and_the_last_is_kept,
            a_seed_draws_as_splitmix64_and_lemire_do, what_is_no_random_is_a_finding)
