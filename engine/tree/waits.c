/* waits.c - what a policy waits: the window of each retry, and all waits together. */
#include "engine/tree/waits.h"

#include "engine/tree/range.h"

#define TWICE_MOST ((unsigned __int128)RETRY_WAITS_MOST * 2 + 1) /* half of it still stops at RETRY_WAITS_MOST */
#define WORK_MAX (UINT64_C(1) << 23) /* windows of single nodes asked for to add up: a fraction of a second */

/* One end of windows, added up. Ends are below 2^55, and a sum stops at its limit, so that 128 bits never overflow. */
struct sum {
    const struct retry_waits *waits;
    bool high;               /* the longest delays, not the shortest */
    unsigned __int128 limit; /* no more are added than fit */
    unsigned __int128 ns;
    uint64_t retries; /* that were added */
    uint64_t work;
    bool cut;     /* the limit allowed no more */
    bool unknown; /* ended at a window that only the program knows */
    bool ended;   /* ended where the backoff is exhausted */
    bool lost;    /* ended because it would take too long */
};

static bool limited(const struct retry_waits *waits)
{
    return waits->plan->max_elapsed_ns != UINT64_MAX;
}

static enum retry_answer ask(const struct retry_waits *waits, uint32_t retry, retry_window *out)
{
    return waits->backoff ? retry__range_ask(waits->backoff, retry, out) : RETRY_ANSWER_EXHAUSTED;
}

/* ---- stretches of equal windows ----------------------------------------------------------------- */

/* What is looked for: more of the same answer, of both ends or of one. */
struct alike {
    enum retry_answer answer;
    retry_window window;
    bool low, high;
};

static bool is_alike(const struct retry_waits *waits, uint32_t retry, const struct alike *alike)
{
    retry_window other = {0, 0};

    return ask(waits, retry, &other) == alike->answer && (!alike->low || other.lo_ns == alike->window.lo_ns) &&
           (!alike->high || other.hi_ns == alike->window.hi_ns);
}

/* As far as no end falls, equal ends mean equal ends between: a search by halves finds the last. */
static uint32_t last_alike(const struct retry_waits *waits, uint32_t first, uint32_t last, const struct alike *alike,
                           uint64_t *asked)
{
    uint32_t same = first;
    uint32_t rise = waits->backoff ? retry__node_rise(waits->backoff, first) : last;
    uint64_t other = (uint64_t)(rise < last ? rise : last) + 1; /* the nearest known to differ, or past the end */

    for (uint64_t step = 1; same + step < other; step *= 2, ++*asked) {
        if (is_alike(waits, (uint32_t)(same + step), alike))
            same += (uint32_t)step;
        else
            other = same + step;
    }
    for (; same + 1 < other; ++*asked) {
        uint32_t middle = (uint32_t)(same + (other - same) / 2);
        if (is_alike(waits, middle, alike))
            same = middle;
        else
            other = middle;
    }
    return same;
}

uint32_t retry__waits_same(const struct retry_waits *waits, uint32_t first, uint32_t last)
{
    struct alike alike = {.low = true, .high = true};
    uint64_t asked = 0;

    alike.answer = ask(waits, first, &alike.window);
    return alike.answer == RETRY_ANSWER_WINDOW ? last_alike(waits, first, last, &alike, &asked) : last;
}

/* ---- sums --------------------------------------------------------------------------------------- */

/* Adds `count` equal ends, as many as the limit leaves room for. */
static void add(struct sum *sum, unsigned __int128 ns, uint64_t count)
{
    uint64_t fit = count;

    if (ns > 0 && (sum->limit - sum->ns) / ns < count) {
        fit = (uint64_t)((sum->limit - sum->ns) / ns);
        sum->cut = true;
    }
    sum->ns += ns * fit;
    sum->retries += fit;
}

static bool is_over(const struct sum *sum)
{
    return sum->cut || sum->unknown || sum->ended || sum->lost;
}

/* Adds up from one retry to another, stretch by stretch of equal ends. */
static void add_stretches(struct sum *sum, uint64_t first, uint64_t last)
{
    struct alike alike = {.low = !sum->high, .high = sum->high};

    while (first <= last && !is_over(sum)) {
        uint64_t asked = 1;
        alike.answer = ask(sum->waits, (uint32_t)first, &alike.window);
        sum->unknown = alike.answer == RETRY_ANSWER_MISSING;
        sum->ended = alike.answer == RETRY_ANSWER_EXHAUSTED;
        if (alike.answer != RETRY_ANSWER_WINDOW)
            return;
        uint32_t same = last_alike(sum->waits, (uint32_t)first, (uint32_t)last, &alike, &asked);
        add(sum, sum->high ? alike.window.hi_ns : alike.window.lo_ns, same - first + 1);
        sum->work += asked * sum->waits->nodes;
        sum->lost = sum->work > WORK_MAX && same < last;
        first = (uint64_t)same + 1;
    }
}

/* Adds `count` retries from where windows come again: whole periods at once, then what is left of one. */
static void add_periods(struct sum *sum, const struct retry_settled *settled, uint64_t count)
{
    struct sum one = {.waits = sum->waits, .high = sum->high, .limit = ~(unsigned __int128)0};
    uint64_t last = (uint64_t)settled->from + settled->period - 1, whole = count / settled->period;

    if (whole > 0)
        add_stretches(&one, settled->from, last);
    sum->work += one.work;
    sum->unknown = one.unknown;
    sum->ended = one.ended;
    sum->lost = one.lost;
    if (is_over(sum))
        return;
    if (one.ns > 0 && (sum->limit - sum->ns) / one.ns < whole)
        whole = (uint64_t)((sum->limit - sum->ns) / one.ns);
    sum->ns += one.ns * whole;
    sum->retries += whole * settled->period;
    count -= whole * settled->period;
    add_stretches(sum, settled->from, count < settled->period ? settled->from + count - 1 : last);
}

