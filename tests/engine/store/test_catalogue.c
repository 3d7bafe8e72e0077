/* test_catalogue.c - handles mean what the current set says, and outlive every set. */
#include "engine/store/catalogue.h"
#include "tests/engine/world.h"

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define THREE "version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"
#define TIMED "version: 1\npolicies:\n  db: {limits: {max_elapsed: 3s}, backoff: {immediate: {}}}\n"
#define OTHER "version: 1\npolicies:\n  dns: {limits: {max_attempts: 4}, backoff: {immediate: {}}}\n"

START_TEST(a_handle_is_the_same_at_every_look_up)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    ck_assert_ptr_eq(world_get(&world, "db"), db);
    ck_assert_str_eq(retry_policy_name(db), "db");
    ck_assert_ptr_ne(world_get(&world, "db2"), db);
    world_close(&world);
}
END_TEST

START_TEST(a_handle_follows_every_reload)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    ck_assert_ptr_eq(world_get(&world, "db"), db);
    world_close(&world);
}
END_TEST

START_TEST(an_undefined_name_comes_alive_when_it_is_defined)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *dns = world_get(&world, "dns");
    ck_assert_int_eq(retry_policy_state_get(dns), RETRY_POLICY_UNDEFINED);
    ck_assert_uint_eq(retry_policy_max_attempts(dns), 1);
    ck_assert_int_eq(world_reload(&world, OTHER), RETRY_OK);
    ck_assert_int_eq(retry_policy_state_get(dns), RETRY_POLICY_DEFINED);
    ck_assert_uint_eq(retry_policy_max_attempts(dns), 4);
    world_close(&world);
}
END_TEST

START_TEST(a_policy_that_vanishes_in_use_lives_on_through_later_loads)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(world_reload(&world, OTHER), RETRY_OK);
        ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_ORPHANED);
        ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
        ck_assert(retry_policy_should_retry(db, 1, retry_errno(5)));
    }
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_DEFINED);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    world_close(&world);
}
END_TEST

START_TEST(a_policy_that_vanishes_unused_is_gone)
{
    struct world world;

    world_open(&world, TWO);
    ck_assert_int_eq(world_reload(&world, OTHER), RETRY_OK);
    ck_assert_int_eq(retry_policy_state_get(world_get(&world, "db")), RETRY_POLICY_UNDEFINED);
    world_close(&world);
}
END_TEST

START_TEST(a_thousand_handles_keep_their_meaning)
{
    struct world world;
    char name[16];

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "p%d", i);
        ck_assert_str_eq(retry_policy_name(world_get(&world, name)), name);
        ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    }
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    ck_assert_int_eq(retry_policy_state_get(world_get(&world, "p999")), RETRY_POLICY_UNDEFINED);
    world_close(&world);
}
END_TEST

START_TEST(an_invalid_name_gives_no_handle)
{
    static const char *const invalid[] = {
        "",     "Db",   "1db",  "-db",       "d b",
        "db\n", "x-db", "null", "d\xc3\xa4", "a123456789012345678901234567890123456789012345678901234567890123",
    };
    struct world world;

    world_open(&world, TWO);
    for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
        ck_assert_msg(!retry_catalogue_get(world.catalogue, invalid[i]), "%s", invalid[i]);
    ck_assert_ptr_nonnull(
        retry_catalogue_get(world.catalogue, "a12345678901234567890123456789012345678901234567890123456789012"));
    world_close(&world);
}
END_TEST

START_TEST(a_handle_knows_whether_a_call_must_read_the_clock)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db"), *dns = world_get(&world, "dns");
    ck_assert(!atomic_load(&db->timed));
    ck_assert_int_eq(world_reload(&world, TIMED), RETRY_OK);
    ck_assert(atomic_load(&db->timed));
    ck_assert(!atomic_load(&dns->timed));
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert(!atomic_load(&db->timed));
    world_close(&world);
}
END_TEST

START_TEST(what_readers_have_left_is_freed)
{
    struct world world;

    world_open(&world, TWO);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(world_reload(&world, i % 2 ? TWO : THREE), RETRY_OK);
        ck_assert_ptr_null(world.catalogue->retired);
    }
    world_close(&world);
}
END_TEST

START_TEST(what_a_reader_holds_stays_until_a_later_load)
{
    struct world world;
    const struct retry_view *view;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    struct retry_slot *slot = retry__catalogue_enter(world.catalogue, &view);
    retry__lock_take(&world.catalogue->lock);
    struct retry_view *next = retry__catalogue_view_new(world.catalogue, NULL);
    retry__catalogue_publish(world.catalogue, next);
    retry__catalogue_sweep(world.catalogue);
    ck_assert_ptr_eq(world.catalogue->retired, view);
    ck_assert_uint_eq(retry__policy_plan(db, view)->max_attempts, 2);
    retry__thread_leave(slot);
    retry__catalogue_sweep(world.catalogue);
    ck_assert_ptr_null(world.catalogue->retired);
    retry__lock_release(&world.catalogue->lock);
    world_close(&world);
}
END_TEST

static retry_answer one_second(void *context, const retry_question *question, retry_window *out_window)
{
    (void)question;
    *out_window = (retry_window){1000 * MS, *(uint64_t *)context};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(customs_may_be_registered_before_and_after_they_are_named)
{
    struct world world;
    retry_window window;
    uint64_t high = 3000 * MS, higher = 4000 * MS;

    world_open(&world, "version: 1\npolicies:\n  a: {limits: {max_attempts: 2}, backoff: {custom: {name: tide}}}\n");
    const retry_policy *a = world_get(&world, "a");
    ck_assert_int_eq(retry_policy_window(a, 1, &window), RETRY_ANSWER_MISSING);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", one_second, &high), RETRY_OK);
    ck_assert_int_eq(retry_policy_window(a, 1, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.hi_ns, high);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "moon", one_second, &higher), RETRY_OK);
    ck_assert_int_eq(
        world_reload(&world,
                     "version: 1\npolicies:\n  a: {limits: {max_attempts: 2}, backoff: {custom: {name: moon}}}\n"),
        RETRY_OK);
    ck_assert_int_eq(retry_policy_window(a, 1, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.hi_ns, higher);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "moon", NULL, NULL), RETRY_OK);
    ck_assert_int_eq(retry_policy_window(a, 1, &window), RETRY_ANSWER_MISSING);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "No Name", one_second, NULL), RETRY_EINVAL);
    world_close(&world);
}
END_TEST

WORLD_MAIN("catalogue", a_handle_is_the_same_at_every_look_up, a_handle_follows_every_reload,
           an_undefined_name_comes_alive_when_it_is_defined, a_policy_that_vanishes_in_use_lives_on_through_later_loads,
           a_policy_that_vanishes_unused_is_gone, a_thousand_handles_keep_their_meaning,
           an_invalid_name_gives_no_handle, a_handle_knows_whether_a_call_must_read_the_clock,
           what_readers_have_left_is_freed, what_a_reader_holds_stays_until_a_later_load,
           customs_may_be_registered_before_and_after_they_are_named)
