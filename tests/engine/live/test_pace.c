/* test_pace.c - changes are looked at soon, loaded when they stand still, and once each. */
#include "engine/live/pace.h"

#include "tests/suite.h"

#include <check.h>

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)
#define SETTLE (250 * MS)

static struct retry_pace pace;
static uint64_t now;
static unsigned looks, loads;
static bool final; /* what loads come to */
static uint64_t loaded;

static void set_up(void)
{
    retry__pace_start(&pace, SETTLE, RETRY_PACE_POLL_NS);
    now = 5 * SECOND;
    looks = loads = 0;
    final = true;
}

static enum retry_pace_step next(uint64_t *until)
{
    return retry__pace_next(&pace, now, until);
}

/* Does what is due until `until`, while the files say `fingerprint`. */
static void pass(uint64_t until, uint64_t fingerprint)
{
    for (;;) {
        uint64_t due = 0;
        enum retry_pace_step step = next(&due);
        if (step == RETRY_PACE_LOOK) {
            looks++;
            retry__pace_looked(&pace, now, fingerprint);
        } else if (step == RETRY_PACE_LOAD) {
            loads++;
            loaded = pace.seen;
            retry__pace_loaded(&pace, now, final);
        } else if (due > until) {
            now = until;
            return;
        } else {
            now = due;
        }
    }
}

static void change(uint64_t fingerprint, uint64_t for_ns)
{
    retry__pace_event(&pace, now);
    pass(now + for_ns, fingerprint);
}

START_TEST(the_first_look_is_due_at_once_and_the_load_one_settle_period_later)
{
    uint64_t until;

    ck_assert_int_eq(next(&until), RETRY_PACE_LOOK);
    retry__pace_looked(&pace, now, 1);
    ck_assert_int_eq(next(&until), RETRY_PACE_WAIT);
    ck_assert_uint_eq(until, now + SETTLE);
    now = until;
    ck_assert_int_eq(next(&until), RETRY_PACE_LOOK);
    retry__pace_looked(&pace, now, 1);
    ck_assert_int_eq(next(&until), RETRY_PACE_LOAD);
    retry__pace_loaded(&pace, now, true);
    ck_assert_int_eq(next(&until), RETRY_PACE_WAIT);
    ck_assert_uint_eq(until, now + RETRY_PACE_POLL_NS);
}
END_TEST

START_TEST(what_was_loaded_is_not_loaded_again)
{
    pass(now + 10 * RETRY_PACE_POLL_NS, 1);
    ck_assert_uint_eq(loads, 1);
    change(1, SECOND);
    ck_assert_uint_eq(loads, 1);
    change(2, SECOND);
    ck_assert_uint_eq(loads, 2);
}
END_TEST

START_TEST(a_change_is_loaded_one_settle_period_after_it_was_told_of)
{
    pass(now + 10 * SECOND, 1);
    change(2, SETTLE - 1);
    ck_assert_uint_eq(loads, 1);
    pass(now + 1, 2);
    ck_assert_uint_eq(loads, 2);
}
END_TEST

START_TEST(half_a_file_that_is_completed_in_time_is_never_loaded)
{
    pass(now + 10 * SECOND, 1);
    change(2, SETTLE - MS);
    change(3, SECOND);
    ck_assert_uint_eq(loads, 2);
    ck_assert_uint_eq(loaded, 3);
}
END_TEST

/* An editor writes a file beside the old one, which changes nothing, and renames it a moment later. */
START_TEST(an_edit_of_two_events_is_loaded_one_settle_period_after_the_second)
{
    pass(now + SECOND, 1);
    change(1, MS);
    ck_assert_uint_eq(loads, 1);
    uint64_t renamed = now;
    change(2, SETTLE + SETTLE / 10);
    ck_assert_uint_eq(loads, 2);
    ck_assert_uint_eq(loaded, 2);
    ck_assert_uint_eq(now, renamed + SETTLE + SETTLE / 10);
}
END_TEST

