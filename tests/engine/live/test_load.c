/* test_load.c - a load heeds levers besides files; levers count at once, also in calls that wait. */
#include "engine/live/load.h"

#include "engine/store/catalogue.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DB "version: 1\npolicies:\n  db: {limits: {max_attempts: 9}, backoff: {fixed: {delay: 10s}}}\n"
#define BOTH DB "  loop: {limits: {max_attempts: 9}, backoff: {fixed: {delay: 10s}}, when_disabled: keep}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"

static struct world world;
static char lever[128];

static void open_world(void)
{
    world_open(&world, BOTH);
    snprintf(lever, sizeof(lever), "%s/disabled", world.directory);
}

static void close_world(void)
{
    unlink(lever);
    world_close(&world);
}

static void write_lever(const char *text)
{
    FILE *stream = fopen(lever, "w");

    ck_assert_ptr_nonnull(stream);
    ck_assert_int_ge(fputs(text, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
}

/* The reason of a first failure. */
static retry_reason reason(const char *name)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, name), NULL));
    return (retry_reason)retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).reason;
}

START_TEST(a_reload_heeds_the_file)
{
    write_lever("");
    ck_assert_int_eq(reason("db"), RETRY_REASON_RETRY);
    ck_assert_int_eq(world_reload(&world, BOTH), RETRY_OK);
    ck_assert_int_eq(reason("db"), RETRY_REASON_DISABLED);
    unlink(lever);
    ck_assert_int_eq(world_reload(&world, BOTH), RETRY_OK);
    ck_assert_int_eq(reason("db"), RETRY_REASON_RETRY);
}
END_TEST

START_TEST(a_refused_set_does_not_hold_the_lever_up)
{
    write_lever("db\n");
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    ck_assert_int_eq(reason("db"), RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(the_lever_alone_can_be_read)
{
    uint64_t generation = retry_catalogue_generation(world.catalogue);

    write_lever("d*\n");
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(reason("db"), RETRY_REASON_DISABLED);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), generation);
}
END_TEST

START_TEST(what_is_odd_about_the_lever_is_said_when_it_is_new)
{
    bool doubtful = true;

    write_lever("db\n");
    ck_assert_int_eq(retry__live_pull(world.catalogue, &doubtful), RETRY_OK);
    ck_assert(!doubtful);
    write_lever("db\nDB\n");
    ck_assert_int_eq(retry__live_pull(world.catalogue, &doubtful), RETRY_OK);
    ck_assert(doubtful);
    ck_assert_int_eq(retry__live_pull(world.catalogue, &doubtful), RETRY_OK);
    ck_assert(!doubtful);
    unlink(lever);
    ck_assert_int_eq(retry__live_pull(world.catalogue, &doubtful), RETRY_OK);
    ck_assert(doubtful);
}
END_TEST

