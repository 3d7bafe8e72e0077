/* test_roster.c - catalogues come and go, in any order, and a fork finds them. */
#include "engine/live/roster.h"

#include "tests/engine/world.h"

#include <sys/wait.h>

#define DB "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"

START_TEST(catalogues_come_and_go_in_any_order)
{
    struct world worlds[3];

    for (int i = 0; i < 3; i++)
        world_open(&worlds[i], DB);
    retry__roster_add(worlds[1].catalogue);
    world_close(&worlds[1]);
    world_close(&worlds[2]);
    retry__roster_remove(worlds[0].catalogue);
    retry__roster_remove(worlds[0].catalogue);
    world_close(&worlds[0]);
}
END_TEST

START_TEST(a_child_goes_through_them)
{
    struct world world;
    int status;

    world_open(&world, DB);
    pid_t child = fork();
    if (child == 0)
        _exit(retry_catalogue_generation(world.catalogue) == 1 ? 0 : 1);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    world_close(&world);
}
END_TEST

WORLD_MAIN("roster", catalogues_come_and_go_in_any_order, a_child_goes_through_them)
