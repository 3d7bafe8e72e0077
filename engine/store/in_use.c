/* in_use.c - what the names that a program has looked up make of a new set. */
#include "engine/store/in_use.h"

#include <string.h>

/* The plans that handles mean now; NULL: no memory. With the lock. They stay where they are until a set replaces
 * theirs, which only a load does. */
const struct retry_plan **retry__in_use_plans(const struct retry_catalogue *catalogue, size_t *out_count)
{
    const struct retry_view *view = atomic_load_explicit(&catalogue->view, memory_order_relaxed);
    const struct retry_plan **plans = retry__mem_new((size_t)catalogue->handles.count + 1, sizeof(*plans));

    *out_count = 0;
    for (const struct retry_policy *policy = catalogue->handles.first; plans && policy; policy = policy->next) {
        const struct retry_plan *plan = retry__policy_plan(policy, view);
        if (plan)
            plans[(*out_count)++] = plan;
    }
    return plans;
}

void retry__in_use_warn(const struct retry_catalogue *catalogue, const struct retry_view *view,
                        struct retry_report *report)
{
    for (const struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        if (!retry__policy_plan(policy, view))
            retry__report_add(report,
                              &(struct retry_draft){
                                  .code = RETRY_FINDING_UNDEFINED,
                                  .file = "<program>",
                                  .help = "define it under policies:, or correct the name in the program",
                              },
                              "the program asked for '%s', which no file defines: its calls make one attempt",
                              policy->name);
}

bool retry__in_use_misses(const struct retry_catalogue *catalogue, uint32_t names, const struct retry_set *set)
{
    const struct retry_view *view = atomic_load_explicit(&catalogue->view, memory_order_relaxed);

    for (const struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        if (policy->index >= names && retry__policy_plan(policy, view) &&
            !retry__set_find(set, policy->name, strlen(policy->name)))
            return true;
    return false;
}
