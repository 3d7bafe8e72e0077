/* test_api_live.c - what watches and notices are given is checked, NULL means the process's own catalogue. */
#include "tests/engine/world.h"

#include <errno.h>
#include <poll.h>

#define SET "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n"

static struct world world;

static void set_up(void)
{
    world_make(&world);
    world_write(&world, SET);
    setenv("RETRY_POLICY_PATH", world.directory, 1);
}

static void tear_down(void)
{
    world_close(&world);
}

START_TEST(before_there_is_a_catalogue_nothing_ends_and_nothing_is_due)
{
    ck_assert_int_eq(retry_watch_dispatch(NULL), RETRY_EINVAL);
    retry_watch_stop(NULL);
    retry_notice_close(NULL, 0);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 0);
}
END_TEST

START_TEST(there_must_be_room_for_a_descriptor)
{
    ck_assert_int_eq(retry_watch_open(NULL, NULL, NULL), RETRY_EINVAL);
    ck_assert_int_eq(retry_notice_open(NULL, NULL), RETRY_EINVAL);
}
END_TEST

START_TEST(the_own_catalogue_is_loaded_and_watched)
{
    int loop = -1, notice = -1;

    errno = 77;
    ck_assert_int_eq(retry_watch_open(NULL, NULL, &loop), RETRY_OK);
    ck_assert_int_eq(retry_notice_open(NULL, &notice), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 1);
    ck_assert_int_eq(retry_init(NULL, NULL), RETRY_EBUSY);
    ck_assert_int_eq(retry_watch_dispatch(NULL), RETRY_OK);
    ck_assert_int_eq(retry_watch_start(NULL, NULL), RETRY_EBUSY);
    struct pollfd one = {notice, POLLIN, 0};
    ck_assert_int_eq(poll(&one, 1, 0), 0);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_int_eq(poll(&one, 1, 0), 1);
    retry_notice_close(NULL, notice);
    retry_watch_stop(NULL);
    ck_assert_int_eq(errno, 77);
    ck_assert_int_eq(retry_watch_start(NULL, NULL), RETRY_OK);
    retry_watch_stop(NULL);
}
END_TEST

START_TEST(a_refused_first_load_is_watched_all_the_same)
{
    world_write(&world, "version: 2\n");
    ck_assert_int_eq(retry_watch_start(NULL, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 0);
    retry_watch_stop(NULL);
}
END_TEST

WORLD_MAIN_AROUND("api_live", set_up, tear_down, before_there_is_a_catalogue_nothing_ends_and_nothing_is_due,
                  there_must_be_room_for_a_descriptor, the_own_catalogue_is_loaded_and_watched,
                  a_refused_first_load_is_watched_all_the_same)
