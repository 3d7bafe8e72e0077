/* test_known.c - the last attempt and the record of what runs are kept as long as somebody may ask for them. */
#include "engine/store/known.h"

#include "engine/store/outcome.h"
#include "engine/store/record.h"
#include "tests/engine/world.h"

static struct retry_known known;

static struct retry_record *make(void)
{
    struct retry_record *record = retry__mem_new(1, sizeof(*record));

    ck_assert_ptr_nonnull(record);
    return record;
}

/* A whole attempt. @return what it said of an error that is gone */
static bool attempt(retry_status status, struct retry_record *record, bool current)
{
    struct retry_attempt *next = retry__known_begin(&known, "somewhere");
    struct retry_outcome outcome = {.status = status, .trigger = RETRY_TRIGGER_WATCH, .hash = 7, .record = record};

    ck_assert_ptr_nonnull(next);
    outcome.report = retry__report_new();
    if (current)
        retry__record_free(retry__known_activate(&known, record));
    retry__known_end(&known, next, &outcome);
    retry__report_free(outcome.report);
    ck_assert_ptr_null(outcome.record);
    return outcome.mended;
}

START_TEST(before_the_first_attempt_there_is_none)
{
    ck_assert(retry__known_new(&known));
    ck_assert_uint_eq(known.attempt->time_ns, 0);
    ck_assert_ptr_null(known.active);
    retry__known_done(&known);
}
END_TEST

/* @return whether the warnings are said to be others than those before */
static bool warn(const char *what)
{
    struct retry_attempt *next = retry__known_begin(&known, NULL);
    struct retry_outcome outcome = {.status = RETRY_OK, .report = retry__report_new()};

    ck_assert_ptr_nonnull(next);
    if (what)
        retry__report_add(outcome.report, &(struct retry_draft){.code = RETRY_FINDING_LEVER, .file = "disabled"}, "%s",
                          what);
    retry__known_end(&known, next, &outcome);
    retry__report_free(outcome.report);
    return outcome.other_warnings;
}

START_TEST(warnings_that_come_change_or_go_are_others)
{
    ck_assert(retry__known_new(&known));
    ck_assert(!warn(NULL));
    ck_assert(warn("one"));
    ck_assert(!warn("one"));
    ck_assert(warn("two"));
    ck_assert(warn(NULL));
    retry__known_done(&known);
}
END_TEST

START_TEST(a_refused_attempt_leaves_the_record_of_what_runs)
{
    struct retry_record *first = make();

    ck_assert(retry__known_new(&known));
    attempt(RETRY_OK, first, true);
    attempt(RETRY_EPOLICY, make(), false);
    attempt(RETRY_EPOLICY, make(), false);
    ck_assert_ptr_eq(known.active, first);
    ck_assert_ptr_ne(known.attempt->record, first);
    ck_assert_int_eq(known.attempt->status, RETRY_EPOLICY);
    ck_assert_int_eq(known.attempt->trigger, RETRY_TRIGGER_WATCH);
    ck_assert_uint_eq(known.attempt->hash, 7);
    ck_assert_str_eq(known.attempt->path, "somewhere");
    attempt(RETRY_OK, make(), true);
    ck_assert_ptr_eq(known.active, known.attempt->record);
    attempt(RETRY_ENOMEM, NULL, false);
    attempt(RETRY_OK, make(), true);
    retry__known_done(&known);
}
END_TEST

START_TEST(an_error_is_gone_once)
{
    ck_assert(retry__known_new(&known));
    ck_assert(!attempt(RETRY_OK, make(), true));
    ck_assert(!attempt(RETRY_EPOLICY, make(), false));
    ck_assert(attempt(RETRY_OK, make(), false));
    ck_assert(!attempt(RETRY_OK, make(), false));
    retry__known_done(&known);
}
END_TEST

START_TEST(a_want_of_memory_is_remembered_without_a_report)
{
    struct retry_outcome outcome = {.status = RETRY_ENOMEM};

    ck_assert(retry__known_new(&known));
    retry__known_end(&known, retry__known_begin(&known, NULL), &outcome);
    ck_assert_uint_eq(known.attempt->errors, 1);
    ck_assert_int_eq(retry__report_at(&known.attempt->report, 0)->code, RETRY_FINDING_OUT_OF_MEMORY);
    retry__known_done(&known);
}
END_TEST

START_TEST(the_path_is_that_of_the_option_else_of_the_variable)
{
    struct retry_attempt *next;

    ck_assert(retry__known_new(&known));
    setenv("RETRY_POLICY_PATH", "elsewhere", 1);
    next = retry__known_begin(&known, NULL);
    ck_assert_str_eq(next->path, "elsewhere");
    retry__mem_free(next->path);
    unsetenv("RETRY_POLICY_PATH");
    known.spare = next;
    next = retry__known_begin(&known, NULL);
    ck_assert_str_eq(next->path, "");
    known.spare = next;
    retry__known_done(&known);
}
END_TEST

WORLD_MAIN("known", before_the_first_attempt_there_is_none, warnings_that_come_change_or_go_are_others,
           a_refused_attempt_leaves_the_record_of_what_runs, an_error_is_gone_once,
           a_want_of_memory_is_remembered_without_a_report, the_path_is_that_of_the_option_else_of_the_variable)
