/* rules.h - what a policy makes of an error: retry or fail, with which backoff, how often. */
#ifndef RETRY_TREE_RULES_H
#define RETRY_TREE_RULES_H

#include "engine/errors/match.h"
#include "engine/tree/flags.h"
#include "engine/tree/node.h"

#define RETRY_RULES_COUNTED 12     /* counts that a call has room for */
#define RETRY_RULE_UNCOUNTED 255   /* in the place of the index of a count */
#define RETRY_RULE_UNLIMITED 65535 /* in the place of max_retries, and what a count never passes */

struct retry_rule {
    int32_t backoff; /* from this rule to the root of its own, in units of RETRY_NODE_UNIT; 0 = the policy's serves */
    uint16_t max_retries; /* RETRY_RULE_UNLIMITED: no limit */
    uint8_t counter;      /* of its failures in a call, or RETRY_RULE_UNCOUNTED */
    bool retry : 1;       /* action: retry, not fail */
    bool by_call : 1;     /* count: call, not rule */
};

/* The rules of a policy, in its set's block. The rules stand behind this, and behind them what matches errors. Policies
 * that inherit their rules share them. */
struct retry_rules {
    uint32_t count;
    uint32_t signature;  /* of the counted rules; a call whose counts were made under another one starts them anew */
    int32_t match;       /* from here to the struct retry_match, in units of RETRY_NODE_UNIT; equal ones are shared */
    uint32_t match_size; /* in bytes */
};

static inline const struct retry_rule *retry__rules_at(const struct retry_rules *rules, uint32_t index)
{
    return (const struct retry_rule *)(rules + 1) + index;
}

static inline const struct retry_match *retry__rules_match(const struct retry_rules *rules)
{
    return (const struct retry_match *)(const void *)((const char *)rules + (ptrdiff_t)rules->match * RETRY_NODE_UNIT);
}

/** The rule's own backoff, NULL where the policy's serves. */
static inline const struct retry_node *retry__rule_backoff(const struct retry_rule *rule)
{
    return rule->backoff ? (const struct retry_node *)((const char *)rule + (ptrdiff_t)rule->backoff * RETRY_NODE_UNIT)
                         : NULL;
}

/** The number of the first rule that holds the error, from 1; 0 where none does. */
static inline uint8_t retry__rules_find(const struct retry_rules *rules, const retry_error *error)
{
    return retry__match_find(retry__rules_match(rules), error);
}

/* In the flags of a call: which count its last failure has raised, from 1; 0 = none. */
#define RETRY_RULES_COUNTER_SHIFT 12
#define RETRY_RULES_COUNTER (UINT16_MAX >> RETRY_RULES_COUNTER_SHIFT << RETRY_RULES_COUNTER_SHIFT)

/** Starts the counts of a call anew, for these rules. */
void retry__rules_settle(const struct retry_rules *rules, retry_call *call);

/** Counts the call's failure for a rule that holds it. @return how many there were, this one included; 0 where the
 * rule is not counted */
static inline uint32_t retry__rules_count(const struct retry_rules *rules, const struct retry_rule *rule,
                                          retry_call *call)
{
    uint32_t flags, count, raised;

    if (rule->counter < RETRY_RULES_COUNTED &&
        (!(call->flags & RETRY_CALL_COUNTED) || call->signature != rules->signature))
        retry__rules_settle(rules, call);
    flags = call->flags & ((1u << RETRY_RULES_COUNTER_SHIFT) - 1);
    call->flags = (uint16_t)flags;
    if (rule->counter >= RETRY_RULES_COUNTED)
        return 0;
    count = call->counts[rule->counter];
    raised = count < UINT16_MAX;
    call->counts[rule->counter] = (uint16_t)(count + raised);
    call->flags = (uint16_t)(flags | raised * (rule->counter + 1u) << RETRY_RULES_COUNTER_SHIFT);
    return count + raised;
}

/**
 * What the rule's own backoff is asked with, after `count` failures that the rule held. A count that has come to its
 * end knows no more; the failures of the call go on, so that a backoff of any length ends.
 */
static inline uint32_t retry__rules_failures(const struct retry_rule *rule, uint32_t count, const retry_call *call)
{
    bool counts_on = count < UINT16_MAX || call->failures < count;

    return rule->by_call || count == 0 || !counts_on ? call->failures : count;
}

/** Takes back what the call's last failure was counted as, so that it can be counted anew. */
void retry__rules_uncount(retry_call *call);

#endif
