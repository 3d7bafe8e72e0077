/* test_range.c - where windows end, repeat and lie. */
#include "engine/tree/range.h"

#include "tests/engine/kinds/grown.h"

START_TEST(a_range_holds_what_falls)
{
    retry_window range;

    ck_assert(retry__range_of(grow("{schedule: {delays: [3s, 1s, 2s]}}"), &range));
    ck_assert_window(range, SECOND, 3 * SECOND);
    ck_assert(retry__range_of(grow("{schedule: {delays: [3s, 1s, 2s], then: cycle}}"), &range));
    ck_assert_window(range, SECOND, 3 * SECOND);
    ck_assert(
        retry__range_of(grow("{sequence: [{take: {retries: 5, over: {exponential: {initial_delay: 1s}}}}, {fixed: "
                             "{delay: 500ms}}]}"),
                        &range));
    ck_assert_window(range, 500 * MS, 16 * SECOND);
    ck_assert(retry__range_of(grow("{take: {retries: 3, over: {exponential: {initial_delay: 1s}}}}"), &range));
    ck_assert_window(range, SECOND, 4 * SECOND);
}
END_TEST

START_TEST(a_range_that_costs_too_much_is_unknown)
{
    retry_window range;

    ck_assert(
        !retry__range_of(grow("{sum: [{linear: {initial_delay: 1ns, increment: 1ns}}, {schedule: {delays: [2s, 1s], "
                              "then: cycle}}]}"),
                         &range));
    ck_assert(!retry__range_of(grow("{custom: {name: mine, over: {fixed: {delay: 1s}}}}"), &range));
    ck_assert(!retry__range_of(NULL, &range));
}
END_TEST

START_TEST(windows_come_again_from_the_cap_on)
{
    struct retry_settled settled = retry__range_settled(grow("{exponential: {initial_delay: 1s, max_delay: 8s}}"));

    ck_assert_uint_eq(settled.from, 4);
    ck_assert_uint_eq(settled.period, 1);
}
END_TEST

START_TEST(periods_of_several_are_their_common_multiple)
{
    struct retry_settled settled =
        retry__range_settled(grow("{sum: [{schedule: {delays: [1s, 2s, 3s, 4s], then: cycle}}, {schedule: {delays: "
                                  "[1s, 2s, 1s, 3s, 1s, 4s], then: "
                                  "cycle}}, {exponential: {initial_delay: 1s, max_delay: 8s}}]}"));

    ck_assert_uint_eq(settled.from, 4);
    ck_assert_uint_eq(settled.period, 12);
}
END_TEST

START_TEST(a_sequence_repeats_as_its_last_stage)
{
    struct retry_settled settled = retry__range_settled(
        grow("{sequence: [{take: {retries: 7, over: {fixed: {delay: 1s}}}}, {schedule: {delays: [1s, 2s], "
             "then: cycle}}]}"));

    ck_assert_uint_eq(settled.from, 8);
    ck_assert_uint_eq(settled.period, 2);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("range");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, a_range_holds_what_falls);
    tcase_add_test(cases, a_range_that_costs_too_much_is_unknown);
    tcase_add_test(cases, windows_come_again_from_the_cap_on);
    tcase_add_test(cases, periods_of_several_are_their_common_multiple);
    tcase_add_test(cases, a_sequence_repeats_as_its_last_stage);
    return tree_run(cases);
}
