/* verdict.c - holds what came about in a test against what was expected. */
#include "engine/test/verdict.h"

#include "schema/duration.h"

#include <inttypes.h>
#include <string.h>

#define BEFORE 2 /* items shown before the one that differs */
#define ITEM 112 /* bytes of one: two durations */

/* ---- failures ----------------------------------------------------------------------------------- */

static size_t last_step(const struct retry_play *play)
{
    return play->count > 0 ? play->count - 1 : RETRY_FAILURE_NO_STEP;
}

static struct retry_failure *fail(struct retry_verdict *verdict, const char *key, const struct retry_value *place,
                                  size_t step)
{
    struct retry_failure *failure = &verdict->failures[verdict->count++];

    *failure = (struct retry_failure){.key = key, .place = place, .step = step};
    return failure;
}

/* An expectation with one value. */
static void fail_single(struct retry_verdict *verdict, enum retry_expect_key key, const struct retry_test *test,
                        const struct retry_play *play, const char *expected, const char *got)
{
    const char *name = retry__shape_expect.fields[key].key;
    struct retry_failure *failure = fail(verdict, name, test->expect.values[key], last_step(play));

    snprintf(failure->expected, sizeof(failure->expected), "%s", expected);
    snprintf(failure->got, sizeof(failure->got), "%s", got);
    snprintf(failure->message, sizeof(failure->message), "%s: expected %.60s, got %.60s", name, expected, got);
}

/* ---- lists -------------------------------------------------------------------------------------- */

/* What came about and what was expected, as lists of texts. */
struct lists {
    const struct retry_test *test;
    const struct retry_play *play;
    enum retry_expect_key key;
    uint32_t expected, got;
    bool (*equal)(const struct lists *lists, uint32_t index);
    void (*write_expected)(const struct lists *lists, uint32_t index, char text[ITEM]);
    void (*write_got)(const struct lists *lists, uint32_t index, char text[ITEM]);
};

static void write_range(retry_window range, bool both, char text[ITEM])
{
    char lo[48], hi[48];

    retry__duration_text(range.lo_ns, lo, sizeof(lo));
    retry__duration_text(range.hi_ns, hi, sizeof(hi));
    if (both || range.lo_ns != range.hi_ns)
        snprintf(text, ITEM, "[%s, %s]", lo, hi);
    else
        snprintf(text, ITEM, "%s", lo);
}

static bool within(uint64_t ns, retry_window range)
{
    return ns >= range.lo_ns && ns <= range.hi_ns;
}

static bool equal_delay(const struct lists *lists, uint32_t index)
{
    return within(lists->play->steps[index].decision.delay_ns, lists->test->expect.delays.items[index]);
}

static void write_expected_delay(const struct lists *lists, uint32_t index, char text[ITEM])
{
    write_range(lists->test->expect.delays.items[index], false, text);
}

static void write_delay(const struct lists *lists, uint32_t index, char text[ITEM])
{
    retry__duration_text(lists->play->steps[index].decision.delay_ns, text, ITEM);
}

static bool equal_window(const struct lists *lists, uint32_t index)
{
    retry_window expected = lists->test->expect.windows.items[index], got = lists->play->steps[index].window;

    return expected.lo_ns == got.lo_ns && expected.hi_ns == got.hi_ns;
}

static void write_expected_window(const struct lists *lists, uint32_t index, char text[ITEM])
{
    write_range(lists->test->expect.windows.items[index], true, text);
}

static void write_window(const struct lists *lists, uint32_t index, char text[ITEM])
{
    write_range(lists->play->steps[index].window, true, text);
}

static bool equal_rule(const struct lists *lists, uint32_t index)
{
    return lists->test->expect.rules[index] == lists->play->steps[index].rule;
}

static void write_number(uint8_t rule, char text[ITEM])
{
    if (rule > 0)
        snprintf(text, ITEM, "%u", (unsigned)rule);
    else
        snprintf(text, ITEM, "otherwise");
}

static void write_expected_rule(const struct lists *lists, uint32_t index, char text[ITEM])
{
    write_number(lists->test->expect.rules[index], text);
}

static void write_rule(const struct lists *lists, uint32_t index, char text[ITEM])
{
    write_number(lists->play->steps[index].rule, text);
}

/* Writes the items around that index, as many as fit. */
static void write_list(const struct lists *lists, uint32_t index, uint32_t count,
                       void (*write)(const struct lists *lists, uint32_t index, char text[ITEM]),
                       char out[RETRY_FAILURE_TEXT])
{
    uint32_t at = index > BEFORE ? index - BEFORE : 0;
    size_t length = 0;
    char item[ITEM];

    snprintf(out, RETRY_FAILURE_TEXT, "%s", count == 0 ? "none" : "");
    if (at > 0 && at < count)
        length = (size_t)snprintf(out, RETRY_FAILURE_TEXT, "..., ");
    for (; at < count; at++) {
        write(lists, at, item);
        if (length + strlen(item) + sizeof(", ...") > RETRY_FAILURE_TEXT) {
            snprintf(out + length, RETRY_FAILURE_TEXT - length, "...");
            return;
        }
        length += (size_t)snprintf(out + length, RETRY_FAILURE_TEXT - length, "%s%s", item, at + 1 < count ? ", " : "");
    }
}

/* "1st", "2nd", "11th" */
static const char *ending(uint32_t number)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};

    return number / 10 % 10 == 1 || number % 10 > 3 ? "th" : endings[number % 10];
}

