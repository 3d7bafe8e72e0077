/* test_prove.c - warnings about nodes that do nothing or hide what is below them. */
#include "engine/store/prove.h"

#include "tests/engine/store/folder.h"

/* Loads a policy with that backoff, in the 6th column of line 5. @return the findings */
static const char *said(const char *backoff, bool accepted)
{
    char text[1024];
    struct retry_set *set;

    snprintf(text, sizeof text, "version: 1\npolicies:\n  db:\n    limits: {max_attempts: 5}\n    backoff: %s\n",
             backoff);
    folder_forget();
    set = folder_load_text(text);
    ck_assert(!set == !accepted);
    retry__set_free(set);
    return folder_findings();
}

START_TEST(growing_curve_is_fine)
{
    ck_assert_str_eq(said("{exponential: {initial_delay: 100ms, max_delay: 5s}}", true), "");
}
END_TEST

START_TEST(multiplier_of_one_never_grows)
{
    ck_assert_str_eq(said("{exponential: {initial_delay: 100ms, multiplier: 1.0}}", true), "a.yaml:5:51 never-grows\n");
}
END_TEST

START_TEST(start_at_zero_never_grows)
{
    ck_assert_str_eq(said("{exponential: {initial_delay: 0s, multiplier: 3}}", true), "a.yaml:5:29 never-grows\n");
}
END_TEST

START_TEST(cap_at_the_start_never_grows)
{
    ck_assert_str_eq(said("{exponential: {initial_delay: 1s, max_delay: 1000ms}}", true), "a.yaml:5:48 never-grows\n");
}
END_TEST

START_TEST(clamp_that_cuts_is_fine)
{
    ck_assert_str_eq(said("{clamp: {min_delay: 200ms, over: {exponential: {initial_delay: 100ms}}}}", true), "");
    ck_assert_str_eq(said("{clamp: {max_delay: 4s, over: {exponential: {initial_delay: 100ms, max_delay: 5s}}}}", true),
                     "");
}
END_TEST

START_TEST(only_bound_that_never_binds_is_pointed_at)
{
    ck_assert_str_eq(said("{clamp: {max_delay: 5s, over: {exponential: {initial_delay: 100ms, max_delay: 5s}}}}", true),
                     "a.yaml:5:23 never-binds\n");
    ck_assert_str_eq(folder_message(0), "'clamp' never changes a delay: those of its child lie between 100ms and 5s");
}
END_TEST

START_TEST(two_bounds_that_never_bind_are_one_finding_at_the_clamp)
{
    ck_assert_str_eq(said("{clamp: {min_delay: 100ms, max_delay: 5s, over: {exponential: {initial_delay: 100ms, "
                          "max_delay: 5s}}}}",
                          true),
                     "a.yaml:5:15 never-binds\n");
}
END_TEST

START_TEST(jitter_below_a_clamp_counts_with_its_whole_window)
{
    ck_assert_str_eq(said("{clamp: {max_delay: 5s, over: {jitter: {add: 1ns, over: {fixed: {delay: 5s}}}}}}", true),
                     "a.yaml:5:23 hides-child\n");
    ck_assert_str_eq(folder_message(0),
                     "'clamp' makes all delays the same: those of its child lie between 5s and 5.000000001s");
}
END_TEST

START_TEST(jitter_that_reaches_over_both_sides_is_fine)
{
    ck_assert_str_eq(said("{clamp: {max_delay: 5s, over: {jitter: {ratio: 0.1, over: {fixed: {delay: 5s}}}}}}", true),
                     "");
}
END_TEST

START_TEST(child_below_the_lower_bound_is_hidden)
{
    ck_assert_str_eq(said("{clamp: {min_delay: 10s, over: {exponential: {initial_delay: 1s, max_delay: 5s}}}}", true),
                     "a.yaml:5:23 hides-child\n");
}
END_TEST

START_TEST(clamp_without_bounds_lacks_a_key)
{
    ck_assert_str_eq(said("{clamp: {over: {fixed: {delay: 1s}}}}", false), "a.yaml:5:15 missing-key\n");
    ck_assert_str_eq(folder_message(0), "clamp needs at least one of min_delay and max_delay");
}
END_TEST

/* Its function may answer anything. */
START_TEST(nothing_is_said_over_a_custom)
{
    ck_assert_str_eq(said("{clamp: {max_delay: 5s, over: {custom: {name: mine, over: {fixed: {delay: 1s}}}}}}", true),
                     "");
}
END_TEST

START_TEST(nothing_is_said_over_a_broken_child)
{
    ck_assert_str_eq(said("{clamp: {max_delay: 5s, over: {fixed: {delay: 1}}}}", false), "a.yaml:5:60 bad-duration\n");
}
END_TEST