/* Adds up the first waits: stretch by stretch before they come again, then in periods. */
static struct sum add_up(const struct retry_waits *waits, uint64_t retries, bool high, unsigned __int128 limit)
{
    struct sum sum = {.waits = waits, .high = high, .limit = limit};
    struct retry_settled settled = waits->settled;
    uint64_t before = settled.period > 0 ? settled.from - 1 : RETRY_RANGE_LAST;

    add_stretches(&sum, 1, before < retries ? before : retries);
    if (retries > before && !is_over(&sum) && settled.period > 0)
        add_periods(&sum, &settled, retries - before);
    if (retries == RETRY_WAITS_ENDLESS && !is_over(&sum))
        sum.retries = RETRY_WAITS_ENDLESS;
    return sum;
}

/* ---- a policy's waits --------------------------------------------------------------------------- */

static uint64_t allowed(const struct retry_waits *waits)
{
    uint64_t attempts = waits->plan->max_attempts;
    uint64_t length = waits->backoff ? waits->backoff->length : 0;
    uint64_t retries = attempts == RETRY_UNLIMITED ? RETRY_WAITS_ENDLESS : attempts - 1;

    if (!waits->backoff || (length != RETRY_ENDLESS && length < retries))
        retries = length;
    if (waits->rule && waits->rule->max_retries != RETRY_RULE_UNLIMITED && waits->rule->max_retries < retries)
        retries = waits->rule->max_retries;
    return retries;
}

/* How many retries the limits let pass when each delay is the shortest; what takes too long to tell counts as all. */
static uint64_t reachable(struct retry_waits *waits)
{
    if (!limited(waits))
        return waits->allowed;
    struct sum sum = add_up(waits, waits->allowed, false, waits->plan->max_elapsed_ns);
    waits->unknown |= sum.unknown;
    return sum.unknown || sum.lost ? waits->allowed : sum.retries;
}

void retry__waits_begin(struct retry_waits *waits, const struct retry_plan *plan, const struct retry_rule *rule)
{
    retry_window first;

    *waits = (struct retry_waits){.plan = plan, .rule = rule, .settled = {1, 1}};
    waits->backoff = rule ? retry__rule_backoff(rule) : retry__plan_backoff(plan);
    if (waits->backoff) {
        waits->nodes = retry__node_count(waits->backoff);
        waits->settled = retry__range_settled(waits->backoff);
        waits->opaque = retry__node_is_opaque(waits->backoff);
        waits->recalls = retry__node_recalls(waits->backoff);
    }
    waits->allowed = allowed(waits);
    waits->unknown = waits->allowed > 0 && ask(waits, 1, &first) == RETRY_ANSWER_MISSING;
    waits->reachable = reachable(waits);
}

bool retry__waits_at(const struct retry_waits *waits, uint32_t retry, struct retry_wait *out)
{
    *out = (struct retry_wait){.retry = retry, .unreachable = retry > waits->reachable};
    out->answer = ask(waits, retry, &out->window);
    out->mean_known = out->answer == RETRY_ANSWER_WINDOW && !waits->opaque && !waits->recalls;
    if (out->mean_known)
        out->mean_ns = out->window.lo_ns + (out->window.hi_ns - out->window.lo_ns) / 2;
    return out->answer != RETRY_ANSWER_EXHAUSTED;
}

uint64_t retry__waits_cap(const struct retry_waits *waits)
{
    return limited(waits) ? waits->plan->max_elapsed_ns : RETRY_WAITS_MOST;
}

/* The cap stands for what the program may answer, and for what takes too long to add up. */
static uint64_t longest(const struct retry_waits *waits, uint64_t retries, bool *lost)
{
    uint64_t cap = retry__waits_cap(waits);

    *lost = false;
    if (waits->opaque && retries > 0)
        return cap;
    struct sum sum = add_up(waits, retries < waits->reachable ? retries : waits->reachable, true, cap);
    *lost = sum.lost;
    return sum.cut || sum.lost ? cap : (uint64_t)sum.ns;
}

uint64_t retry__waits_longest(const struct retry_waits *waits, uint64_t retries)
{
    bool lost;

    return longest(waits, retries < waits->allowed ? retries : waits->allowed, &lost);
}

/* Known where there is a last retry, which the program and max_elapsed leave alone. */
static void find_mean(const struct retry_waits *waits, struct retry_waits_total *total)
{
    if (waits->allowed == RETRY_WAITS_ENDLESS || waits->opaque || waits->recalls || total->lost)
        return;
    struct sum lo = add_up(waits, waits->allowed, false, TWICE_MOST),
               hi = add_up(waits, waits->allowed, true, TWICE_MOST);
    unsigned __int128 mean = (lo.ns + hi.ns) / 2;
    total->mean_known = !lo.lost && !hi.lost && !(limited(waits) && (hi.cut || hi.ns > waits->plan->max_elapsed_ns));
    if (total->mean_known)
        total->mean_ns = lo.cut || hi.cut || mean > RETRY_WAITS_MOST ? RETRY_WAITS_MOST : (uint64_t)mean;
}

struct retry_waits_total retry__waits_total(const struct retry_waits *waits)
{
    struct retry_waits_total total = {0};

    if (!limited(waits) && (waits->reachable == RETRY_WAITS_ENDLESS || (waits->opaque && waits->allowed > 0)))
        return total;
    total.max_ns = longest(waits, waits->allowed, &total.lost);
    total.max_known = limited(waits) || !total.lost;
    find_mean(waits, &total);
    return total;
}
