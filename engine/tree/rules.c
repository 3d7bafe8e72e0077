/* rules.c - counts the failures of a call, rule by rule. */
#include "engine/tree/rules.h"

#include "schema/mem.h"

#include <assert.h>
#include <string.h>

static_assert(RETRY_RULES_COUNTED < 15 && RETRY_RULES_COUNTED == RETRY_COUNT(((retry_call *)0)->counts),
              "a call has room for the counts, and four bits name each of them");

void retry__rules_settle(const struct retry_rules *rules, retry_call *call)
{
    memset(call->counts, 0, sizeof(call->counts));
    call->signature = rules->signature;
    call->flags |= RETRY_CALL_COUNTED;
}

void retry__rules_uncount(retry_call *call)
{
    uint32_t counter = call->flags >> RETRY_RULES_COUNTER_SHIFT;

    if (counter != 0)
        call->counts[counter - 1]--;
    call->flags &= (uint16_t)((1u << RETRY_RULES_COUNTER_SHIFT) - 1);
}