START_TEST(shared_backoff_is_doubted_once)
{
    struct retry_set *set =
        folder_load_text("version: 1\nbackoffs:\n  a: {exponential: {initial_delay: 0s}}\npolicies:\n"
                         "  one: {limits: {max_attempts: 5}, backoff: {use: a}}\n"
                         "  two: {limits: {max_attempts: 5}, backoff: {jitter: {add: 50ms, over: {use: a}}}}\n");

    ck_assert_str_eq(folder_findings(), "a.yaml:3:21 never-grows\n");
    retry__set_free(set);
}
END_TEST

START_TEST(clamp_over_a_shared_backoff_is_doubted_where_it_stands)
{
    struct retry_set *set =
        folder_load_text("version: 1\nbackoffs:\n  a: {fixed: {delay: 1s}}\npolicies:\n"
                         "  one: {limits: {max_attempts: 5}, backoff: {clamp: {max_delay: 2s, over: {use: a}}}}\n");

    ck_assert_str_eq(folder_findings(), "a.yaml:5:54 never-binds\n");
    retry__set_free(set);
}
END_TEST

START_TEST(one_of_two_bounds_that_never_binds_is_pointed_at)
{
    ck_assert_str_eq(
        said("{clamp: {min_delay: 1s, max_delay: 4s, over: {exponential: {initial_delay: 1s, max_delay: 5s}}}}", true),
        "a.yaml:5:23 never-binds\n");
    ck_assert_str_eq(folder_message(0), "'min_delay' never changes a delay: those of its child lie between 1s and 5s");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "take min_delay out");
    ck_assert_str_eq(
        said("{clamp: {min_delay: 2s, max_delay: 5s, over: {exponential: {initial_delay: 1s, max_delay: 5s}}}}", true),
        "a.yaml:5:38 never-binds\n");
}
END_TEST

START_TEST(jitter_that_spreads_nothing_never_binds)
{
    static const char *const forms[] = {"ratio: 0", "factor: [1, 1.0]", "plus_minus: 0s", "add: 0s"};
    char backoff[128];

    for (size_t i = 0; i < RETRY_COUNT(forms); i++) {
        snprintf(backoff, sizeof backoff, "{jitter: {%s, over: {fixed: {delay: 1s}}}}", forms[i]);
        ck_assert_str_eq(said(backoff, true), "a.yaml:5:24 never-binds\n");
        ck_assert_str_eq(folder_message(0), "'jitter' never changes a delay");
        ck_assert_ptr_nonnull(retry__report_at(folder.report, 0)->help);
    }
}
END_TEST

START_TEST(part_of_no_delay_is_no_delay)
{
    ck_assert_str_eq(said("{jitter: {mode: full, over: {immediate: {}}}}", true), "a.yaml:5:24 never-binds\n");
    ck_assert_str_eq(folder_message(0), "'jitter' never changes a delay: those of its child lie between 0s and 0s");
    ck_assert_str_eq(said("{jitter: {ratio: 0.5, over: {immediate: {}}}}", true), "a.yaml:5:24 never-binds\n");
    ck_assert_str_eq(said("{jitter: {add: 1ns, over: {immediate: {}}}}", true), "");
    ck_assert_str_eq(said("{jitter: {plus_minus: 1ns, over: {immediate: {}}}}", true), "");
}
END_TEST

START_TEST(jitter_by_a_factor_of_zero_hides_its_child)
{
    ck_assert_str_eq(said("{jitter: {factor: [0, 0], over: {fixed: {delay: 1s}}}}", true), "a.yaml:5:24 hides-child\n");
    ck_assert_str_eq(folder_message(0), "'jitter' makes all delays zero");
    ck_assert_str_eq(said("{jitter: {factor: [0, 1], over: {fixed: {delay: 1s}}}}", true), "");
}
END_TEST

FOLDER_MAIN("prove", growing_curve_is_fine, multiplier_of_one_never_grows, start_at_zero_never_grows,
            cap_at_the_start_never_grows, clamp_that_cuts_is_fine, only_bound_that_never_binds_is_pointed_at,
            two_bounds_that_never_bind_are_one_finding_at_the_clamp, jitter_below_a_clamp_counts_with_its_whole_window,
            jitter_that_reaches_over_both_sides_is_fine, child_below_the_lower_bound_is_hidden,
            clamp_without_bounds_lacks_a_key, nothing_is_said_over_a_custom, nothing_is_said_over_a_broken_child,
            shared_backoff_is_doubted_once, clamp_over_a_shared_backoff_is_doubted_where_it_stands,
            one_of_two_bounds_that_never_binds_is_pointed_at, jitter_that_spreads_nothing_never_binds,
            part_of_no_delay_is_no_delay, jitter_by_a_factor_of_zero_hides_its_child)
