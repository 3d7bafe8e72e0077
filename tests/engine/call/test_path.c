/* test_path.c - the path of a decision is that of the backoff that answered, a rule's own as well. */
#include "engine/call/path.h"

#include "engine/store/catalogue.h"
#include "tests/engine/world.h"

#include <errno.h>

#define STAGES "sequence: [{take: {retries: 1, over: {immediate: {}}}}, {fixed: {delay: 1s}}]"

static struct world world;
static retry_call call;

static void begin(void)
{
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
}

/* The path after one more failure with that error, under the set that decided. */
static const char *path(int error)
{
    static char text[RETRY_PATH_BYTES];
    const struct retry_view *view;

    ck_assert(retry_call_failed(&call, retry_errno(error), NULL).again);
    struct retry_slot *slot = retry__catalogue_enter(world.catalogue, &view);
    retry__path_spell(&call, retry__policy_plan(call.policy, view), text, sizeof(text));
    retry__thread_leave(slot);
    return text;
}

START_TEST(the_policys_own_backoff_is_spelled_as_it_was_asked)
{
    world_open(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 9}, backoff: {" STAGES "}}}\n");
    begin();
    ck_assert_str_eq(path(EPIPE), "sequence[1] > take > immediate");
    ck_assert_str_eq(path(EPIPE), "sequence[2] > fixed");
    world_close(&world);
}
END_TEST

START_TEST(a_rules_backoff_is_spelled_by_the_rules_own_count)
{
    world_open(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 9}, backoff: {immediate: {}}, rules: [\n"
                       "  {when: [EPIPE], action: retry, backoff: {" STAGES "}}], otherwise: retry}}\n");
    begin();
    ck_assert_str_eq(path(ECONNRESET), "immediate");
    ck_assert_str_eq(path(EPIPE), "sequence[1] > take > immediate");
    ck_assert_str_eq(path(EPIPE), "sequence[2] > fixed");
    world_close(&world);
}
END_TEST

WORLD_MAIN("path", the_policys_own_backoff_is_spelled_as_it_was_asked,
           a_rules_backoff_is_spelled_by_the_rules_own_count)
