/* test_in_use.c - names that are in use live on, are warned of, and are not forgotten while files are read. */
#include "engine/store/in_use.h"

#include "tests/engine/world.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>

#define TWO                                                                                \
    "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n" \
    "  dns: {limits: {max_attempts: 5}, backoff: {immediate: {}}}\n"
#define ONE "version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"

static struct world world;
static void (*during_open)(void); /* what happens when a load opens a file, once */

/* Stands in for the C library's, whose callers here only read. */
int open(const char *path, int flags, ...)
{
    void (*event)(void) = during_open;

    during_open = NULL;
    if (event)
        event();
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

static void open_world(void)
{
    world_open(&world, TWO);
}

static void close_world(void)
{
    world_close(&world);
}

static struct retry_view *view(void)
{
    return atomic_load(&world.catalogue->view);
}

START_TEST(plans_are_those_of_defined_names)
{
    size_t count;

    world_get(&world, "db");
    world_get(&world, "nobody");
    const struct retry_plan **plans = retry__in_use_plans(world.catalogue, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(plans[0]->max_attempts, 2);
    retry__mem_free(plans);
}
END_TEST

START_TEST(undefined_names_are_warned_of)
{
    struct retry_report *report = retry__report_new();

    world_get(&world, "db");
    world_get(&world, "nobody");
    retry__in_use_warn(world.catalogue, view(), report);
    ck_assert_uint_eq(report->count, 1);
    ck_assert_int_eq(report->findings[0].code, RETRY_FINDING_UNDEFINED);
    retry__report_free(report);
}
END_TEST

START_TEST(only_later_names_that_the_set_lacks_are_missed)
{
    world_get(&world, "db");
    ck_assert(!retry__in_use_misses(world.catalogue, 0, view()->set));
    ck_assert_int_eq(world_reload(&world, ONE), RETRY_OK);
    world_get(&world, "dns");
    ck_assert(!retry__in_use_misses(world.catalogue, 0, view()->set));
    ck_assert_int_eq(world_reload(&world, TWO), RETRY_OK);
    struct retry_set *two = view()->set;
    ck_assert(!retry__in_use_misses(world.catalogue, 0, two));
}
END_TEST

static const retry_policy *late;

static void look_up(void)
{
    late = retry_catalogue_get(world.catalogue, "dns");
}

/* The load has seen which names are in use before; all the same the policy must not be lost. */
START_TEST(a_policy_that_is_looked_up_in_the_middle_of_a_load_lives_on)
{
    during_open = look_up;
    world.waits = 0;
    ck_assert_int_eq(world_reload(&world, ONE), RETRY_OK);
    ck_assert_ptr_nonnull(late);
    ck_assert_int_eq(retry_policy_state_get(late), RETRY_POLICY_ORPHANED);
    ck_assert_uint_eq(retry_policy_max_attempts(late), 5);
}
END_TEST

static void *look_up_new(void *out_done)
{
    *(bool *)out_done = retry_catalogue_get(world.catalogue, "new") != NULL;
    return NULL;
}

static bool looked_up;

/* Another thread looks a new name up while the load stands in open(): would it wait, nobody would ever come back. */
static void look_up_elsewhere(void)
{
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, look_up_new, &looked_up), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}

START_TEST(nobody_waits_for_a_disk_to_look_a_new_name_up)
{
    during_open = look_up_elsewhere;
    ck_assert_int_eq(world_reload(&world, ONE), RETRY_OK);
    ck_assert(looked_up);
}
END_TEST

WORLD_MAIN_AROUND("in use", open_world, close_world, plans_are_those_of_defined_names, undefined_names_are_warned_of,
                  only_later_names_that_the_set_lacks_are_missed,
                  a_policy_that_is_looked_up_in_the_middle_of_a_load_lives_on,
                  nobody_waits_for_a_disk_to_look_a_new_name_up)
