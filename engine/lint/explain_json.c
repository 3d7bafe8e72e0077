/* explain_json.c - a policy's waits as JSON. */
#include "engine/lint/explain_json.h"

#include "engine/store/set.h"

#include <jansson.h>

static json_t *number(bool known, uint64_t ns)
{
    return known ? json_integer((json_int_t)ns) : json_null();
}

/* Writes the members of an object without its braces, or a whole value, and forgets it. */
static bool put(json_t *value, size_t flags, FILE *out)
{
    bool ok = value && json_dumpf(value, out, flags) == 0;

    json_decref(value);
    return ok;
}

static bool put_row(const struct retry_wait *wait, FILE *out)
{
    bool known = wait->answer == RETRY_ANSWER_WINDOW;
    json_t *row =
        json_pack("{s:I, s:o, s:o, s:o}", "retry", (json_int_t)wait->retry, "lo_ns", number(known, wait->window.lo_ns),
                  "hi_ns", number(known, wait->window.hi_ns), "mean_ns", number(wait->mean_known, wait->mean_ns));

    if (row && wait->unreachable && json_object_set_new(row, "unreachable", json_true()) != 0) {
        json_decref(row);
        return false;
    }
    return put(row, 0, out);
}

static json_t *head(const struct retry_plan *plan)
{
    bool limited = plan->max_attempts != RETRY_UNLIMITED;
    json_t *object =
        json_pack("{s:s, s:o}", "policy", retry__plan_name(plan), "max_attempts", number(limited, plan->max_attempts));

    if (object && !plan->enabled && json_object_set_new(object, "disabled", json_true()) != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *head_of_rule(const struct retry_rule *rule, uint32_t number_of)
{
    bool limited = rule->max_retries != RETRY_RULE_UNLIMITED;

    return json_pack("{s:I, s:o}", "rule", (json_int_t)number_of, "max_retries", number(limited, rule->max_retries));
}

bool retry__explain_json(const struct retry_waits *waits, const struct retry_rows *rows, uint32_t number_of, FILE *out)
{
    struct retry_waits_total total = retry__waits_total(waits);
    struct retry_wait wait;
    uint32_t next = rows->first;
    bool ok;

    ok = put(waits->rule ? head_of_rule(waits->rule, number_of) : head(waits->plan), JSON_EMBED, out);
    fputs(", \"retries\": [", out);
    for (; ok && next <= rows->last && next - rows->first < rows->most && retry__waits_at(waits, next, &wait); next++) {
        fputs(next == rows->first ? "\n  " : ",\n  ", out);
        ok = put_row(&wait, out);
    }
    fputs(rows->first <= rows->last ? "\n], " : "], ", out);
    if (next - rows->first == rows->most && next <= rows->last && retry__waits_at(waits, next, &wait))
        fputs("\"truncated\": true, ", out);
    ok = ok && put(json_pack("{s:{s:o, s:o}}", "total", "max_ns", number(total.max_known, total.max_ns), "mean_ns",
                             number(total.mean_known, total.mean_ns)),
                   JSON_EMBED, out);
    return ok;
}
