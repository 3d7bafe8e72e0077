/* path.c - the kinds of nodes that a call's last decision went through. */
#include "engine/call/path.h"

/* A call keeps so few bits of what it was answered under that another set may pass for it: that may lack the rule. */
static bool lacks_rule(const retry_call *call, const struct retry_rules *rules)
{
    return call->rule > (rules ? rules->count : 0);
}

void retry__path_spell(const retry_call *call, const struct retry_plan *plan, char *buffer, size_t size)
{
    const struct retry_rules *rules = retry__plan_rules(plan);
    const struct retry_rule *rule;
    const struct retry_node *own;
    uint32_t failures = call->failures;

    buffer[0] = '\0';
    if (lacks_rule(call, rules))
        return;
    rule = call->rule > 0 ? retry__rules_at(rules, call->rule - 1u) : NULL;
    own = rule ? retry__rule_backoff(rule) : NULL;
    if (own && rule->counter < RETRY_RULES_COUNTED)
        failures = retry__rules_failures(rule, call->counts[rule->counter], call);
    retry__node_path(own ? own : retry__plan_backoff(plan), failures, buffer, size);
}