static void write_message(const struct lists *lists, uint32_t index, struct retry_failure *failure)
{
    char expected[ITEM], got[ITEM];
    uint32_t number = index + 1;

    if (index < lists->expected && index < lists->got) {
        lists->write_expected(lists, index, expected);
        lists->write_got(lists, index, got);
        snprintf(failure->message, sizeof(failure->message), "%s: the %" PRIu32 "%s is %.60s, expected %.60s",
                 failure->key, number, ending(number), got, expected);
    } else {
        snprintf(failure->message, sizeof(failure->message), "%s: expected %" PRIu32 ", got %" PRIu32, failure->key,
                 lists->expected, lists->got);
    }
}

static void check_list(struct retry_verdict *verdict, const struct lists *lists)
{
    const struct retry_value *place = lists->test->expect.values[lists->key];
    uint32_t index = 0, both = lists->expected < lists->got ? lists->expected : lists->got;
    size_t last = last_step(lists->play);

    if (!place)
        return;
    while (index < both && lists->equal(lists, index))
        index++;
    if (index == both && lists->expected == lists->got)
        return;
    struct retry_failure *failure =
        fail(verdict, retry__shape_expect.fields[lists->key].key,
             index < lists->expected ? &place->items[index] : place, index < lists->play->count ? index : last);
    failure->list = true;
    write_list(lists, index, lists->expected, lists->write_expected, failure->expected);
    write_list(lists, index, lists->got, lists->write_got, failure->got);
    write_message(lists, index, failure);
}

/* ---- all together ------------------------------------------------------------------------------- */

static void check_end(struct retry_verdict *verdict, const struct retry_test *test, const struct retry_play *play)
{
    const struct retry_expect *expect = &test->expect;
    const char *reason = retry_reason_name((retry_reason)play->last.reason);
    enum retry_expect_result result =
        play->last.reason == RETRY_REASON_SUCCESS ? RETRY_EXPECT_SUCCESS : RETRY_EXPECT_STOPPED;
    char expected[ITEM], got[ITEM];

    if (expect->values[RETRY_EXPECT_RESULT] && result != expect->result)
        fail_single(verdict, RETRY_EXPECT_RESULT, test, play, retry__expect_results[expect->result],
                    retry__expect_results[result]);
    if (expect->values[RETRY_EXPECT_REASON] && strcmp(expect->reason, reason) != 0)
        fail_single(verdict, RETRY_EXPECT_REASON, test, play, expect->reason, reason);
    if (expect->values[RETRY_EXPECT_ATTEMPTS] && expect->attempts != play->last.attempts) {
        snprintf(expected, sizeof(expected), "%" PRIu32, expect->attempts);
        snprintf(got, sizeof(got), "%" PRIu32, play->last.attempts);
        fail_single(verdict, RETRY_EXPECT_ATTEMPTS, test, play, expected, got);
    }
    if (expect->values[RETRY_EXPECT_ELAPSED] && !within(play->elapsed_ns, expect->elapsed)) {
        write_range(expect->elapsed, false, expected);
        retry__duration_text(play->elapsed_ns, got, sizeof(got));
        fail_single(verdict, RETRY_EXPECT_ELAPSED, test, play, expected, got);
    }
}

static void check_lists(struct retry_verdict *verdict, const struct retry_test *test, const struct retry_play *play)
{
    uint32_t granted = (uint32_t)play->granted;
    uint32_t failures = (uint32_t)play->count - (play->last.reason == RETRY_REASON_SUCCESS);

    check_list(verdict, &(struct lists){test, play, RETRY_EXPECT_DELAYS, test->expect.delays.count, granted,
                                        equal_delay, write_expected_delay, write_delay});
    check_list(verdict, &(struct lists){test, play, RETRY_EXPECT_WINDOWS, test->expect.windows.count, granted,
                                        equal_window, write_expected_window, write_window});
    check_list(verdict, &(struct lists){test, play, RETRY_EXPECT_RULES, test->expect.rule_count, failures, equal_rule,
                                        write_expected_rule, write_rule});
}

/* Nothing can be said of how the call would have ended. */
static void check_left_over(struct retry_verdict *verdict, const struct retry_test *test, const struct retry_play *play)
{
    const struct retry_value *outcomes = retry__value_get(test->value, "outcomes");
    struct retry_failure *failure = fail(verdict, "outcomes", outcomes, last_step(play));

    if (play->end == RETRY_PLAY_TOO_LONG) {
        snprintf(failure->message, sizeof(failure->message), "outcomes: the call takes longer than 100 years");
        snprintf(failure->expected, sizeof(failure->expected), "an end within 100 years");
        snprintf(failure->got, sizeof(failure->got), "%zu attempts", play->count);
        return;
    }
    snprintf(failure->message, sizeof(failure->message),
             "outcomes: none is left for attempt %zu, which the policy grants", play->count + 1);
    snprintf(failure->expected, sizeof(failure->expected), "the call ends within %zu attempt%s", play->count,
             play->count == 1 ? "" : "s");
    snprintf(failure->got, sizeof(failure->got), "attempt %zu is granted", play->count + 1);
}

void retry__verdict(const struct retry_test *test, const struct retry_play *play, struct retry_verdict *out)
{
    out->count = 0;
    if (play->end == RETRY_PLAY_ENDED) {
        check_end(out, test, play);
        check_lists(out, test, play);
    } else {
        check_left_over(out, test, play);
    }
}
