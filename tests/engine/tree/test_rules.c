/* test_rules.c - failures are counted rule by rule. */
#include "tests/engine/tree/ruling.h"

/* Counts a failure for a rule with that counter. */
static uint32_t count(uint8_t counter)
{
    const struct retry_rule rule = COUNTED(counter, 3);

    return retry__rules_count(&ruling.head, &rule, &world.call);
}

START_TEST(what_begin_left_in_the_counts_does_not_count)
{
    ck_assert_uint_eq(world.call.counts[0], UINT16_MAX);
    ck_assert_uint_eq(count(0), 1);
    ck_assert_uint_eq(count(0), 2);
}
END_TEST

START_TEST(each_rule_has_a_count_of_its_own)
{
    for (uint8_t counter = 0; counter < RETRY_RULES_COUNTED; counter++)
        for (uint32_t failures = 1; failures <= counter + 1u; failures++)
            ck_assert_uint_eq(count(counter), failures);
    for (uint8_t counter = 0; counter < RETRY_RULES_COUNTED; counter++)
        ck_assert_uint_eq(world.call.counts[counter], counter + 1);
}
END_TEST

START_TEST(a_rule_that_is_not_counted_counts_nothing)
{
    ck_assert_uint_eq(count(RETRY_RULE_UNCOUNTED), 0);
    ck_assert_uint_eq(count(RETRY_RULES_COUNTED), 0);
    ck_assert_int_eq(world.call.flags, RETRY_CALL_BEGUN);
}
END_TEST

START_TEST(a_count_never_wraps)
{
    count(3);
    world.call.counts[3] = UINT16_MAX - 1;
    ck_assert_uint_eq(count(3), UINT16_MAX);
    ck_assert_uint_eq(count(3), UINT16_MAX);
}
END_TEST

START_TEST(other_rules_count_from_the_start)
{
    count(0), count(0), count(5);
    ruling.head.signature = 2;
    ck_assert_uint_eq(count(0), 1);
    ck_assert_uint_eq(count(5), 1);
    ruling.head.signature = 1;
    ck_assert_uint_eq(count(0), 1);
}
END_TEST

START_TEST(what_was_counted_can_be_taken_back_once)
{
    count(2), count(11);
    retry__rules_uncount(&world.call);
    ck_assert_uint_eq(world.call.counts[11], 0);
    retry__rules_uncount(&world.call);
    ck_assert_uint_eq(world.call.counts[11], 0);
    ck_assert_uint_eq(world.call.counts[2], 1);
    count(11), count(RETRY_RULE_UNCOUNTED);
    retry__rules_uncount(&world.call);
    ck_assert_uint_eq(world.call.counts[11], 1);
}
END_TEST

START_TEST(a_full_count_stays_full)
{
    count(11);
    world.call.counts[11] = UINT16_MAX;
    count(11);
    retry__rules_uncount(&world.call);
    ck_assert_uint_eq(count(11), UINT16_MAX);
}
END_TEST

START_TEST(counting_leaves_the_other_flags)
{
    world.call.flags = (uint16_t)0x0fff & (uint16_t)~RETRY_CALL_COUNTED;
    count(11);
    ck_assert_int_eq(world.call.flags & 0x0fff, 0x0fff);
    retry__rules_uncount(&world.call);
    ck_assert_int_eq(world.call.flags, 0x0fff);
}
END_TEST

DECIDING_MAIN("rules", begin_ruling, what_begin_left_in_the_counts_does_not_count, each_rule_has_a_count_of_its_own,
              a_rule_that_is_not_counted_counts_nothing, a_count_never_wraps, other_rules_count_from_the_start,
              what_was_counted_can_be_taken_back_once, a_full_count_stays_full, counting_leaves_the_other_flags)
