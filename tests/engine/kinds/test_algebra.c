/* test_algebra.c - what holds for the windows of every tree: seeded random trees of all kinds, asked far and near. */
#include "engine/kinds/kinds.h"

#include "tests/engine/kinds/grown.h"

#include <stdarg.h>

#define TREES 1500
#define NEAR 60 /* retries that are asked for one by one */

static uint64_t state;
static const struct retry_node *root;
static char text[3500];
static size_t used;

/* splitmix64 */
static uint64_t dice(uint64_t sides)
{
    uint64_t bits = (state += 0x9e3779b97f4a7c15u);

    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return (bits ^ (bits >> 31)) % sides;
}

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    used += (size_t)vsnprintf(text + used, sizeof text - used, format, arguments);
    va_end(arguments);
    ck_assert_uint_lt(used, sizeof text);
}

/* Short delays are as likely as long ones; one in 20 is zero. */
static uint64_t delay(void)
{
    static const uint64_t sizes[] = {3, 1000, MS, SECOND, 60 * SECOND, 86400 * SECOND, RETRY_FOREVER_NS / 4};

    return dice(20) == 0 ? 0 : 1 + dice(sizes[dice(RETRY_COUNT(sizes))]);
}

static void say_curve(const char *kind, const char *format, unsigned number)
{
    uint64_t initial_ns = 1 + delay();

    say("{%s: {initial_delay: %lluns, max_delay: %lluns", kind, (unsigned long long)initial_ns,
        (unsigned long long)(initial_ns + delay()));
    say(format, number / 1000, number % 1000);
    say("}}");
}

static void say_schedule(void)
{
    static const char *const then[] = {"repeat_last", "stop", "cycle"};
    uint64_t count = 1 + dice(6);

    say("{schedule: {delays: [");
    for (uint64_t i = 0; i < count; i++)
        say("%s%lluns", i > 0 ? ", " : "", (unsigned long long)delay());
    say("], then: %s}}", then[dice(3)]);
}

static void say_leaf(void)
{
    switch (dice(9)) {
    case 0:
        say("{immediate: {}}");
        return;
    case 1:
        say("{fixed: {delay: %lluns}}", (unsigned long long)delay());
        return;
    case 2:
        say_curve("linear", ", increment: %u%03uns", 1000 + (unsigned)dice(100000000));
        return;
    case 3:
        say_curve("exponential", ", multiplier: %u.%03u", 1000 + (unsigned)dice(3000));
        return;
    case 4:
        say_curve("polynomial", ", exponent: %u.%03u", (unsigned)dice(10000));
        return;
    case 5:
        say_curve("fibonacci", "%.0u%.0u", 0);
        return;
    case 6:
        say_curve("geometric", ", steps: %u%03u", 1000 + (unsigned)dice(90000));
        return;
    case 7:
        say_curve("decorrelated", ", multiplier: %u.%03u", 1000 + (unsigned)dice(9000));
        return;
    default:
        say_schedule();
    }
}

static void say_node(unsigned depth);

static void say_wrapper(unsigned depth)
{
    static const char *const forms[] = {"mode: full",         "mode: equal",     "ratio: 0.3",
                                        "factor: [0.5, 2.5]", "plus_minus: 3ms", "add: 7ms"};
    uint64_t low_ns = delay();

    switch (dice(4)) {
    case 0:
        say("{jitter: {%s", forms[dice(RETRY_COUNT(forms))]);
        break;
    case 1:
        say("{scale: {factor: %u.%u", (unsigned)dice(5), (unsigned)dice(1000000000));
        break;
    case 2:
        say("{take: {retries: %u", 1 + (unsigned)dice(20));
        break;
    default:
        say("{clamp: {min_delay: %lluns, max_delay: %lluns", (unsigned long long)low_ns,
            (unsigned long long)(low_ns + delay()));
    }
    say(", over: ");
    say_node(depth - 1);
    say("}}");
}

static void say_list(unsigned depth)
{
    static const char *const kinds[] = {"sequence", "sum", "max", "min"};
    uint64_t count = 1 + dice(3);

    say("{%s: [", kinds[dice(4)]);
    for (uint64_t i = 0; i < count; i++) {
        say(i > 0 ? ", " : "");
        say_node(depth - 1);
    }
    say("]}");
}

static void say_node(unsigned depth)
{
    if (depth == 0 || dice(4) == 0)
        say_leaf();
    else if (dice(2) == 0)
        say_wrapper(depth);
    else
        say_list(depth);
}

/* Holds a claim against many trees. */
static void each_tree(uint64_t seed, void (*claim)(void))
{
    state = seed;
    for (unsigned i = 0; i < TREES; i++) {
        used = 0;
        say_node(4);
        root = grow(text);
        claim();
    }
}

static uint64_t last_near(void)
{
    return root->length < NEAR ? root->length : NEAR;
}

static uint32_t far_failure(void)
{
    return 1 + (uint32_t)dice(UINT64_C(1) << (1 + dice(31)));
}

