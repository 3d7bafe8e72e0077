/* waits.c - what a policy waits: the window of each retry, and all waits together. */
#include "engine/lint/waits.h"

#define FLAT UINT32_C(1000000000) /* every curve has reached its cap here, so its window stays for ever */

/* Waits added up. Counts stay below 2^64 and ends below 2^55, so that 128 bits never overflow. */
struct sum {
    unsigned __int128 lo, hi;
    uint64_t retries; /* whose lower ends together fit max_elapsed */
    bool cut;         /* max_elapsed allowed no more */
    bool unknown;     /* ended at a window that only the program knows */
    bool open;        /* the program may answer with other windows than these */
};

static bool limited(const struct retry_waits *waits)
{
    return waits->plan->max_elapsed_ns != UINT64_MAX;
}

static enum retry_answer ask(const struct retry_waits *waits, uint32_t retry, retry_window *out)
{
    struct retry_ask question = {.question = {.size = sizeof(retry_question), .failures = retry}};

    if (!waits->backoff)
        return RETRY_ANSWER_EXHAUSTED;
    return retry__node_window(waits->backoff, &question, out);
}

static bool equal(const struct retry_waits *waits, uint32_t retry, enum retry_answer answer, const retry_window *window)
{
    retry_window other = {0, 0};

    return ask(waits, retry, &other) == answer && other.lo_ns == window->lo_ns && other.hi_ns == window->hi_ns;
}

uint32_t retry__waits_same(const struct retry_waits *waits, uint32_t first, uint32_t last)
{
    retry_window window = {0, 0};
    enum retry_answer answer = ask(waits, first, &window);
    uint32_t same = first;
    uint64_t other = (uint64_t)last + 1; /* the nearest known to differ, or past the end */

    for (uint64_t step = 1; same + step < other; step *= 2) {
        if (equal(waits, (uint32_t)(same + step), answer, &window))
            same += (uint32_t)step;
        else
            other = same + step;
    }
    while (same + 1 < other) {
        uint32_t middle = (uint32_t)(same + (other - same) / 2);
        if (equal(waits, middle, answer, &window))
            same = middle;
        else
            other = middle;
    }
    return same;
}

/* Adds `count` equal windows, as many as max_elapsed leaves room for. */
static void add(const struct retry_waits *waits, struct sum *sum, const retry_window *window, uint64_t count)
{
    uint64_t fit = count;

    if (limited(waits) && window->lo_ns > 0) {
        uint64_t room = (waits->plan->max_elapsed_ns - (uint64_t)sum->lo) / window->lo_ns;
        if (room < count) {
            fit = room;
            sum->cut = true;
        }
    }
    sum->lo += (unsigned __int128)window->lo_ns * fit;
    sum->hi += (unsigned __int128)window->hi_ns * fit;
    sum->retries = fit > RETRY_WAITS_ENDLESS - sum->retries ? RETRY_WAITS_ENDLESS : sum->retries + fit;
}

/* Adds up the first waits, stretch by stretch of equal windows: a curve of 10^9 retries has few different ones. */
static struct sum add_up(const struct retry_waits *waits, uint64_t retries)
{
    struct sum sum = {0};
    uint32_t last = retries > FLAT ? FLAT : (uint32_t)retries;

    sum.open = waits->opaque && last > 0;
    for (uint32_t retry = 1; retry <= last && !sum.cut; retry++) {
        retry_window window = {0, 0};
        enum retry_answer answer = ask(waits, retry, &window);
        sum.unknown = answer == RETRY_ANSWER_MISSING;
        if (answer != RETRY_ANSWER_WINDOW)
            break;
        uint32_t same = retry__waits_same(waits, retry, last);
        add(waits, &sum, &window, same == FLAT ? retries - retry + 1 : same - retry + 1);
        retry = same;
    }
    return sum;
}

static bool depends(const struct retry_node *node)
{
    for (; node; node = retry__node_child(node)) {
        if (node->kind->opaque)
            return true;
    }
    return false;
}

void retry__waits_begin(struct retry_waits *waits, const struct retry_plan *plan)
{
    waits->plan = plan;
    waits->backoff = retry__plan_backoff(plan);
    waits->allowed = plan->max_attempts == RETRY_UNLIMITED ? RETRY_WAITS_ENDLESS : plan->max_attempts - 1;
    waits->opaque = depends(waits->backoff);
    struct sum sum = add_up(waits, waits->allowed);
    waits->unknown = sum.unknown;
    waits->reachable = sum.unknown ? waits->allowed : sum.retries;
}

bool retry__waits_at(const struct retry_waits *waits, uint32_t retry, struct retry_wait *out)
{
    *out = (struct retry_wait){.retry = retry, .unreachable = retry > waits->reachable};
    out->answer = ask(waits, retry, &out->window);
    out->mean_known = out->answer == RETRY_ANSWER_WINDOW && !waits->opaque;
    if (out->mean_known)
        out->mean_ns = out->window.lo_ns + (out->window.hi_ns - out->window.lo_ns) / 2;
    return out->answer != RETRY_ANSWER_EXHAUSTED;
}

uint64_t retry__waits_cap(const struct retry_waits *waits)
{
    return limited(waits) ? waits->plan->max_elapsed_ns : RETRY_WAITS_MOST;
}

static uint64_t longest(const struct retry_waits *waits, const struct sum *sum)
{
    uint64_t cap = retry__waits_cap(waits);

    return sum->unknown || sum->open || sum->hi > cap ? cap : (uint64_t)sum->hi;
}

uint64_t retry__waits_longest(const struct retry_waits *waits, uint64_t retries)
{
    struct sum sum = add_up(waits, retries < waits->allowed ? retries : waits->allowed);

    return longest(waits, &sum);
}

struct retry_waits_total retry__waits_total(const struct retry_waits *waits)
{
    struct retry_waits_total total = {0};
    struct sum sum = add_up(waits, waits->allowed);

    if (!limited(waits) && (sum.retries == RETRY_WAITS_ENDLESS || sum.unknown || sum.open))
        return total;
    total.max_known = true;
    total.max_ns = longest(waits, &sum);
    total.mean_known = waits->allowed != RETRY_WAITS_ENDLESS && !sum.unknown && !sum.open && !sum.cut &&
                       !(limited(waits) && sum.hi > waits->plan->max_elapsed_ns);
    if (total.mean_known) {
        unsigned __int128 mean = (sum.lo + sum.hi) / 2;
        total.mean_ns = mean > RETRY_WAITS_MOST ? RETRY_WAITS_MOST : (uint64_t)mean;
    }
    return total;
}