START_TEST(a_name_looked_up_later_is_off_as_well)
{
    write_lever("late");
    ck_assert_int_eq(world_reload(&world, DB "  late: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"),
                     RETRY_OK);
    ck_assert_int_eq(reason("late"), RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_policy_that_keeps_goes_on)
{
    write_lever("");
    ck_assert_int_eq(world_reload(&world, BOTH), RETRY_OK);
    ck_assert_int_eq(reason("loop"), RETRY_REASON_RETRY);
    retry_disable_all(true);
    ck_assert_int_eq(reason("loop"), RETRY_REASON_RETRY);
}
END_TEST

START_TEST(a_question_without_a_call_is_answered_likewise)
{
    const retry_policy *db = world_get(&world, "db"), *loop = world_get(&world, "loop");

    retry_disable_all(true);
    ck_assert(!retry_policy_should_retry(db, 1, retry_errno(ECONNREFUSED)));
    ck_assert_uint_eq(retry_policy_max_attempts(db), 1);
    ck_assert(retry_policy_should_retry(loop, 1, retry_errno(ECONNREFUSED)));
    ck_assert_uint_eq(retry_policy_max_attempts(loop), 9);
    retry_disable_all(false);
    ck_assert(retry_policy_should_retry(db, 1, retry_errno(ECONNREFUSED)));
}
END_TEST

/* What happens in the middle of the wait. */
static bool throw_switch(struct world *self)
{
    self->now_ns += 4000 * MS;
    retry_disable_all(true);
    return false;
}

static bool throw_to_and_fro(struct world *self)
{
    if (self->waits > 1)
        return true;
    self->now_ns += 4000 * MS;
    retry_disable_all(true);
    retry_disable_all(false);
    return false;
}

static bool pull_lever(struct world *self)
{
    self->now_ns += 4000 * MS;
    write_lever("db");
    ck_assert_int_eq(retry__live_pull(self->catalogue, NULL), RETRY_OK);
    return false;
}

static retry_reason wait_through(bool (*event)(struct world *world))
{
    retry_call call;

    world.during_wait = event;
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    ck_assert(retry_call_wait(&call) == (retry_call_last(&call).reason == RETRY_REASON_RETRY));
    return (retry_reason)retry_call_last(&call).reason;
}

START_TEST(the_switch_stops_a_wait)
{
    ck_assert_int_eq(wait_through(throw_switch), RETRY_REASON_DISABLED);
    ck_assert_uint_eq(world.waits, 1);
}
END_TEST

START_TEST(a_switch_that_is_back_already_stops_nothing)
{
    ck_assert_int_eq(wait_through(throw_to_and_fro), RETRY_REASON_RETRY);
    ck_assert_uint_eq(world.now_ns, 11000 * MS);
}
END_TEST

START_TEST(the_lever_stops_a_wait)
{
    ck_assert_int_eq(wait_through(pull_lever), RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_call_of_an_event_loop_is_rechecked)
{
    retry_call call;
    retry_decision decision;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    decision = retry_call_recheck(&call, 6000 * MS);
    ck_assert(decision.again);
    ck_assert_uint_eq(decision.delay_ns, 6000 * MS);
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies:\n  db: {limits: {max_attempts: 9}, backoff: {fixed: "
                                          "{delay: 2s}}}\n"),
                     RETRY_OK);
    decision = retry_call_recheck(&call, 6000 * MS);
    ck_assert(decision.again);
    ck_assert_uint_eq(decision.delay_ns, 2000 * MS);
    retry_disable_all(true);
    ck_assert(!retry_call_recheck(&call, 1).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_check_tells_and_changes_nothing)
{
    retry_report *report = NULL;
    unsigned lines = world.lines;

    write_lever("");
    world_write(&world, WRONG);
    ck_assert_int_eq(retry_check(world.catalogue, &report), RETRY_EPOLICY);
    ck_assert_uint_eq(retry_report_count(report, RETRY_ERROR), 1);
    retry_report_free(report);
    world_write(&world, DB);
    ck_assert_int_eq(retry_check(world.catalogue, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    ck_assert_int_eq(reason("loop"), RETRY_REASON_RETRY);
    ck_assert_int_eq(reason("db"), RETRY_REASON_RETRY);
    ck_assert_uint_eq(world.lines, lines);
}
END_TEST

START_TEST(a_watch_that_finds_what_is_current_makes_no_new_generation)
{
    world_write(&world, BOTH);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    world_write(&world, DB);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
}
END_TEST

WORLD_MAIN_AROUND("load", open_world, close_world, a_reload_heeds_the_file, a_refused_set_does_not_hold_the_lever_up,
                  the_lever_alone_can_be_read, what_is_odd_about_the_lever_is_said_when_it_is_new,
                  a_name_looked_up_later_is_off_as_well, a_policy_that_keeps_goes_on,
                  a_question_without_a_call_is_answered_likewise, the_switch_stops_a_wait,
                  a_switch_that_is_back_already_stops_nothing, the_lever_stops_a_wait,
                  a_call_of_an_event_loop_is_rechecked, a_check_tells_and_changes_nothing,
                  a_watch_that_finds_what_is_current_makes_no_new_generation)