static void order_is_kept(void)
{
    for (unsigned i = 0; i < 20; i++) {
        retry_window window;
        uint32_t failures = far_failure();
        enum retry_answer answer = retry__range_ask(root, failures, &window);
        ck_assert_msg(answer == (failures <= root->length ? RETRY_ANSWER_WINDOW : RETRY_ANSWER_EXHAUSTED), "%u: %s",
                      failures, text);
        if (answer == RETRY_ANSWER_WINDOW)
            ck_assert_msg(window.lo_ns <= window.hi_ns && window.hi_ns <= RETRY_FOREVER_NS, "%u: %s", failures, text);
    }
}

START_TEST(ends_are_in_order_and_saturate_and_stop_at_the_length)
{
    each_tree(1, order_is_kept);
}
END_TEST

static void calls_stay_in_the_range(void)
{
    retry_window range;
    bool known = retry__range_of(root, &range);

    for (uint32_t failures = 1; failures <= last_near() && known; failures++) {
        retry_window window = window_in_call(root, failures, delay());
        ck_assert_msg(window.lo_ns <= window.hi_ns, "%u: %s", failures, text);
        ck_assert_msg(range.lo_ns <= window.lo_ns && window.hi_ns <= range.hi_ns, "%u: %s", failures, text);
    }
}

START_TEST(calls_stay_in_the_range_that_was_proved)
{
    each_tree(2, calls_stay_in_the_range);
}
END_TEST

/* Far retries as well as near ones lie inside, and both ends are met where all different windows are near. */
static void ranges_hold(void)
{
    struct retry_settled settled = retry__range_settled(root);
    uint64_t last = settled.period > 0 ? (uint64_t)settled.from - 1 + settled.period : RETRY_RANGE_LAST;
    retry_window range, window, seen = {UINT64_MAX, 0};

    if (!retry__range_of(root, &range))
        return;
    for (uint32_t i = 1; i <= last_near() + 10; i++) {
        uint32_t failures = i <= last_near() ? i : far_failure();
        if (retry__range_ask(root, failures, &window) != RETRY_ANSWER_WINDOW)
            continue;
        seen.lo_ns = window.lo_ns < seen.lo_ns ? window.lo_ns : seen.lo_ns;
        seen.hi_ns = window.hi_ns > seen.hi_ns ? window.hi_ns : seen.hi_ns;
    }
    ck_assert_msg(range.lo_ns <= seen.lo_ns && seen.hi_ns <= range.hi_ns, "%s", text);
    if (!retry__node_recalls(root) && (last <= last_near() || root->length <= last_near()))
        ck_assert_msg(range.lo_ns == seen.lo_ns && seen.hi_ns == range.hi_ns, "%s", text);
}

START_TEST(ranges_hold_all_windows_and_reach_both_ends)
{
    each_tree(3, ranges_hold);
}
END_TEST

static void nothing_falls_in_a_rise(void)
{
    for (uint32_t failures = 1; failures <= last_near(); failures++) {
        uint64_t rise = retry__node_rise(root, failures);
        retry_window before = tree_window(root, failures);
        ck_assert_msg(rise >= failures && rise <= root->length, "%u: %s", failures, text);
        for (uint32_t later = failures + 1; later <= rise && later <= failures + 9; later++) {
            retry_window window = tree_window(root, later);
            ck_assert_msg(before.lo_ns <= window.lo_ns && before.hi_ns <= window.hi_ns, "%u to %u: %s", failures, later,
                          text);
            before = window;
        }
    }
}

START_TEST(no_end_falls_where_a_rise_is_promised)
{
    each_tree(4, nothing_falls_in_a_rise);
}
END_TEST

static void windows_come_again(void)
{
    struct retry_settled settled = retry__range_settled(root);

    for (unsigned i = 0; i < 20 && settled.period > 0; i++) {
        uint64_t failures = settled.from + dice(1 + dice(100000));
        if (failures + settled.period > root->length || failures + settled.period > RETRY_RANGE_LAST)
            continue;
        retry_window window = tree_window(root, (uint32_t)failures);
        ck_assert_window(tree_window(root, (uint32_t)(failures + settled.period)), window.lo_ns, window.hi_ns);
    }
}

START_TEST(windows_come_again_after_a_period)
{
    each_tree(5, windows_come_again);
}
END_TEST

static void nodes_are_numbered_and_spelt(void)
{
    char path[4000];

    ck_assert_uint_lt(retry__node_path(root, 1 + (uint32_t)dice(50), path, sizeof path), sizeof path);
    ck_assert_uint_lt(retry__node_path(root, 0, path, sizeof path), sizeof path);
    if (root->length < UINT32_MAX)
        ck_assert_uint_lt(retry__node_number(root, exhausted_by(root, root->length + 1)), retry__node_count(root));
}

START_TEST(who_is_exhausted_has_a_number)
{
    each_tree(6, nodes_are_numbered_and_spelt);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("algebra");

    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, ends_are_in_order_and_saturate_and_stop_at_the_length);
    tcase_add_test(cases, calls_stay_in_the_range_that_was_proved);
    tcase_add_test(cases, ranges_hold_all_windows_and_reach_both_ends);
    tcase_add_test(cases, no_end_falls_where_a_rise_is_promised);
    tcase_add_test(cases, windows_come_again_after_a_period);
    tcase_add_test(cases, who_is_exhausted_has_a_number);
    return tree_run(cases);
}