START_TEST(events_without_a_change_are_looked_at_ten_times_a_settle_period)
{
    pass(now + SECOND, 1);
    looks = 0;
    for (int i = 0; i < 1000; i++)
        change(1, SETTLE / 100);
    ck_assert_uint_ge(looks, 99);
    ck_assert_uint_le(looks, 101);
}
END_TEST

START_TEST(a_thousand_changes_a_second_are_coalesced_and_the_last_state_is_loaded)
{
    pass(now + 10 * SECOND, 1);
    looks = loads = 0;
    for (uint64_t i = 0; i < 1000; i++)
        change(100 + i, MS);
    ck_assert_uint_le(looks, 5);
    ck_assert_uint_eq(loads, 0);
    pass(now + 10 * SECOND, 1099);
    ck_assert_uint_eq(loads, 1);
    ck_assert_uint_eq(loaded, 1099);
}
END_TEST

START_TEST(what_never_stands_still_is_not_loaded_and_said_to_be_unsettled)
{
    pass(now + 10 * SECOND, 1);
    ck_assert_uint_eq(pace.unsettled_ns, 0);
    uint64_t since = now;
    for (uint64_t i = 0; i < 100; i++)
        change(100 + i, SETTLE / 2);
    ck_assert_uint_eq(loads, 1);
    ck_assert_uint_eq(pace.unsettled_ns, since);
    pass(now + SECOND, 5);
    ck_assert_uint_eq(loads, 2);
    ck_assert_uint_eq(pace.unsettled_ns, 0);
}
END_TEST

START_TEST(a_state_that_is_restored_is_loaded_where_another_was_tried_meanwhile)
{
    pass(now + 10 * SECOND, 1);
    change(2, SECOND); /* refused, which a pace need not know */
    change(1, SECOND);
    ck_assert_uint_eq(loads, 3);
    ck_assert_uint_eq(loaded, 1);
}
END_TEST

START_TEST(a_state_that_is_restored_before_anything_was_tried_needs_no_load)
{
    pass(now + 10 * SECOND, 1);
    change(2, SETTLE / 2);
    change(1, SECOND);
    ck_assert_uint_eq(loads, 1);
    ck_assert_uint_eq(pace.unsettled_ns, 0);
}
END_TEST

START_TEST(without_a_word_a_change_is_found_within_one_poll_period)
{
    retry__pace_poll(&pace, 2 * SECOND);
    pass(now + 10 * SECOND, 1);
    pass(now + 2 * SECOND + SETTLE, 2);
    ck_assert_uint_eq(loads, 2);
}
END_TEST

START_TEST(a_shorter_poll_period_counts_at_once)
{
    uint64_t until;

    pass(now + SECOND, 1);
    retry__pace_poll(&pace, 2 * SECOND);
    ck_assert_int_eq(next(&until), RETRY_PACE_WAIT);
    ck_assert_uint_le(until, now + 2 * SECOND);
}
END_TEST

START_TEST(a_load_that_failed_by_itself_is_tried_again_after_longer_and_longer_periods)
{
    final = false;
    pass(now + SETTLE, 1);
    ck_assert_uint_eq(loads, 1);
    pass(now + 2 * SECOND - 1, 1);
    ck_assert_uint_eq(loads, 1);
    pass(now + 1, 1);
    ck_assert_uint_eq(loads, 2);
    pass(now + 4 * SECOND, 1);
    ck_assert_uint_eq(loads, 3);
    pass(now + 1000 * RETRY_PACE_POLL_NS, 1);
    ck_assert_uint_le(loads, 1010);
    ck_assert_uint_ge(loads, 1000);
    final = true;
    pass(now + RETRY_PACE_POLL_NS, 1);
    loads = 0;
    pass(now + 10 * RETRY_PACE_POLL_NS, 1);
    ck_assert_uint_eq(loads, 0);
}
END_TEST

START_TEST(noise_does_not_hasten_a_load_that_failed_by_itself)
{
    final = false;
    pass(now + SETTLE, 1);
    for (int i = 0; i < 19; i++)
        change(1, 100 * MS);
    ck_assert_uint_eq(loads, 1);
    change(2, SECOND);
    ck_assert_uint_eq(loads, 2);
}
END_TEST

