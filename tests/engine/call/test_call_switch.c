/* test_call_switch.c - a switch that is thrown in the middle of a decision is obeyed before the wait. */
#include "engine/call/call.h"
#include "engine/tree/switch.h"
#include "tests/engine/world.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>

static struct world world;
static struct retry_switch *before; /* as it stands at the first look, which finds it shut */
static struct retry_switch after;

/* The switch is thrown behind the look that is being taken. */
static void throw_it(int number)
{
    (void)number;
    mprotect(before, sizeof(*before), PROT_READ);
    retry__switch = &after;
}

START_TEST(a_switch_thrown_between_two_looks_of_a_decision_is_obeyed)
{
    retry_call call;

    world_open(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 3}, backoff: {fixed: {delay: 100ms}}}}\n");
    struct retry_switch *usual = retry__switch;
    before = mmap(NULL, sizeof(*before), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(before, MAP_FAILED);
    atomic_init(&after.word, 1);
    signal(SIGSEGV, throw_it);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    retry__switch = before;
    (void)retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
    ck_assert_ptr_eq(retry__switch, &after);
    ck_assert(!retry_call_wait(&call));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DISABLED);
    retry__switch = usual;
    munmap(before, sizeof(*before));
    world_close(&world);
}
END_TEST

WORLD_MAIN("call_switch", a_switch_thrown_between_two_looks_of_a_decision_is_obeyed)
