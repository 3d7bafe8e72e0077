/* rules.c - counts the failures of a call, rule by rule. */
#include "engine/tree/rules.h"

#include "engine/tree/flags.h"
#include "schema/mem.h"

#include <assert.h>
#include <string.h>

/* In the flags of a call: which count its last failure has raised, from 1; 0 = none. */
#define COUNTER_SHIFT 12
#define COUNTER_BITS (15u << COUNTER_SHIFT)

static_assert(RETRY_RULES_COUNTED < 15 && RETRY_RULES_COUNTED == RETRY_COUNT(((retry_call *)0)->counts),
              "a call has room for the counts, and four bits name each of them");

static void note(retry_call *call, uint32_t counter)
{
    call->flags = (uint16_t)((call->flags & ~COUNTER_BITS) | counter << COUNTER_SHIFT);
}

uint32_t retry__rules_count(const struct retry_rules *rules, const struct retry_rule *rule, retry_call *call)
{
    uint16_t *count;

    note(call, 0);
    if (rule->counter >= RETRY_RULES_COUNTED)
        return 0;
    if (!(call->flags & RETRY_CALL_COUNTED) || call->signature != rules->signature) {
        memset(call->counts, 0, sizeof(call->counts));
        call->signature = rules->signature;
        call->flags |= RETRY_CALL_COUNTED;
    }
    count = &call->counts[rule->counter];
    if (*count < UINT16_MAX) {
        ++*count;
        note(call, rule->counter + 1u);
    }
    return *count;
}

void retry__rules_uncount(retry_call *call)
{
    uint32_t counter = call->flags >> COUNTER_SHIFT;

    if (counter != 0)
        call->counts[counter - 1]--;
    note(call, 0);
}