START_TEST(a_look_that_failed_is_taken_again_soon_and_forgets_nothing)
{
    uint64_t until;

    pass(now + 10 * SECOND, 1);
    retry__pace_event(&pace, now);
    ck_assert_int_eq(next(&until), RETRY_PACE_LOOK);
    retry__pace_missed(&pace, now);
    ck_assert_int_eq(next(&until), RETRY_PACE_WAIT);
    ck_assert_uint_eq(until, now + 2 * SECOND);
    pass(now + 10 * SECOND, 1);
    ck_assert_uint_eq(loads, 1);
}
END_TEST

START_TEST(looks_at_what_moves_keep_one_settle_period_apart)
{
    pass(now + 10 * SECOND, 1);
    change(2, 0);
    looks = 0;
    for (uint64_t i = 0; i < 249; i++)
        change(3 + i, MS);
    ck_assert_uint_eq(looks, 0);
    pass(now + 2 * MS, 1000);
    ck_assert_uint_eq(looks, 1);
}
END_TEST

START_TEST(what_was_loaded_is_loaded_again_where_that_is_asked_for)
{
    retry__pace_looked(&pace, now, 1);
    retry__pace_again(&pace);
    ck_assert(!pace.load);
    retry__pace_loaded(&pace, now, true);
    retry__pace_again(&pace);
    ck_assert(pace.load);
    retry__pace_loaded(&pace, now, true);
    retry__pace_looked(&pace, now, 2);
    retry__pace_again(&pace);
    ck_assert(!pace.load);
}
END_TEST

START_TEST(periods_of_any_length_never_wrap)
{
    uint64_t until;

    retry__pace_start(&pace, UINT64_MAX, UINT64_MAX);
    now = UINT64_MAX - 1;
    ck_assert_int_eq(next(&until), RETRY_PACE_LOOK);
    retry__pace_looked(&pace, now, 1);
    ck_assert_int_eq(next(&until), RETRY_PACE_WAIT);
    ck_assert_uint_eq(until, UINT64_MAX);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pace");
    TCase *cases = tcase_create("pace");

    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_add_test(cases, the_first_look_is_due_at_once_and_the_load_one_settle_period_later);
    tcase_add_test(cases, what_was_loaded_is_not_loaded_again);
    tcase_add_test(cases, a_change_is_loaded_one_settle_period_after_it_was_told_of);
    tcase_add_test(cases, half_a_file_that_is_completed_in_time_is_never_loaded);
    tcase_add_test(cases, an_edit_of_two_events_is_loaded_one_settle_period_after_the_second);
    tcase_add_test(cases, events_without_a_change_are_looked_at_ten_times_a_settle_period);
    tcase_add_test(cases, a_thousand_changes_a_second_are_coalesced_and_the_last_state_is_loaded);
    tcase_add_test(cases, what_never_stands_still_is_not_loaded_and_said_to_be_unsettled);
    tcase_add_test(cases, a_state_that_is_restored_is_loaded_where_another_was_tried_meanwhile);
    tcase_add_test(cases, a_state_that_is_restored_before_anything_was_tried_needs_no_load);
    tcase_add_test(cases, without_a_word_a_change_is_found_within_one_poll_period);
    tcase_add_test(cases, a_shorter_poll_period_counts_at_once);
    tcase_add_test(cases, a_load_that_failed_by_itself_is_tried_again_after_longer_and_longer_periods);
    tcase_add_test(cases, noise_does_not_hasten_a_load_that_failed_by_itself);
    tcase_add_test(cases, a_look_that_failed_is_taken_again_soon_and_forgets_nothing);
    tcase_add_test(cases, looks_at_what_moves_keep_one_settle_period_apart);
    tcase_add_test(cases, what_was_loaded_is_loaded_again_where_that_is_asked_for);
    tcase_add_test(cases, periods_of_any_length_never_wrap);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
