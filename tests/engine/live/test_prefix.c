/* test_prefix.c - whatever beginning of a file a watch meets while somebody writes, only the old set or the new one is
 * ever current. */
#include "tests/engine/world.h"

#include <fcntl.h>
#include <poll.h>

/* However short: each beginning is looked at once, and what stands still has been looked at twice. */
#define SETTLE_NS MS

#define OLD "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n"
/* Many beginnings of this one are whole documents that say something else: 1 attempt, 12 attempts, 1 s in the place of
 * 150 s. */
#define NEW                                  \
    "version: 1\n"                           \
    "policies:\n"                            \
    "  db:\n"                                \
    "    backoff: {fixed: {delay: 1m30s}}\n" \
    "    limits:\n"                          \
    "      attempt_timeout: 15s\n"           \
    "      max_elapsed: 150s\n"              \
    "      max_attempts: 123\n"

static struct world world;
static int descriptor; /* of the watch */

static void open_watched(void)
{
    retry_watch_options options = {.size = sizeof(options), .settle_ns = SETTLE_NS};

    world_open(&world, OLD);
    ck_assert_int_eq(retry_watch_open(world.catalogue, &options, &descriptor), RETRY_OK);
}

static void close_world(void)
{
    world_close(&world);
}

static void write_beginning(size_t size)
{
    int file = open(world.file, O_WRONLY | O_TRUNC | O_CLOEXEC);

    ck_assert_int_ge(file, 0);
    ck_assert_uint_eq((size_t)write(file, NEW, size), size);
    close(file);
}

static uint32_t attempts(void)
{
    return retry_policy_max_attempts(world_get(&world, "db"));
}

START_TEST(no_beginning_of_a_file_becomes_current)
{
    struct pollfd told = {.fd = descriptor, .events = POLLIN};

    for (size_t size = 0; size < sizeof(NEW) - 1; size++) {
        write_beginning(size);
        ck_assert_int_eq(poll(&told, 1, 10000), 1); /* the kernel tells of the write */
        ck_assert_int_eq(retry_watch_dispatch(world.catalogue), RETRY_OK);
        ck_assert_msg(attempts() == 2, "%zu bytes are current", size);
        ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    }
    write_beginning(sizeof(NEW) - 1);
    while (retry_catalogue_generation(world.catalogue) == 1) {
        ck_assert_int_eq(poll(&told, 1, 10000), 1);
        ck_assert_int_eq(retry_watch_dispatch(world.catalogue), RETRY_OK);
    }
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
    ck_assert_uint_eq(attempts(), 123);
}
END_TEST

WORLD_MAIN_AROUND("prefix", open_watched, close_world, no_beginning_of_a_file_becomes_current)
